"""What pages about an activity or a participant show of trackers. The callers checked the scope."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from waymark.kernel.actor import Actor
from waymark.reads.worked_out import worked_out
from waymark.trackers.models import Evaluation, Tracker
from waymark.trackers.queries import trackers_of
from waymark.trackers.types import not_final_statuses, open_statuses


def id_of_tracker_numbered(actor: Actor, number: int) -> UUID | None:
    """The tracker that people quote as T10418, if the actor may see it."""
    return trackers_of(actor).filter(number=number).values_list("id", flat=True).first()


def trackers_of_activity(activity_id: UUID) -> Sequence[Tracker]:
    """Every tracker of an activity, newest first."""
    return list(
        Tracker.objects.filter(activity_id=activity_id)
        .select_related("assignee")
        .order_by("-created_at", "-number")
    )


def evaluations_of(activity_id: UUID) -> Sequence[Evaluation]:
    """The decision on each marking of an activity, newest first."""
    return list(
        Evaluation.objects.filter(activity_id=activity_id)
        .select_related("tracker")
        .order_by("-at", "-id")
    )


def open_trackers_of(participant_id: UUID, *, limit: int) -> Sequence[Tracker]:
    """A participant's trackers that are New, Submitted or Referred, newest first."""
    return _open_trackers(participant_id=participant_id, limit=limit)


@worked_out
def _open_trackers(*, participant_id: UUID, limit: int) -> QuerySet[Tracker]:
    return (
        Tracker.objects.filter(participant_id=participant_id, status__in=open_statuses())
        .select_related("assignee", "activity")
        .order_by("-created_at", "-number")[:limit]
    )


def unfinished_trackers_of(participant_id: UUID) -> Sequence[Tracker]:
    """A participant's trackers that are not final and that somebody has, by number."""
    return list(
        Tracker.objects.filter(
            participant_id=participant_id, status__in=not_final_statuses(), assignee__isnull=False
        )
        .select_related("assignee", "activity")
        .order_by("number")
    )
