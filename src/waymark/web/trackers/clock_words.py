"""By when somebody has to act on a tracker, in words: only Overdue and Due today stand out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from waymark.kernel.london import day_of
from waymark.kernel.words import counted, short_day, words_for_day
from waymark.programmes.rules import LIMIT_KINDS
from waymark.trackers.clocks import ClockState, Reckoning, counted_from
from waymark.trackers.types import status_of
from waymark.web.plans.due import OVERDUE, TODAY, Clock

WITH_COMPLIANCE, WITH_DWP = "With compliance", "With DWP"


class Clocked(Protocol):
    """What a clock is told from."""

    @property
    def type(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def status_set_at(self) -> datetime: ...
    @property
    def act_by(self) -> date | None: ...
    @property
    def nation(self) -> str: ...


def tracker_clock(row: Clocked, reckoned: Reckoning, today: date) -> Clock:
    """The cell *Act by* of a list."""
    status = status_of(row.type, row.status)
    if status.is_with_dwp:
        return Clock(WITH_DWP, f"since {short_day(row.status_set_at)}")
    if not status.limits or row.act_by is None:
        return Clock(ClockState.NONE.label)
    clock = _running(row.act_by, reckoned, today, row.nation)
    if status.is_handover and not clock.colour:
        return Clock(WITH_COMPLIANCE, f"{clock.words}, {clock.detail}")
    return clock


def _running(act_by: date, reckoned: Reckoning, today: date, nation: str) -> Clock:
    day, left = short_day(act_by), reckoned.left(act_by, today, nation)
    if act_by < today:
        over = f"{counted(-left, 'working day')}, " if left else ""
        return Clock(ClockState.OVERDUE.label, f"{over}{day}", OVERDUE)
    if act_by == today:
        return Clock(ClockState.DUE_TODAY.label, day, TODAY)
    return Clock(f"{counted(left, 'working day')} left", day)


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """The clock on a tracker's own page, with the limit that it runs under."""

    clock: Clock
    under: str
    since_changed: str


def clock_facts(tracker: Any, reckoned: Reckoning, today: date) -> ClockFacts:
    """How the clock stands, which version of which limit it keeps, and whether that changed."""
    status = status_of(tracker.type, tracker.status)
    if status.is_with_dwp:
        since = words_for_day(tracker.status_set_at)
        return ClockFacts(Clock(WITH_DWP, f"since {since}"), "", "")
    if not status.limits or tracker.act_by is None:
        return ClockFacts(Clock(ClockState.NONE.label), "", "")
    nation = tracker.participant.group.bank_holidays
    began_on = day_of(tracker.status_set_at)
    limit = reckoned.book.version(tracker.act_by_limit_id)
    first = counted_from(limit.code, began_on=began_on, failed_on=tracker.due_on)
    under = (
        f"{LIMIT_KINDS[limit.code].label}: under the limit of {limit.in_words} in force on "
        f"{words_for_day(began_on)}, counted from {words_for_day(first)} by the bank holidays of "
        f"{nation}. The last day counts until midnight"
    )
    current = reckoned.book.on(limit.code, today)
    changed = ""
    if current.number != limit.number:
        changed = (
            f"The limit is {current.in_words} since {words_for_day(current.valid_from)}: "
            "this tracker keeps the one that it began under"
        )
    return ClockFacts(_running(tracker.act_by, reckoned, today, nation), under, changed)
