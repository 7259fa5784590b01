"""Trackers of an assignee under which something changed since they were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from waymark.kernel.actor import Actor
from waymark.participants.rules import FAILURE_TO_ATTEND
from waymark.plans.rules import ActivityStatus
from waymark.reads.worked_out import worked_out
from waymark.trackers.doubt_queries import voided_since
from waymark.trackers.models import Tracker
from waymark.trackers.queries import trackers_of
from waymark.trackers.since import Beside, changed_beside
from waymark.trackers.types import open_statuses, with_dwp_statuses

LISTED = 10


@dataclass(frozen=True, slots=True)
class ChangedUnder:
    """A tracker, whose it is, and what changed, in words."""

    id: UUID
    number: int
    participant: str
    what: Sequence[str]


def beside_of(tracker: Any, *, notice_voided: str) -> Beside:
    """Notice, sanction status and benefit of a tracker, as they were and as they are."""
    return Beside(
        notice_voided=notice_voided,
        sanction_status=tracker.participant.sanction_status,
        is_with_dwp=tracker.status in with_dwp_statuses(),
        benefit_then=tracker.benefit,
        benefit_now=tracker.participant.benefit,
    )


def changed_under(actor: Actor, *, today: date) -> list[ChangedUnder]:
    """The actor's open trackers under which something changed, the newest first: one statement."""
    found = _changed(actor=actor, today=today)
    return [
        ChangedUnder(one.id, one.number, one.participant.name, _words(one, today)) for one in found
    ]


@worked_out
def _changed(*, actor: Actor, today: date) -> QuerySet[Tracker]:
    person = "participant__"
    changed = (
        Q(**{f"{person}left_on__lte": today})
        | Q(**{f"{person}make_activity_mandatory": False})
        | Q(**{f"{person}programme__monitoring_trackers": False})
        | (Q(**{f"{person}sanction_status__in": list(FAILURE_TO_ATTEND)}) & ~_WITH_DWP)
        | (~Q(benefit="") & ~Q(benefit=F(f"{person}benefit")))
        | Q(activity__mandatory=False)
        | ~Q(activity__status=ActivityStatus.NOT_COMPLETE)
        | Q(voided__isnull=False)
    )
    return (
        trackers_of(actor)
        .filter(assignee_id=actor.id, status__in=open_statuses(), activity__isnull=False)
        .annotate(voided=voided_since())
        .filter(changed)
        .select_related("participant__programme", "activity")
        .order_by("-created_at", "-number")[:LISTED]
    )


_WITH_DWP = Q(status__in=with_dwp_statuses())


def _words(tracker: Any, today: date) -> list[str]:
    person, activity = tracker.participant, tracker.activity
    said = []
    if person.left_on is not None and person.left_on <= today:
        said.append("They have left the programme")
    if not person.make_activity_mandatory:
        said.append("Make activity mandatory is No now")
    if not person.programme.monitoring_trackers:
        said.append("Monitoring trackers are off for the programme")
    if not activity.mandatory:
        said.append("The activity is not mandatory any more")
    if activity.status != ActivityStatus.NOT_COMPLETE:
        said.append(f"The activity is {activity.status} now")
    beside = beside_of(tracker, notice_voided=tracker.voided or "")
    return [*said, *(one.words for one in changed_beside(beside))]
