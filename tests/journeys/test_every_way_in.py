"""Find a tracker, edit it with a file, submit it, close it: without scripts; by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.factories import make_activity, make_participant, make_tracker
from tests.journeys.conftest import PHONE, Visitor
from tests.submitting import WHY, give_reasons

PAPERWORK = Path(__file__).parent / "ucd603.pdf"


@pytest.fixture
def tracker(everybody):
    gwen = make_participant(everybody.adam.staff, everybody.groups["Wales / Caerdydd"])
    return make_tracker(everybody, make_activity(gwen))


def test_without_scripts(everybody, visit, tracker):
    adam = visit(everybody.adam, scripts=False, size=PHONE)
    adam.page.goto(adam.address + "/participants/?q=llywelyn")
    adam.page.locator("main").get_by_role("link", name="Trackers").first.click()
    adam.page.get_by_role("link", name=f"T{tracker.number}").click()
    adam.page.get_by_role("button", name="Edit", exact=True).click()
    adam.page.get_by_label("Status").select_option("Submitted")
    adam.page.get_by_label("Add DMA paperwork").set_input_files(PAPERWORK)
    give_reasons(adam.page)
    adam.page.get_by_role("button", name="Save", exact=True).click()
    adam.sees("Submitted", "ucd603.pdf")
    glenn = visit(everybody.glenn, scripts=False)
    glenn.page.goto(f"{glenn.address}/trackers/?status=submitted")
    glenn.page.get_by_role("link", name="Edit").first.click()
    glenn.page.get_by_label("Status").select_option("Closed")
    glenn.page.get_by_role("button", name="Save", exact=True).click()
    glenn.sees("Closed", "read-only")


def test_by_keyboard_alone(everybody, visit, tracker):
    adam = visit(everybody.adam).go("/")
    page = adam.page
    to(adam, page.get_by_role("searchbox"), reach=12)
    page.keyboard.type(f"T{tracker.number}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/trackers/{tracker.id}/")
    enter(adam, page.get_by_role("button", name="Edit", exact=True))
    status = page.get_by_label("Status")
    to(adam, status)
    page.keyboard.type("Sub")
    to(adam, page.get_by_label("Add DMA paperwork"))
    choose_file(adam, PAPERWORK)
    to(adam, page.locator("details#checks summary"))
    page.keyboard.press("Enter")
    for reason in page.locator("details#checks textarea").all():
        to(adam, reason)
        page.keyboard.type(WHY)
    enter(adam, page.get_by_role("button", name="Save", exact=True))
    adam.check().sees("Submitted", "ucd603.pdf")

    wendy = visit(everybody.wendy).go("/trackers/")
    page = wendy.page
    menu = page.get_by_role("button", name=f"Actions for T{tracker.number}")
    to(wendy, menu)
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/trackers/{tracker.id}/edit/")
    to(wendy, page.get_by_label("Status"))
    page.keyboard.type("Clo")
    enter(wendy, page.get_by_role("button", name="Save", exact=True))
    wendy.check().sees("Closed", "read-only")


def to(visitor: Visitor, wanted: Locator, *, reach: int = 60) -> None:
    """Press Tab until it has the focus."""
    for _ in range(reach):
        visitor.page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def choose_file(visitor: Visitor, path: Path) -> None:
    """Open the file chooser from the keyboard; a busy browser now and then lets a press go by."""
    for _ in range(3):
        try:
            with visitor.page.expect_file_chooser(timeout=5_000) as choosing:
                visitor.page.keyboard.press("Enter")
        except PlaywrightTimeout:
            continue
        choosing.value.set_files(path)
        return
    raise AssertionError("the file chooser does not open")


def enter(visitor: Visitor, wanted: Locator) -> None:
    """Go there by Tab and press Enter: another page comes."""
    to(visitor, wanted)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
