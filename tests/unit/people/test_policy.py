"""Who may do what: the table of product.md, section 1, typed a second time by hand."""

import pytest

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotAllowed
from waymark.people import policy

# Exact names: an account may hold several, a job title gives no right.
NAMES = {
    "-": None,
    "S": "Supervisor",
    "A": "Administrator",
    "U": "Auditor",
    "E": "Process Automation Trackers (Edit)",
    "P": "Process Automation Trackers (Pre-Authorise)",
    "R": "Process Automation Trackers (Process)",
}

# Operation: who may, each with one role only; "-" is an account without any role.
#                               -  S  A  U  E  P  R
TABLE = """
participants.view               y  y  y  y  y  y  y
participants.correct            y  y  n  n  y  y  y
participants.switch_markers     y  y  n  n  y  y  y
participants.set_mandation      n  y  n  n  n  n  n
participants.restrict           n  y  n  n  n  n  n
access_records.view             n  y  n  y  n  n  n
plans.edit                      y  y  n  n  y  y  y
plans.mark                      y  y  n  n  y  y  y
notices.issue                   y  y  n  n  y  y  y
notices.keep_templates          n  n  y  n  n  n  n
trackers.edit                   n  n  n  n  y  n  n
trackers.reassign               n  y  n  n  y  n  n
trackers.add_note               n  n  n  n  y  n  n
trackers.prepare_doubt          n  n  n  n  y  n  n
trackers.check                  n  n  n  n  n  y  y
trackers.see_returns            n  y  n  y  n  y  y
trackers.read_private           n  y  n  y  n  y  y
trackers.export                 n  y  y  y  n  y  y
trackers.make_packs             n  y  y  y  y  y  y
trackers.list_own_work          n  y  n  y  n  n  n
sanctions.record                n  y  n  n  y  y  y
programmes.set_switch           n  n  y  n  n  n  n
lists.keep                      n  n  y  n  n  n  n
programmes.set_limits           n  n  y  n  n  n  n
imports.run                     n  n  y  n  n  n  n
people.keep                     n  n  y  n  n  n  n
people.reallocate               n  y  y  n  n  n  n
own.sign_out                    y  y  y  y  y  y  y
own.keep_typing                 y  y  y  y  y  y  y
"""
CELLS = [
    (operation, letter, answer == "y")
    for operation, *answers in (line.split() for line in TABLE.strip().splitlines())
    for letter, answer in zip("-SAUEPR", answers, strict=True)
]


def roles_of(letters):
    return frozenset(NAMES[letter] for letter in letters if NAMES[letter])


def actor_with(letters):
    return Actor(
        id=None,
        name="Somebody",
        job_title="Supervisor",
        roles=roles_of(letters),
        group_ids=frozenset(),
    )


def test_the_roles_have_their_exact_names():
    assert {role.value for role in policy.Role} == {name for name in NAMES.values() if name}


def test_the_table_holds_every_operation():
    assert {operation for operation, _, _ in CELLS} == set(policy.OPERATIONS)


@pytest.mark.parametrize(("operation", "letter", "allowed"), CELLS)
def test_role_and_operation(operation, letter, allowed):
    assert policy.may(roles_of(letter), operation) is allowed


@pytest.mark.parametrize(("operation", "letter", "allowed"), CELLS)
def test_require_refuses_just_as_the_table_says(operation, letter, allowed):
    if allowed:
        policy.require(actor_with(letter), operation)
        return
    with pytest.raises(NotAllowed) as refused:
        policy.require(actor_with(letter), operation)
    assert refused.value.code == "people.role_needed"
    assert refused.value.message.startswith(policy.OPERATIONS[operation].sentence)


@pytest.mark.parametrize(
    ("letters", "works"),
    [
        ("", True),
        ("A", False),
        ("U", False),
        ("AU", False),
        ("AE", True),
        ("UE", True),
        ("AUS", True),
        ("S", True),
        ("P", True),
        ("APR", True),
    ],
)
def test_casework_is_for_all_but_those_with_nothing_but_administrator_or_auditor(letters, works):
    for operation in (
        "participants.correct",
        "participants.switch_markers",
        "plans.edit",
        "plans.mark",
    ):
        assert policy.may(roles_of(letters), operation) is works


@pytest.mark.parametrize(
    ("letters", "operation", "allowed"),
    [
        ("PR", "trackers.edit", False),
        ("SPRAU", "trackers.edit", False),
        ("SPRAU", "trackers.add_note", False),
        ("ES", "trackers.export", True),
        ("EP", "trackers.export", True),
        ("EPRAU", "participants.set_mandation", False),
        ("SEPRU", "imports.run", False),
    ],
)
def test_several_roles_add_up_and_no_more(letters, operation, allowed):
    assert policy.may(roles_of(letters), operation) is allowed


def test_a_refusal_names_the_role_that_would_do():
    assert policy.needed_for("trackers.edit") == "the role Process Automation Trackers (Edit)"
    assert policy.needed_for("trackers.reassign") == (
        "the role Process Automation Trackers (Edit) or Supervisor"
    )
    assert policy.needed_for("plans.mark") == "an account that works with participants"


def test_every_role_says_what_it_means():
    assert set(policy.ROLE_MEANINGS) == set(policy.Role)
    assert all(policy.ROLE_MEANINGS.values())
