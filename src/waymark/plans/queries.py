"""Activities that an actor may see."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.participants.queries import lock_participant_of_activity, visible_to
from waymark.plans.models import Activity
from waymark.plans.rules import SET_BY_HAND, ActivityStatus
from waymark.reads.worked_out import worked_out


def activities_of(actor: Actor) -> QuerySet[Activity]:
    """The activities of the participants whom the actor sees."""
    return Activity.objects.filter(visible_to(actor, of="participant__"))


def activity_of(actor: Actor, activity_id: UUID) -> Activity:
    """One activity with its participant and owner; refused with `activity.not_found`."""
    found = _activity_seen(actor=actor, activity_id=activity_id)
    if not found:
        raise NotFound("activity")
    return found[0]


@worked_out
def _activity_seen(*, actor: Actor, activity_id: UUID) -> QuerySet[Activity]:
    return (
        activities_of(actor)
        .select_related(
            "participant__programme",
            "participant__group",
            "participant__work_coach",
            "chosen_owner",
            "arranged_again_from",
        )
        .filter(id=activity_id)
        .order_by()
    )


def locked_activity_of(actor: Actor, activity_id: UUID) -> Activity:
    """The activity, with its participant locked first and then itself, so that markings of one
    activity queue up.
    """
    if not lock_participant_of_activity(actor, activity_id):
        raise NotFound("activity")
    return _activity_locked(actor=actor, activity_id=activity_id)[0]


@worked_out
def _activity_locked(*, actor: Actor, activity_id: UUID) -> QuerySet[Activity]:
    return (
        activities_of(actor)
        .select_related(
            "participant__programme",
            "participant__group",
            "participant__work_coach",
            "chosen_owner",
        )
        .filter(id=activity_id)
        .order_by()
        .select_for_update(of=("self",), no_key=True)
    )


PLAN_PAGE_SIZE = 50

_STATUS_PLACE = Case(
    *(When(status=status, then=Value(place)) for place, status in enumerate(ActivityStatus)),
    output_field=IntegerField(),
)
_OWNER_NAME = Coalesce("chosen_owner__name", "participant__work_coach__name")

PLAN_ORDERS: dict[str, tuple[OrderBy, ...]] = {
    "due": (F("due_at").asc(), F("id").asc()),
    "-due": (F("due_at").desc(), F("id").desc()),
    "status": (_STATUS_PLACE.asc(), F("due_at").desc(), F("id").desc()),
    "-status": (_STATUS_PLACE.desc(), F("due_at").desc(), F("id").desc()),
    "owner": (_OWNER_NAME.asc(nulls_last=True), F("due_at").desc(), F("id").desc()),
    "-owner": (_OWNER_NAME.desc(nulls_last=True), F("due_at").desc(), F("id").desc()),
}


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Up to 50 activities of one action plan, and where this page stands."""

    rows: Sequence[Activity]
    total: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PLAN_PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def counts_by_status(participant_id: UUID) -> Mapping[str, int]:
    """How many activities of a participant have each status. The caller has checked the scope."""
    found = dict(_counted_by_status(participant_id=participant_id))
    return {str(status): found.get(status, 0) for status in ActivityStatus}


@worked_out
def _counted_by_status(*, participant_id: UUID) -> QuerySet[Activity, Any]:
    activities = Activity.objects.filter(participant_id=participant_id).order_by()
    return activities.values_list("status").annotate(Count("id"))


def plan_page(
    participant_id: UUID, *, total: int, status: str = "", order: str = "-due", number: int = 1
) -> PlanPage:
    """One page of a participant's action plan. The caller has checked the scope and counted."""
    pages = max(1, -(-total // PLAN_PAGE_SIZE))
    number = min(max(number, 1), pages)
    start = (number - 1) * PLAN_PAGE_SIZE
    rows = _rows_of_plan(status, order)(participant_id=participant_id, start=start)
    return PlanPage(rows=rows, total=total, number=number, pages=pages)


@cache
def _rows_of_plan(status: str, order: str) -> Callable[..., list[Activity]]:
    """A read for each status and order that there is."""

    @worked_out
    def rows(*, participant_id: UUID, start: int) -> QuerySet[Activity]:
        activities = Activity.objects.filter(participant_id=participant_id)
        if status:
            activities = activities.filter(status=status)
        in_order = activities.select_related("chosen_owner").order_by(*PLAN_ORDERS[order])
        return in_order[start : start + PLAN_PAGE_SIZE]

    return rows


def to_do(participant_id: UUID, *, limit: int) -> Sequence[Activity]:
    """A participant's activities that are still to be done, most overdue first."""
    return _to_do(participant_id=participant_id, limit=limit)


@worked_out
def _to_do(*, participant_id: UUID, limit: int) -> QuerySet[Activity]:
    return (
        Activity.objects.filter(participant_id=participant_id, status__in=SET_BY_HAND)
        .select_related("chosen_owner")
        .order_by("due_at", "id")[:limit]
    )


def mandatory_ids(participant_id: UUID) -> set[UUID]:
    """The activities of a participant that are marked as mandatory. The caller has checked the
    scope.
    """
    found = Activity.objects.filter(participant_id=participant_id, mandatory=True)
    return set(found.values_list("id", flat=True))


def next_to_do(participant_ids: Iterable[UUID]) -> Mapping[UUID, Activity]:
    """The activity that is due first, or most overdue, of each participant who has one to do; for
    those of a page.
    """
    found = _next_to_do(participant_ids=set(participant_ids))
    return {activity.participant_id: activity for activity in found}


@worked_out
def _next_to_do(*, participant_ids: Collection[UUID]) -> QuerySet[Activity]:
    return (
        Activity.objects.filter(participant_id__in=participant_ids, status__in=SET_BY_HAND)
        .order_by("participant_id", "due_at", "id")
        .distinct("participant_id")
    )


def arranged_again_as(activity_id: UUID) -> Sequence[Activity]:
    """The activities that were arranged in place of a missed one, newest first."""
    return list(
        Activity.objects.filter(arranged_again_from_id=activity_id).order_by("-created_at", "-id")
    )
