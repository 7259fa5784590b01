"""Numbers that are links: each is counted by the very filter that its address says."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.words import typed_day
from waymark.people.policy import COMPLIANCE, Role, does_casework
from waymark.plans.to_do import When
from waymark.reads.counting import shown
from waymark.trackers.at_a_glance import EVERYONES, MINE, counted_at_a_glance
from waymark.trackers.clock_queries import clock_filter, reckoning
from waymark.trackers.clocks import ClockState, Reckoning
from waymark.trackers.lists import TrackerFilter
from waymark.trackers.types import (
    every_status,
    handover_statuses,
    initial_statuses,
    not_final_statuses,
    open_statuses,
)
from waymark.web.parts import Count
from waymark.web.trackers.filters import ME, NOBODY

Lists = dict[str, TrackerFilter]


def lists_of(actor: Actor, *, now: datetime, reckoned: Reckoning) -> Lists:
    """The lists of trackers that Home knows, by name, as filters."""
    today = day_of(now)
    since = today - timedelta(days=1)
    mine, everyones = TrackerFilter(assignee_id=actor.id), TrackerFilter()
    handed = TrackerFilter(statuses=frozenset(handover_statuses()))

    def with_clock(wanted: TrackerFilter, *states: ClockState) -> TrackerFilter:
        return replace(wanted, clock=clock_filter(states, reckoned, today))

    def open_ones(wanted: TrackerFilter) -> TrackerFilter:
        return replace(wanted, statuses=frozenset(open_statuses()))

    lists = {
        "mine": open_ones(mine),
        "mine to decide": replace(mine, statuses=frozenset(initial_statuses())),
        "mine, new": replace(mine, from_day=since),
        "mine, overdue": with_clock(mine, ClockState.OVERDUE),
        "mine, due soon": with_clock(mine, ClockState.DUE_TODAY, ClockState.DUE_SOON),
        "in my groups": open_ones(everyones),
        "in my groups, new": replace(everyones, from_day=since),
        "in my groups, overdue": with_clock(everyones, ClockState.OVERDUE),
        "nobody’s": TrackerFilter(unassigned=True, statuses=frozenset(not_final_statuses())),
        "handed over": handed,
        "handed over, new": replace(handed, status_set_from=since),
        "handed over, overdue": with_clock(handed, ClockState.OVERDUE),
    }
    for code in open_statuses():
        lists[_of_status("mine", code)] = replace(mine, statuses=frozenset({code}))
        lists[_of_status("in my groups", code)] = replace(everyones, statuses=frozenset({code}))
    return lists


def asked_by(wanted: TrackerFilter, actor: Actor) -> dict[str, str | list[str]]:
    """The address of a list that Home links to, as its filter form reads it back."""
    asked: dict[str, str | list[str]] = {}
    if wanted.unassigned:
        asked["assignee"] = NOBODY
    elif wanted.assignee_id == actor.id:
        asked["assignee"] = ME
    if wanted.statuses:
        asked["status"] = [code for code in every_status() if code in wanted.statuses]
    if wanted.from_day:
        asked["from"] = typed_day(wanted.from_day)
    if wanted.status_set_from:
        asked["set_from"] = typed_day(wanted.status_set_from)
    if wanted.clock:
        asked["clock"] = [state.value for state in ClockState if state in wanted.clock.states]
        asked["sort"] = "act_by"
    return asked


def names_counted(roles: frozenset[str]) -> set[str]:
    """Which lists and activities are counted on the Home of somebody with these roles."""
    names = {_of_status("mine", code) for code in open_statuses()} | {"in my groups, new"}
    if does_casework(roles):
        names |= {"mine, new", "mine, overdue", "mine, due soon"}
        names |= {f"{MINE} {when}" for when in When}
    if not does_casework(roles) or roles & {*COMPLIANCE, Role.SUPERVISOR}:
        names |= {_of_status("in my groups", code) for code in open_statuses()}
    if roles & COMPLIANCE:
        names |= {"handed over", "handed over, new", "handed over, overdue"}
    if Role.SUPERVISOR in roles:
        names |= {"nobody’s", "in my groups, overdue", f"{EVERYONES} {When.OVERDUE}"}
    return names


def _of_status(name: str, code: str) -> str:
    return f"{name} {code}"


class Numbers:
    """All that Home counts for one person, in one statement."""

    def __init__(self, actor: Actor, *, now: datetime) -> None:
        self._actor, self.today, self.reckoned = actor, day_of(now), reckoning()
        self._lists = lists_of(actor, now=now, reckoned=self.reckoned)
        self._counted = counted_at_a_glance(actor, self._lists, names_counted(actor.roles), now=now)

    def __getitem__(self, name: str) -> int:
        """How many there are; of the open ones, the sum of each status."""
        if name in ("mine", "in my groups"):
            return sum(self._counted[_of_status(name, code)] for code in open_statuses())
        return self._counted[name]

    def href(self, name: str) -> str:
        """The list of that name."""
        asked = asked_by(self._lists[name], self._actor)
        return f"{reverse('trackers')}?{urlencode(asked, doseq=True)}"

    def filter_of(self, name: str) -> TrackerFilter:
        """What that list lets through."""
        return self._lists[name]

    def trackers(self, name: str, label: str) -> Count:
        """How many trackers are in the list of that name."""
        return Count(shown(self[name]), label, self.href(name))

    def by_status(self, name: str) -> list[Count]:
        """The same list, status by status."""
        statuses = every_status()
        return [
            self.trackers(_of_status(name, code), statuses[code].label) for code in open_statuses()
        ]

    def activities(self, when: When, label: str, *, mine: bool = True) -> Count:
        """How many activities are to be done."""
        return Count(
            shown(self[f"{MINE if mine else EVERYONES} {when}"]),
            label,
            href_of_activities(when, mine=mine),
        )


def href_of_activities(when: When, *, mine: bool = True) -> str:
    """The list of activities to do."""
    asked = {"when": when.value} | ({} if mine else {"whose": EVERYONES})
    return f"{reverse('activities-to-do')}?{urlencode(asked)}"
