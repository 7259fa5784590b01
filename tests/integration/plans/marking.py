"""Marking an activity Not complete, and taking it back."""

from typing import Any

from tests.factories import MORNING
from tests.people import Person
from waymark.operations.marking import mark_not_complete
from waymark.operations.plans import undo_marking
from waymark.plans.models import Activity
from waymark.trackers.models import Evaluation


def mark(who: Person, activity: Activity, **given: Any) -> Evaluation:
    """Mark it: they did not attend; give what the test is about."""
    values = {"reason_category": "did_not", "reason": "Did not attend", "now": MORNING}
    return mark_not_complete(actor=who.actor, activity_id=activity.id, **(values | given))


def undo(who: Person, activity: Activity) -> None:
    """It was the wrong person."""
    undo_marking(
        actor=who.actor,
        activity_id=activity.id,
        reason="Wrong person",
        seen_version=None,
        now=MORNING,
    )
