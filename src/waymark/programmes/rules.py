"""Time limits: which there are, and which version of one counts on a day. Pure.

Guidance changes, so a limit is not a number but a list of versions, each in force from a London
day. Versions are only ever added: what somebody counted by then can always be told again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from waymark.kernel.rules import rule
from waymark.kernel.words import counted

MOST_DAYS = 366
RAISE_DOUBT, SUBMIT, PROCESS = "raise_doubt", "submit", "process"
REPLY_WINDOW, NOTICE_GAP, DUE_SOON = "reply_window", "notice_gap", "due_soon"
RECEIVED = "received_"


@dataclass(frozen=True, slots=True)
class LimitKind:
    """A limit in working days: what it is called, from when to when it runs, where the number that
    Waymark comes with is from, and that number.
    """

    code: str
    label: str
    meaning: str
    source: str
    default: int


_OURS = "Our starting point: no figure is published for Restart. Set what your contract says."
_POSTED = (
    "DWP’s guidance for the JSA schemes: a posted notice counts as received on the second working "
    "day after posting."
)
_AT_ONCE = "A reading of ours: it is received on the day."

LIMIT_KINDS = {
    kind.code: kind
    for kind in (
        LimitKind(
            RAISE_DOUBT,
            "Raise the doubt",
            "From the day the activity was due until a New tracker is handed to compliance.",
            _OURS,
            10,
        ),
        LimitKind(
            SUBMIT,
            "Submit the tracker",
            "From the day a tracker becomes New until it is Submitted, Referred or Resolved.",
            _OURS,
            5,
        ),
        LimitKind(
            PROCESS,
            "Process what was submitted",
            "From the day a tracker is Submitted until compliance has dealt with it.",
            _OURS,
            5,
        ),
        LimitKind(
            REPLY_WINDOW,
            "Reply with a good reason",
            "From the day the question counts as received until the reply is due.",
            "DWP’s guidance for decision makers: 5 working days is the benchmark; there is no limit"
            " in law.",
            5,
        ),
        LimitKind(
            NOTICE_GAP,
            "Shortest notice",
            "From the day a notice counts as received until the activity is due.",
            _OURS,
            2,
        ),
        LimitKind(
            DUE_SOON,
            "Due soon",
            "So long before the last day a tracker is shown as due soon.",
            _OURS,
            2,
        ),
        LimitKind(
            "received_handed_over",
            "Received: handed over",
            "From handing a notice over until it counts as received.",
            _AT_ONCE,
            0,
        ),
        LimitKind(
            "received_post",
            "Received: by post",
            "From posting a notice until it counts as received.",
            _POSTED,
            2,
        ),
        LimitKind(
            "received_email",
            "Received: by e-mail",
            "From sending a notice by e-mail until it counts as received.",
            _AT_ONCE,
            0,
        ),
        LimitKind(
            "received_journal",
            "Received: in the journal",
            "From a message in the journal until it counts as received.",
            _AT_ONCE,
            0,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One version of a limit: so many working days, in force from a London day on."""

    id: int
    code: str
    number: int
    valid_from: date
    set_by: str
    set_at: datetime
    why: str = ""
    set_by_id: UUID | None = None

    @property
    def as_it_came(self) -> bool:
        """Whether nobody here has set it: it stands from before any day that is counted."""
        return self.set_by_id is None

    @property
    def in_words(self) -> str:
        """5 working days, 1 working day, no working days."""
        return counted(self.number, "working day") if self.number else "no working days"


class LimitBook:
    """Every version of every limit, read once, to ask of any day."""

    def __init__(self, versions: Iterable[Limit]) -> None:
        self._of: dict[str, list[Limit]] = {}
        self._by_id: dict[int, Limit] = {}
        for one in sorted(versions, key=lambda it: (it.valid_from, it.set_at, it.id)):
            self._by_id[one.id] = one
            self._of.setdefault(one.code, []).append(one)

    def on(self, code: str, day: date, *, known_at: datetime | None = None) -> Limit:
        """The version in force on a day; of two from the same day the one set last. `known_at`: as
        far as anybody had set one by that moment. KeyError for a code that there is not.
        """
        counting = [
            one
            for one in self._of[code]
            if one.valid_from <= day and (known_at is None or one.set_at <= known_at)
        ]
        return counting[-1] if counting else self._of[code][0]

    def version(self, key: int) -> Limit:
        """The version of that id; KeyError when there is none."""
        return self._by_id[key]

    def versions(self, code: str) -> list[Limit]:
        """Every version of a limit, the one that takes effect last first."""
        return self._of.get(code, [])[::-1]


@rule("LIM-01", "limits.number_out_of_range", field="number", source="issue: clocks")
def number_is_possible(*, number: int) -> bool:
    """Enter a number of working days from 0 to 366."""
    return 0 <= number <= MOST_DAYS


@rule("LIM-02", "limits.past_unexplained", field="why", source="issue: clocks")
def past_is_explained(*, valid_from: date, today: date, why: str) -> bool:
    """Say why: this date is in the past, so the limit counts for days that are over."""
    return valid_from >= today or bool(why.strip())


@rule("LIM-03", "limits.holiday_unexplained", field="why", source="issue: clocks")
def correction_is_explained(*, why: str) -> bool:
    """Say what the day is, or why it is none: for example the proclamation."""
    return bool(why.strip())


@rule("LIM-04", "limits.holiday_as_it_is", field="day", source="issue: clocks")
def correction_changes_something(*, is_holiday: bool, becomes_holiday: bool) -> bool:
    """The calendar says so already."""
    return is_holiday != becomes_holiday


@rule("LIM-05", "limits.holiday_on_a_weekend", field="day", source="issue: clocks")
def correction_is_of_a_weekday(*, is_weekend: bool) -> bool:
    """Choose a day from Monday to Friday: nobody counts a Saturday or a Sunday."""
    return not is_weekend
