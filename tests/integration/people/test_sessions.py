"""What ends somebody's sessions at once: in every browser that they have open."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import MORNING
from tests.integration.expecting import last_event
from waymark.operations.account_writes import AccountDraft, write_account_changes
from waymark.operations.people import create_administrator, set_password
from waymark.operations.sessions import sign_out_everywhere
from waymark.people.models import Staff

ACCOUNT = reverse("account")


@pytest.fixture
def tabs(cast, sign_in):
    """Adam at two computers, Judith at one."""
    return [sign_in(cast.adam), sign_in(cast.adam), sign_in(cast.judith)]


def are_in(tabs):
    return [tab.get(ACCOUNT).status_code == 200 for tab in tabs]


def draft_of(staff):
    return AccountDraft(
        email=staff.email,
        name=staff.name,
        job_title=staff.job_title,
        groups=tuple(staff.groups.all()),
        roles=tuple(staff.roles),
        is_active=staff.is_active,
    )


def change(cast, **changes):
    before = draft_of(cast.adam.staff)
    after = replace(before, **changes)
    write_account_changes(cast.joanne.actor, [(cast.adam.staff, before, after)], now=MORNING)


def test_they_stay_while_nothing_changes(tabs):
    assert are_in(tabs) == [True, True, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"roles": ()},
        {"roles": ("Supervisor", "Process Automation Trackers (Edit)")},
        {"is_active": False},
        {"groups": ()},
    ],
    ids=["a role less", "a role more", "deactivated", "no group"],
)
def test_a_change_of_what_they_may_do_ends_them(cast, tabs, changes):
    change(cast, **changes)
    assert are_in(tabs) == [False, False, True]


def test_another_group_ends_them(cast, tabs):
    change(cast, groups=(cast.groups["North West / Liverpool"],))
    assert are_in(tabs) == [False, False, True]


def test_what_gives_no_right_does_not(cast, tabs):
    change(cast, name="Adam J. Stewart", job_title="Senior work coach")
    assert are_in(tabs) == [True, True, True]


def test_the_order_of_roles_is_no_change(cast, tabs):
    cast.adam.staff.roles = ["Supervisor", "Auditor"]
    cast.adam.staff.save()
    change(cast, roles=("Auditor", "Supervisor"))
    assert are_in(tabs) == [True, True, True]


def test_who_is_made_active_again_signs_in_again(cast, tabs):
    change(cast, is_active=False)
    change(cast, is_active=True)
    assert are_in(tabs) == [False, False, True]


def test_a_deactivated_account_is_refused_even_by_its_row_alone(cast, tabs):
    Staff.objects.filter(id=cast.adam.staff.id).update(is_active=False)
    assert are_in(tabs) == [False, False, True]


def test_a_new_password_ends_them(cast, tabs):
    set_password(staff_id=cast.adam.staff.id, password="correct horse battery", now=MORNING)
    assert are_in(tabs) == [False, False, True]


def test_the_command_line_ends_them(cast, tabs):
    create_administrator(email="adam@provider.example", now=MORNING)
    assert are_in(tabs) == [False, False, True]


def test_signing_out_everywhere_ends_them_and_is_told(cast, tabs):
    sign_out_everywhere(actor=cast.adam.actor, now=MORNING)
    assert are_in(tabs) == [False, False, True]
    event = last_event(stream_id=cast.adam.staff.id)
    assert (event.code, event.actor_id) == ("staff.signed_out_everywhere", cast.adam.staff.id)


def test_a_session_outlives_a_change_of_the_secret_key(cast, sign_in, settings):
    tab = sign_in(cast.adam)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert tab.get(ACCOUNT).status_code == 200


def test_but_not_one_that_has_ended_meanwhile(cast, sign_in, settings):
    tab = sign_in(cast.adam)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    sign_out_everywhere(actor=cast.adam.actor, now=MORNING)
    assert tab.get(ACCOUNT).status_code == 302


def test_a_form_that_was_open_is_shown_to_be_copied(cast, tabs):
    change(cast, roles=())
    answer = tabs[0].post(ACCOUNT, {"note": "She rang back"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nothing has been saved" in page
    assert "She rang back" in page


def test_it_costs_no_statement(cast, sign_in, django_assert_num_queries):
    """The session, the account with its number and the groups in scope, one’s own groups."""
    tab = sign_in(cast.adam)
    with django_assert_num_queries(3):
        tab.get(ACCOUNT)


def test_nobody_is_signed_in_by_this(cast):
    sign_out_everywhere(actor=cast.adam.actor, now=MORNING)
    assert Client().get(ACCOUNT).status_code == 302
