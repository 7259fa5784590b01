"""A read that is worked out once gives what the queryset would give, whatever it is filled with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.factories import MORNING
from waymark.people.models import Group, Staff
from waymark.people.queries import groups_in_scope
from waymark.reads.counting import count_of_each
from waymark.reads.filling import Code, Given
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
        return Staff.objects.filter(groups__among=actor.group_ids).exclude(id=actor.id).distinct()

    for who in (cast.adam.actor, cast.aimee.actor, cast.roy.actor):
        found = Staff.objects.filter(groups__in=who.group_ids).exclude(id=who.id).distinct()
        assert [one.id for one in colleagues(actor=who)] == [one.id for one in found]


def test_groups_one_by_one_are_refused(cast):
    """There are as many as somebody has; as one value there is one statement for all."""

    @worked_out
    def colleagues(*, actor):
        return Staff.objects.filter(groups__in=actor.group_ids)

    with pytest.raises(TypeError, match="use group_id__among"):
        colleagues(actor=cast.wendy.actor)


def test_one_group_alone_may_be_asked_for_by_itself(cast):
    """An index gives the rows of one group in order, and not those of one among several."""

    @worked_out
    def groups(*, actor):
        if len(actor.group_ids) == 1:
            return Group.objects.filter(id=next(iter(actor.group_ids)))
        return Group.objects.filter(id__among=actor.group_ids)

    for who in (cast.adam, cast.wendy, cast.roy):
        assert {one.id for one in groups(actor=who.actor)} == who.actor.group_ids


def test_who_is_everywhere_has_a_statement_of_their_own(cast):
    @worked_out
    def groups(*, actor):
        return groups_in_scope(actor) if not actor.is_everywhere else Group.objects.all()

    seen = [len(groups(actor=who.actor)) for who in (cast.adam, cast.joanne)]
    assert seen == [1, Group.objects.count()]


BY_EMAIL, NO_MORE = Code("email"), Given(-1)


@dataclass(frozen=True)
class Wanted:
    """A filter as statements take one."""

    ids: tuple[UUID, ...] = ()
    order: Code = BY_EMAIL
    more_than: Given = NO_MORE
    since: Mapping[str, datetime] = field(default_factory=dict)


def test_a_dataclass_is_what_its_fields_are(cast):
    times = []

    @worked_out
    def people(*, wanted):
        times.append(wanted.order)
        found = Staff.objects.filter(id__in=wanted.ids, version__gt=wanted.more_than)
        for column, moment in wanted.since.items():
            found = found.filter(**{f"{column}__gte": moment})
        return found.order_by(wanted.order)

    adam, roy = cast.adam.staff, cast.roy.staff
    assert people(wanted=Wanted((adam.id, roy.id))) == [adam, roy]
    assert people(wanted=Wanted((roy.id, adam.id))) == [adam, roy]
    assert people(wanted=Wanted((adam.id, roy.id), Code("-email"))) == [roy, adam]
    assert people(wanted=Wanted((adam.id, roy.id), more_than=Given(10_000))) == []
    for moment, found in ((adam.created_at, [adam]), (datetime(2999, 1, 1, tzinfo=UTC), [])):
        assert people(wanted=Wanted((adam.id,), since={"created_at": moment})) == found
    assert times == ["email", "-email", "email"]


def test_a_statement_that_is_no_queryset(cast):
    @worked_out
    def counted(*, actor):
        mine = groups_in_scope(actor).values("pk")
        nothing = Group.objects.filter(id__in=[]).values("pk")
        return count_of_each({"mine": mine, "nothing": nothing})

    assert counted(actor=cast.adam.actor) == [{"mine": 1, "nothing": 0}]
    assert counted(actor=cast.joanne.actor)[0]["mine"] == Group.objects.count()


def test_counts_of_nothing_ask_nothing(db, django_assert_num_queries):
    @worked_out
    def counted(*, day):
        return count_of_each({"nobody": Staff.objects.filter(id__in=[], created_at=day)})

    with django_assert_num_queries(0):
        assert counted(day=None) == [{"nobody": 0}]


@pytest.mark.parametrize("title", ["Work coach", "It's 100% \\ so", "%s", "'; --"])
def test_what_is_always_so_stands_in_the_statement(cast, title):
    """The plan that the database keeps knows it: only what is filled in is left open."""

    @worked_out
    def holders(*, of_title, first):
        return Staff.objects.filter(job_title=of_title, id=first).values_list("email", flat=True)

    staff = cast.adam.staff
    staff.job_title = title
    staff.save()
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        assert holders(of_title=Code(title), first=staff.id) == [staff.email]
    assert asked == [[staff.id]]
    assert holders(of_title=Code(title), first=UUID(int=1)) == []
