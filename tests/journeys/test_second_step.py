"""Second steps as people do them: an app without scripts, keys and passkeys by the browser's own
virtual authenticator, recovery codes, and being held until one is set up.
"""

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore

from tests.journeys.visitor import DESKTOP, PHONE
from tests.web.account.codes import code_of

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def adam(everybody):
    everybody.adam.staff.set_password(PASSWORD)
    everybody.adam.staff.save()
    return everybody.adam


def give_password(visitor, person):
    visitor.go("/sign-in/")
    visitor.page.get_by_label("Work email address").fill(person.staff.email)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    return visitor.check()


def enter_code(visitor, code, button="Continue"):
    visitor.page.locator("#code").fill(code)
    return visitor.press(button)


def secret_on(page):
    return page.locator(".wm-code").first.inner_text().replace(" ", "")


def touch(visitor, button):
    """Press a button that a key answers: the next page comes when it has."""
    visitor.page.get_by_role("button", name=button, exact=True).click()


def virtual_key(visitor, *, is_passkey):
    """A security key that lives in the browser, and always sees its owner."""
    visitor.is_altered = True
    tools = visitor.page.context.new_cdp_session(visitor.page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal" if is_passkey else "usb",
        "hasResidentKey": is_passkey,
        "hasUserVerification": is_passkey,
        "isUserVerified": is_passkey,
        "automaticPresenceSimulation": True,
    }
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return tools, made["authenticatorId"]


@pytest.mark.parametrize(
    ("size", "scripts"),
    [(DESKTOP, True), (PHONE, True), (DESKTOP, False)],
    ids=["1280", "390", "without scripts"],
)
def test_an_app_and_recovery_codes(visit, adam, size, scripts):
    visitor = visit(None, scripts=scripts, size=size)
    if not scripts:
        visitor.check = lambda: visitor  # axe is a script
    give_password(visitor, adam)
    visitor.go("/account/").follow("Set up or change your second step").picture("second-step")
    visitor.follow("Set up an app").picture("second-step-app")
    secret = secret_on(visitor.page)
    enter_code(visitor, "000", "Set up").sees("There is a problem", "This code is wrong")
    enter_code(visitor, code_of(secret), "Set up").sees("Your authenticator app is set up")
    visitor.press("Show recovery codes").sees("They are shown this once")
    visitor.picture("recovery-codes")
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name="Download as a text file").click()
    saved = waiting.value.path().read_text()
    codes = re.findall(r"^\d{4} \d{4}$", saved, re.MULTILINE)
    assert len(codes) == 10
    visitor.follow("I have kept them").sees("You have 10 left")
    visitor.press("Sign out")

    give_password(visitor, adam).sees("Second step").picture("second-step-code")
    enter_code(visitor, "12345").sees("This code is wrong")
    enter_code(visitor, codes[0])
    assert visitor.page.title() == "Your work – Waymark"
    visitor.go("/account/second-step/").sees("You have 9 left")
    visitor.follow("Remove the authenticator app").press("Remove the app")
    visitor.sees("Your authenticator app is removed", "Set up an app")


def test_a_security_key_as_second_step(visit, adam):
    visitor = give_password(visit(None), adam)
    virtual_key(visitor, is_passkey=False)
    visitor.go("/account/second-step/").follow("Add a key or passkey").picture("second-step-key")
    visitor.page.get_by_label("Name of the key").fill("Blue key ring")
    touch(visitor, "Add")
    visitor.page.wait_for_url("**/account/second-step/codes/")
    visitor.sees("‘Blue key ring’ is added").go("/account/second-step/").sees("Blue key ring")
    visitor.follow("Rename Blue key ring")
    visitor.page.get_by_label("Name of the key").fill("Green key ring")
    visitor.press("Save").sees("Green key ring").press("Sign out")

    give_password(visitor, adam).sees("With a security key")
    touch(visitor, "Use a security key")
    visitor.page.wait_for_url(visitor.address + "/")
    assert visitor.page.title() == "Your work – Waymark"
    visitor.go("/account/second-step/").follow("Remove Green key ring").press("Remove the key")
    visitor.sees("‘Green key ring’ is removed", "Add a key or passkey")


def test_a_passkey_alone_signs_in(visit, adam):
    visitor = give_password(visit(None), adam)
    tools, key = virtual_key(visitor, is_passkey=True)
    visitor.go("/account/second-step/keys/add/")
    visitor.page.get_by_label("Make it a passkey").check()
    touch(visitor, "Add")
    visitor.page.wait_for_url("**/account/second-step/codes/")
    visitor.go("/account/second-step/").sees("Key 1 (passkey)").press("Sign out")

    touch(visitor, "Sign in with a passkey")
    visitor.page.wait_for_url(visitor.address + "/")
    assert visitor.page.title() == "Your work – Waymark"
    visitor.go("/account/second-step/").sees("Last used").press("Sign out")

    tools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    touch(visitor, "Sign in with a passkey")
    visitor.page.get_by_text("No key was used").wait_for()
    assert visitor.page.url == visitor.address + "/sign-in/"
    visitor.check()


def test_confirming_by_a_key(visit, adam):
    visitor = give_password(visit(None), adam)
    virtual_key(visitor, is_passkey=False)
    visitor.go("/account/second-step/keys/add/")
    touch(visitor, "Add")
    visitor.page.wait_for_url("**/account/second-step/codes/")
    session = visitor.page.context.cookies()
    later_than_ten_minutes(next(one["value"] for one in session if "session" in one["name"]))
    visitor.go("/account/second-step/keys/add/").sees("Confirm that it is you").picture("confirm")
    visitor.follow("security key")
    touch(visitor, "Use a security key")
    visitor.page.wait_for_url("**/account/second-step/keys/add/")
    visitor.sees("Add a key or passkey")


def later_than_ten_minutes(key):
    session = SessionStore(key)
    session["entered_at"] -= 3600
    session.save()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_held_until_one_is_set_up(visit, adam, settings, size):
    settings.SECOND_FACTOR = frozenset({"everyone"})
    visitor = give_password(visit(None, size=size), adam)
    visitor.sees("Set up a second step", "asks for more than a password").picture("held")
    visitor.go("/trackers/").sees("Set up a second step").follow("Set up an app")
    enter_code(visitor, code_of(secret_on(visitor.page)), "Set up")
    visitor.go("/trackers/").sees("Trackers")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_locked_out(visit, adam, size):
    visitor = visit(None, size=size)
    for _ in range(5):
        visitor.go("/sign-in/")
        visitor.page.get_by_label("Work email address").fill(adam.staff.email)
        visitor.page.get_by_label("Password", exact=True).fill("wrong")
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.check().sees("Too many attempts to sign in").picture("locked-out")
