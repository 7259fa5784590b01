"""Saving the edit form of a tracker."""

from datetime import datetime

from tests.factories import MORNING
from tests.people import Person
from waymark.operations.trackers import TrackerChange, save_tracker
from waymark.trackers.models import Tracker

NOT_RAISED = TrackerChange(
    status="new",
    assignee_id=None,
    dma_paperwork_raised=False,
    not_raised_reason="She was in hospital",
)


def save(
    who: Person,
    tracker: Tracker,
    change: TrackerChange,
    seen_version: int | None = None,
    now: datetime = MORNING,
) -> None:
    """Save, and look at what is kept."""
    save_tracker(
        actor=who.actor,
        tracker_id=tracker.id,
        change=change,
        seen_version=seen_version,
        now=now,
    )
    tracker.refresh_from_db()
