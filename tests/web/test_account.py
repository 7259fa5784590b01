"""One's own account: what one may do, a new password, the first password."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

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


def test_it_is_for_those_signed_in(client, db):
    assert client.get(ACCOUNT).status_code == 302


def link_for(staff) -> str:
    uid = urlsafe_base64_encode(force_bytes(staff.pk))
    token = default_token_generator.make_token(staff)
    return reverse("set-password", kwargs={"uidb64": uid, "token": token})


def test_a_link_sets_the_first_password_once(client, cast):
    link = link_for(cast.joanne.staff)
    page = client.get(link)
    assert page.status_code == 302
    assert link.rsplit("/", 2)[1] not in page.url  # the token is in the session, not the address
    assert "Choose a password" in client.get(page.url).content.decode()
    assert client.post(page.url, {"new_password": NEW}).url == reverse("sign-in")
    assert "Your password is set" in client.get(reverse("sign-in")).content.decode()
    cast.joanne.staff.refresh_from_db()
    assert cast.joanne.staff.check_password(NEW)
    assert "This link no longer works" in client.get(link).content.decode()


def test_a_weak_password_is_not_set(client, cast):
    page = client.get(link_for(cast.joanne.staff))
    answer = client.post(page.url, {"new_password": "password1234"}).content.decode()
    assert "too common" in answer
    assert "Your password has not been set" in answer


def test_a_made_up_link_says_what_to_do(client, db):
    url = reverse("set-password", kwargs={"uidb64": "AAAA", "token": "x-y"})
    assert "ask an administrator" in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy"])
def test_help_is_for_everybody(client, adam, name):
    assert client.get(reverse(name)).status_code == 200
    assert adam.get(reverse(name)).status_code == 200
