"""The made-up caseload of the benchmarks has the shape that the operations write."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.forms import model_to_dict

from bench.data import filling, lists
from bench.data.scales import SCALES, Scale, scale_of
from tests.factories import make_activity, make_participant, make_tracker
from tests.side_rows import wrong_side_rows
from waymark.audit.models import EventContent
from waymark.audit.verify import verify
from waymark.participants.models import NameWord, Participant
from waymark.people.models import Staff
from waymark.plans.models import Activity
from waymark.trackers.models import Evaluation, Tracker
from waymark.trackers.rules import Outcome
from waymark.trackers.types import TYPES

TINY = Scale(participants=42, staff=8, coaches=3, groups=4)
DAY = date(2026, 11, 20)


@pytest.fixture
def filled(as_owner_of_nothing):
    """Every table of the caseload, for 42 participants."""
    filling.groups_and_staff(TINY, DAY)
    with connection.cursor() as cursor:
        filling.prepare(cursor, TINY, DAY)
        filling.fill(cursor, TINY, 1, TINY.participants)


@pytest.fixture
def as_owner_of_nothing(db):
    """An installation where nobody works yet."""
    assert not Staff.objects.exists()


def keys_of(code: str) -> set[tuple[str, ...]]:
    """What is said in events of a kind: the names of what is in them."""
    bodies = EventContent.objects.filter(event__code=code).values_list("body", flat=True)
    return {tuple(json.loads(body)["data"]) for body in bodies}


def empty_columns(row) -> set[str]:
    return {name for name, value in model_to_dict(row).items() if value in (None, "", [])}


@pytest.mark.as_owner
def test_it_holds(filled):
    assert Participant.objects.count() == 42
    assert Participant.objects.filter(left_on=None).count() == 18
    assert Activity.objects.count() == 420
    assert 20 < Tracker.objects.count() < 120
    assert set(Tracker.objects.values_list("status", flat=True)) > {"new", "closed", "referred"}
    assert wrong_side_rows() == []
    assert verify().broken == 0
    assert (
        Evaluation.objects.filter(outcome=Outcome.MADE).count()
        == Tracker.objects.filter(type=TYPES["monitoring"].code).count()
    )
    assert Tracker.objects.filter(status="new", act_by=None).count() == 0
    assert Tracker.objects.filter(status="closed").exclude(act_by=None).count() == 0


@pytest.mark.as_owner
def test_it_has_the_shape_of_what_the_operations_write(filled, cast):
    made = {code: keys_of(code) for code in ("activity.not_completed", "tracker.made")}
    new = Tracker.objects.filter(status="new").first()
    gwen = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    tracker = make_tracker(cast, make_activity(gwen))
    for code, keys in made.items():
        assert len(keys) == 1, code
        assert keys_of(code) == keys, code
    assert empty_columns(tracker) == empty_columns(new)
    evaluations = [one.evaluations.get() for one in (tracker, new)]
    ours, theirs = ([tuple(sorted(c)) for c in one.conditions] for one in evaluations)
    assert theirs == ours
    assert [c["code"] for c in evaluations[0].conditions] == [
        c["code"] for c in evaluations[1].conditions
    ]
    assert empty_columns(evaluations[0]) == empty_columns(evaluations[1])


def rows_of(table, order):
    """All of a table, but numbers, which go on from those that were given before."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(one) - 'number' FROM {table} AS one ORDER BY {order}")
        return [json.loads(row) for (row,) in cursor.fetchall()]


def made_and_undone(scale):
    """Activities, trackers and side rows as they are made at a scale; nothing of it stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not scale.histories:
            lists.without_triggers(cursor)
        filling.prepare(cursor, scale, DAY)
        filling.fill(cursor, scale, 1, scale.participants)
        assert wrong_side_rows() == []
        made = (
            rows_of("plans_activity", "id"),
            sorted(NameWord.objects.values_list("word", flat=True)),
            rows_of("plans_activitytodo", "activity_id"),
            rows_of("trackers_tracker", "id"),
            rows_of("trackers_trackerlisting", "tracker_id"),
        )
        histories = EventContent.objects.count() + Evaluation.objects.count()
        transaction.set_rollback(True)
    return made, histories


@pytest.mark.as_owner
def test_without_histories_what_lists_read_is_the_same(as_owner_of_nothing):
    filling.groups_and_staff(TINY, DAY)
    made, histories = made_and_undone(TINY)
    assert len(made[3]) > 20
    assert histories > 400
    assert made_and_undone(replace(TINY, histories=False)) == (made, 0)


@pytest.mark.as_owner
def test_many_trackers_for_each(as_owner_of_nothing):
    filling.groups_and_staff(TINY, DAY)
    many = replace(TINY, mandatory=10, due=87, histories=False)
    (*_, trackers, listings), _ = made_and_undone(many)
    assert 5 * 42 < len(trackers) == len(listings) < 9 * 42


@pytest.mark.as_owner
def test_indexes_are_as_before(db):
    def indexes():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%s) ORDER BY 1",
                [lists.TABLES],
            )
            # Written again, a condition has other brackets.
            return [one.partition(" WHERE ")[0] for (one,) in cursor.fetchall()]

    before = indexes()
    lists.begin()
    lists.begin()  # called again to go on
    assert len(indexes()) < len(before) - 15
    with connection.cursor() as cursor:
        lists.end(cursor)
        lists.end(cursor)
    assert indexes() == before


def test_a_scale_of_trackers_is_like_the_others_as_far_as_they_go():
    million, most = scale_of("trackers:1000000"), scale_of("trackers:5000000")
    assert replace(SCALES["national"], participants=666_666, histories=False) == million
    assert most.participants == SCALES["national"].participants
    assert most.due > million.due
    assert scale_of("trackers:10000").staff == SCALES["small"].staff
    with pytest.raises(ValueError, match="At most"):
        scale_of("trackers:9000000")
