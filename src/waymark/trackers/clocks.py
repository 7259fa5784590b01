"""The clock of a tracker: by which day somebody has to act, and how it stands. Pure.

Which limits run in a status stands in workflow.py. A clock keeps the version of the limit that was
in force, and known, when the status began; it ends at the end of a London day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waymark.kernel.london import day_of
from waymark.kernel.working_days import Calendar, working_days_after, working_days_between
from waymark.programmes.rules import DUE_SOON, RAISE_DOUBT, Limit, LimitBook


class ClockState(StrEnum):
    """How the clock of a tracker stands."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    NONE = "none"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ClockState.OVERDUE: "Overdue",
    ClockState.DUE_TODAY: "Due today",
    ClockState.DUE_SOON: "Due soon",
    ClockState.IN_TIME: "In time",
    ClockState.NONE: "No clock",
}


@dataclass(frozen=True, slots=True)
class Running:
    """A limit that runs: the day it is counted from, and the last day."""

    limit: Limit
    counted_from: date
    act_by: date


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What clocks are counted by, read once: every version of the limits, and the working days of
    each nation as they are known by now.
    """

    book: LimitBook
    calendars: Mapping[str, Calendar]

    def running(
        self, limits: Sequence[str], *, began_at: datetime, failed_on: date | None, nation: str
    ) -> Running | None:
        """Of the limits that run since a status began the one that ends first; none where none
        does.
        """
        found = [
            self._run(code, began_at=began_at, failed_on=failed_on, nation=nation)
            for code in limits
        ]
        return min(found, key=lambda one: one.act_by, default=None)

    def _run(
        self, code: str, *, began_at: datetime, failed_on: date | None, nation: str
    ) -> Running:
        began_on = day_of(began_at)
        limit = self.book.on(code, began_on, known_at=began_at)
        first = counted_from(code, began_on=began_on, failed_on=failed_on)
        return Running(
            limit, first, working_days_after(first, limit.number, self.calendars[nation])
        )

    def soon_until(self, today: date, nation: str) -> date:
        """The last day that counts as soon."""
        soon = self.book.on(DUE_SOON, today).number
        return working_days_after(today, soon, self.calendars[nation])

    def left(self, act_by: date, today: date, nation: str) -> int:
        """The working days until the last day; less than none once it is over."""
        return working_days_between(today, act_by, self.calendars[nation])

    def state(self, act_by: date | None, today: date, nation: str) -> ClockState:
        """How a clock with that last day stands."""
        if act_by is None:
            return ClockState.NONE
        if act_by <= today:
            return ClockState.OVERDUE if act_by < today else ClockState.DUE_TODAY
        soon = act_by <= self.soon_until(today, nation)
        return ClockState.DUE_SOON if soon else ClockState.IN_TIME


def counted_from(code: str, *, began_on: date, failed_on: date | None) -> date:
    """The day from which a limit is counted: that of the failure for raising the doubt, unless it
    was marked before; else the one on which the status began.
    """
    if code == RAISE_DOUBT and failed_on is not None:
        return min(failed_on, began_on)
    return began_on
