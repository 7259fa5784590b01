"""One test for each rule of one's own groups, of groups and of handing over, bearing its code."""
# ruff: noqa: N802

from uuid import UUID

import pytest

from waymark.people import rules

WALES, CAERDYDD, LIVERPOOL = UUID(int=1), UUID(int=2), UUID(int=3)


def refusal(check, **facts):
    """Code and field when it does not hold; None when it does."""
    found = check.check(**facts)
    return (found[0].code, found[0].field) if found else None


@pytest.mark.parametrize(
    ("wanted", "holds"), [([], True), ([CAERDYDD], True), ([CAERDYDD, LIVERPOOL], False)]
)
def test_PPL_05_nobody_widens_their_own_groups(wanted, holds):
    former = frozenset({WALES, CAERDYDD})
    found = refusal(rules.own_groups_are_not_widened, group_ids=wanted, former=former)
    assert found == (None if holds else ("staff.own_groups_widened", "group"))


def test_PPL_06_a_closed_group_takes_nobody_new():
    assert refusal(rules.groups_are_open, closed=[]) is None
    assert refusal(rules.groups_are_open, closed=[WALES]) == ("staff.group_closed", "group")


def test_PPL_07_an_administrator_of_all_groups_remains():
    check = rules.an_administrator_of_all_groups_remains
    assert refusal(check, administrators_left=1) is None
    assert refusal(check, administrators_left=0) == ("staff.last_administrator_of_all", "group")


def test_PPL_08_an_address_has_one_account():
    assert refusal(rules.email_is_free, is_taken=False) is None
    assert refusal(rules.email_is_free, is_taken=True) == ("staff.email_taken", "email")


def test_PPL_09_an_account_has_a_group():
    assert refusal(rules.account_has_a_group, group_ids=[WALES]) is None
    assert refusal(rules.account_has_a_group, group_ids=[]) == ("staff.group_needed", "group")


@pytest.mark.parametrize(
    ("name", "holds"),
    [("Abertawe", True), ("caerdydd", False), ("CAERDYDD", False), ("Caerdydd 2", True)],
)
def test_PPL_10_a_name_is_once_in_its_place(name, holds):
    found = refusal(rules.name_is_free, name=name, beside=["Caerdydd", "Bangor"])
    assert found == (None if holds else ("group.name_taken", "name"))


@pytest.mark.parametrize(
    ("name", "holds"), [("Cheetham Hill", True), ("A / B", False), ("A/B", False), ("A;B", False)]
)
def test_PPL_11_a_name_has_no_slash_and_no_semicolon(name, holds):
    found = refusal(rules.name_has_no_slash, name=name)
    assert found == (None if holds else ("group.name_has_a_slash", "name"))


def test_PPL_12_a_path_fits():
    assert refusal(rules.paths_fit, longest=500) is None
    assert refusal(rules.paths_fit, longest=501) == ("group.path_too_long", "name")


@pytest.mark.parametrize(("group", "holds"), [(WALES, False), (CAERDYDD, False), (LIVERPOOL, True)])
def test_PPL_13_never_below_itself(group, holds):
    found = refusal(rules.is_not_below_itself, group_id=group, lineage_of_parent=[WALES, CAERDYDD])
    assert found == (None if holds else ("group.below_itself", "parent"))


def test_PPL_14_the_root_stays():
    assert refusal(rules.is_not_the_root, is_root=False) is None
    assert refusal(rules.is_not_the_root, is_root=True) == ("group.root_stays", None)


@pytest.mark.parametrize(
    ("participants", "staff", "open_groups"), [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]
)
def test_PPL_15_a_group_is_empty_when_it_is_closed(participants, staff, open_groups):
    found = refusal(
        rules.group_is_empty, participants=participants, staff=staff, open_groups=open_groups
    )
    is_empty = (participants, staff, open_groups) == (0, 0, 0)
    assert found == (None if is_empty else ("group.not_empty", None))


def test_PPL_16_the_group_above_is_open():
    assert refusal(rules.group_above_is_open, is_closed=False) is None
    assert refusal(rules.group_above_is_open, is_closed=True) == ("group.parent_closed", "parent")


def test_PPL_17_a_group_goes_below_one_of_ones_own():
    check = rules.place_is_in_scope
    assert refusal(check, group_id=WALES, scope=frozenset({WALES})) is None
    found = refusal(check, group_id=LIVERPOOL, scope=frozenset({WALES}))
    assert found == ("group.not_yours", "parent")


def test_PPL_18_who_takes_over_can():
    assert refusal(rules.each_can_take_over, strangers=0) is None
    assert refusal(rules.each_can_take_over, strangers=1) == ("staff.cannot_take_over", "people")


@pytest.mark.parametrize(
    ("people", "is_spread", "holds"), [(1, True, True), (0, False, True), (0, True, False)]
)
def test_PPL_19_somebody_takes_over(people, is_spread, holds):
    found = refusal(rules.somebody_takes_over, people=people, is_spread=is_spread)
    assert found == (None if holds else ("staff.nobody_takes_over", "people"))
