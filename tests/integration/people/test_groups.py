"""The tree of groups: added, renamed, moved with all below, closed when empty, opened again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.caseloads import counts, groups, importing, participants, refusals
from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import changes_in, last_event, refused
from tests.integration.people.keeping import make_administrator
from tests.people import make_group
from waymark.operations.groups import add_group, close_group, edit_group, move_group, reopen_group
from waymark.operations.participants import move_participant, record_leaving
from waymark.participants.models import Participant
from waymark.people.models import FormerPath, Group
from waymark.people.queries import actor_of
from waymark.trackers.models import TrackerListing

CAERDYDD, WALES, NORTH_WEST = "Wales / Caerdydd", "Wales", "North West"


def add(cast, parent, name, who=None, bank_holidays="England and Wales"):
    return add_group(
        actor=who or cast.joanne.actor,
        parent_id=parent.id,
        name=name,
        bank_holidays=bank_holidays,
        now=MORNING,
    )


def edit(cast, group, name="", *, who=None, seen=None, bank_holidays=""):
    return edit_group(
        actor=who or cast.joanne.actor,
        group_id=group.id,
        name=name or group.name,
        bank_holidays=bank_holidays or group.bank_holidays,
        seen_version=seen,
        now=MORNING,
    )


def move(cast, group, parent, *, who=None, seen=None):
    return move_group(
        actor=who or cast.joanne.actor,
        group_id=group.id,
        parent_id=parent.id,
        seen_version=seen,
        now=MORNING,
    )


def close(cast, group, *, who=None, act=close_group):
    return act(actor=who or cast.joanne.actor, group_id=group.id, seen_version=None, now=MORNING)


def empty(cast):
    """A group in Wales with nobody in it."""
    return make_group("Wales / Abertawe", cast.groups)


def paths():
    return set(Group.objects.values_list("path", flat=True))


def is_sound(group):
    """Path and lineage say the same as the parents."""
    above = Group.objects.get(id=group.parent_id) if group.parent_id else None
    prefix = f"{above.path} / " if above and above.parent_id else ""
    return group.path == f"{prefix}{group.name}" and group.lineage == [
        *(above.lineage if above else ()),
        group.id,
    ]


class TestAdding:
    def test_below_another_with_its_bank_holidays(self, cast):
        made = add(cast, cast.groups[WALES], " Tref  Newydd ", bank_holidays="Scotland")
        there = Group.objects.get(id=made.id)
        assert (there.path, there.bank_holidays) == ("Wales / Tref Newydd", "Scotland")
        assert there.lineage == [cast.groups["All groups"].id, cast.groups[WALES].id, there.id]
        assert last_event(code="group.added").content.data["group"] == "Wales / Tref Newydd"

    def test_at_the_top(self, cast):
        assert add(cast, cast.groups["All groups"], "Scotland").path == "Scotland"

    @pytest.mark.parametrize("name", ["Caerdydd", "CAERDYDD", " caerdydd "])
    def test_a_name_that_is_there(self, cast, name):
        with refused("group.name_taken"):
            add(cast, cast.groups[WALES], name)

    def test_the_name_of_the_whole_at_the_top(self, cast):
        with refused("group.name_taken"):
            add(cast, cast.groups["All groups"], "all groups")

    @pytest.mark.parametrize("name", ["A/B", "A / B", "A; B"])
    def test_what_stands_between_names_in_files(self, cast, name):
        with refused("group.name_has_a_slash"):
            add(cast, cast.groups[WALES], name)

    def test_too_deep(self, cast):
        group = cast.groups[WALES]
        for level in "abcd":
            group = add(cast, group, level * 100)
        with refused("group.path_too_long"):
            add(cast, group, "e" * 100)

    def test_elsewhere_below_a_closed_one_and_for_no_nation(self, cast):
        aimee = make_administrator(cast.aimee)
        with refused("group.not_found"):
            add(cast, cast.groups[NORTH_WEST], "Bury", who=aimee)
        Group.objects.filter(path="Wales").update(closed_at=MORNING)
        with refused("group.parent_closed"):
            add(cast, cast.groups[WALES], "Bangor")
        with refused("group.nation_unknown"):
            add(cast, cast.groups[NORTH_WEST], "Bury", bank_holidays="France")

    def test_only_an_administrator(self, cast):
        for person in (cast.adam, cast.aimee, cast.glenn, cast.tomasz):
            with refused("people.role_needed"):
                add(cast, cast.groups[WALES], "Bangor", who=person.actor)


class TestRenaming:
    def test_all_below_are_found_under_the_new_name(self, cast):
        make_group("Wales / Caerdydd / Sblot", cast.groups)
        edit(cast, cast.groups[WALES], "Cymru")
        assert paths() >= {"Cymru", "Cymru / Caerdydd", "Cymru / Caerdydd / Sblot"}
        assert all(is_sound(one) for one in Group.objects.all())
        told = last_event(code="group.changed")
        assert changes_in(told) == {"Name": ("Wales", "Cymru")}
        assert told.content.data["below"] == 2

    def test_the_whole_organisation(self, cast):
        edit(cast, cast.groups["All groups"], "Northern Lights")
        assert paths() >= {"Northern Lights", "Wales", "Wales / Caerdydd"}
        with refused("group.name_taken"):
            edit(cast, cast.groups["All groups"], "wales")

    def test_only_the_capitals(self, cast):
        edit(cast, cast.groups[WALES], "WALES")
        assert "WALES / Caerdydd" in paths()

    def test_a_name_that_is_there(self, cast):
        with refused("group.name_taken"):
            edit(cast, cast.groups[WALES], "north west")

    def test_bank_holidays(self, cast):
        edit(cast, cast.groups[WALES], bank_holidays="Northern Ireland")
        cast.groups[WALES].refresh_from_db()
        assert cast.groups[WALES].bank_holidays == "Northern Ireland"

    def test_the_second_is_told(self, cast):
        edit(cast, cast.groups[WALES], "Cymru", seen=1)
        with refused("group.changed") as raised:
            edit(cast, cast.groups[WALES], "Wales and West", seen=1)
        assert [(one.label, one.after) for one in raised.value.details] == [("Name", "Cymru")]

    def test_nothing_differs_nothing_happens(self, cast):
        edit(cast, cast.groups[WALES])
        assert Group.objects.get(path=WALES).version == 1

    def test_a_group_of_others(self, cast):
        aimee = make_administrator(cast.aimee)
        with refused("group.not_found"):
            edit(cast, cast.groups[NORTH_WEST], "NW", who=aimee)


class TestMoving:
    def test_everything_below_goes_along_and_who_sees_it_changes(self, cast):
        make_group("Wales / Caerdydd / Sblot", cast.groups)
        gwen = make_participant(cast.adam.staff, cast.groups[CAERDYDD])
        tracker = make_tracker(cast, make_activity(gwen))
        liverpool = cast.groups["North West / Liverpool"]
        move(cast, cast.groups[CAERDYDD], liverpool)
        assert paths() >= {
            "Wales",
            "North West / Liverpool / Caerdydd",
            "North West / Liverpool / Caerdydd / Sblot",
        }
        assert all(is_sound(one) for one in Group.objects.all())
        assert gwen.group_id in actor_of(cast.roy.staff).group_ids
        assert gwen.group_id not in actor_of(cast.aimee.staff).group_ids
        assert TrackerListing.objects.get(tracker=tracker).group_id == gwen.group_id
        assert changes_in(last_event(code="group.changed")) == {
            "Below": ("Wales", "North West / Liverpool")
        }

    def test_to_the_top(self, cast):
        move(cast, cast.groups[CAERDYDD], cast.groups["All groups"])
        assert "Caerdydd" in paths()

    def test_never_below_itself(self, cast):
        for below in (WALES, CAERDYDD):
            with refused("group.below_itself"):
                move(cast, cast.groups[WALES], cast.groups[below])

    def test_the_root_stays(self, cast):
        with refused("group.root_stays"):
            move(cast, cast.groups["All groups"], cast.groups[WALES])

    def test_not_beside_one_of_the_same_name(self, cast):
        make_group("North West / Caerdydd", cast.groups)
        with refused("group.name_taken") as raised:
            move(cast, cast.groups[CAERDYDD], cast.groups[NORTH_WEST])
        assert raised.value.field == "parent"

    def test_not_below_a_closed_one_nor_out_of_ones_groups(self, cast):
        aimee = make_administrator(cast.aimee)
        with refused("group.not_yours"):
            move(cast, cast.groups[CAERDYDD], cast.groups[NORTH_WEST], who=aimee)
        Group.objects.filter(path=NORTH_WEST).update(closed_at=MORNING)
        with refused("group.parent_closed"):
            move(cast, cast.groups[CAERDYDD], cast.groups[NORTH_WEST])

    def test_too_long(self, cast):
        group = cast.groups[NORTH_WEST]
        for level in "abcd":
            group = add(cast, group, level * 100)
        edit(cast, cast.groups[CAERDYDD], "c" * 100)
        with refused("group.path_too_long"):
            move(cast, cast.groups[CAERDYDD], group)


class TestClosing:
    def test_an_empty_one_closes_and_opens_again(self, cast):
        group = empty(cast)
        for _ in range(2):
            close(cast, group)
        group.refresh_from_db()
        assert (group.closed_at, group.version) == (MORNING, 2)
        assert last_event(code="group.closed").content.data["group"] == "Wales / Abertawe"
        for _ in range(2):
            close(cast, group, act=reopen_group)
        group.refresh_from_db()
        assert (group.closed_at, group.version) == (None, 3)

    def test_participants_staff_and_open_groups_stand_in_the_way(self, cast):
        make_group("Scotland / Glasgow", cast.groups)
        peopled = empty(cast)
        make_participant(None, peopled)
        for group in (cast.groups["Scotland"], peopled, cast.groups[CAERDYDD]):
            with refused("group.not_empty"):
                close(cast, group)

    def test_those_who_left_and_closed_groups_do_not(self, cast):
        group = empty(cast)
        make_participant(None, group, left_on=MORNING.date())
        cast.adam.staff.groups.add(group)
        cast.adam.staff.is_active = False
        cast.adam.staff.save()
        below = make_group("Wales / Abertawe / Sgeti", cast.groups)
        close(cast, below)
        close(cast, group)
        with refused("group.parent_closed"):
            close(cast, below, act=reopen_group)

    def test_who_leaves_tomorrow_has_not_left(self, cast):
        group = empty(cast)
        make_participant(None, group, left_on=MORNING.date() + timedelta(days=1))
        with refused("group.not_empty"):
            close(cast, group)

    def test_the_root_stays_open(self, cast):
        with refused("group.root_stays"):
            close(cast, cast.groups["All groups"])
        with pytest.raises(IntegrityError), transaction.atomic():
            Group.objects.filter(parent=None).update(closed_at=MORNING)

    def test_nobody_new_comes_in(self, cast):
        group = empty(cast)
        gwen = make_participant(cast.adam.staff, cast.groups[CAERDYDD])
        close(cast, group)
        with refused("participants.group_closed"):
            move_participant(
                actor=cast.glenn.actor,
                participant_id=gwen.id,
                work_coach_id=None,
                group_id=group.id,
                hand_over_trackers=False,
                seen_version=None,
                now=MORNING,
            )
        with pytest.raises(IntegrityError, match="a closed group"), transaction.atomic():
            Participant.objects.filter(id=gwen.id).update(group=group)

    def test_nobody_comes_back_by_taking_back_a_leaving_date(self, cast):
        group = empty(cast)
        gone = make_participant(None, group, left_on=MORNING.date())
        close(cast, group)
        with refused("participants.group_closed"):
            record_leaving(
                actor=cast.glenn.actor,
                participant_id=gone.id,
                left_on=None,
                seen_version=None,
                now=MORNING,
            )

    def test_who_left_stays_readable(self, cast):
        group = empty(cast)
        gone = make_participant(None, group, left_on=MORNING.date())
        close(cast, group)
        assert gone.group_id in actor_of(cast.aimee.staff).group_ids

    def test_elsewhere(self, cast):
        aimee = make_administrator(cast.aimee)
        for act in (close_group, reopen_group):
            with refused("group.not_found"):
                close(cast, cast.groups[NORTH_WEST], who=aimee, act=act)
            with refused("people.role_needed"):
                close(cast, cast.groups[WALES], who=cast.tomasz.actor, act=act)


class TestFilesOfBefore:
    def test_they_find_a_group_where_it_was(self, cast):
        row = {"reference": "WM1", "group": CAERDYDD}
        importing(participants(row))
        edit(cast, cast.groups[WALES], "Cymru")
        assert set(FormerPath.objects.values_list("path", flat=True)) == {WALES, CAERDYDD}
        summary = importing(groups({"group": CAERDYDD}), participants(row))
        assert counts(summary, "groups") == (0, 0, 1, 0)
        assert counts(summary, "participants") == (0, 0, 1, 0)

    def test_a_file_that_moves_somebody_after_that_does(self, cast):
        """What the file said last is the same group under its former name, so this is news."""
        make_group("Wales / Abertawe", cast.groups)
        cast.adam.staff.groups.set([cast.groups[WALES]])
        importing(participants({"reference": "WM1", "group": CAERDYDD}))
        edit(cast, cast.groups[WALES], "Cymru")
        summary = importing(participants({"reference": "WM1", "group": "Wales / Abertawe"}))
        assert counts(summary, "participants") == (0, 1, 0, 0)
        assert Participant.objects.get(reference="WM1").group.path == "Cymru / Abertawe"

    def test_a_new_group_there_comes_first(self, cast):
        edit(cast, cast.groups[WALES], "Cymru")
        wales = add(cast, cast.groups["All groups"], "Wales")
        importing(groups({"group": "Wales / Bangor"}))
        assert Group.objects.get(name="Bangor").parent_id == wales.id

    def test_back_where_it_was(self, cast):
        for name in ("Cymru", "Wales", "Cymru"):
            edit(cast, cast.groups[WALES], name)
        assert set(FormerPath.objects.values_list("path", flat=True)) == {WALES, CAERDYDD}

    def test_a_closed_group_takes_nobody_from_a_file(self, cast):
        close(cast, empty(cast))
        summary = importing(
            groups({"group": "Wales / Abertawe / Sgeti"}),
            participants({"group": "Wales / Abertawe", "work_coach": ""}),
        )
        assert refusals(summary, "groups") == [(2, "group")]
        assert refusals(summary, "participants") == [(2, "group")]
