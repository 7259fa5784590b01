"""Signing out on every device at once."""

import pytest
from django.urls import reverse

from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.audit.models import Event

HERE = reverse("sign-out-everywhere")


@pytest.fixture
def tabs(cast, sign_in):
    """Adam at work, at home and on his phone."""
    return [sign_in(cast.adam) for _ in range(3)]


def test_the_account_page_leads_here_and_it_says_what_will_happen(tabs):
    assert links_of(tabs[0].get(reverse("account")))["Sign out everywhere"] == HERE
    assert "on every computer and phone at once, this one too" in main_of(tabs[0].get(HERE))


def test_every_session_ends_this_one_too(tabs):
    answer = tabs[0].post(HERE)
    assert answer.url == reverse("sign-in")
    assert "You are signed out on every device" in main_of(tabs[0].get(answer.url))
    assert [tab.get("/").status_code for tab in tabs] == [302, 302, 302]
    assert Event.objects.get().code == "staff.signed_out_everywhere"


def test_nobody_elses(cast, sign_in, tabs):
    judith = sign_in(cast.judith)
    tabs[0].post(HERE)
    assert judith.get("/").status_code == 200


def test_harmless_on_get(tabs):
    with nothing_changes():
        tabs[0].get(HERE)
    assert [tab.get("/").status_code for tab in tabs] == [200, 200, 200]


def test_twice(tabs):
    tabs[0].post(HERE)
    assert tabs[0].post(HERE).status_code == 403
    assert Event.objects.count() == 1


def test_nobody_signed_in(client, db):
    assert client.get(HERE).status_code == 302
