"""An administrator lets somebody in again: ends a lock, takes lost second steps away."""

import re
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.factories import MORNING
from tests.integration.people.keeping import make_administrator
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.audit.models import Event
from waymark.kernel.refusals import NotAllowed
from waymark.operations.signing_in import remove_second_steps

PASSWORD = "correct horse battery"
SIGN_IN = reverse("sign-in")
PAGES = ("staff-unlock", "staff-second-steps")
WHY = "Rang from their desk"


def at(name, person):
    return reverse(name, args=[person.staff.id])


@pytest.fixture
def stuck(cast):
    """Adam, who mistyped his password too often and has lost his phone."""
    cast.adam.staff.set_password(PASSWORD)
    cast.adam.staff.save()
    Authenticator.objects.create(user=cast.adam.staff, type="totp", data={"secret": "x"})
    for _ in range(5):
        enter("not this one")
    return cast.adam


def enter(password):
    form = {"email": "adam@provider.example", "password": password}
    return Client(REMOTE_ADDR="192.0.2.1").post(SIGN_IN, form)


def test_the_account_says_so_and_leads_there(cast, sign_in, stuck, few_statements):
    browser = sign_in(cast.joanne)
    with few_statements():
        answer = browser.get(at("staff-account", stuck))
    assert "Adam Stewart Locked" in main_of(answer)
    assert links_of(answer)["Unlock"] == at("staff-unlock", stuck)
    assert links_of(answer)["Remove their second steps"] == at("staff-second-steps", stuck)
    other = browser.get(at("staff-account", cast.roy))
    assert not {"Unlock", "Remove their second steps"} & links_of(other).keys()


def test_unlocked_with_the_reason(cast, sign_in, stuck):
    browser, here = sign_in(cast.joanne), at("staff-unlock", stuck)
    assert enter(PASSWORD).status_code == 429
    with nothing_changes():
        assert "Make sure that it was them" in main_of(browser.get(here))
    page = main_of(browser.post(here, {"why": WHY}, follow=True))
    assert "Adam Stewart can try to sign in again" in page
    assert re.search(rf"Unlocked by Joanne Okafor [\w :]+ Why: {WHY}", page)
    assert "Adam Stewart Locked" not in page
    assert enter(PASSWORD).url == reverse("sign-in-code")
    assert "The account is not locked" in main_of(browser.post(here, {"why": WHY}, follow=True))
    assert Event.objects.filter(code="staff.unlocked").count() == 1


def test_second_steps_taken_away_with_the_reason(cast, sign_in, stuck):
    tab, browser, here = sign_in(stuck), sign_in(cast.joanne), at("staff-second-steps", stuck)
    with nothing_changes():
        assert "Their password alone then opens" in main_of(browser.get(here))
    page = main_of(browser.post(here, {"why": WHY}, follow=True))
    assert "Their second steps are removed, and they are signed out" in page
    assert re.search(
        rf"Second step removed by Joanne Okafor [\w :]+ Authenticator app Why: {WHY}", page
    )
    assert not Authenticator.objects.exists()
    assert tab.get("/").status_code == 302
    assert "has no second step" in main_of(browser.post(here, {"why": WHY}, follow=True))


def test_ones_own_second_steps_go_another_way(cast, sign_in):
    """Else a screen left alone would be enough to take them away."""
    Authenticator.objects.create(user=cast.joanne.staff, type="totp", data={"secret": "x"})
    browser = sign_in(cast.joanne)
    answer = browser.post(at("staff-second-steps", cast.joanne), {"why": WHY})
    assert answer.url == reverse("second-step")
    assert Authenticator.objects.exists()
    assert "Remove their second steps" not in links_of(
        browser.get(at("staff-account", cast.joanne))
    )


def test_nor_by_the_operation(cast):
    joanne = cast.joanne
    with nothing_changes(), pytest.raises(NotAllowed) as refused:
        remove_second_steps(actor=joanne.actor, staff_id=joanne.staff.id, now=MORNING)
    assert refused.value.code == "staff.own_steps"


@pytest.mark.parametrize("name", PAGES)
def test_without_a_reason_nothing_happens(cast, sign_in, stuck, name):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        page = main_of(browser.post(at(name, stuck), {"why": "  "}))
    assert page.count("Say how you know that it is them") == 2


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
def test_wrong_role(cast, sign_in, stuck, name, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get(at(name, stuck)).status_code == 403
    assert browser.post(at(name, stuck), {"why": WHY}).status_code == 403
    assert Authenticator.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_out_of_scope(cast, sign_in, name):
    make_administrator(cast.aimee)
    browser = sign_in(cast.aimee)
    for address in (at(name, cast.roy), reverse(name, args=[uuid4()])):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"why": WHY}).status_code == 404


def test_failures_are_told_together_with_where_they_came_from(cast, sign_in, stuck, settings):
    settings.FAILURES_BY_ACCOUNT = 50
    form = {"email": "adam@provider.example", "password": "not this one"}
    Client(REMOTE_ADDR="198.51.100.7").post(SIGN_IN, form)
    page = main_of(sign_in(cast.joanne).get(at("staff-account", stuck)))
    told = r"by somebody not signed in [\w :]+ By password, from"
    assert re.search(rf"5 failures to sign in {told} 192\.0\.2\.1 The first of them 2", page)
    assert re.search(rf"Failure to sign in {told} 198\.51\.100\.7", page)
    assert re.search(rf"Locked after failures to sign in {told} 192\.0\.2\.1", page)
    assert page.count("192.0.2.1") == 2
