"""The inner half of giving trackers to others, one or many: the callers have locked them, and have
seen to it that they are not final and that whoever gets them may.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from waymark.audit.events import record
from waymark.kernel.actor import Actor
from waymark.operations.tracker_files import tracker_entry
from waymark.people.queries import colleagues
from waymark.trackers.models import Tracker

NOBODY = "Nobody"


def write_assignees(
    actor: Actor, changes: Sequence[tuple[Tracker, UUID | None]], *, now: datetime
) -> None:
    """Set assignees, with their history; who has a tracker already stays."""
    differing = [(one, who) for one, who in changes if one.assignee_id != who]
    names = assignee_names(who for one, new in differing for who in (one.assignee_id, new))
    entries = []
    for tracker, assignee_id in differing:
        change = assignee_change(tracker, assignee_id, names)
        tracker.assignee_id = assignee_id
        tracker.version += 1
        data = {"version": tracker.version, "changes": [change]}
        entries.append(tracker_entry("tracker.reassigned", tracker, now, data))
    Tracker.objects.bulk_update(
        [one for one, _ in differing], ["assignee", "version"], batch_size=500
    )
    record(actor, entries)


def assignee_names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of people by id, nobody among them."""
    return {None: NOBODY, **{one.id: one.name for one in colleagues(ids).values()}}


def assignee_change(
    tracker: Tracker, assignee_id: UUID | None, names: dict[UUID | None, str]
) -> dict:
    """A change of assignee as history keeps it."""
    return {
        "field": "assignee",
        "label": "Assignee",
        "before": names.get(tracker.assignee_id, NOBODY),
        "after": names.get(assignee_id, NOBODY),
    }
