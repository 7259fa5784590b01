"""What a participant's trackers suggest for the sanction status: a Supervisor decides."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, OuterRef, Subquery, Value, When

from waymark.participants.rules import SanctionStatus
from waymark.trackers.doubt.rules import proposed_failure
from waymark.trackers.doubt.words import Failure
from waymark.trackers.models import FailureKind, Tracker
from waymark.trackers.types import final_statuses, with_dwp_statuses

PENDING = {
    Failure.ATTEND: SanctionStatus.PENDING_ATTEND,
    Failure.COMPLY: SanctionStatus.PENDING_COMPLY,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The tracker it rests on. `status` is empty when a tracker alone cannot say: it is final."""

    status: str
    tracker: Tracker
    is_confirmed: bool = False


def suggested_sanction_status(participant_id: UUID) -> Suggestion | None:
    """A decision is pending while DWP has a tracker, for the kind of failure that was confirmed,
    else proposed; of one that is final nothing is known; else none. The caller has checked the
    scope.
    """
    with_dwp = with_dwp_statuses()
    confirmed = FailureKind.objects.filter(tracker=OuterRef("id")).order_by("-at", "-id")
    tracker = (
        Tracker.objects.filter(
            participant_id=participant_id, status__in=[*with_dwp, *final_statuses()]
        )
        .select_related("activity")
        .annotate(confirmed_failure=Subquery(confirmed.values("failure")[:1]))
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
        failure = tracker.confirmed_failure or proposed_failure(
            kind=tracker.activity.kind, reason=tracker.reason
        )
        return Suggestion(PENDING[Failure(failure)].value, tracker, bool(tracker.confirmed_failure))
    return Suggestion("", tracker)
