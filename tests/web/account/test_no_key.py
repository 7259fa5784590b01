"""Answers that no key gives: told plainly, counted where failures count, never an error of ours."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.attacks.answers import ANSWERS
from tests.web.account.codes import CODE, PASSWORD, SIGN_IN, give_password, is_in, told
from tests.web.reading import main_of
from waymark.audit.models import Event
from waymark.web.account.adapters import FactorsAdapter

DID_NOT_WORK = "This key or passkey did not work"
ADD_KEY = reverse("second-step-key-add")


@pytest.fixture
def adam(client, cast):
    cast.adam.staff.set_password(PASSWORD)
    cast.adam.staff.save()
    give_password(client, cast.adam)
    return client


@pytest.fixture
def arriving(adam, cast):
    """Adam, who has given his password and has a second step."""
    secret = FactorsAdapter().encrypt("A" * 32)
    Authenticator.objects.create(user=cast.adam.staff, type="totp", data={"secret": secret})
    give_password(adam, cast.adam)
    assert "Second step" in main_of(adam.get(CODE))  # asks the key
    return adam


def test_as_a_passkey(client, db):
    url = reverse("sign-in-passkey")
    for typed in ANSWERS:
        options = client.get(url, headers={"Accept": "application/json"}).json()["request_options"]
        assert options["publicKey"]["userVerification"] == "required"
        assert client.post(url, {"credential": typed}).url == SIGN_IN, typed[:50]
        assert DID_NOT_WORK in told(client), typed[:50]
    assert client.get(url).url == SIGN_IN
    assert not is_in(client)


def test_as_a_second_step(arriving, settings):
    settings.FAILURES_BY_ACCOUNT = settings.FAILURES_BY_ADDRESS = 100
    for typed in ANSWERS:
        before = Event.objects.filter(code="staff.sign_in_failed").count()
        assert "There is a problem" in main_of(arriving.post(CODE, {"credential": typed}))
        counted = Event.objects.filter(code="staff.sign_in_failed").count() - before
        assert counted == (1 if typed else 0), typed[:50]
    assert not is_in(arriving)


def test_as_a_new_key(adam):
    adam.get(ADD_KEY)
    for typed in ANSWERS:
        page = main_of(adam.post(ADD_KEY, {"credential": typed, "name": "Blue"}))
        assert "There is a problem" in page
        assert DID_NOT_WORK in page or "No key was used" in page
        assert "This code is wrong" not in page
    assert not Authenticator.objects.exists()
