"""What may be missing from a sanction record, as far as can be told from what is there. Pure.

A list of things to look at, never a thing to be done by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from waymark.kernel.words import words_for_day
from waymark.sanctions.rules import ENDS_THE_OPEN_PART, DecisionOutcome, EntryKind
from waymark.sanctions.suggestion import Course, verdict_of


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the record: the benefit, whether they left, what is mandatory still."""

    is_universal_credit: bool
    left_on: date | None
    still_mandatory: frozenset[UUID]
    today: date


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind of entry that may be missing, about which tracker, and why one would think so."""

    kind: EntryKind
    tracker_id: UUID
    why: str


def what_may_be_missing(courses: Iterable[Course], around: Around) -> list[Missing]:
    """Over all trackers, the newest first."""
    newest_first = sorted(courses, key=lambda one: -one.tracker_number)
    return [
        Missing(kind, course.tracker_id, why)
        for course in newest_first
        for kind, why in _of_course(course, around)
    ]


def _of_course(course: Course, around: Around) -> Iterable[tuple[EntryKind, str]]:
    number = f"T{course.tracker_number}"
    kinds = {one.fields.kind for one in course.entries}
    was_sent = course.is_with_dwp or EntryKind.REFERRAL in kinds
    is_adverse = verdict_of(course) == DecisionOutcome.ADVERSE
    if course.is_with_dwp and EntryKind.REFERRAL not in kinds:
        yield EntryKind.REFERRAL, f"{number} is {course.status}: when and how it was sent"
    if course.is_final and was_sent and EntryKind.OUTCOME not in kinds:
        yield EntryKind.OUTCOME, f"{number} is {course.status}: what DWP decided"
    if is_adverse and EntryKind.PERIOD not in kinds:
        yield EntryKind.PERIOD, f"The decision on {number} is adverse: for how long"
    if is_adverse and around.is_universal_credit and EntryKind.CONDITION not in kinds:
        yield EntryKind.CONDITION, f"The decision on {number} is adverse: what would end it"
    waits = (was_sent and EntryKind.OUTCOME not in kinds) or is_adverse
    if waits and around.is_universal_credit and not kinds & set(ENDS_THE_OPEN_PART):
        why = _no_longer_required(course, around)
        if why:
            yield (
                EntryKind.NO_LONGER_REQUIRED,
                f"{why}: tell DWP from when {number} is not required",
            )


def _no_longer_required(course: Course, around: Around) -> str:
    if around.left_on is not None and around.left_on <= around.today:
        return f"They left on {words_for_day(around.left_on)}"
    if course.tracker_id not in around.still_mandatory:
        return "The activity is not mandatory any more"
    return ""
