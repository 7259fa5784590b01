"""Accounts kept one at a time: added, edited, given another address, deactivated, activated."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import MORNING
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.integration.people.keeping import edit, make_administrator, wanted_of
from tests.people import EDIT, make_group
from waymark.audit.models import Event
from waymark.operations.staff import (
    Wanted,
    activate_staff,
    add_staff,
    change_email,
    deactivate_staff,
    edit_staff,
)
from waymark.people.models import Group, Staff

ADMINISTRATOR, SUPERVISOR = "Administrator", "Supervisor"


def add(who, email="sian@provider.example", *, groups, roles=(EDIT,)):
    return add_staff(
        actor=getattr(who, "actor", who),
        email=email,
        wanted=Wanted(
            "Siân Ellis", "Work coach", frozenset(roles), frozenset(one.id for one in groups)
        ),
        now=MORNING,
    )


def close(group):
    Group.objects.filter(id=group.id).update(closed_at=MORNING)


class TestAdding:
    def test_an_account_without_a_password_and_an_invitation(self, cast):
        account = add(cast.joanne, " Sian@Provider.Example ", groups=[cast.groups["Wales"]])
        there = Staff.objects.get(id=account.id)
        assert (there.email, there.name, there.roles) == (
            "sian@provider.example",
            "Siân Ellis",
            [EDIT],
        )
        assert [one.path for one in there.groups.all()] == ["Wales"]
        assert not there.has_usable_password()
        assert told(stream_id=there.id) == [
            ("staff.added", "Joanne Okafor"),
            ("staff.invited", "Joanne Okafor"),
        ]

    def test_an_address_that_is_there_is_refused_whatever_its_capitals(self, cast):
        with refused("staff.email_taken"):
            add(cast.joanne, "ADAM@provider.example", groups=[cast.groups["Wales"]])

    def test_groups_of_others_closed_ones_and_none_at_all(self, cast):
        aimee = make_administrator(cast.aimee)
        with refused("staff.group_out_of_scope"):
            add(aimee, groups=[cast.groups["North West"]])
        with refused("staff.group_needed"):
            add(cast.joanne, groups=[])
        close(cast.groups["Wales / Caerdydd"])
        with refused("staff.group_closed"):
            add(aimee, groups=[cast.groups["Wales / Caerdydd"]])

    @pytest.mark.parametrize("who", ["adam", "aimee", "glenn", "tomasz"])
    def test_only_an_administrator(self, cast, who):
        with refused("people.role_needed"):
            add(getattr(cast, who), groups=[cast.groups["Wales"]])


class TestEditing:
    def test_what_changes_is_in_the_history(self, cast):
        abertawe = make_group("Wales / Abertawe", cast.groups)
        edit(
            cast.joanne,
            cast.adam.staff,
            job_title="Lead coach",
            roles=frozenset({EDIT, SUPERVISOR}),
            group_ids=frozenset({abertawe.id}),
        )
        adam = Staff.objects.get(id=cast.adam.staff.id)
        assert (adam.job_title, adam.roles, adam.version) == (
            "Lead coach",
            [SUPERVISOR, EDIT],
            2,
        )
        assert [one.path for one in adam.groups.all()] == ["Wales / Abertawe"]
        assert changes_in(last_event(stream_id=adam.id)) == {
            "Job title": ("Work coach", "Lead coach"),
            "Groups": ("Wales / Caerdydd", "Wales / Abertawe"),
            "Roles": (EDIT, f"{SUPERVISOR}; {EDIT}"),
        }

    def test_nothing_differs_nothing_happens(self, cast):
        edit(cast.joanne, cast.adam.staff)
        assert told(stream_id=cast.adam.staff.id) == []

    def test_the_second_is_told_what_the_first_changed(self, cast):
        edit(cast.joanne, cast.adam.staff, seen=1, job_title="Lead coach")
        with refused("staff.changed") as raised:
            edit(cast.joanne, cast.adam.staff, seen=1, name="Adam S.")
        assert [(one.label, one.after, one.by) for one in raised.value.details] == [
            ("Job title", "Lead coach", "Joanne Okafor")
        ]

    def test_nobody_raises_their_own_roles(self, cast):
        for role in (EDIT, SUPERVISOR, "Auditor"):
            with refused("staff.own_roles_raised"):
                edit(cast.joanne, cast.joanne.staff, roles=frozenset({ADMINISTRATOR, role}))

    def test_nobody_widens_their_own_groups(self, cast):
        aimee = make_administrator(cast.aimee)
        with refused("staff.own_groups_widened"):
            edit(aimee, cast.aimee.staff, group_ids=frozenset({cast.groups["All groups"].id}))

    def test_not_with_a_scope_of_before_either(self, cast):
        """Somebody takes Wales from Aimee while she has her page open."""
        aimee = make_administrator(cast.aimee)
        cast.aimee.staff.groups.set([cast.groups["Wales / Caerdydd"]])
        with refused("staff.own_groups_widened"):
            edit(aimee, cast.aimee.staff, group_ids=frozenset({cast.groups["Wales"].id}))

    def test_nor_with_a_role_of_before(self, cast):
        aimee = make_administrator(cast.aimee)
        cast.aimee.staff.roles = [SUPERVISOR]
        cast.aimee.staff.save()
        with refused("people.role_needed"):
            edit(aimee, cast.adam.staff, name="Adam S.")

    def test_one_may_give_roles_and_groups_up(self, cast):
        aimee = make_administrator(cast.aimee)
        narrower = frozenset({cast.groups["Wales / Caerdydd"].id})
        edit(aimee, cast.aimee.staff, roles=frozenset({ADMINISTRATOR}), group_ids=narrower)
        cast.aimee.staff.refresh_from_db()
        assert cast.aimee.staff.roles == [ADMINISTRATOR]

    def test_who_is_not_in_ones_groups_is_not_there(self, cast):
        aimee = make_administrator(cast.aimee)
        with refused("staff.not_found"):
            edit(aimee, cast.roy.staff, name="Roy P.")
        with refused("staff.not_found"):
            edit_staff(
                actor=aimee,
                staff_id=NOWHERE,
                wanted=wanted_of(cast.roy.staff),
                seen_version=None,
                now=MORNING,
            )

    def test_who_has_other_groups_too_is_not_ones_own(self, cast):
        aimee = make_administrator(cast.aimee)
        cast.adam.staff.groups.add(cast.groups["North West"])
        with refused("staff.not_yours"):
            edit(aimee, cast.adam.staff, name="Adam S.")
        with refused("staff.not_found"):
            edit(aimee, cast.joanne.staff, name="J.")

    def test_who_is_in_a_closed_group_stays_there(self, cast):
        close(cast.groups["Wales / Caerdydd"])
        edit(cast.joanne, cast.adam.staff, job_title="Lead coach")
        with refused("staff.group_closed"):
            edit(
                cast.joanne,
                cast.roy.staff,
                group_ids=frozenset({cast.groups["Wales / Caerdydd"].id}),
            )


class TestTheLastAdministrator:
    def test_keeps_the_role(self, cast):
        with refused("staff.last_administrator"):
            edit(cast.joanne, cast.joanne.staff, roles=frozenset())
        with refused("staff.last_administrator"):
            deactivate_staff(
                actor=cast.joanne.actor,
                staff_id=cast.joanne.staff.id,
                seen_version=None,
                now=MORNING,
            )

    def test_keeps_all_groups_while_nobody_else_keeps_them(self, cast):
        make_administrator(cast.aimee)
        with refused("staff.last_administrator_of_all"):
            edit(cast.joanne, cast.joanne.staff, group_ids=frozenset({cast.groups["Wales"].id}))
        with refused("staff.last_administrator_of_all"):
            deactivate_staff(
                actor=cast.joanne.actor,
                staff_id=cast.joanne.staff.id,
                seen_version=None,
                now=MORNING,
            )

    def test_may_go_once_there_is_another(self, cast):
        make_administrator(cast.tomasz)
        edit(cast.joanne, cast.joanne.staff, roles=frozenset())
        cast.joanne.staff.refresh_from_db()
        assert cast.joanne.staff.roles == []

    @pytest.mark.parametrize("change", [{"roles": []}, {"is_active": False}])
    def test_the_database_holds_it_too(self, cast, change):
        said = "an active administrator must remain"
        with pytest.raises(IntegrityError, match=said), transaction.atomic():
            Staff.objects.filter(id=cast.joanne.staff.id).update(**change)
        make_administrator(cast.tomasz)
        Staff.objects.filter(id=cast.joanne.staff.id).update(**change)


class TestAnotherAddress:
    def change(self, cast, email, *, staff=None, who=None):
        return change_email(
            actor=who or cast.joanne.actor,
            staff_id=(staff or cast.adam.staff).id,
            email=email,
            seen_version=None,
            now=MORNING,
        )

    def test_it_takes_the_password_away_and_invites_again(self, cast):
        cast.adam.staff.set_password("a long enough password")
        cast.adam.staff.save()
        self.change(cast, "Adam.Stewart@provider.example")
        adam = Staff.objects.get(id=cast.adam.staff.id)
        assert adam.email == "adam.stewart@provider.example"
        assert not adam.has_usable_password()
        assert [code for code, _ in told(stream_id=adam.id)] == ["staff.changed", "staff.invited"]
        event = Event.objects.get(stream_id=adam.id, code="staff.changed")
        assert changes_in(event) == {
            "Email address": ("adam@provider.example", "adam.stewart@provider.example")
        }

    def test_the_same_address_is_no_change(self, cast):
        self.change(cast, "ADAM@provider.example")
        assert told(stream_id=cast.adam.staff.id) == []

    def test_one_that_is_taken(self, cast):
        with refused("staff.email_taken"):
            self.change(cast, "roy@provider.example")

    def test_who_is_not_active_is_not_invited(self, cast):
        Staff.objects.filter(id=cast.adam.staff.id).update(is_active=False)
        self.change(cast, "a.stewart@provider.example")
        assert [code for code, _ in told(stream_id=cast.adam.staff.id)] == ["staff.changed"]


class TestComingAndGoing:
    def go(self, cast, staff, act=deactivate_staff, who=None):
        return act(
            actor=who or cast.joanne.actor, staff_id=staff.id, seen_version=None, now=MORNING
        )

    def test_deactivated_and_active_again(self, cast):
        for _ in range(2):
            self.go(cast, cast.adam.staff)
        adam = Staff.objects.get(id=cast.adam.staff.id)
        assert not adam.is_active
        for _ in range(2):
            self.go(cast, cast.adam.staff, activate_staff)
        adam.refresh_from_db()
        assert (adam.is_active, adam.roles) == (True, [EDIT])
        codes = sorted(code for code, _ in told(stream_id=adam.id))
        assert codes == ["staff.changed", "staff.changed", "staff.invited"]

    def test_nobody_comes_back_into_a_closed_group(self, cast):
        self.go(cast, cast.adam.staff)
        close(cast.groups["Wales / Caerdydd"])
        with refused("staff.group_closed"):
            self.go(cast, cast.adam.staff, activate_staff)

    def test_wrong_role_and_out_of_scope(self, cast):
        for act in (deactivate_staff, activate_staff):
            with refused("people.role_needed"):
                self.go(cast, cast.adam.staff, act, who=cast.aimee.actor)
        aimee = make_administrator(cast.aimee)
        with refused("staff.not_found"):
            self.go(cast, cast.roy.staff, who=aimee)


def test_the_database_puts_nobody_into_a_closed_group(cast):
    close(cast.groups["Wales / Caerdydd"])
    said = "a closed group takes nobody new"
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        cast.roy.staff.groups.add(cast.groups["Wales / Caerdydd"])
