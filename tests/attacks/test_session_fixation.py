"""A session that somebody planted, or left behind, is worth nothing."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

PASSWORD = "correct horse battery"


@pytest.fixture
def adam(cast):
    cast.adam.staff.set_password(PASSWORD)
    cast.adam.staff.save()
    return cast.adam


def sign_in(browser):
    return browser.post("/sign-in/", {"email": "adam@provider.example", "password": PASSWORD})


def planted(browser, key):
    browser.cookies["waymark_session"] = key
    return browser


def test_a_planted_key_is_not_the_key_of_the_session(adam):
    """Of a session that there is, and of one that there is not."""
    attacker = Client()
    session = attacker.session
    session["seen"] = "here"
    session.save()
    for key in (session.session_key, "a" * 32, "x"):
        victim = planted(Client(), key)
        assert sign_in(victim).status_code == 302
        assert victim.cookies["waymark_session"].value != key
        assert planted(Client(), key).get("/").status_code == 302


def test_a_session_of_somebody_else_is_emptied_before_the_next_signs_in(adam, cast):
    browser = Client()
    browser.force_login(cast.joanne.staff)
    session = browser.session
    session["left behind"] = "by Joanne"
    session.save()
    former = session.session_key
    assert sign_in(browser).status_code == 302
    assert "left behind" not in browser.session
    assert not Session.objects.filter(session_key=former).exists()
    assert "Joanne" not in browser.get("/").content.decode()


def test_after_signing_out_the_key_opens_nothing(adam):
    browser = Client()
    sign_in(browser)
    key = browser.cookies["waymark_session"].value
    assert planted(Client(), key).get("/").status_code == 200
    browser.post("/sign-out/")
    assert planted(Client(), key).get("/").status_code == 302


def test_the_key_never_stands_in_an_address(adam):
    browser = Client()
    sign_in(browser)
    key = browser.cookies["waymark_session"].value
    for url in ("/", "/participants/", "/trackers/", "/account/"):
        assert key not in browser.get(url).content.decode()
    assert Client().get("/", {"waymark_session": key, "sessionid": key}).status_code == 302


def test_scripts_cannot_read_the_session(adam):
    browser = Client()
    sign_in(browser)
    cookie = browser.cookies["waymark_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] in ("Lax", "Strict")
