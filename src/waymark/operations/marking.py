"""An activity becomes Not complete: the decision on a tracker, the tracker, and the record of why.
One door for screens, API and import.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Func, TextField, Value

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import raise_all
from waymark.operations.conflicts import events_of, refuse_if_changed
from waymark.people.policy import require
from waymark.people.queries import Colleague, colleagues
from waymark.plans.models import Activity
from waymark.plans.queries import locked_activity_of
from waymark.plans.rules import (
    ActivityStatus,
    early_marking_is_confirmed,
    not_complete_has_a_category,
    not_complete_has_a_reason,
)
from waymark.programmes.models import ReasonCategory
from waymark.trackers.models import Evaluation, Tracker, TrackerListing
from waymark.trackers.queries import candidate, facts_of, is_open, telling_trackers
from waymark.trackers.rules import Because, Outcome, Verdict, choose_assignee, evaluate
from waymark.trackers.types import MONITORING_TYPE


@dataclass(frozen=True, slots=True)
class Marking:
    """An activity to be marked Not complete, and why it was not done."""

    activity: Activity
    reason_category: str
    reason: str
    details: str = ""


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
        refuse_if_changed(
            "plans.changed",
            seen=seen_version,
            now=activity.version,
            events=events_of(activity_id=activity.id, tracker_id=None),
        )
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
    Activity.objects.bulk_update(
        [marking.activity for marking in markings], MARKED_FIELDS, batch_size=500
    )
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
    people = colleagues(
        one
        for marking in markings
        for one in (marking.activity.chosen_owner_id, marking.activity.participant.work_coach_id)
    )
    decided = [
        _decide(
            actor,
            marking,
            latest.get(marking.activity.id),
            people,
            before=before[marking.activity.id],
            now=now,
            past_records=past_records,
        )
        for marking in markings
    ]
    _write(decided)
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


@dataclass(frozen=True, slots=True)
class _Decided:
    evaluation: Evaluation
    tracker: Tracker | None
    listing: TrackerListing | None
    entries: list[Entry]


def _decide(
    actor: Actor,
    marking: Marking,
    latest: Tracker | None,
    people: dict[UUID, Colleague],
    *,
    before: str,
    now: datetime,
    past_records: bool,
) -> _Decided:
    activity, participant = marking.activity, marking.activity.participant
    facts = facts_of(
        activity, latest=latest, marked_by=actor.shown_as, at=now, past_record=past_records
    )
    verdict = evaluate(facts)
    owner = people.get(activity.chosen_owner_id or participant.work_coach_id)
    marked = Entry(
        "activity.not_completed",
        Stream.PARTICIPANT,
        participant.id,
        now,
        {
            "activity": activity.title,
            "reason_category": marking.reason_category,
            "reason": marking.reason,
            "outcome": verdict.outcome,
            "version": activity.version,
            "changes": [
                {
                    "field": "status",
                    "label": "Status",
                    "before": before,
                    "after": str(activity.status),
                }
            ],
        },
        activity_id=activity.id,
    )
    if verdict.outcome is Outcome.MADE:
        return _make(actor, marking, latest, people, verdict, marked, owner, now)
    tracker = latest if verdict.outcome is Outcome.ALREADY_OPEN else None
    evaluation = _evaluation(actor, activity, tracker, verdict, owner, now)
    entries = [marked]
    if latest is not None and is_open(latest):
        entries.append(
            Entry(
                "tracker.still_open",
                Stream.PARTICIPANT,
                participant.id,
                now,
                {"number": latest.shown_number, "activity": activity.title},
                activity_id=activity.id,
                tracker_id=latest.id,
            )
        )
    return _Decided(evaluation, None, None, entries)


def _make(
    actor: Actor,
    marking: Marking,
    latest: Tracker | None,
    people: dict[UUID, Colleague],
    verdict: Verdict,
    marked: Entry,
    owner: Colleague | None,
    now: datetime,
) -> _Decided:
    activity, participant = marking.activity, marking.activity.participant
    lineage = participant.group.lineage
    assignee, because = choose_assignee(
        chosen_owner=candidate(people.get(activity.chosen_owner_id), lineage)
        if activity.chosen_owner_id
        else None,
        work_coach=candidate(people.get(participant.work_coach_id), lineage)
        if participant.work_coach_id
        else None,
    )
    tracker = Tracker(
        id=uuid4(),
        type=MONITORING_TYPE.code,
        status=MONITORING_TYPE.workflow.initial.code,
        participant=participant,
        activity=activity,
        assignee_id=assignee.id if assignee else None,
        due_on=activity.due_on,
        due_time=activity.due_time,
        due_at=activity.due_at,
        reason_category=marking.reason_category,
        reason=marking.reason,
        reason_details=marking.details,
        follows=latest,
        created_at=now,
        created_by_id=actor.id,
        created_by=actor.author,
        status_set_at=now,
    )
    evaluation = _evaluation(
        actor,
        activity,
        tracker,
        verdict,
        owner,
        now,
        because=because,
        assignee=assignee.name if assignee else "",
    )
    made = Entry(
        "tracker.made",
        Stream.PARTICIPANT,
        participant.id,
        now,
        {
            "participant": participant.reference,
            "type": MONITORING_TYPE.label,
            "status": MONITORING_TYPE.workflow.initial.label,
            "dma_paperwork_raised": "Yes",
            "assignee": assignee.name if assignee else "",
            "activity": activity.title,
            "marked_by": actor.shown_as,
            "follows": latest.shown_number if latest else "",
        },
        activity_id=activity.id,
        tracker_id=tracker.id,
        by_system=True,
    )
    return _Decided(evaluation, tracker, listing_of(tracker), [marked, made])


def _evaluation(
    actor: Actor,
    activity: Activity,
    tracker: Tracker | None,
    verdict: Verdict,
    owner: Colleague | None,
    now: datetime,
    *,
    because: Because | str = "",
    assignee: str = "",
) -> Evaluation:
    return Evaluation(
        activity=activity,
        tracker=tracker,
        outcome=verdict.outcome,
        conditions=verdict.as_data(),
        because=because,
        assignee_name=assignee,
        owner_name=owner.name if owner else "",
        marked_by_id=actor.id,
        marked_by=actor.shown_as,
        at=now,
    )


def listing_of(tracker: Tracker) -> TrackerListing:
    """What lists and search need of a tracker: whose group it is, and the words it is found by."""
    participant = tracker.participant
    words = (
        participant.first_name,
        participant.last_name,
        participant.reference,
        tracker.activity.title,
        MONITORING_TYPE.label,
    )
    return TrackerListing(
        tracker=tracker,
        group_id=participant.group_id,
        search_text=Func(
            *(Value(word) for word in words),
            function="waymark_search_text",
            output_field=TextField(),
        ),
    )


def _write(decided: Sequence[_Decided]) -> None:
    Tracker.objects.bulk_create([one.tracker for one in decided if one.tracker], batch_size=500)
    TrackerListing.objects.bulk_create(
        [one.listing for one in decided if one.listing], batch_size=500
    )
    Evaluation.objects.bulk_create([one.evaluation for one in decided], batch_size=500)
    for one in decided:
        if one.tracker:
            one.entries[-1].data["number"] = one.tracker.shown_number  # the database gave it
