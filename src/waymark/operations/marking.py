"""An activity becomes Not complete: the decision on a tracker, the tracker, and the record of why.
One door for screens, API and import.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import raise_all
from waymark.operations.activity_writes import refuse_if_activity_changed
from waymark.operations.deciding import Case, Marking, decide, owners_of, write
from waymark.people.policy import require
from waymark.people.queries import colleagues
from waymark.plans.queries import locked_activity_of
from waymark.plans.rules import (
    ActivityStatus,
    early_marking_is_confirmed,
    not_complete_has_a_category,
    not_complete_has_a_reason,
)
from waymark.programmes.models import ReasonCategory
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.models import Evaluation
from waymark.trackers.queries import facts_of, telling_trackers
from waymark.trackers.rules import Outcome, evaluate
from waymark.writes.many import update_many


def mark_not_complete(
    *,
    actor: Actor,
    activity_id: UUID,
    reason_category: str,
    reason: str,
    now: datetime,
    details: str = "",
    confirm_early: bool = False,
    seen_version: int | None = None,
) -> Evaluation:
    """Mark an activity Not complete; a monitoring tracker is made at once when the three conditions
    hold (product.md, section 2).

    Refused with `people.role_needed`, `activity.not_found`, `plans.reason_needed`,
    `plans.reason_category_needed`, `plans.not_due_yet` (unless confirmed) and `plans.changed`.
    `now` is the moment of the marking. Marking again while the tracker is open makes no second one
    and leaves an entry in its history.
    """
    require(actor, "plans.mark")
    with acting_as(actor, "mark_not_complete"):
        activity = locked_activity_of(actor, activity_id)
        refuse_if_activity_changed(activity, seen_version)
        raise_all(
            not_complete_has_a_category.check(
                reason_category=reason_category if reason_category in ReasonCategory.values else ""
            )
            + not_complete_has_a_reason.check(reason=reason)
            + early_marking_is_confirmed.check(
                is_due=activity.due_at <= now, confirmed=confirm_early
            )
        )
        return record_markings(
            actor, [Marking(activity, reason_category, reason.strip(), details.strip())], now=now
        )[0]


def record_markings(
    actor: Actor, markings: Sequence[Marking], *, now: datetime, past_records: bool = False
) -> list[Evaluation]:
    """Set each activity, decide on each, and make the trackers that are due, within the caller's
    transaction.

    The activities and their participants are locked by the caller; each activity stands once in the
    list.
    """
    before = set_not_complete(actor, markings, now=now)
    update_many([marking.activity for marking in markings], MARKED_FIELDS)
    return decide_on(actor, markings, before, now=now, past_records=past_records)


def decide_on(
    actor: Actor,
    markings: Sequence[Marking],
    before: Mapping[UUID, str],
    *,
    now: datetime,
    past_records: bool = False,
) -> list[Evaluation]:
    """The second half of a marking, for activities that have been written as Not complete: what
    each said before comes from the first half.
    """
    latest = telling_trackers([marking.activity.id for marking in markings])
    people = colleagues(one for marking in markings for one in owners_of(marking.activity))
    reckoned = reckoning()
    cases = [
        Case(
            actor=actor,
            marking=marking,
            latest=latest.get(marking.activity.id),
            people=people,
            before=before[marking.activity.id],
            now=now,
            past_records=past_records,
            reckoned=reckoned,
        )
        for marking in markings
    ]
    decided = [decide(case) for case in cases]
    write(decided)
    record(actor, [entry for one in decided for entry in one.entries])
    return [one.evaluation for one in decided]


def outcomes_of(
    actor: Actor, markings: Sequence[Marking], *, now: datetime, past_records: bool = False
) -> list[Outcome]:
    """What would come of these markings, with nothing written: for the dry run of an import."""
    latest = telling_trackers([marking.activity.id for marking in markings])
    return [
        evaluate(
            facts_of(
                marking.activity,
                latest=latest.get(marking.activity.id),
                marked_by=actor.shown_as,
                at=now,
                past_record=past_records,
            )
        ).outcome
        for marking in markings
    ]


MARKED_FIELDS = [
    "status",
    "status_before_marking",
    "status_set_by",
    "status_set_at",
    "reason_category",
    "reason",
    "reason_details",
    "was_missed",
    "version",
]


def set_not_complete(
    actor: Actor, markings: Sequence[Marking], *, now: datetime
) -> dict[UUID, str]:
    """The first half of a marking: what the activities will say, not yet written. Gives the status
    that each had before.
    """
    before = {marking.activity.id: str(marking.activity.status) for marking in markings}
    for marking in markings:
        activity = marking.activity
        if activity.status not in (ActivityStatus.COMPLETE, ActivityStatus.NOT_COMPLETE):
            activity.status_before_marking = activity.status
        activity.status = ActivityStatus.NOT_COMPLETE
        activity.status_set_by = actor.shown_as
        activity.status_set_at = now
        activity.reason_category = marking.reason_category
        activity.reason = marking.reason
        activity.reason_details = marking.details
        activity.was_missed = True
        activity.version += 1
    return before
