"""A read that is worked out once gives what the queryset would give, whatever it is filled with."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import MORNING
from waymark.people.models import Group, Staff
from waymark.reads.worked_out import worked_out


@pytest.fixture
def asked(cast):
    """A read with its count of how often it was worked out."""
    times = []

    @worked_out
    def people(*, ids, limit):
        times.append(limit)
        return Staff.objects.filter(id__in=ids).order_by("email")[:limit]

    return people, times


def test_it_is_worked_out_once_for_each_number_of_ids_and_each_limit(cast, asked):
    people, times = asked
    adam, gwen, roy = cast.adam.actor.id, cast.glenn.actor.id, cast.roy.actor.id
    assert [one.id for one in people(ids=[adam], limit=5)] == [adam]
    assert [one.id for one in people(ids=[roy], limit=5)] == [roy]
    assert {one.id for one in people(ids={gwen, roy}, limit=5)} == {gwen, roy}
    assert len(people(ids=frozenset({gwen, adam}), limit=5)) == 2
    assert len(people(ids=[gwen, adam], limit=1)) == 1
    assert times == [5, 5, 1]


def test_nobody_is_found_among_none_without_asking(asked, django_assert_num_queries):
    people, _ = asked
    people(ids=[], limit=5)
    with django_assert_num_queries(0):
        assert people(ids=[], limit=5) == []


def test_objects_come_with_what_was_joined_and_added(cast, django_assert_num_queries):
    @worked_out
    def groups(*, one):
        return Group.objects.filter(staff__id=one).select_related("parent")

    adam = cast.adam.actor.id
    with django_assert_num_queries(1):
        (group,) = groups(one=adam)
        assert (group.path, group.parent.name) == ("Wales / Caerdydd", "Wales")
    group.name = "Caerdydd, kept like any other"
    group.save()
    assert Group.objects.get(id=group.id).name == "Caerdydd, kept like any other"


def test_rows_come_as_the_queryset_gives_them(cast):
    kinds = {
        "values": lambda found: found.values("name", "roles"),
        "values_list": lambda found: found.values_list("name", "roles"),
        "flat": lambda found: found.values_list("name", flat=True),
    }
    for shape in kinds.values():

        @worked_out
        def named(*, one, shape=shape):
            return shape(Staff.objects.filter(id=one))

        assert named(one=cast.adam.actor.id) == list(
            shape(Staff.objects.filter(id=cast.adam.actor.id))
        )


def test_moments_and_days_are_filled_in(cast):
    @worked_out
    def since(*, moment, day):
        return Staff.objects.filter(created_at__gte=moment, created_at__date__lte=day)

    made = Staff.objects.get(id=cast.adam.actor.id).created_at
    before, after = made - timedelta(days=1), made + timedelta(days=1)
    assert cast.adam.actor.id in {one.id for one in since(moment=before, day=after.date())}
    assert since(moment=after, day=after.date()) == []
    assert since(moment=before - timedelta(days=9), day=before.date()) == []


def test_what_is_worked_with_before_it_is_asked_for_is_refused(db):
    """It would be what was asked for the first time, for ever."""

    @worked_out
    def since(*, moment):
        return Staff.objects.filter(created_at__gte=moment + timedelta(days=1))

    with pytest.raises(TypeError, match="asks for something else than it was given"):
        since(moment=MORNING)


def test_words_are_refused(db):
    @worked_out
    def called(*, name):
        return Staff.objects.filter(name=name)

    with pytest.raises(TypeError, match="cannot be filled in"):
        called(name="Adam Stewart")


def test_the_database_keeps_it_prepared(cast, asked):
    people, _ = asked
    for who in (cast.adam, cast.roy):
        people(ids=[who.actor.id], limit=77)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%LIMIT 77"]
        )
        assert cursor.fetchone() == (1,)


def test_of_an_actor_it_is_who_they_are_and_their_groups(cast):
    @worked_out
    def colleagues(*, actor):
        return Staff.objects.filter(groups__in=actor.group_ids).exclude(id=actor.id).distinct()

    for who in (cast.adam.actor, cast.aimee.actor, cast.roy.actor):
        found = Staff.objects.filter(groups__in=who.group_ids).exclude(id=who.id).distinct()
        assert [one.id for one in colleagues(actor=who)] == [one.id for one in found]
