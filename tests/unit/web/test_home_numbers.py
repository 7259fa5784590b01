"""What Home counts is what the list shows that its number links to."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from waymark.kernel.actor import Actor
from waymark.kernel.working_days import Calendar, Nation
from waymark.people.offered import PeopleOffered
from waymark.people.policy import Role
from waymark.programmes.rules import DUE_SOON, Limit, LimitBook
from waymark.trackers.clocks import Reckoning
from waymark.web.home.numbers import asked_by, lists_of, names_counted
from waymark.web.offered import GroupsOffered
from waymark.web.trackers.filters import TrackersFilter

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADAM = Actor(UUID(int=1), "Adam Stewart", frozenset({Role.TRACKERS_EDIT.value}), frozenset())
SOON = Limit(1, DUE_SOON, 2, date(2000, 1, 1), "Waymark", datetime(2000, 1, 1, tzinfo=UTC))
RECKONED = Reckoning(LimitBook([SOON]), {nation.value: Calendar(nation) for nation in Nation})
LISTS = lists_of(ADAM, now=NOW, reckoned=RECKONED)
EVERY_NAME = {
    *("mine", "mine to decide", "mine, new", "mine, overdue", "mine, due soon"),
    *("in my groups", "in my groups, new", "in my groups, overdue", "nobody’s"),
    *("handed over", "handed over, new", "handed over, overdue"),
    *("mine new", "mine submitted", "mine referred"),
    *("in my groups new", "in my groups submitted", "in my groups referred"),
}


def test_these_are_the_lists():
    assert set(LISTS) == EVERY_NAME


@pytest.mark.parametrize("name", sorted(EVERY_NAME))
def test_the_address_of_a_list_asks_for_what_was_counted(name):
    address = urlencode(asked_by(LISTS[name], ADAM), doseq=True)
    form = TrackersFilter(QueryDict(address), PeopleOffered(), GroupsOffered())
    assert form.is_valid(), form.errors
    assert form.wanted(ADAM, reckoned=RECKONED, today=date(2026, 11, 23)) == LISTS[name]


@pytest.mark.parametrize(
    ("roles", "counted", "not_counted"),
    [
        ({Role.TRACKERS_EDIT}, {"mine new", "mine overdue"}, {"handed over", "in my groups new"}),
        ({Role.AUDITOR}, {"in my groups new", "mine new"}, {"mine overdue", "nobody’s"}),
        ({Role.SUPERVISOR}, {"nobody’s", "everyones overdue", "mine today"}, {"handed over"}),
        ({Role.TRACKERS_PROCESS}, {"handed over, overdue", "in my groups new"}, {"nobody’s"}),
    ],
)
def test_only_what_fits_the_roles_is_counted(roles, counted, not_counted):
    names = names_counted(frozenset(roles))
    assert counted <= names
    assert not not_counted & names
