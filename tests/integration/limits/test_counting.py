"""Turns are counted in the database: right for several at once, forgotten when they came back."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import MORNING
from tests.integration.at_once import at_once
from waymark.limits.counting import sweep, take
from waymark.limits.models import Spent
from waymark.limits.rules import Limit

THREE = Limit(3, timedelta(minutes=3))


def waits(*seconds, name="search", who="adam"):
    """What somebody is told who asks at these moments."""
    return [
        take(THREE, name=name, who=who, now=MORNING + timedelta(seconds=one)) for one in seconds
    ]


def test_so_many_and_no_more_until_time_has_passed(db):
    assert waits(0, 0, 0) == [None, None, None]
    assert waits(0) == [timedelta(seconds=60)]
    assert waits(20) == [timedelta(seconds=40)]
    assert waits(60) == [None]
    assert waits(60) == [timedelta(seconds=60)]
    assert waits(240, 240, 240) == [None, None, None]


def test_being_refused_costs_no_turn(db):
    waits(0, 0, 0)
    assert all(waits(*range(1, 60)))
    assert waits(60) == [None]


def test_nobody_elses_turns_are_taken(db):
    waits(0, 0, 0)
    assert waits(0, who="judith") == [None]
    assert waits(0, name="export") == [None]


def test_who_it_is_cannot_be_told(db):
    waits(0, who="203.0.113.9")
    assert "203.0.113.9" not in str(Spent.objects.values_list().get())


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_count_as_two():
    ten = Limit(10, timedelta(minutes=10))
    told = at_once(*[lambda: take(ten, name="search", who="adam", now=MORNING)] * 16)
    assert sorted(one is None for one in told) == [False] * 6 + [True] * 10


def test_what_has_come_back_is_swept(db):
    waits(0)
    waits(0, who="judith")
    waits(50, who="judith")
    sweep(now=MORNING + timedelta(seconds=61))
    assert Spent.objects.count() == 1


def test_a_crash_may_empty_it(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_spent'")
        assert cursor.fetchone() == ("u",)
