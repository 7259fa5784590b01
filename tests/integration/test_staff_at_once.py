"""Accounts and groups at the same moment: one administrator remains, nobody is left in between."""

from functools import partial

import pytest
from django.db import IntegrityError

from tests.caseloads import importing, staff
from tests.factories import MORNING, make_participant
from tests.integration.at_once import at_once, refusals
from tests.integration.people.keeping import make_administrator, wanted_of
from tests.people import make_group
from waymark.operations.groups import add_group, close_group, move_group
from waymark.operations.participants import move_participant
from waymark.operations.reallocation import COACH, SPREAD, Wanted, reallocate
from waymark.operations.staff import Wanted as Account
from waymark.operations.staff import add_staff, deactivate_staff, edit_staff
from waymark.participants.models import Participant
from waymark.people.models import Group, Staff
from waymark.people.queries import actor_of, administrators

ROUNDS = range(4)
ADMINISTRATOR = "Administrator"


@pytest.fixture
def two(everybody):
    """Joanne and Tomasz are both administrators of all groups."""
    return everybody.joanne.actor, make_administrator(everybody.tomasz)


def deactivating(who, staff_id):
    return partial(deactivate_staff, actor=who, staff_id=staff_id, seen_version=None, now=MORNING)


def back_again(*people):
    for one in people:
        Staff.objects.filter(id=one.staff.id).update(is_active=True, roles=[ADMINISTRATOR])


def test_two_administrators_each_remove_the_other(everybody, two):
    joanne, tomasz = two
    for _ in ROUNDS:
        outcomes = at_once(deactivating(joanne, tomasz.id), deactivating(tomasz, joanne.id))
        assert refusals(outcomes) == ["people.role_needed"]
        assert administrators().count() == 1
        back_again(everybody.joanne, everybody.tomasz)


def test_two_administrators_each_step_back(everybody, two):
    for _ in ROUNDS:
        outcomes = at_once(*(deactivating(one, one.id) for one in two))
        assert refusals(outcomes) == ["staff.last_administrator"]
        assert administrators().count() == 1
        back_again(everybody.joanne, everybody.tomasz)


def test_one_by_a_page_and_one_by_a_file(everybody, two):
    joanne, tomasz = two
    rows = staff({"email": "joanne@provider.example", "group": "All groups", "roles": ""})
    for _ in ROUNDS:
        at_once(
            deactivating(joanne, tomasz.id),
            lambda: importing(rows, actor=actor_of(everybody.tomasz.staff, is_import=True)),
        )
        assert administrators().count() == 1
        back_again(everybody.joanne, everybody.tomasz)


def test_past_the_operations_one_remains(everybody, two):
    """Two scripts take the role from one each: the database lets one of them."""

    def strip(one):
        try:
            Staff.objects.filter(id=one.id).update(roles=[])
        except IntegrityError as error:
            return str(error)
        return "done"

    for _ in ROUNDS:
        outcomes = at_once(*(partial(strip, one) for one in two))
        assert sorted(one.startswith("done") for one in outcomes) == [False, True]
        assert administrators().count() == 1
        back_again(everybody.joanne, everybody.tomasz)


def test_a_role_taken_away_while_it_is_used(everybody, two):
    """Before or after, but never with a role that is gone."""
    joanne, tomasz = two
    adam = everybody.adam.staff
    account = wanted_of(everybody.tomasz.staff)
    for n in ROUNDS:
        taking = partial(
            edit_staff,
            actor=joanne,
            staff_id=tomasz.id,
            wanted=Account(account.name, account.job_title, frozenset(), account.group_ids),
            seen_version=None,
            now=MORNING,
        )
        wanted = wanted_of(adam)
        using = partial(
            edit_staff,
            actor=tomasz,
            staff_id=adam.id,
            wanted=Account(f"Adam {n}", wanted.job_title, wanted.roles, wanted.group_ids),
            seen_version=None,
            now=MORNING,
        )
        outcomes = at_once(taking, using)
        adam.refresh_from_db()
        assert refusals(outcomes) == ([] if adam.name == f"Adam {n}" else ["people.role_needed"])
        back_again(everybody.tomasz)


