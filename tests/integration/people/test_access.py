"""Who sees what: groups and the groups below, in every read; and that looking is on record."""

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import NOWHERE, refused
from tests.people import make_group
from waymark.audit.models import AccessRecord
from waymark.operations.viewing import view_activity, view_participant, view_tracker
from waymark.participants.queries import participants_of
from waymark.people.queries import (
    actor_of,
    actor_with_email,
    colleagues,
    groups_in_scope,
    staff_in_scope,
    staff_with_access,
)
from waymark.plans.queries import activities_of
from waymark.trackers.queries import trackers_of

SEES_CAERDYDD = ["adam", "alexandra", "judith", "glenn", "wendy", "aimee", "tomasz", "joanne"]


@pytest.fixture
def tracker(cast):
    return make_tracker(
        cast,
        make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])),
    )


def names(found):
    return {one.name for one in found}


@pytest.mark.parametrize("who", SEES_CAERDYDD)
def test_the_group_and_the_groups_above_see_it(cast, tracker, who):
    actor = getattr(cast, who).actor
    assert trackers_of(actor).get() == tracker
    assert activities_of(actor).get() == tracker.activity
    assert participants_of(actor).get() == tracker.participant


def test_another_group_does_not(cast, tracker):
    for queryset in (trackers_of, activities_of, participants_of):
        assert not queryset(cast.roy.actor).exists()


def test_a_group_below_does_not_see_what_is_above(cast):
    make_participant(cast.glenn.staff, cast.groups["Wales"])
    assert not participants_of(cast.adam.actor).exists()
    assert participants_of(cast.glenn.actor).exists()


def test_somebody_without_a_group_sees_nothing(cast, tracker):
    cast.alexandra.staff.groups.clear()
    actor = actor_of(cast.alexandra.staff)
    assert actor.group_ids == frozenset()
    assert not trackers_of(actor).exists()
    assert not groups_in_scope(actor).exists()


def test_several_groups_add_up(cast, tracker):
    make_participant(cast.roy.staff, cast.groups["North West / Liverpool"])
    cast.adam.staff.groups.add(cast.groups["North West"])
    assert {group.path for group in groups_in_scope(cast.adam.actor)} == {
        "Wales / Caerdydd",
        "North West",
        "North West / Liverpool",
    }
    assert participants_of(cast.adam.actor).count() == 2


def test_a_name_that_begins_alike_is_another_group(cast):
    """Scope goes by the tree, not by the text of a path."""
    make_group("Wales / Caerdydd North", cast.groups)
    assert {group.path for group in groups_in_scope(cast.adam.actor)} == {"Wales / Caerdydd"}


def test_who_can_be_given_work_in_a_group(cast):
    cast.judith.staff.is_active = False
    cast.judith.staff.save()
    found = staff_with_access(cast.groups["Wales / Caerdydd"], restricted_to=None)
    assert names(found) == {
        "Adam Stewart",
        "Alexandra Herbert",
        "Glenn Wyatt",
        "Wendy Oliver",
        "Aimee Hamilton",
        "Tomasz Wiśniewski",
        "Joanne Okafor",
    }
    assert names(staff_with_access(cast.groups["Wales"], restricted_to=None)) == {
        "Glenn Wyatt",
        "Wendy Oliver",
        "Aimee Hamilton",
        "Tomasz Wiśniewski",
        "Joanne Okafor",
    }


def test_staff_in_scope_are_above_and_below_and_not_beside(cast):
    assert "Roy Patel" not in names(staff_in_scope(cast.adam.actor))
    assert "Glenn Wyatt" in names(staff_in_scope(cast.adam.actor))
    assert "Adam Stewart" in names(staff_in_scope(cast.glenn.actor))
    assert "Roy Patel" in names(staff_in_scope(cast.tomasz.actor))


