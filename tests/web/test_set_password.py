"""The page of a single-use link: the first password, or a new one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.audit.models import Event
from waymark.people.links import Link, link_for
from waymark.people.models import Staff

FORMER, NEW = "correct horse battery", "staple horse battery"
SIGN_IN = reverse("sign-in")


def address_for(staff, now, link=Link.INVITATION):
    uid, token = link_for(link, staff, now=now)
    return reverse("set-password", kwargs={"uidb64": uid, "token": token})


@pytest.fixture
def joanne(cast):
    return cast.joanne.staff


@pytest.fixture
def here(joanne, clock):
    return address_for(joanne, clock.now)


def test_it_sets_the_first_password_once(client, joanne, here):
    page = client.get(here)
    assert page.status_code == 302
    assert here.rsplit("/", 2)[1] not in page.url  # its secret part is not in the address
    assert "Choose a password" in main_of(client.get(page.url))
    assert client.post(page.url, {"new_password": NEW}).url == SIGN_IN
    assert "Your password is set" in main_of(client.get(SIGN_IN))
    joanne.refresh_from_db()
    assert joanne.check_password(NEW)
    assert Event.objects.get(stream_id=joanne.id).code == "staff.password_set"
    assert "This link no longer works" in main_of(client.get(here))
    assert "This link no longer works" in main_of(Client().get(here))


def test_nobody_is_signed_in_by_a_link(client, here):
    client.post(client.get(here).url, {"new_password": NEW})
    assert "_auth_user_id" not in client.session
    assert client.get("/").status_code == 302


def test_looking_does_not_use_it_up(client, here):
    """A mail scanner follows links."""
    with nothing_changes():
        Client().get(Client().get(here).url)
        Client().head(here)
    assert client.get(here).status_code == 302


def test_two_windows_set_one_password(client, joanne, here):
    other = Client()
    at = [window.get(here).url for window in (client, other)]
    client.post(at[0], {"new_password": NEW})
    page = main_of(other.post(at[1], {"new_password": "another horse battery"}))
    assert "This link no longer works" in page
    joanne.refresh_from_db()
    assert joanne.check_password(NEW)


def test_it_is_checked_again_where_it_is_used(client, joanne, clock):
    """Between the form and the button, too."""
    at = client.get(address_for(joanne, clock.now, Link.RESET)).url
    clock.passes(minutes=61)
    assert "This link has expired" in main_of(client.post(at, {"new_password": NEW}))
    joanne.refresh_from_db()
    assert not joanne.has_usable_password()


def test_one_that_has_expired_says_so_and_what_to_do(client, here, clock):
    clock.passes(days=3, seconds=1)
    page = client.get(here)
    assert "This link has expired" in main_of(page)
    assert "Have a new link sent to your address" in links_of(page)
    assert links_of(page)["Have a new link sent to your address"] == "/forgotten-password/"


def test_one_for_a_new_password_lasts_an_hour(client, joanne, clock):
    joanne.set_password(FORMER)
    joanne.save()
    here = address_for(joanne, clock.now, Link.RESET)
    clock.passes(minutes=60)
    assert client.get(here).status_code == 302
    clock.passes(seconds=1)
    assert "This link has expired" in main_of(client.get(here))


def test_a_new_password_ends_every_session(client, cast, sign_in, joanne, clock):
    joanne.set_password(FORMER)
    joanne.save()
    tab = sign_in(cast.joanne)
    here = address_for(joanne, clock.now, Link.RESET)
    client.post(client.get(here).url, {"new_password": NEW})
    assert tab.get("/").status_code == 302


def test_in_a_window_where_one_is_signed_in(cast, sign_in, joanne, clock):
    """It is their own session that ends; the banner is there all the same."""
    tab = sign_in(cast.joanne)
    here = address_for(joanne, clock.now)
    assert tab.post(tab.get(here).url, {"new_password": NEW}).url == SIGN_IN
    assert "Your password is set" in main_of(tab.get(SIGN_IN))


def test_a_weak_password_is_not_set_and_the_link_stays_good(client, here):
    at = client.get(here).url
    answer = main_of(client.post(at, {"new_password": "password1234"}))
    assert "too common" in answer
    assert "Your password has not been set" in answer
    assert client.post(at, {"new_password": NEW}).url == SIGN_IN


@pytest.mark.parametrize(
    ("uid", "token"),
    [("AAAA", "x-y"), ("MQ", "set-password"), ("é", "ü"), ("A" * 400, "-"), ("AAAA", "choose")],
)
def test_a_made_up_link_says_what_to_do(client, db, uid, token):
    page = main_of(client.get(reverse("set-password", kwargs={"uidb64": uid, "token": token})))
    assert "This link no longer works" in page
    assert "ask an administrator" in page


def test_an_inactive_account_is_told_no_more_than_a_made_up_link(client, joanne, clock):
    here = address_for(joanne, clock.now)
    Staff.objects.filter(email="aimee@provider.example").update(roles=["Administrator"])
    joanne.is_active = False
    joanne.save()
    made_up = reverse("set-password", kwargs={"uidb64": "AAAA", "token": "x-y"})
    assert main_of(client.get(here)) == main_of(client.get(made_up))


def test_signing_in_makes_it_void(client, joanne, here, clock):
    joanne.last_login = clock.now + timedelta(minutes=1)
    joanne.save()
    assert "This link no longer works" in main_of(client.get(here))


def test_pages_are_kept_by_nobody(client, here):
    assert "no-store" in client.get(client.get(here).url)["Cache-Control"]
