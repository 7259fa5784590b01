"""Activities, many at once: what only an import does. The rest is in plans.py and marking.py."""

from collections.abc import Sequence
from datetime import datetime

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.operations.conflicts import changed, changes_of
from waymark.plans.models import Activity


def begin_as(actor: Actor, activity: Activity, status: str, *, now: datetime) -> None:
    """Give an activity that is not yet written the status with which it arrives (never Not
    complete).
    """
    if status != activity.status:
        activity.status = status
        activity.status_set_by = actor.shown_as
        activity.status_set_at = now


def write_reasons(
    actor: Actor, corrections: Sequence[tuple[Activity, str, str]], *, now: datetime
) -> None:
    """Correct the reason category and reason of activities that are and stay Not complete.

    This marks nothing again, so it decides on no tracker; what a tracker copied stays as it was.
    """
    entries = []
    for activity, category, reason in corrections:
        changes = changes_of(
            changed("reason_category", "Whose doing it was", activity.reason_category, category),
            changed("reason", "Reason for non-completion", activity.reason, reason),
        )
        activity.reason_category, activity.reason = category, reason
        activity.version += 1
        entries.append(
            Entry(
                "activity.edited",
                Stream.PARTICIPANT,
                activity.participant_id,
                now,
                {
                    "activity": activity.title,
                    "reference": activity.reference,
                    "version": activity.version,
                    "changes": changes,
                },
                activity_id=activity.id,
            )
        )
    Activity.objects.bulk_update(
        [activity for activity, _, _ in corrections],
        ["reason_category", "reason", "version"],
        batch_size=500,
    )
    record(actor, entries)