def test_one_address_twice(everybody, two):
    """A double click, or two administrators: one account."""
    adding = [
        partial(
            add_staff,
            actor=one,
            email="sian@provider.example",
            wanted=Account("Siân", "", frozenset(), frozenset({everybody.groups["Wales"].id})),
            now=MORNING,
        )
        for one in two
    ]
    assert refusals(at_once(*adding, *adding)) == ["staff.email_taken"] * 3
    assert Staff.objects.filter(email="sian@provider.example").count() == 1


def test_closing_while_somebody_moves_in(everybody):
    """The group is closed and empty, or open with somebody in it."""
    gwen = make_participant(None, everybody.groups["Wales / Caerdydd"])
    for n in ROUNDS:
        group = make_group(f"Wales / Tref {n}", everybody.groups)
        outcomes = at_once(
            partial(
                close_group,
                actor=everybody.joanne.actor,
                group_id=group.id,
                seen_version=None,
                now=MORNING,
            ),
            partial(
                move_participant,
                actor=actor_of(everybody.aimee.staff),
                participant_id=gwen.id,
                work_coach_id=None,
                group_id=group.id,
                hand_over_trackers=False,
                seen_version=None,
                now=MORNING,
            ),
        )
        group.refresh_from_db()
        inside = Participant.objects.filter(group=group).exists()
        assert group.is_closed != inside
        told = ["participants.group_closed"] if group.is_closed else ["group.not_empty"]
        assert refusals(outcomes) == told


def test_moving_while_something_is_added_below(everybody):
    """Every path and lineage is that of its parents, whoever came first."""
    names = ["Wales / Caerdydd", "North West / Liverpool"]
    ends = [everybody.groups["Wales"], everybody.groups["North West"]]
    group = everybody.groups[names[0]]
    for n in ROUNDS:
        outcomes = at_once(
            partial(
                move_group,
                actor=everybody.joanne.actor,
                group_id=group.id,
                parent_id=ends[(n + 1) % 2].id,
                seen_version=None,
                now=MORNING,
            ),
            partial(
                add_group,
                actor=everybody.joanne.actor,
                parent_id=group.id,
                name=f"Tref {n}",
                bank_holidays="Scotland",
                now=MORNING,
            ),
        )
        assert refusals(outcomes) == []
        for one in Group.objects.select_related("parent"):
            above = one.parent
            assert one.lineage == [*(above.lineage if above else ()), one.id]
            prefix = f"{above.path} / " if above and above.parent_id else ""
            assert one.path == f"{prefix}{one.name}"


def test_one_below_the_other_and_the_other_below_the_one(everybody):
    """Two moves that would make a ring: the second is refused."""
    wales, north_west = everybody.groups["Wales"], everybody.groups["North West"]
    moves = [
        partial(
            move_group,
            actor=everybody.joanne.actor,
            group_id=one.id,
            parent_id=other.id,
            seen_version=None,
            now=MORNING,
        )
        for one, other in ((wales, north_west), (north_west, wales))
    ]
    assert refusals(at_once(*moves)) == ["group.below_itself"]


def test_handing_over_twice_and_while_the_account_is_deactivated(everybody):
    for _ in range(12):
        make_participant(everybody.adam.staff, everybody.groups["Wales / Caerdydd"])
    handing = partial(
        reallocate,
        actor=everybody.aimee.actor,
        staff_id=everybody.adam.staff.id,
        wanted=Wanted(
            frozenset({everybody.alexandra.staff.id, everybody.judith.staff.id}),
            caseload=SPREAD,
            trackers=COACH,
        ),
        seen=None,
        now=MORNING,
    )
    away = deactivating(everybody.joanne.actor, everybody.adam.staff.id)
    outcomes = at_once(handing, handing, away)
    assert refusals(outcomes) == []
    assert sorted(len(one.moved) for one in outcomes[:2]) == [0, 12]
    taken = Participant.objects.filter(work_coach=everybody.alexandra.staff).count()
    assert taken == 6
