"""Exporting the list of trackers as it is filtered."""

import csv
import io

import pytest

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.audit.models import AccessRecord

pytestmark = pytest.mark.usefixtures("morning")
EXPORT = "/trackers/export/"


@pytest.fixture
def made(cast):
    def make(first="Llŷr", *, group="Wales / Caerdydd", by=None, coach="adam"):
        participant = make_participant(
            getattr(cast, coach).staff, cast.groups[group], first_name=first
        )
        return make_tracker(cast, make_activity(participant), by=by)

    return make


def rows_of(answer) -> list[dict]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("who", ["aimee", "tomasz", "joanne", "glenn", "wendy"])
def test_those_who_may_get_the_list_as_it_is_filtered(cast, sign_in, made, who):
    tracker = made()
    put_in_status(made(), "closed")
    browser = sign_in(getattr(cast, who))
    listed = browser.get("/trackers/", {"status": "new", "q": "llyr"})
    answer = browser.get(links_of(listed)["Export this list"])
    [row] = rows_of(answer)
    assert (row["tracker"], row["status"]) == (f"T{tracker.number}", "New")
    assert row["assignee_email"] == "adam@provider.example"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="trackers-2026-11-23.csv"'


def test_that_it_was_taken_is_on_record_and_nothing_else_changes(cast, sign_in, made):
    made()
    browser = sign_in(cast.aimee)
    with nothing_changes(but=("audit_accessrecord",)):
        rows_of(browser.get(EXPORT))
    taken = AccessRecord.objects.get()
    assert (taken.kind, taken.actor_name, taken.address) == (
        "export",
        "Aimee Hamilton",
        "127.0.0.1",
    )


def test_only_what_is_in_scope(cast, sign_in, made):
    made()
    made(group="North West / Liverpool", by=cast.roy, coach="roy")
    assert len(rows_of(sign_in(cast.aimee).get(EXPORT))) == 1
    assert len(rows_of(sign_in(cast.tomasz).get(EXPORT))) == 2


@pytest.mark.parametrize("who", ["adam", "alexandra", "judith"])
def test_others_are_told_the_role(cast, sign_in, made, who):
    made()
    assert "Export trackers" in main_of(sign_in(getattr(cast, who)).get(EXPORT), status=403)
    assert not AccessRecord.objects.exists()


def test_a_filter_that_cannot_be_read_leads_back_to_the_list(cast, sign_in, made):
    browser = sign_in(cast.aimee)
    answer = browser.get(EXPORT, {"from": "soon"})
    assert (answer.status_code, answer.url) == (302, "/trackers/?from=soon")
    assert "There is a problem" in main_of(browser.get(answer.url))


def test_nothing_is_a_file_with_its_heads(cast, sign_in):
    answer = sign_in(cast.aimee).get(EXPORT)
    assert b"".join(answer.streaming_content).decode().startswith("\ufefftracker,type,status,")
