"""Activities that somebody still has to deal with: due today, and overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_after, day_of, start_of
from waymark.participants.queries import visible_to
from waymark.plans.models import Activity, ActivityToDo
from waymark.plans.queries import activities_of
from waymark.plans.rules import Kind
from waymark.reads.worked_out import worked_out

ROWS_A_PAGE = 25


class When(StrEnum):
    """The two lists; together, all that is due until the end of the day. *Due* includes the time:
    what is due later today is not overdue yet.
    """

    OVERDUE = "overdue"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Until:
    """From when until when something is due, and the London day on which that is asked."""

    today: date
    begins: datetime | None
    ends: datetime


def until(when: When | None, *, now: datetime) -> Until:
    """What a list of activities to do, or both of them, means at a moment."""
    today = day_of(now)
    begins = now if when is When.TODAY else None
    return Until(today, begins, now if when is When.OVERDUE else day_after(today))


def activities_to_do(
    actor: Actor, when: When | None, *, now: datetime, mine: bool = True
) -> QuerySet[ActivityToDo]:
    """Activities that nobody has marked, of participants who have not left, in no order."""
    return activities_until(actor, until(when, now=now), mine=mine)


def activities_until(actor: Actor, wanted: Until, *, mine: bool = True) -> QuerySet[ActivityToDo]:
    """The same, by what the lists mean at a moment."""
    waiting = ActivityToDo.objects.filter(visible_to(actor)).filter(
        Q(left_on=None) | Q(left_on__gt=wanted.today), due_at__lt=wanted.ends
    )
    if wanted.begins:
        waiting = waiting.filter(due_at__gte=wanted.begins)
    return waiting.filter(owner_id=actor.id) if mine else waiting


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line of the list: plain values."""

    id: UUID
    title: str
    kind: str
    place: str
    status: str
    mandatory: bool
    due_on: date
    due_time: time | None
    due_at: datetime
    participant_id: UUID
    reference: str
    first_name: str
    last_name: str
    owner: str | None
    is_restricted: bool

    @property
    def participant(self) -> str:
        return f"{self.first_name} {self.last_name}"


_COLUMNS = (
    "id",
    "title",
    "kind",
    "place",
    "status",
    "mandatory",
    "due_on",
    "due_time",
    "due_at",
    "participant_id",
    "participant__reference",
    "participant__first_name",
    "participant__last_name",
    "owner_name",
    "participant__is_restricted",
)
_OWNER = Coalesce("chosen_owner__name", "participant__work_coach__name")
_FIRST_DUE = ("due_at", "id")


def lines_to_do(
    waiting: QuerySet[ActivityToDo], *, start: int = 0, size: int = ROWS_A_PAGE
) -> Sequence[ToDo]:
    """Some of them, those due first on top."""
    return [ToDo(*values) for values in _lines(waiting, start, size)]


def _lines(waiting: QuerySet[ActivityToDo], start: int, size: int) -> QuerySet[Activity, Any]:
    some = waiting.order_by("due_at", "activity_id").values("activity_id")[start : start + size]
    return _as_lines(Activity.objects.filter(id__in=some)).order_by(*_FIRST_DUE)


def _as_lines(activities: QuerySet[Activity]) -> QuerySet[Activity, Any]:
    return activities.order_by().annotate(owner_name=_OWNER).values_list(*_COLUMNS)


def first_to_do(actor: Actor, *, now: datetime, size: int) -> Sequence[ToDo]:
    """The actor's own that are overdue or due today, those due first on top."""
    found = _first_to_do(actor=actor, wanted=until(None, now=now), size=size)
    return [ToDo(*values) for values in found]


@worked_out
def _first_to_do(*, actor: Actor, wanted: Until, size: int) -> QuerySet[Activity, Any]:
    return _lines(activities_until(actor, wanted), 0, size)


def appointments_today(actor: Actor, *, now: datetime, size: int = 12) -> Sequence[ToDo]:
    """The actor's appointments of the day, done or not, in the order of the day: those that they
    were chosen for, and those of their caseload that nobody else was.
    """
    today = day_of(now)
    found = _appointments(
        actor=actor,
        today=today,
        begins=start_of(today),
        ends=day_after(today),
        size=size,
    )
    return [ToDo(*values) for values in found]


@worked_out
def _appointments(
    *, actor: Actor, today: date, begins: datetime, ends: datetime, size: int
) -> QuerySet[Activity, Any]:
    of_the_day = activities_of(actor).filter(
        Q(participant__left_on=None) | Q(participant__left_on__gt=today),
        kind=Kind.APPOINTMENT,
        due_at__gte=begins,
        due_at__lt=ends,
    )
    chosen = of_the_day.filter(chosen_owner_id=actor.id)
    of_caseload = of_the_day.filter(chosen_owner=None, participant__work_coach_id=actor.id)
    both = _as_lines(chosen).union(_as_lines(of_caseload), all=True)
    return both.order_by(*_FIRST_DUE)[:size]
