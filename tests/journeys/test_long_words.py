"""Words that never break, as long as the fields take them, widen no page (WCAG 1.4.10)."""

import pytest

from tests.caseloads import text_of
from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.journeys.visitor import DESKTOP, PHONE
from waymark.imports.carrying_out import carry_out
from waymark.imports.models import ImportRun

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + "M" * 140


@pytest.fixture
def tracker(everybody):
    """A tracker in which every text is one word."""
    somebody = make_participant(
        everybody.adam.staff,
        everybody.groups["Wales / Caerdydd"],
        first_name="G" * 100,
        last_name="L" * 100,
        reference="W" * 40,
    )
    activity = make_activity(somebody, title="T" * 200, place=TEAMS, instructions="I" * 3000)
    return make_tracker(everybody, activity)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_nothing_scrolls_sideways(everybody, visit, tracker, size):
    adam = visit(everybody.adam, size=size)
    participant = f"/participants/{tracker.participant_id}/"
    for path in (
        "/",
        "/trackers/",
        f"/trackers/?q={'k' * 190}",
        f"/trackers/{tracker.id}/",
        f"/trackers/{tracker.id}/edit/",
        "/participants/",
        participant,
        f"{participant}action-plan/",
        f"{participant}history/",
        f"/activities/{tracker.activity_id}/",
    ):
        adam.go(path)


def test_nor_what_an_import_found(everybody, visit):
    joanne = visit(everybody.joanne).go("/administration/imports/")
    long_file = {
        "name": "p" * 300 + ".csv",
        "mimeType": "text/csv",
        "buffer": text_of("participants", {"first_name": "x" * 5000}).encode(),
    }
    joanne.page.locator("input[type=file]").set_input_files(long_file)
    joanne.page.get_by_role("button", name="Check the files").click()
    carry_out(ImportRun.objects.get().id, clock=lambda: MORNING)
    joanne.go(f"/administration/imports/{ImportRun.objects.get().id}/").sees("1 row is refused")
    joanne.page.set_viewport_size(PHONE)
    joanne.check()
    joanne.go("/administration/imports/")
    joanne.page.set_viewport_size(DESKTOP)
    joanne.check()
