"""Every page at both widths: axe finds no WCAG A or AA violation, nothing scrolls sideways."""

import pytest

from tests.architecture.url_outcomes import GET, MEMBERS
from tests.journeys.conftest import DESKTOP, PHONE
from tests.world import address, make_world

NOT_PAGES = {"tracker-export", "tracker-file", "import-refused", "session"}
WHO_SEES_MOST = ("joanne", "aimee", "glenn", "adam", "nobody")
PAGES = [name for name in GET if "200" in GET[name] and name not in NOT_PAGES]


def who_sees(name):
    """The one of whom the page asks most: an administrator's, a supervisor's, compliance's, …"""
    allowed = {who for who, outcome in zip(MEMBERS, GET[name], strict=True) if outcome == "200"}
    return next(who for who in WHO_SEES_MOST if who in allowed)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_every_page(everybody, visit, size):
    world = make_world(everybody)
    visitors = {}
    for name in PAGES:
        who = who_sees(name)
        if who not in visitors:
            visitors[who] = visit(getattr(everybody, who, None), size=size)
        visitors[who].go(address(name, world))
    assert len(PAGES) > 35


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_what_is_empty_and_what_is_not_there(everybody, visit, size):
    roy = visit(everybody.roy, size=size)
    for path in ("/", "/participants/", "/trackers/", "/activities/", "/trackers/?q=zzz&from=x"):
        roy.go(path)
    roy.go("/nothing/").sees("Page not found")
    roy.go("/administration/").sees("Administrator")