def test_a_colleague_sees_by_lineage_and_only_while_active(cast):
    caerdydd = cast.groups["Wales / Caerdydd"].lineage
    ids = [cast.adam.staff.id, cast.roy.staff.id, cast.glenn.staff.id, None]
    found = colleagues(ids)
    assert found[cast.adam.staff.id].sees(caerdydd, restricted_to=None)
    assert found[cast.glenn.staff.id].sees(caerdydd, restricted_to=None)
    assert not found[cast.roy.staff.id].sees(caerdydd, restricted_to=None)
    cast.adam.staff.is_active = False
    cast.adam.staff.save()
    assert not colleagues(ids)[cast.adam.staff.id].sees(caerdydd, restricted_to=None)


class TestActorWithEmail:
    def test_whatever_the_case(self, cast):
        assert actor_with_email(" Adam@Provider.EXAMPLE ").id == cast.adam.staff.id

    def test_with_the_scope_and_roles_of_the_account(self, cast):
        actor = actor_with_email("glenn@provider.example")
        assert actor.roles == cast.glenn.actor.roles
        assert actor.group_ids == cast.glenn.actor.group_ids

    @pytest.mark.usefixtures("cast")
    @pytest.mark.parametrize("email", ["nobody@provider.example", ""])
    def test_nobody(self, email):
        with refused("staff.not_found"):
            actor_with_email(email)

    def test_somebody_inactive(self, cast):
        cast.adam.staff.is_active = False
        cast.adam.staff.save()
        with refused("staff.not_found"):
            actor_with_email("adam@provider.example")


class TestLooking:
    """Opening a record puts who looked on record, and gives nothing without it."""

    OPENINGS = [
        (view_participant, "participant_id", "participant", lambda one: one.participant_id),
        (view_activity, "activity_id", "activity", lambda one: one.activity_id),
        (view_tracker, "tracker_id", "tracker", lambda one: one.id),
    ]

    @pytest.mark.parametrize(("view", "key", "kind", "id_of"), OPENINGS)
    def test_it_is_on_record(self, cast, tracker, view, key, kind, id_of):
        record_id = id_of(tracker)
        view(
            actor=cast.tomasz.actor,
            now=MORNING,
            address="2001:db8::7",
            **{key: record_id},
        )
        [record] = AccessRecord.objects.all()
        assert (record.kind, record.record_id, record.participant_id) == (
            kind,
            record_id,
            tracker.participant_id,
        )
        assert (record.actor_id, record.actor_name) == (
            cast.tomasz.staff.id,
            "Tomasz Wiśniewski",
        )
        assert (record.at, record.address) == (MORNING, "2001:db8::7")

    @pytest.mark.parametrize(("view", "key", "kind", "id_of"), OPENINGS)
    def test_each_time(self, cast, tracker, view, key, kind, id_of):
        for _ in range(2):
            view(actor=cast.adam.actor, now=MORNING, **{key: id_of(tracker)})
        assert AccessRecord.objects.filter(kind=kind).count() == 2

    @pytest.mark.parametrize(("view", "key", "kind", "id_of"), OPENINGS)
    def test_not_yours_and_not_there_are_the_same(self, cast, tracker, view, key, kind, id_of):
        with refused(f"{kind}.not_found") as not_yours:
            view(actor=cast.roy.actor, now=MORNING, **{key: id_of(tracker)})
        with refused(f"{kind}.not_found") as not_there:
            view(actor=cast.roy.actor, now=MORNING, **{key: NOWHERE})
        assert not_yours.value.message == not_there.value.message

    @pytest.mark.parametrize(("view", "key", "kind", "id_of"), OPENINGS)
    def test_without_the_record_nothing_is_shown(
        self, cast, tracker, view, key, kind, id_of, monkeypatch
    ):
        def broken(*args, **kwargs):
            raise OSError(f"no room for a record of a {kwargs['kind']}")

        monkeypatch.setattr(AccessRecord.objects, "create", broken)
        with pytest.raises(OSError, match=f"no room for a record of a {kind}"):
            view(actor=cast.adam.actor, now=MORNING, **{key: id_of(tracker)})
