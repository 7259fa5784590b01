"""The warning before somebody is signed out, and what they had typed when they were. The half hour
passes at once, for the server and for the pages.
"""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import make_activity, make_participant, make_tracker
from tests.journeys.visitor import PHONE
from waymark.people.models import KeptForm

NOTE = "She rang back at 9:10am"


class Clock:
    """The time by which the server and the pages of a visitor go; it can be put forward."""

    def __init__(self):
        self.ahead = timedelta()
        self.really = timezone.now

    def now(self):
        return self.really() + self.ahead

    def passes(self, visitor, seconds):
        self.ahead += timedelta(seconds=seconds)
        visitor.page.context.clock.fast_forward(seconds * 1000)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    one = Clock()
    monkeypatch.setattr(timezone, "now", one.now)
    return one


@pytest.fixture
def visit(visit):
    """As everywhere, but the time of the pages can be put forward too."""

    def with_a_clock(person, **given):
        visitor = visit(person, **given)
        visitor.page.context.clock.install()
        visitor.is_altered = True
        return visitor

    return with_a_clock


@pytest.fixture
def note(everybody):
    participant = make_participant(everybody.adam.staff, everybody.groups["Wales / Caerdydd"])
    return f"/trackers/{make_tracker(everybody, make_activity(participant)).id}/note/"


def dialog(visitor):
    return visitor.page.get_by_role("dialog", name="You are about to be signed out")


def warned(visitor, clock):
    """Two minutes before the end, and a little later."""
    clock.passes(visitor, settings.IDLE_SECONDS - settings.IDLE_WARNING_SECONDS + 5)
    expect(dialog(visitor)).to_be_visible()
    return visitor.check()


def signed_out(visitor, clock):
    """From the warning to the end: what was typed is sent before."""
    with visitor.page.expect_response("**/session/keep/**"):
        clock.passes(visitor, settings.IDLE_WARNING_SECONDS - 5 - 6)
    clock.passes(visitor, 10)
    visitor.page.wait_for_url("**/sign-in/**")


def test_staying_with_the_keyboard_alone(everybody, visit, note, clock):
    visitor = visit(everybody.adam).go(note)
    field = visitor.page.get_by_label("Note", exact=True)
    field.fill(NOTE)
    warned(visitor, clock).picture("signing-out-soon")
    stay = visitor.page.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    expect(dialog(visitor)).to_contain_text(re.compile(r"signs you out in \d+ seconds?\."))
    expect(visitor.page).to_have_title(re.compile("^Signing out soon – "))
    visitor.page.keyboard.press("Enter")
    expect(dialog(visitor)).to_be_hidden()
    expect(field).to_be_focused()
    expect(visitor.page).to_have_title(re.compile("^(?!Signing)"))
    warned(visitor, clock)
    visitor.page.keyboard.press("Escape")
    expect(dialog(visitor)).to_be_hidden()
    expect(field).to_have_value(NOTE)
    assert not KeptForm.objects.exists()


def test_what_was_typed_is_there_after_signing_in_again(everybody, visit, note, clock):
    adam = everybody.adam.staff
    adam.set_password("a long enough pass phrase")
    adam.save()
    visitor = visit(everybody.adam, size=PHONE).go(note)
    visitor.page.get_by_label("Note", exact=True).fill(NOTE)
    warned(visitor, clock)
    signed_out(visitor, clock)
    visitor.check().sees("You were signed out because nothing happened for a while")
    assert visitor.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == (
        "[{},{}]"
    )
    visitor.page.get_by_label("Work email address").fill(adam.email)
    visitor.page.get_by_label("Password", exact=True).fill("a long enough pass phrase")
    visitor.press("Sign in").sees("This is what you had typed. It is not saved yet")
    expect(visitor.page.get_by_label("Note", exact=True)).to_have_value(NOTE)
    visitor.picture("kept-form")
    visitor.press("Add note").sees("Note added", NOTE)
    assert not KeptForm.objects.exists()


def test_at_the_end_of_twelve_hours_there_is_time_to_save(everybody, visit, note, clock, settings):
    settings.SESSION_COOKIE_AGE = settings.IDLE_SECONDS
    visitor = visit(everybody.adam).go(note)
    warned(visitor, clock)
    expect(dialog(visitor)).to_contain_text("You have been signed in for twelve hours.")
    expect(visitor.page.get_by_role("button", name="Stay signed in")).to_be_hidden()
    expect(visitor.page.get_by_role("button", name="Go on until then")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(dialog(visitor)).to_be_hidden()
    visitor.page.get_by_label("Note", exact=True).fill(NOTE)
    signed_out(visitor, clock)
    visitor.sees("because you had been signed in for twelve hours")
    assert KeptForm.objects.get().fields["note"] == [NOTE]


def test_every_window_has_the_same_clock(everybody, visit, note, clock):
    first = visit(everybody.adam).go(note)
    warned(first, clock)
    second = first.page.context.new_page()
    second.goto("/")  # somebody is there: the warning goes by itself
    expect(dialog(first)).to_be_hidden()
    expect(first.page).to_have_url(re.compile(note))


def test_signing_out_from_the_warning_keeps_it_too(everybody, visit, note, clock):
    visitor = visit(everybody.adam).go(note)
    visitor.page.get_by_label("Note", exact=True).fill(NOTE)
    warned(visitor, clock)
    visitor.page.get_by_role("button", name="Sign out now").click()
    visitor.page.wait_for_url("**/sign-in/")
    assert KeptForm.objects.get().fields["note"] == [NOTE]


def test_without_scripts_it_is_kept_when_it_is_sent(everybody, visit, note, clock):
    visitor = visit(everybody.adam, scripts=False)
    visitor.page.goto(visitor.address + note)
    visitor.page.get_by_label("Note", exact=True).fill(NOTE)
    assert not dialog(visitor).is_visible()
    clock.passes(visitor, settings.IDLE_SECONDS + 1)
    visitor.page.get_by_role("button", name="Add note").click()
    visitor.page.wait_for_load_state()
    visitor.sees("You were signed out", "it is kept for you").misses(NOTE)
    visitor.picture("time-ran-out")
    assert KeptForm.objects.get().fields["note"] == [NOTE]
