"""One's own account: what one may do, a new password, the first password."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waymark.people.links import Link, link_for

ACCOUNT = reverse("account")
PRESENT, NEW = "correct horse battery", "staple horse battery"


@pytest.fixture
def adam(cast, sign_in):
    cast.adam.staff.set_password(PRESENT)
    cast.adam.staff.save()
    return sign_in(cast.adam)


def change(client, present=PRESENT, new=NEW):
    return client.post(ACCOUNT, {"present_password": present, "new_password": new})


def test_it_shows_who_one_is(adam):
    page = adam.get(ACCOUNT).content.decode()
    for fact in ("Adam Stewart", "adam@provider.example", "Work coach", "Wales / Caerdydd"):
        assert fact in page
    assert "Process Automation Trackers (Edit)" in page


def test_a_new_password_works_and_keeps_one_signed_in(adam, cast):
    assert change(adam).url == ACCOUNT
    assert "Your password is changed" in adam.get(ACCOUNT).content.decode()
    cast.adam.staff.refresh_from_db()
    assert cast.adam.staff.check_password(NEW)


@pytest.mark.parametrize(
    ("present", "new", "message"),
    [
        ("wrong", NEW, "This is not your present password"),
        ("", NEW, "Enter your present password"),
        (PRESENT, "", "Enter a new password"),
        (PRESENT, "short", "It must contain at least 12 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(adam, cast, present, new, message):
    page = change(adam, present, new).content.decode()
    assert message in page
    assert "Your password has not been changed" in page
    cast.adam.staff.refresh_from_db()
    assert cast.adam.staff.check_password(PRESENT)


def test_password_fields_hide_and_let_managers_in(adam, cast):
    """On each page that has one; a password manager is told which password is meant."""
    link = link_for(Link.INVITATION, cast.aimee.staff, now=timezone.now())
    by_link = Client()
    pages = [
        (Client(), reverse("sign-in"), ["current-password"]),
        (adam, ACCOUNT, ["current-password", "new-password"]),
        (adam, reverse("confirm"), ["current-password"]),
        (by_link, by_link.get(reverse("set-password", args=link)).url, ["new-password"]),
    ]
    for browser, page, meant in pages:
        fields = re.findall(
            r'<input[^>]*name="[^"]*password"[^>]*>', browser.get(page).content.decode()
        )
        assert [re.findall(r'autocomplete="([^"]*)"', field) for field in fields] == [
            [one] for one in meant
        ]
        assert all('type="password"' in field for field in fields)


def test_it_is_for_those_signed_in(client, db):
    assert client.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy"])
def test_help_is_for_everybody(client, adam, name):
    assert client.get(reverse(name)).status_code == 200
    assert adam.get(reverse(name)).status_code == 200
