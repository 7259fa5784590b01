"""What a verification found: how much was checked, and each link that does not hold."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from waymark.kernel.words import number, words_for_moment

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Break:
    """A link that does not hold: where, and what is wrong with it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Report:
    """What was checked, the breaks in the order in which they were found, and how many in all."""

    events: int = 0
    streams: int = 0
    contents: int = 0
    erased: int = 0
    signings: int = 0
    signed_at: datetime | None = None
    moved_since: int = 0
    breaks: list[Break] = field(default_factory=list)
    broken: int = 0

    def add(self, breaks: list[Break], total: int | None = None) -> None:
        """Note breaks; of very many only the first are kept, and how many there are."""
        self.breaks += breaks
        self.broken += len(breaks) if total is None else total


def place(stream: str, stream_id: UUID | None, seq: int, event_id: int | None = None) -> str:
    """Where a link is, in words."""
    whose = f"{stream} {stream_id}" if stream_id else stream
    return f"{whose}, event {seq}" + (f" (id {event_id})" if event_id is not None else "")


def in_words(report: Report) -> str:
    """The result for a person, the first broken link first."""
    checked = (
        f"{_many(report.events, 'event')} in {_many(report.streams, 'stream')}, "
        f"{_many(report.contents, 'content')} ({number(report.erased)} erased), "
        f"{_many(report.signings, 'signing')}"
    )
    if not report.broken:
        return f"Every chain holds: {checked}.\n{_signed(report)}"
    first, *others = report.breaks
    lines = [f"BROKEN: {first}", *(f"Also: {one}" for one in others[: SHOWN - 1])]
    if (rest := report.broken - len(lines)) > 0:
        lines.append(f"… and {number(rest)} more.")
    return "\n".join([*lines, f"Checked: {checked}."])


def _signed(report: Report) -> str:
    if report.signed_at is None:
        return "Nothing is signed yet: ./run manage sign_history signs now."
    since = _many(report.moved_since, "stream")
    return f"Last signed on {words_for_moment(report.signed_at)}; {since} went on since."


def _many(amount: int, what: str) -> str:
    return f"{number(amount)} {what}{'' if amount == 1 else 's'}"
