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
from waymark.plans.models import Activity
from waymark.plans.queries import activities_of
from waymark.plans.rules import SET_BY_HAND, Kind
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
) -> QuerySet[Activity]:
    """Activities that nobody has marked, of participants who have not left, in no order."""
    return activities_until(actor, until(when, now=now), mine=mine)


def activities_until(actor: Actor, wanted: Until, *, mine: bool = True) -> QuerySet[Activity]:
    """The same, by what the lists mean at a moment."""
    waiting = _waiting(actor, wanted.today, mine=mine)
    if wanted.begins:
        waiting = waiting.filter(due_at__gte=wanted.begins)
    return waiting.filter(due_at__lt=wanted.ends)


def _waiting(actor: Actor, today: date, *, mine: bool) -> QuerySet[Activity]:
    waiting = _of_those_still_here(actor, today).filter(status__in=SET_BY_HAND)
    return waiting.filter(_owned_by(actor)) if mine else waiting


def _of_those_still_here(actor: Actor, today: date) -> QuerySet[Activity]:
    return activities_of(actor).filter(
        Q(participant__left_on=None) | Q(participant__left_on__gt=today)
    )


def _owned_by(actor: Actor) -> Q:
    """The chosen owner, or the work coach where nobody else was chosen."""
    return Q(chosen_owner_id=actor.id) | Q(chosen_owner=None, participant__work_coach_id=actor.id)


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


def lines_to_do(
    activities: QuerySet[Activity], *, start: int = 0, size: int = ROWS_A_PAGE
) -> Sequence[ToDo]:
    """Some of them, those due first on top."""
    return [ToDo(*values) for values in _as_lines(activities)[start : start + size]]


def _as_lines(activities: QuerySet[Activity]) -> QuerySet[Activity, Any]:
    named = activities.annotate(
        owner_name=Coalesce("chosen_owner__name", "participant__work_coach__name")
    )
    return named.order_by("due_at", "id").values_list(*_COLUMNS)


def appointments_today(actor: Actor, *, now: datetime, size: int = 12) -> Sequence[ToDo]:
    """The actor's appointments of the day, done or not, in the order of the day."""
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
    *,
    actor: Actor,
    today: date,
    begins: datetime,
    ends: datetime,
    size: int,
) -> QuerySet[Activity, Any]:
    of_the_day = (
        _of_those_still_here(actor, today)
        .filter(_owned_by(actor), kind=Kind.APPOINTMENT)
        .filter(due_at__gte=begins, due_at__lt=ends)
    )
    return _as_lines(of_the_day)[:size]


def first_to_do(actor: Actor, *, now: datetime, size: int) -> Sequence[ToDo]:
    """The actor's own that are overdue or due today, those due first on top."""
    today = day_of(now)
    found = _first_to_do(actor=actor, today=today, ends=day_after(today), size=size)
    return [ToDo(*values) for values in found]


@worked_out
def _first_to_do(
    *, actor: Actor, today: date, ends: datetime, size: int
) -> QuerySet[Activity, Any]:
    waiting = _waiting(actor, today, mine=True)
    return _as_lines(waiting.filter(due_at__lt=ends))[:size]
