"""Signing in and out."""

import pytest
from django.urls import reverse

from waymark.people.queries import CastMember

SIGN_IN = reverse("sign-in")
WRONG = "The email address or the password is wrong"
PASSWORD = "correct horse battery"


@pytest.fixture
def adam(cast):
    cast.adam.staff.set_password(PASSWORD)
    cast.adam.staff.save()
    return cast.adam.staff


def enter(client, email, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"email": email, "password": password, **more})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["adam@provider.example", " ADAM@Provider.Example "])
def test_the_right_pair_opens_the_home_page(client, adam, email):
    answer = enter(client, email)
    assert answer.status_code == 302
    assert answer.url == reverse("home")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [("adam@provider.example", "not this one"), ("nobody@provider.example", PASSWORD)],
)
def test_a_wrong_pair_never_says_which_is_wrong(client, adam, email, password):
    answer = enter(client, email, password)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(WRONG) == 2
    assert f'value="{email}"' in page
    assert password not in page
    assert "<title>Error: Sign in – Waymark</title>" in page
    assert not is_signed_in(client)


def test_who_is_not_active_is_told_no_more(client, adam):
    adam.is_active = False
    adam.save()
    assert WRONG in enter(client, adam.email).content.decode()


def test_nothing_typed_is_told_at_each_field(client, db):
    page = enter(client, "", "").content.decode()
    assert page.count("Enter your work email address") == 2
    assert page.count("Enter your password") == 2


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("/trackers/?q=x", "/trackers/?q=x"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("zzz", "/"),
        ("", "/"),
    ],
)
def test_the_page_that_was_asked_for_is_opened_if_it_is_ours(client, adam, asked, opened):
    assert enter(client, adam.email, next=asked).url == opened


def test_who_is_not_signed_in_is_asked_to(client, db):
    answer = client.get(reverse("trackers"))
    assert answer.url == f"{SIGN_IN}?next=/trackers/"
    assert 'name="next" value="/trackers/"' in client.get(answer.url).content.decode()


def test_who_is_signed_in_need_not_again(sign_in, cast):
    assert sign_in(cast.adam).get(SIGN_IN).url == reverse("home")


def test_signing_out_takes_a_post(sign_in, cast):
    client = sign_in(cast.adam)
    assert client.get(reverse("sign-out")).status_code == 405
    assert is_signed_in(client)
    assert client.post(reverse("sign-out")).url == SIGN_IN
    assert not is_signed_in(client)
    assert client.post(reverse("sign-out")).url == SIGN_IN


def test_the_demonstration_lists_its_people_and_lets_them_in(client, cast, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr("waymark.web.account.sign_in.demo_cast", lambda: [member(cast.aimee)])
    page = client.get(SIGN_IN).content.decode()
    assert "Every person in it is invented" in page
    assert "Aimee Hamilton" in page
    assert client.post(SIGN_IN, {"as": cast.aimee.staff.id}).url == reverse("home")
    assert is_signed_in(client)


def test_only_those_listed_are_let_in(client, cast, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr("waymark.web.account.sign_in.demo_cast", lambda: [member(cast.aimee)])
    assert client.post(SIGN_IN, {"as": cast.joanne.staff.id}).status_code == 404
    assert client.post(SIGN_IN, {"as": "everybody"}).status_code == 404
    assert not is_signed_in(client)


def test_a_namesake_elsewhere_is_not_one_of_them(client, settings, cast):
    settings.DEMO = True
    change_address(cast.adam, "adam.stewart@northernlights.example")
    change_address(cast.aimee, "adam.stewart-jones@provider.example")
    change_address(cast.roy, "roy.patel@provider.example")
    page = client.get(SIGN_IN).content.decode()
    assert ("Roy Patel" in page, "Adam Stewart" in page, "Aimee Hamilton" in page) == (
        True,
        False,
        False,
    )
    assert client.post(SIGN_IN, {"as": cast.adam.staff.id}).status_code == 404
    assert not is_signed_in(client)


def test_without_the_demonstration_nobody_is_let_in_by_a_click(client, cast, settings):
    settings.DEMO = False
    page = client.post(SIGN_IN, {"as": cast.aimee.staff.id}).content.decode()
    assert "Try it as one of these people" not in page
    assert not is_signed_in(client)


def change_address(person, email):
    person.staff.email = email
    person.staff.save()


def member(person):
    staff = person.staff
    return CastMember(staff.id, staff.name, staff.job_title, "Wales", "Her team’s work")


def test_pages_are_not_kept_by_the_browser_after_signing_out(client, adam):
    client.force_login(adam)
    assert client.get("/").headers["Cache-Control"] == "no-store"
