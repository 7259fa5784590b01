"""What the trackers of a participant, and what came after them, suggest for the sanction status.
Pure.

A Supervisor decides. *Under sanction* is never suggested on a tracker alone: it takes the decision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from waymark.kernel.words import words_for_day
from waymark.participants.rules import SanctionStatus
from waymark.sanctions.rules import (
    ENDS_THE_OPEN_PART,
    RESULT_LABELS,
    REVIEWS,
    DecisionOutcome,
    EntryFields,
    EntryKind,
    ReviewResult,
)

PENDING = {True: SanctionStatus.PENDING_ATTEND, False: SanctionStatus.PENDING_COMPLY}
UNDER = {True: SanctionStatus.UNDER_ATTEND, False: SanctionStatus.UNDER_COMPLY}
NOT_KNOWN = ""
VERDICTS = {
    ReviewResult.OVERTURNED: DecisionOutcome.NON_ADVERSE,
    ReviewResult.STILL_ADVERSE: DecisionOutcome.ADVERSE,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that stands: nobody has corrected it. Both it and what it is about are the latest
    of their corrections.
    """

    id: UUID
    number: int
    fields: EntryFields
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A tracker, and what stands on the sanction record about it; in any order."""

    tracker_id: UUID
    tracker_number: int
    status: str
    is_with_dwp: bool
    is_final: bool
    failed_to_attend: bool
    is_confirmed: bool
    entries: Sequence[Standing] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sanction status, empty where nothing can be said; why; and the entry, or without one the
    tracker, that it rests on.
    """

    status: str
    why: str
    tracker_id: UUID
    tracker_number: str
    entry_number: str = ""


def suggest(courses: Iterable[Course], *, today: date) -> Suggestion | None:
    """A sanction that runs goes before a decision that is pending, and both before the rest; among
    equals the newest tracker counts.
    """
    newest_first = sorted(courses, key=lambda one: -one.tracker_number)
    said = [one for course in newest_first if (one := _of_course(course, today))]
    return min(said, key=lambda one: _weight(one.status), default=None)


def _weight(status: str) -> int:
    if status in UNDER.values():
        return 0
    return 1 if status in PENDING.values() else 2


def _of_course(course: Course, today: date) -> Suggestion | None:
    outcome = _latest(course, EntryKind.OUTCOME)
    if outcome is not None:
        return _of_decision(course, outcome, today)
    referral = _latest(course, EntryKind.REFERRAL)
    if referral is not None:
        sent = words_for_day(referral.fields.happened_on)
        why = f"It was sent to DWP on {sent}, and no outcome has been entered."
        return _said(course, PENDING[course.failed_to_attend], why, referral)
    if course.is_with_dwp:
        why = f"The tracker is {course.status}."
        return _said(course, PENDING[course.failed_to_attend], why)
    if course.is_final or course.entries:
        why = (
            f"The tracker is {course.status}. What DWP decided is not known from a tracker alone: "
            "enter the outcome on the sanction record."
        )
        return _said(course, NOT_KNOWN, why)
    return None


def verdict_of(course: Course) -> str:
    """What was decided, as the last review left it; nothing where nothing was decided."""
    outcome = _latest(course, EntryKind.OUTCOME)
    return _verdict(course, outcome)[0] if outcome else ""


def _verdict(course: Course, outcome: Standing) -> tuple[str, Standing]:
    """What a decision came to after its reviews, and the entry that says so."""
    verdict, rests_on = outcome.fields.result, outcome
    for one in _in_order(course):
        if one.fields.kind in REVIEWS and one.fields.about_id == outcome.id:
            changed = VERDICTS.get(ReviewResult(one.fields.result))
            verdict, rests_on = (changed, one) if changed else (verdict, rests_on)
    return str(verdict), rests_on


def _of_decision(course: Course, outcome: Standing, today: date) -> Suggestion:
    verdict, rests_on = _verdict(course, outcome)
    told = f"{RESULT_LABELS[rests_on.fields.result]}."
    if verdict == DecisionOutcome.RESERVED:
        why = f"{told} Whether a sanction runs is for DWP to say."
        return _said(course, NOT_KNOWN, why, rests_on)
    if verdict != DecisionOutcome.ADVERSE:
        return _said(course, SanctionStatus.NONE, told, rests_on)
    return _of_sanction(course, rests_on, told, today)


def _of_sanction(course: Course, rests_on: Standing, told: str, today: date) -> Suggestion:
    """Whether a sanction that was decided still runs, as far as DWP has told."""
    period = _latest(course, EntryKind.PERIOD)
    ending = _first_ending(course)
    fixed = (period.fields.fixed_days or 0) if period else 0
    if period and period.fields.ends_on:
        last, rests_on, what = period.fields.ends_on, period, "DWP told that it ends"
    elif ending and ending.effective_on:
        last, rests_on = ending.effective_on + timedelta(days=fixed), ending
        what = "Its open-ended part and the fixed part after it end" if fixed else OPEN_PART_ENDS
    else:
        why = f"{told} No end has been entered."
        return _said(course, UNDER[course.failed_to_attend], why, rests_on)
    ends = f"{what} on {words_for_day(last)}."
    if last >= today:
        return _said(course, UNDER[course.failed_to_attend], ends, rests_on)
    if not period:
        ends += " No period has been entered: DWP may have set a fixed part after it."
    return _said(course, SanctionStatus.NONE, ends, rests_on)


KIND_OF_FAILURE = {
    True: "The kind of failure is confirmed.",
    False: "Nobody has confirmed the kind of failure yet.",
}
OPEN_PART_ENDS = "Its open-ended part ends"


def _first_ending(course: Course) -> Standing | None:
    """What ended the open-ended part first."""
    endings = [one for one in course.entries if one.fields.kind in ENDS_THE_OPEN_PART]
    dated = [one for one in endings if one.effective_on]
    return min(dated, key=lambda one: (one.effective_on or date.max, one.number), default=None)


def _in_order(course: Course) -> list[Standing]:
    return sorted(course.entries, key=lambda one: (one.fields.happened_on, one.number))


def _latest(course: Course, kind: EntryKind) -> Standing | None:
    found = [one for one in _in_order(course) if one.fields.kind == kind]
    return found[-1] if found else None


def _said(course: Course, status: str, why: str, rests_on: Standing | None = None) -> Suggestion:
    of_a_kind = status in PENDING.values() or status in UNDER.values()
    return Suggestion(
        status=str(status),
        why=f"{why} {KIND_OF_FAILURE[course.is_confirmed]}" if of_a_kind else why,
        tracker_id=course.tracker_id,
        tracker_number=f"T{course.tracker_number}",
        entry_number=f"S{rests_on.number}" if rests_on else "",
    )
