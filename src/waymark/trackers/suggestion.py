"""What a participant's trackers suggest for the sanction status: a Supervisor decides."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Value, When

from waymark.participants.rules import SanctionStatus
from waymark.plans.rules import Kind
from waymark.trackers.models import Tracker
from waymark.trackers.types import final_statuses, with_dwp_statuses

PENDING = {
    Kind.APPOINTMENT: SanctionStatus.PENDING_ATTEND,
    Kind.TASK: SanctionStatus.PENDING_COMPLY,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The tracker it rests on. `status` is empty when a tracker alone cannot say: it is final."""

    status: str
    tracker: Tracker


def suggested_sanction_status(participant_id: UUID) -> Suggestion | None:
    """A decision is pending while DWP has a tracker; of one that is final nothing is known; else
    none. The caller has checked the scope.
    """
    with_dwp = with_dwp_statuses()
    tracker = (
        Tracker.objects.filter(
            participant_id=participant_id, status__in=[*with_dwp, *final_statuses()]
        )
        .select_related("activity")
        .order_by(
            Case(When(status__in=with_dwp, then=Value(0)), default=Value(1)),
            "-created_at",
            "-number",
        )
        .first()
    )
    if tracker is None:
        return None
    if tracker.status in with_dwp and tracker.activity:
        return Suggestion(PENDING[Kind(tracker.activity.kind)].value, tracker)
    return Suggestion("", tracker)
