"""Numbers that are links: each is counted by the very filter that its address says."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.words import typed_day
from waymark.plans.counting import shown
from waymark.plans.to_do import When
from waymark.trackers.at_a_glance import EVERYONES, MINE, counted_at_a_glance
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.clocks import ClockState
from waymark.trackers.lists import TrackerFilter
from waymark.trackers.types import (
    every_status,
    handover_statuses,
    initial_statuses,
    not_final_statuses,
    open_statuses,
)
from waymark.web.parts import Count
from waymark.web.trackers.filters import ME, NOBODY, Offered, TrackersFilter

Asked = Mapping[str, str | list[str]]


def asked_for(now: datetime) -> dict[str, Asked]:
    """The lists of trackers that Home counts, by name, as their addresses say them."""
    since = typed_day(day_of(now) - timedelta(days=1))
    asked: dict[str, Asked] = {
        "mine": {"assignee": ME, "status": open_statuses()},
        "mine to decide": {"assignee": ME, "status": initial_statuses()},
        "mine, new": {"assignee": ME, "from": since},
        "in my groups": {"status": open_statuses()},
        "in my groups, new": {"from": since},
        "nobody’s": {"assignee": NOBODY, "status": not_final_statuses()},
        "handed over": {"status": handover_statuses()},
        "handed over, new": {"status": handover_statuses(), "set_from": since},
    }
    asked["mine, overdue"] = {"assignee": ME, "clock": [ClockState.OVERDUE.value], "sort": "act_by"}
    asked["mine, due soon"] = {
        "assignee": ME,
        "clock": [ClockState.DUE_TODAY.value, ClockState.DUE_SOON.value],
        "sort": "act_by",
    }
    asked["in my groups, overdue"] = {"clock": [ClockState.OVERDUE.value], "sort": "act_by"}
    asked["handed over, overdue"] = {
        "status": handover_statuses(),
        "clock": [ClockState.OVERDUE.value],
        "sort": "act_by",
    }
    for code in open_statuses():
        asked[f"mine {code}"] = {"assignee": ME, "status": [code]}
        asked[f"in my groups {code}"] = {"status": [code]}
    return asked


class Numbers:
    """All that Home counts for one person, in one statement."""

    def __init__(self, actor: Actor, *, now: datetime) -> None:
        self._asked = asked_for(now)
        self._actor, self.today, self.reckoned = actor, day_of(now), reckoning()
        filters = {name: self.filter_of(name) for name in self._asked}
        self._counted = counted_at_a_glance(actor, filters, now=now)

    def __getitem__(self, name: str) -> int:
        return self._counted[name]

    def href(self, name: str) -> str:
        """The list of that name."""
        return f"{reverse('trackers')}?{urlencode(self._asked[name], doseq=True)}"

    def filter_of(self, name: str) -> TrackerFilter:
        """What the address of that list asks for, read as the list itself reads it."""
        form = TrackersFilter(QueryDict(urlencode(self._asked[name], doseq=True)), Offered())
        if not form.is_valid():
            raise ValueError(form.errors)
        return form.wanted(self._actor, reckoned=self.reckoned, today=self.today)

    def trackers(self, name: str, label: str) -> Count:
        """How many trackers are in the list of that name."""
        return Count(shown(self[name]), label, self.href(name))

    def by_status(self, name: str) -> list[Count]:
        """The same list, status by status."""
        statuses = every_status()
        return [self.trackers(f"{name} {code}", statuses[code].label) for code in open_statuses()]

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
