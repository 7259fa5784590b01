"""What clocks are counted by, and which trackers a state of the clock lets through."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from waymark.kernel.working_days import Nation
from waymark.programmes.queries import counted_by
from waymark.trackers.clocks import ClockState, Reckoning
from waymark.trackers.types import clocked_statuses


def reckoning() -> Reckoning:
    """The limits and the working days as they are by now."""
    return Reckoning(*counted_by())


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """The states of the clock that a list is narrowed to, and what they mean on a day."""

    states: frozenset[ClockState]
    today: date
    soon_until: Mapping[str, date]


def clock_filter(states: Collection[str], reckoned: Reckoning, today: date) -> ClockFilter:
    """The filter for some states as they stand on a London day."""
    soon = {nation.value: reckoned.soon_until(today, nation) for nation in Nation}
    return ClockFilter(frozenset(ClockState(one) for one in states), today, soon)


def in_state_of(wanted: ClockFilter) -> Q:
    """The condition on side rows. The last day is stored, so that an index serves."""
    running = Q(status__in=clocked_statuses())
    found = Q()
    for state in sorted(wanted.states):
        if state is ClockState.NONE:
            found |= ~running | Q(act_by=None)
        else:
            found |= running & _days_of(state, wanted)
    return found


def _days_of(state: ClockState, wanted: ClockFilter) -> Q:
    if state is ClockState.OVERDUE:
        return Q(act_by__lt=wanted.today)
    if state is ClockState.DUE_TODAY:
        return Q(act_by=wanted.today)
    if state is ClockState.DUE_SOON:
        return Q(act_by__gt=wanted.today) & _by_nation("lte", wanted.soon_until)
    return _by_nation("gt", wanted.soon_until)


def _by_nation(comparison: str, days: Mapping[str, date]) -> Q:
    """A comparison with a day that depends on the nation, where it does."""
    last = max(days.values())
    if min(days.values()) == last:
        return Q(**{f"act_by__{comparison}": last})
    found = Q()
    for nation, day in days.items():
        found |= Q(group__bank_holidays=nation, **{f"act_by__{comparison}": day})
    return found
