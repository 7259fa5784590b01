"""Restricted records, as a Supervisor makes them."""

from datetime import datetime, timedelta

from tests.factories import MORNING
from tests.people import Cast, Person
from waymark.audit.models import AccessRecord
from waymark.operations.restrictions import restrict_record
from waymark.participants.models import Participant

WHY = "She is in a protection programme"


def restrict(
    cast: Cast, participant: Participant, *named: Person, now: datetime = MORNING
) -> Participant:
    """Only Aimee and these people see it from now on; without its coach, unless he is named."""
    ids = {one.staff.id for one in named}
    if participant.work_coach_id not in ids:
        Participant.objects.filter(id=participant.id).update(work_coach=None)
    restrict_record(
        actor=cast.aimee.actor,
        participant_id=participant.id,
        named_ids=ids,
        why=WHY,
        seen_version=None,
        now=now,
    )
    participant.refresh_from_db()
    return participant


def said_why(
    person: Person, participant: Participant, *, reason: str = "I meet her today", ago: int = 0
) -> AccessRecord:
    """Somebody gave their reason so many minutes ago."""
    return AccessRecord.objects.create(
        at=MORNING - timedelta(minutes=ago),
        actor_id=person.staff.id,
        actor_name=person.staff.name,
        kind="reason",
        record_id=participant.id,
        participant_id=participant.id,
        reason=reason,
    )
