"""Sessions that end by themselves: half an hour without anybody, twelve hours in all."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.web.reading import main_of
from waymark.web.session_clock import ACTIVE

pytestmark = pytest.mark.django_db
HOME, SESSION, STAY = "/", reverse("session"), reverse("session-stay")
ACCOUNT = reverse("account")
IDLE = "You were signed out because nothing happened for a while"
LONG = "You were signed out because you had been signed in for twelve hours"


@pytest.fixture
def tab(cast, sign_in, clock):
    return sign_in(cast.adam)


def is_in(tab):
    return tab.get(ACCOUNT).status_code == 200


def left(tab):
    return tab.get(SESSION).json()["left"]


def test_half_an_hour_of_nothing_ends_it_and_says_why(tab, clock):
    clock.passes(minutes=29, seconds=59)
    assert is_in(tab)
    clock.passes(minutes=30)
    answer = tab.get("/trackers/?q=x")
    assert answer.url == "/sign-in/?next=/trackers/%3Fq%3Dx"
    assert IDLE in main_of(tab.get(answer.url))
    assert not Session.objects.filter(session_data__contains="_auth_user_id").exists()


def test_it_is_said_once(tab, clock):
    clock.passes(minutes=30)
    page = main_of(tab.get(tab.get(HOME).url))
    assert IDLE in page
    assert IDLE not in main_of(tab.get("/sign-in/"))


def test_each_page_begins_it_anew(tab, clock):
    for _ in range(10):
        clock.passes(minutes=20)
        assert is_in(tab)


def test_it_is_the_same_clock_in_every_window(tab, clock):
    other = Client()
    other.cookies = tab.cookies
    clock.passes(minutes=20)
    assert is_in(other)
    clock.passes(minutes=20)
    assert is_in(tab)


def test_twelve_hours_are_the_most(tab, clock):
    for _ in range(35):
        clock.passes(minutes=20)
        assert is_in(tab)
    clock.passes(minutes=20)
    answer = tab.get(HOME)
    assert answer.status_code == 302
    assert LONG in main_of(tab.get(answer.url))


def test_nor_does_staying_make_them_more(tab, clock):
    for _ in range(35):
        clock.passes(minutes=20)
        tab.post(STAY)
    assert tab.get(SESSION).json() == {"left": 20 * 60, "fixed": True}
    clock.passes(minutes=20)
    assert not is_in(tab)


def test_pages_do_not_write_each_time(tab, clock, django_assert_num_queries):
    """Once a minute: the session is read, and written only then."""
    tab.get(ACCOUNT)
    clock.passes(seconds=59)
    with django_assert_num_queries(3):
        tab.get(ACCOUNT)
    assert tab.session[ACTIVE] == clock.now.timestamp() - 59
    clock.passes(seconds=1)
    with django_assert_num_queries(6):  # the session, between a savepoint and its release
        tab.get(ACCOUNT)
    assert tab.session[ACTIVE] == clock.now.timestamp()


def test_another_time_can_be_set(tab, clock, settings):
    settings.IDLE_SECONDS = 300
    clock.passes(minutes=4, seconds=59)
    assert is_in(tab)
    clock.passes(minutes=5)
    assert not is_in(tab)


def test_without_an_idle_limit_twelve_hours_stay(tab, clock, settings):
    settings.IDLE_SECONDS = 0
    clock.passes(hours=11, minutes=59)
    assert is_in(tab)
    assert tab.get(SESSION).json() == {"left": 60, "fixed": True}
    clock.passes(minutes=1)
    assert not is_in(tab)


def test_a_clock_put_back_ends_nothing(tab, clock):
    clock.passes(hours=-5)
    assert is_in(tab)


class TestAsking:
    def test_it_says_what_is_left(self, tab, clock):
        assert left(tab) == 1800
        clock.passes(minutes=10)
        assert left(tab) == 1200

    def test_it_wins_no_time(self, tab, clock):
        for _ in range(30):
            clock.passes(minutes=1)
            tab.get(SESSION)
        assert left(tab) == 0
        assert not is_in(tab)

    def test_a_page_that_loads_itself_again_wins_none_either(self, tab, clock):
        clock.passes(minutes=29)
        assert tab.get(f"{ACCOUNT}?refreshed").status_code == 200
        clock.passes(minutes=1)
        assert not is_in(tab)

    def test_nor_does_a_page_that_there_is_not(self, tab, clock):
        clock.passes(minutes=29)
        assert tab.get("/nowhere/at/all/").status_code == 404
        clock.passes(minutes=1)
        assert not is_in(tab)

    def test_nobody_has_no_time(self, client):
        assert client.get(SESSION).json() == {"left": 0, "fixed": False}

    def test_it_is_not_kept_by_the_browser(self, tab):
        assert "no-store" in tab.get(SESSION)["Cache-Control"]


class TestStaying:
    def test_it_begins_anew(self, tab, clock):
        clock.passes(minutes=29)
        assert tab.post(STAY).json() == {"left": 1800, "fixed": False}
        clock.passes(minutes=29)
        assert is_in(tab)

    def test_even_within_the_same_minute(self, tab, clock):
        clock.passes(seconds=30)
        assert tab.post(STAY).json()["left"] == 1800

    def test_harmless_on_get(self, tab, clock):
        clock.passes(minutes=10)
        assert tab.get(STAY).status_code == 405

    def test_not_when_it_is_over(self, tab, clock):
        clock.passes(minutes=30)
        assert tab.post(STAY).status_code == 403
        assert not is_in(tab)

    def test_nobody_can(self, client):
        assert client.post(STAY).status_code == 403

    def test_not_for_another_site(self, cast, clock):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(cast.adam.staff)
        browser.get(ACCOUNT)
        clock.passes(minutes=10)
        assert browser.post(STAY).status_code == 403
        assert left(browser) == 1200


class TestEverywhereElse:
    def test_signing_out_when_it_is_over_is_signing_out(self, tab, clock):
        clock.passes(minutes=30)
        answer = tab.post(reverse("sign-out"))
        assert answer.url == "/sign-in/"
        assert IDLE not in main_of(tab.get(answer.url))

    def test_open_pages_show_nobody(self, tab, clock):
        clock.passes(minutes=30)
        page = tab.get(reverse("help")).content.decode()
        assert "Adam Stewart" not in page
        assert IDLE in page

    def test_a_page_about_a_lost_form_shows_nobody(self, cast, clock):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(cast.adam.staff)
        browser.get(ACCOUNT)
        clock.passes(minutes=31)
        page = browser.post(ACCOUNT, {"note": "x"}).content.decode()
        assert "This form has expired" in page
        assert "Adam Stewart" not in page

    def test_the_page_carries_the_time_for_its_script(self, tab, clock):
        """A minute less than there is, so that pages are the same bytes from second to second."""
        page = tab.get(ACCOUNT).content.decode()
        assert 'data-left="1740" data-fixed="no" data-warns-before="120"' in page
        clock.passes(seconds=59)
        assert tab.get(ACCOUNT).content.decode().count('data-left="1740"') == 1

    def test_on_an_address_that_there_is_not_it_is_what_is_left(self, tab, clock):
        clock.passes(minutes=20)
        assert 'data-left="600"' in tab.get("/nowhere/at/all/").content.decode()

    def test_who_is_not_signed_in_is_not_warned(self, client):
        assert "waymark-session.js" not in client.get("/sign-in/").content.decode()
