"""One test for each rule of staff accounts, bearing its code."""
# ruff: noqa: N802

from uuid import UUID

import pytest

from waymark.people import rules

ADMINISTRATOR, EDIT = "Administrator", "Process Automation Trackers (Edit)"
CAERDYDD, LIVERPOOL = UUID(int=1), UUID(int=2)


def refusal(check, **facts):
    """Code and field when it does not hold; None when it does."""
    found = check.check(**facts)
    return (found[0].code, found[0].field) if found else None


@pytest.mark.parametrize(
    ("is_own", "former", "roles", "holds"),
    [
        (True, {ADMINISTRATOR}, {ADMINISTRATOR}, True),
        (True, {ADMINISTRATOR, EDIT}, {ADMINISTRATOR}, True),
        (True, {ADMINISTRATOR}, {ADMINISTRATOR, EDIT}, False),
        (True, {ADMINISTRATOR}, {EDIT}, False),
        (False, set(), {ADMINISTRATOR, EDIT}, True),
    ],
)
def test_PPL_01_nobody_raises_their_own_roles(is_own, former, roles, holds):
    found = refusal(
        rules.own_roles_are_not_raised,
        is_own=is_own,
        former=frozenset(former),
        roles=frozenset(roles),
    )
    assert found == (None if holds else ("staff.own_roles_raised", "roles"))


def test_PPL_02_an_administrator_remains():
    check = rules.an_administrator_remains
    assert refusal(check, administrators_left=1) is None
    assert refusal(check, administrators_left=0) == ("staff.last_administrator", "roles")


@pytest.mark.parametrize(
    ("given", "holds"),
    [([], True), ([CAERDYDD], True), ([LIVERPOOL], False), ([CAERDYDD, LIVERPOOL], False)],
)
def test_PPL_03_groups_are_ones_own(given, holds):
    found = refusal(rules.groups_are_in_scope, group_ids=given, scope=frozenset({CAERDYDD}))
    assert found == (None if holds else ("staff.group_out_of_scope", "group"))


@pytest.mark.parametrize(
    ("given", "holds"),
    [([], True), ([CAERDYDD], True), ([CAERDYDD, LIVERPOOL], False)],
)
def test_PPL_04_an_account_is_wholly_in_scope(given, holds):
    found = refusal(rules.account_is_in_scope, group_ids=given, scope=frozenset({CAERDYDD}))
    assert found == (None if holds else ("staff.not_yours", "email"))


@pytest.mark.parametrize(
    ("is_needed", "left", "holds"), [(True, 0, False), (True, 1, True), (False, 0, True)]
)
def test_PPL_21_a_second_step_stays_where_one_is_needed(is_needed, left, holds):
    assert rules.a_second_step_stays(is_needed=is_needed, left=left) is holds
    assert rules.a_second_step_stays.refusal.code == "staff.second_step_needed"
