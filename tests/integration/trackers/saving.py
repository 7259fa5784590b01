"""Saving the edit form of a tracker."""

from dataclasses import replace
from datetime import datetime

from tests.factories import MORNING
from tests.people import Person
from tests.submitting import REJECTED, reasons_for_going_on
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
    """Save, with a reason for each check that is not met, and look at what is kept."""
    reasons = change.reasons_for_going_on or reasons_for_going_on()
    save_tracker(
        actor=who.actor,
        tracker_id=tracker.id,
        change=replace(
            change,
            reasons_for_going_on=reasons,
            coded_reason=change.coded_reason or REJECTED,
        ),
        seen_version=seen_version,
        now=now,
    )
    tracker.refresh_from_db()
