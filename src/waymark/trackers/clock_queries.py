"""What clocks are counted by, and which trackers a state of the clock lets through."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from waymark.kernel.working_days import Nation
from waymark.programmes.queries import counted_by
from waymark.reads.filling import Code
from waymark.trackers.clocks import ClockState, Reckoning
from waymark.trackers.types import clocked_statuses

ASK_FOR_TODAY = {ClockState.OVERDUE, ClockState.DUE_TODAY, ClockState.DUE_SOON}
ASK_FOR_SOON = {ClockState.DUE_SOON, ClockState.IN_TIME}


def reckoning() -> Reckoning:
    """The limits and the working days as they are by now."""
    return Reckoning(*counted_by())


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """The states of the clock that a list is narrowed to and, as far as they ask for it, the day,
    and until when it is soon: in each nation, where that depends on it.
    """

    states: tuple[Code, ...]
    today: date | None
    soon_until: date | Mapping[str, date] | None


def clock_filter(states: Collection[str], reckoned: Reckoning, today: date) -> ClockFilter:
    """The filter for some states as they stand on a London day."""
    asked = {ClockState(one) for one in states}
    return ClockFilter(
        states=tuple(sorted(Code(one) for one in asked)),
        today=today if asked & ASK_FOR_TODAY else None,
        soon_until=_soon_until(reckoned, today) if asked & ASK_FOR_SOON else None,
    )


def _soon_until(reckoned: Reckoning, today: date) -> date | dict[str, date]:
    soon = {nation.value: reckoned.soon_until(today, nation) for nation in Nation}
    days = set(soon.values())
    return days.pop() if len(days) == 1 else soon


def in_state_of(wanted: ClockFilter) -> Q:
    """The condition on side rows. The last day is stored, so that an index serves."""
    running = Q(status__in=clocked_statuses())
    found = Q()
    for state in wanted.states:
        if state == ClockState.NONE:
            found |= ~running | Q(act_by=None)
        else:
            found |= running & _days_of(state, wanted)
    return found


def _days_of(state: str, wanted: ClockFilter) -> Q:
    if state == ClockState.OVERDUE:
        return Q(act_by__lt=wanted.today)
    if state == ClockState.DUE_TODAY:
        return Q(act_by=wanted.today)
    if state == ClockState.DUE_SOON:
        return Q(act_by__gt=wanted.today) & _by_nation("lte", wanted.soon_until)
    return _by_nation("gt", wanted.soon_until)


def _by_nation(comparison: str, days: date | Mapping[str, date] | None) -> Q:
    """A comparison with a day that depends on the nation, where it does."""
    if not isinstance(days, Mapping):
        return Q(**{f"act_by__{comparison}": days})
    found = Q()
    for nation, day in days.items():
        found |= Q(group__bank_holidays=nation, **{f"act_by__{comparison}": day})
    return found
