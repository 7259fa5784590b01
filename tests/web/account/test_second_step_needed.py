"""Who must have a second step and has none gets no further than setting one up, anywhere."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from tests.factories import MORNING
from tests.web.account.codes import (
    CODES,
    PASSWORD,
    STEPS,
    code_of,
    give_password,
    set_up_app,
)
from tests.web.reading import main_of, words_of
from tests.world import ADDRESSES, address, make_world
from waymark.config import signing_in
from waymark.config.told import whole_number
from waymark.people.policy import Role

REMOVE_APP = reverse("second-step-app-remove")
EVERYONE = frozenset({"everyone"})
# Reached all the same: what it takes to set one up, to sign out, and to read for everybody.
OPEN = {
    "second-step": 200,
    "second-step-app-add": 200,
    "second-step-key-add": 200,
    "second-step-codes": 404,
    "second-step-codes-new": 404,
    "confirm": 200,
    "confirm-by-code": 302,
    "confirm-by-key": 302,
    "sign-out": 405,
    "help": 200,
    "accessibility": 200,
    "privacy": 200,
}


@pytest.fixture(autouse=True)
def passwords(cast):
    for person in (cast.adam, cast.joanne, cast.aimee):
        person.staff.set_password(PASSWORD)
        person.staff.save()


@pytest.fixture
def held(client, cast, settings):
    """Joanne, who has given her password, and has no second step."""
    settings.SECOND_FACTOR = EVERYONE
    assert give_password(client, cast.joanne).status_code == 302
    return client


def test_every_address_but_a_few_leads_to_setting_up(held, cast):
    world = make_world(cast)
    for name in ADDRESSES:
        url = address(name, world)
        answer = held.get(url)
        if name in OPEN:
            assert answer.status_code == OPEN[name], name
        else:
            assert (answer.status_code, answer.url) == (302, STEPS), name
            posted = held.post(url, {"x": "y"})
            assert (posted.status_code, posted.url) == (302, STEPS), name


def test_the_page_says_why_and_shows_no_way_on(held):
    answer = held.get(STEPS)
    page = words_of(answer)
    assert "asks for more than a password" in page
    assert "Participants" not in page
    assert "Sign out" in page
    assert reverse("account") not in answer.content.decode().replace(STEPS, "")


def test_once_it_is_set_up_everything_opens(held, cast):
    secret = set_up_app(held)
    assert held.get(CODES).status_code == 200
    assert held.get("/administration/").status_code == 200
    other = Client()
    give_password(other, cast.joanne)
    other.post(reverse("sign-in-code"), {"code": code_of(secret)})
    assert other.get("/administration/").status_code == 200


def test_the_last_one_cannot_be_removed(held):
    set_up_app(held)
    answer = held.post(REMOVE_APP)
    assert answer.url == STEPS
    assert "add another one before you remove this" in main_of(held.get(STEPS))
    assert Authenticator.objects.count() == 2


def test_one_of_two_can(held, cast):
    set_up_app(held)
    key = Authenticator.objects.create(
        user=cast.joanne.staff,
        type="webauthn",
        data={"name": "Blue", "credential": {}},
        created_at=MORNING,
    )
    assert held.post(REMOVE_APP).url == STEPS
    assert not Authenticator.objects.filter(type="totp").exists()
    held.post(reverse("second-step-key-remove", kwargs={"pk": key.pk}))
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_named_roles_only(client, cast, settings):
    settings.SECOND_FACTOR = frozenset({Role.ADMINISTRATOR.value})
    give_password(client, cast.adam)
    assert client.get("/").status_code == 200
    other = Client()
    give_password(other, cast.joanne)
    assert other.get("/").url == STEPS


def test_a_role_that_comes_later_asks_at_once(client, cast, settings):
    settings.SECOND_FACTOR = frozenset({Role.SUPERVISOR.value})
    give_password(client, cast.adam)
    assert client.get("/").status_code == 200
    cast.adam.staff.roles = [Role.SUPERVISOR.value]
    cast.adam.staff.save()
    assert client.get("/").url == STEPS


def test_nobody_is_asked_unless_it_is_set(client, cast):
    give_password(client, cast.adam)
    assert client.get("/").status_code == 200


def test_the_demonstration_asks_nobody(client, cast, settings, monkeypatch):
    settings.DEMO, settings.SECOND_FACTOR = True, EVERYONE
    monkeypatch.setattr("waymark.web.account.sign_in.demo_cast", lambda: [cast.aimee.staff])
    client.post(reverse("sign-in"), {"as": cast.aimee.staff.id})
    assert client.get("/").status_code == 200


class TestTheSetting:
    @pytest.mark.parametrize(
        ("told", "meant"),
        [
            ("", set()),
            (" Everyone ", {"everyone"}),
            ("Administrator", {"Administrator"}),
            (
                "Administrator, Process Automation Trackers (Edit),",
                {"Administrator", "Process Automation Trackers (Edit)"},
            ),
        ],
    )
    def test_names_everyone_or_roles(self, monkeypatch, told, meant):
        monkeypatch.setenv("WAYMARK_SECOND_FACTOR", told)
        assert signing_in._who_needs_a_second_step() == meant

    def test_a_role_that_there_is_not_stops_the_start(self, monkeypatch):
        """Else a slip of the pen would leave everybody unprotected."""
        monkeypatch.setenv("WAYMARK_SECOND_FACTOR", "Administrators")
        with pytest.raises(ImproperlyConfigured, match="Administrators"):
            signing_in._who_needs_a_second_step()


class TestTheOtherSettings:
    @pytest.mark.parametrize("told", ["0", "-1", "five"])
    def test_a_limit_is_a_number(self, monkeypatch, told):
        monkeypatch.setenv("WAYMARK_LOCK_AFTER", told)
        with pytest.raises(ImproperlyConfigured, match="WAYMARK_LOCK_AFTER"):
            whole_number("WAYMARK_LOCK_AFTER", 5, lowest=1)

    def test_a_provider_needs_a_client(self, monkeypatch):
        monkeypatch.setenv("WAYMARK_OIDC_ISSUER", "https://idp.example")
        with pytest.raises(ImproperlyConfigured, match="WAYMARK_OIDC_CLIENT_ID"):
            signing_in._single_sign_on()

    def test_a_provider(self, monkeypatch):
        monkeypatch.setenv("WAYMARK_OIDC_ISSUER", "https://idp.example")
        monkeypatch.setenv("WAYMARK_OIDC_CLIENT_ID", "waymark")
        monkeypatch.setenv("WAYMARK_OIDC_NAME", "Northern Lights")
        made = signing_in._single_sign_on()["openid_connect"]
        assert made["OAUTH_PKCE_ENABLED"] is True
        assert made["APPS"][0]["settings"] == {
            "issuer": "https://idp.example",
            "server_url": "https://idp.example/.well-known/openid-configuration",
        }
        assert made["APPS"][0]["name"] == "Northern Lights"
