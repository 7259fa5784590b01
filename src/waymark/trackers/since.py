"""What has changed since under an open tracker: it stays, and a person resolves it. Pure.

Source: product.md, section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.plans.rules import ActivityStatus
from waymark.trackers.rules import (
    Condition,
    Facts,
    activity_is_mandatory,
    evaluate,
    is_still_on_the_programme,
    mandation_is_on,
    programme_has_monitoring_trackers,
)

LASTING = {
    programme_has_monitoring_trackers.code,
    is_still_on_the_programme.code,
    mandation_is_on.code,
    activity_is_mandatory.code,
}


@dataclass(frozen=True, slots=True)
class Since:
    """The conditions that held when it was made and do not now, and how the activity stands."""

    conditions: Sequence[Condition] = ()
    completed: bool = False
    undone: bool = False

    def __bool__(self) -> bool:
        return bool(self.conditions) or self.completed or self.undone


def what_changed_since(facts: Facts, *, activity_status: str) -> Since:
    """What no longer holds, of all that held when the tracker was made."""
    return Since(
        conditions=[
            condition
            for condition in evaluate(facts).conditions
            if condition.code in LASTING and not condition.held
        ],
        completed=activity_status == ActivityStatus.COMPLETE,
        undone=activity_status not in (ActivityStatus.COMPLETE, ActivityStatus.NOT_COMPLETE),
    )
