"""What stands in each other's way among a participant's mandatory activities: the same time, and
more hours in a week than were agreed. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Commitment:
    """A live mandatory activity: when it is due, how long it takes, and whether it has to be
    attended at that time.
    """

    id: UUID
    title: str
    due_on: date
    due_at: datetime
    hours: Decimal | None
    is_attended: bool

    @property
    def ends_at(self) -> datetime:
        return self.due_at + timedelta(hours=float(self.hours or 0))


@dataclass(frozen=True, slots=True)
class FullWeek:
    """A week, by its Monday, in which more is mandatory than was agreed."""

    monday: date
    hours: Decimal
    agreed: Decimal
    ids: frozenset[UUID]


def at_the_same_time(commitments: Sequence[Commitment]) -> list[tuple[Commitment, Commitment]]:
    """The pairs that cannot both be attended. A task is done by a time, so it stands in nobody's
    way.
    """
    attended = sorted((one for one in commitments if one.is_attended), key=lambda one: one.due_at)
    return [
        (first, second)
        for first, second in combinations(attended, 2)
        if second.due_at < first.ends_at or second.due_at == first.due_at
    ]


def over_the_agreed_hours(
    commitments: Sequence[Commitment], agreed: Decimal | None
) -> list[FullWeek]:
    """The weeks, Monday to Sunday, with more hours than agreed; an activity counts in the week in
    which it is due.
    """
    if agreed is None:
        return []
    weeks: dict[date, list[Commitment]] = {}
    for one in commitments:
        weeks.setdefault(one.due_on - timedelta(days=one.due_on.weekday()), []).append(one)
    found = [
        FullWeek(
            monday=monday,
            hours=sum((one.hours or Decimal(0) for one in of_week), Decimal(0)),
            agreed=agreed,
            ids=frozenset(one.id for one in of_week),
        )
        for monday, of_week in sorted(weeks.items())
    ]
    return [one for one in found if one.hours > agreed]
