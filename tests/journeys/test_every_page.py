"""Every page at both widths: axe finds no WCAG A or AA violation, nothing scrolls sideways."""

import pytest

from tests.architecture.url_outcomes import GET, MEMBERS
from tests.journeys.visitor import DESKTOP, PHONE
from tests.restricting import restrict
from tests.world import address, make_world
from waymark.participants.models import Participant

NOT_PAGES = {
    "access-records-export",
    "import-refused",
    "notice-pdf",
    "participant-access-export",
    "sanction-letter",
    "sanction-record-export",
    "session",
    "tracker-export",
    "tracker-file",
    "tracker-pack-file",
    "tracker-sheet-file",
}
WHO_SEES_MOST = ("joanne", "aimee", "glenn", "adam", "nobody")
PAGES = [name for name in GET if "200" in GET[name] and name not in NOT_PAGES]


def who_sees(name):
    """The one of whom the page asks most: an administrator's, a supervisor's, compliance's, …"""
    allowed = {who for who, outcome in zip(MEMBERS, GET[name], strict=True) if outcome == "200"}
    return next(who for who in WHO_SEES_MOST if who in allowed)


@pytest.mark.parametrize("who", WHO_SEES_MOST)
def test_every_page(everybody, visit, who):
    """Each is opened once, seen on a desk and then as narrow as a phone."""
    world = make_world(everybody)
    visitor = visit(getattr(everybody, who, None))
    for name in (name for name in PAGES if who_sees(name) == who):
        visitor.go(address(name, world)).narrowed()


def test_there_are_many():
    assert len(PAGES) > 35


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_what_is_empty_and_what_is_not_there(everybody, visit, size):
    roy = visit(everybody.roy, size=size)
    for path in ("/", "/participants/", "/trackers/", "/activities/", "/trackers/?q=zzz&from=x"):
        roy.go(path)
    roy.go("/nothing/").sees("Page not found")
    roy.go("/administration/").sees("Administrator")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_a_restricted_record(everybody, visit, size):
    """Why it is opened, who sees it, who looked; and the tag in the lists."""
    world = make_world(everybody)
    restrict(everybody, Participant.objects.get(id=world["participant_id"]), everybody.adam)
    aimee = visit(everybody.aimee, size=size)
    aimee.go(address("participant-trackers", world)).sees("is a restricted record")
    aimee.press("Open the record").sees("There is a problem", "Say why you open this record")
    aimee.page.get_by_label("Why do you open this record?").fill("I check who is named")
    aimee.press("Open the record").sees("Trackers")
    for name in ("participant-restriction", "participant-restriction-lift", "participant-details"):
        aimee.go(address(name, world))
    aimee.go(address("participant-access", world)).sees("I check who is named", "Who looked")
    for path in ("/access-records/", "/access-records/?from=x", "/participants/", "/trackers/"):
        aimee.go(path)
    aimee.go("/access-records/?what=file").sees("Nothing matches")
