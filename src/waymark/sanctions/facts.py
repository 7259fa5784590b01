"""An entry as lines of facts: written once for the page, the history, the story and the files."""

from dataclasses import dataclass
from datetime import date

from waymark.kernel.words import counted
from waymark.sanctions.rules import KIND_LABELS, RESULT_LABELS, EntryFields, EntryKind


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value; a day is written as 2026-03-05."""

    label: str
    value: str


WHEN = {
    EntryKind.REFERRAL: "Sent",
    EntryKind.OUTCOME: "Received",
    EntryKind.PERIOD: "Told by DWP",
    EntryKind.CONDITION: "Told by DWP",
    EntryKind.RE_COMPLIANCE: "Met",
    EntryKind.NO_LONGER_REQUIRED: "No longer required from",
    EntryKind.RECONSIDERATION: "Received",
    EntryKind.APPEAL: "Received",
}
RESULT = {EntryKind.OUTCOME: "Outcome", EntryKind.NO_LONGER_REQUIRED: "Because"}
CHANNEL = {
    EntryKind.REFERRAL: "How it was sent",
    EntryKind.CONDITION: "How it is to be met",
    EntryKind.RE_COMPLIANCE: "How it was met",
    EntryKind.NO_LONGER_REQUIRED: "How DWP was told",
}
TEXT = {EntryKind.CONDITION: "Condition", EntryKind.RE_COMPLIANCE: "What they did"}


def label_of(kind: str) -> str:
    """Outcome from DWP, for outcome."""
    return KIND_LABELS[EntryKind(kind)]


def facts_of(fields: EntryFields, effective_on: date | None = None) -> tuple[Fact, ...]:
    """What an entry says; what is not said is left out."""
    kind = EntryKind(fields.kind)
    told = (
        Fact(RESULT.get(kind, "Result"), RESULT_LABELS.get(fields.result, "")),
        Fact(WHEN[kind], _day(fields.happened_on)),
        Fact(CHANNEL.get(kind, "How"), fields.channel),
        Fact("Decision-maker reference", fields.reference),
        Fact("Begins", _day(fields.starts_on)),
        Fact("Ends", _end(fields)),
        Fact("Fixed part after it", counted(fields.fixed_days or 0, "day")),
        Fact("Open-ended part ends", _day(effective_on)),
        Fact("DWP told", _day(fields.told_on)),
        Fact(TEXT.get(kind, "Remark"), fields.text),
    )
    return tuple(one for one in told if one.value and one.value != NO_DAYS)


NO_DAYS = counted(0, "day")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _end(fields: EntryFields) -> str:
    """A period without an end is open-ended."""
    if fields.kind != EntryKind.PERIOD:
        return ""
    return _day(fields.ends_on) or "Open-ended: until the compliance condition is met"
