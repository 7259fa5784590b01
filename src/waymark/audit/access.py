"""Access records: who looked. Never swallowed on failure: no record, no page."""

from datetime import datetime
from uuid import UUID

from waymark.audit.models import AccessRecord
from waymark.kernel.actor import Actor


def note_access(
    actor: Actor,
    *,
    kind: str,
    at: datetime,
    record_id: UUID | None = None,
    participant_id: UUID | None = None,
    address: str | None = None,
) -> None:
    """Put on record that somebody opened something, in the transaction of whoever calls."""
    AccessRecord.objects.create(
        at=at,
        actor_id=actor.id,
        actor_name=actor.shown_as,
        kind=kind,
        record_id=record_id,
        participant_id=participant_id,
        address=address,
    )
