"""Access records: who looked. Never swallowed on failure: no record, no page."""

from datetime import datetime
from uuid import UUID

from waymark.audit.models import AccessRecord
from waymark.kernel.actor import Actor

REASON = "reason"
KINDS = {
    "participant": "Participant",
    REASON: "Reason for opening",
    "activity": "Activity",
    "tracker": "Tracker",
    "file": "File",
    "notice": "Notice",
    "evidence pack": "Evidence pack",
    "referral sheet": "Referral sheet",
    "export": "Export of trackers",
    "sanction record": "Export of a sanction record",
    "refused rows": "Refused rows of an import",
    "access records": "Export of access records",
}


def note_access(
    actor: Actor,
    *,
    kind: str,
    at: datetime,
    record_id: UUID | None = None,
    participant_id: UUID | None = None,
    address: str | None = None,
    reason: str = "",
) -> None:
    """Put on record that somebody opened something, in the transaction of whoever calls. `reason`:
    why, where the participant's record is restricted.
    """
    AccessRecord.objects.create(
        at=at,
        actor_id=actor.id,
        actor_name=actor.shown_as,
        kind=kind,
        record_id=record_id,
        participant_id=participant_id,
        address=address,
        reason=reason,
    )


def reason_given(actor: Actor, participant_id: UUID, *, since: datetime) -> str:
    """Why the actor said that they open a participant's record, the latest since then; else
    nothing.
    """
    given = AccessRecord.objects.filter(
        participant_id=participant_id, actor_id=actor.id, kind=REASON, at__gte=since
    )
    return given.order_by("-at", "-id").values_list("reason", flat=True).first() or ""
