"""Where DWP may have to be told that something is no longer required: asked of one participant, and
of all trackers of an assignee. What may be missing, and why, says `missing.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.kernel.actor import Actor
from waymark.participants.models import Participant
from waymark.participants.queries import participant_of
from waymark.participants.rules import Benefit
from waymark.reads.worked_out import worked_out
from waymark.sanctions.models import SanctionEntry
from waymark.sanctions.queries import (
    EntrySeen,
    entries_as_seen,
    missing_from,
    record_of,
    trackers_to_record_on,
    with_confirmed_failure,
)
from waymark.sanctions.rules import ENDS_THE_OPEN_PART, REVIEWS, DecisionOutcome, EntryKind
from waymark.trackers.models import Tracker
from waymark.trackers.queries import trackers_of
from waymark.trackers.types import with_dwp_statuses

LISTED = 10


@dataclass(frozen=True, slots=True)
class ToTell:
    """A tracker, whose it is, and why DWP may have to be told."""

    tracker_id: UUID
    tracker_number: str
    participant_id: UUID
    participant: str
    why: str


def to_tell_of(
    actor: Actor, participant_id: UUID, *, today: date, activity_id: UUID | None = None
) -> list[ToTell]:
    """Of one participant, or one activity of theirs, the newest tracker first; refused with
    `participant.not_found`.
    """
    participant = participant_of(actor, participant_id)
    trackers = trackers_to_record_on(participant.id)
    if activity_id is not None:
        trackers = [one for one in trackers if one.activity_id == activity_id]
    return _to_tell(participant, trackers, record_of(actor, participant), today)


def to_tell_of_assignee(actor: Actor, *, today: date) -> list[ToTell]:
    """Of the trackers that the actor has, whatever their status, the newest first."""
    trackers = _perhaps(actor=actor, today=today)
    if not trackers:
        return []
    people = {one.participant_id: one.participant for one in trackers}
    entries = SanctionEntry.objects.filter(participant_id__in=people).select_related("tracker")
    record = entries_as_seen(list(entries.order_by("-number")), {})
    found = [
        told
        for person in people.values()
        for told in _to_tell(
            person,
            [one for one in trackers if one.participant_id == person.id],
            record,
            today,
        )
    ]
    return sorted(found, key=lambda one: int(one.tracker_number[1:]), reverse=True)[:LISTED]


def _to_tell(
    participant: Participant,
    trackers: Sequence[Tracker],
    record: Sequence[EntrySeen],
    today: date,
) -> list[ToTell]:
    numbers = {one.id: one.shown_number for one in trackers}
    return [
        ToTell(one.tracker_id, numbers[one.tracker_id], participant.id, participant.name, one.why)
        for one in missing_from(participant, trackers, record, today=today)
        if one.kind == EntryKind.NO_LONGER_REQUIRED
    ]


@worked_out
def _perhaps(*, actor: Actor, today: date) -> QuerySet[Tracker]:
    """Every tracker of the actor's of which it may be so, and few others: the rule decides."""
    standing = SanctionEntry.objects.filter(
        tracker=OuterRef("id"), corrected_by=None, withdraws=False
    )
    outcomes = standing.filter(kind=EntryKind.OUTCOME)
    may_be_adverse = Exists(outcomes.filter(result=DecisionOutcome.ADVERSE)) | Exists(
        standing.filter(kind__in=REVIEWS)
    )
    has_left = Q(participant__left_on__lte=today)
    return (
        with_confirmed_failure(trackers_of(actor))
        .filter(
            Q(status__in=with_dwp_statuses())
            | Exists(standing.filter(kind__in=(EntryKind.REFERRAL, EntryKind.OUTCOME))),
            has_left | ~Q(activity__mandatory=True),
            ~Exists(outcomes) | may_be_adverse,
            ~Exists(standing.filter(kind__in=ENDS_THE_OPEN_PART)),
            assignee_id=actor.id,
            participant__benefit=Benefit.UNIVERSAL_CREDIT,
        )
        .select_related("participant", "activity")
    )
