"""Trackers that an actor may see, and what the decision on a marking rests on."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, QuerySet, When

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotFound
from waymark.participants.models import Participant
from waymark.participants.queries import lock_participant_of_tracker, visible_to
from waymark.people.queries import Colleague
from waymark.plans.models import Activity
from waymark.reads.worked_out import worked_out
from waymark.trackers.models import Tracker
from waymark.trackers.rules import Candidate, Facts, Setting
from waymark.trackers.types import MONITORING_TYPE, open_statuses

ON_A_PAGE = 50


def trackers_of(actor: Actor) -> QuerySet[Tracker]:
    """The trackers of the participants whom the actor sees, of every type."""
    return Tracker.objects.filter(visible_to(actor, of="participant__"))


def tracker_of(actor: Actor, tracker_id: UUID) -> Tracker:
    """One tracker with its participant, activity and assignee; refused with `tracker.not_found`."""
    found = _tracker_seen(actor=actor, tracker_id=tracker_id)
    if not found:
        raise NotFound("tracker")
    return found[0]


@worked_out
def _tracker_seen(*, actor: Actor, tracker_id: UUID) -> QuerySet[Tracker]:
    return (
        trackers_of(actor)
        .select_related(
            "participant__programme",
            "participant__group",
            "participant__work_coach",
            "activity",
            "assignee",
            "follows",
        )
        .filter(id=tracker_id)
        .order_by()
    )


def locked_tracker_of(actor: Actor, tracker_id: UUID) -> Tracker:
    """The same, with its participant locked first and then itself, until the transaction ends: so
    that saves queue up, with one another and with markings and moves.
    """
    if not lock_participant_of_tracker(actor, tracker_id):
        raise NotFound("tracker")
    return _tracker_locked(actor=actor, tracker_id=tracker_id)[0]


@worked_out
def _tracker_locked(*, actor: Actor, tracker_id: UUID) -> QuerySet[Tracker]:
    return (
        trackers_of(actor)
        .select_related("participant__group", "activity", "assignee")
        .filter(id=tracker_id)
        .order_by()
        .select_for_update(of=("self",), no_key=True)
    )


def telling_trackers(activity_ids: Iterable[UUID]) -> dict[UUID, Tracker]:
    """The monitoring tracker that a new marking must know of, by activity: the open one where there
    is one, else the latest.
    """
    asked = set(activity_ids)
    found = _telling(asked) if len(asked) > ON_A_PAGE else _telling_on_a_page(activity_ids=asked)
    return {tracker.activity_id: tracker for tracker in found if tracker.activity_id}


def _telling(activity_ids: Collection[UUID]) -> QuerySet[Tracker]:
    closed = Case(When(status__in=open_statuses(), then=0), default=1)
    return (
        Tracker.objects.filter(activity_id__in=activity_ids, type=MONITORING_TYPE.code)
        .order_by("activity_id", closed, "-created_at", "-number")
        .distinct("activity_id")
    )


_telling_on_a_page = worked_out(_telling)


def next_numbers(many: int) -> list[int]:
    """So many numbers that people quote, in one statement; nobody else gets them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tracker_number') FROM generate_series(1, %s)", [many])
        return [number for (number,) in cursor.fetchall()]


def is_open(tracker: Tracker | None) -> bool:
    """New, Submitted or Referred."""
    return tracker is not None and tracker.status in open_statuses()


def facts_of(
    activity: Activity,
    *,
    latest: Tracker | None,
    marked_by: str,
    at: datetime,
    past_record: bool = False,
) -> Facts:
    """What the decision on marking this activity rests on, as it stands now."""
    participant, programme = activity.participant, activity.participant.programme
    return Facts(
        day=day_of(at),
        programme=programme.name,
        programme_switch=Setting(
            programme.monitoring_trackers,
            programme.monitoring_trackers_set_by,
            programme.monitoring_trackers_set_at,
        ),
        left_on=participant.left_on,
        make_activity_mandatory=Setting(
            participant.make_activity_mandatory,
            participant.make_activity_mandatory_set_by,
            participant.make_activity_mandatory_set_at,
        ),
        activity_mandatory=Setting(
            activity.mandatory, activity.mandatory_set_by, activity.mandatory_set_at
        ),
        marked_by=marked_by,
        marked_at=at,
        open_tracker=latest.shown_number if latest is not None and is_open(latest) else None,
        past_record=past_record,
    )


def candidate(colleague: Colleague | None, participant: Participant) -> Candidate | None:
    """Somebody to whom the tracker of a participant might fall."""
    if colleague is None:
        return None
    sees = colleague.sees(participant.group.lineage, restricted_to=participant.restricted_to)
    return Candidate(colleague.id, colleague.name, sees)
