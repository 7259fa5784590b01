"""Activities that somebody still has to deal with: due today, and overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_after, day_of, start_of
from waymark.plans.models import Activity
from waymark.plans.queries import activities_of
from waymark.plans.rules import SET_BY_HAND, Kind

ROWS_A_PAGE = 25


class When(StrEnum):
    """The two lists; together, all that is due until the end of the day. *Due* includes the time:
    what is due later today is not overdue yet.
    """

    OVERDUE = "overdue"
    TODAY = "today"


def activities_to_do(
    actor: Actor, when: When | None, *, now: datetime, mine: bool = True
) -> QuerySet[Activity]:
    """Activities that nobody has marked, of participants who have not left, in no order."""
    waiting = _of_those_still_here(actor, now).filter(status__in=SET_BY_HAND)
    if mine:
        waiting = waiting.filter(_owned_by(actor))
    if when is When.TODAY:
        waiting = waiting.filter(due_at__gte=now)
    return waiting.filter(due_at__lt=now if when is When.OVERDUE else day_after(day_of(now)))


def _of_those_still_here(actor: Actor, now: datetime) -> QuerySet[Activity]:
    return activities_of(actor).filter(
        Q(participant__left_on=None) | Q(participant__left_on__gt=day_of(now))
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
    named = activities.annotate(
        owner_name=Coalesce("chosen_owner__name", "participant__work_coach__name")
    )
    found = named.order_by("due_at", "id").values_list(*_COLUMNS)
    return [ToDo(*values) for values in found[start : start + size]]


def appointments_today(actor: Actor, *, now: datetime, size: int = 12) -> Sequence[ToDo]:
    """The actor's appointments of the day, done or not, in the order of the day."""
    today = day_of(now)
    of_the_day = (
        _of_those_still_here(actor, now)
        .filter(_owned_by(actor), kind=Kind.APPOINTMENT)
        .filter(due_at__gte=start_of(today), due_at__lt=day_after(today))
    )
    return lines_to_do(of_the_day, size=size)
