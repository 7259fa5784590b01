"""Compliance sends a submitted tracker back to be put right, and rejects, with a coded reason."""

from datetime import timedelta

import pytest

from tests.factories import (
    MORNING,
    make_activity,
    make_participant,
    make_tracker,
    put_in_status,
)
from tests.integration.expecting import refused
from tests.snapshot import nothing_changes
from tests.web.reading import field_of, links_of, main_of, words_of
from waymark.operations.returning import send_back
from waymark.trackers.models import Transition

pytestmark = pytest.mark.usefixtures("morning")
BACK = {"version": "1", "code": "r_evidence", "text": "The register of that day is missing."}


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return put_in_status(make_tracker(cast, make_activity(participant)), "submitted")


def at(tracker, more="send-back/") -> str:
    return f"/trackers/{tracker.id}/{more}"


@pytest.mark.parametrize("who", ["glenn", "wendy"])
def test_it_is_new_again_with_its_reason(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert links_of(browser.get(at(tracker, "")))["Send back"] == at(tracker)
    answer = browser.post(at(tracker), BACK)
    assert (answer.status_code, answer.url) == (302, "/compliance/")
    tracker.refresh_from_db()
    assert (tracker.status, tracker.version) == ("new", 2)
    assert tracker.assignee_id == cast.adam.staff.id
    step = Transition.objects.get()
    assert (step.from_status, step.to_status) == ("submitted", "new")
    assert (step.reason_code, step.reason_text) == ("r_evidence", BACK["text"])
    page = main_of(sign_in(cast.adam).get(at(tracker, "")))
    assert "Because: Evidence is missing. The register of that day is missing." in page
    assert "Status: Submitted to New" in page


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.glenn)
    with nothing_changes(but=("audit_accessrecord",)):
        assert browser.get(at(tracker)).status_code == 200


@pytest.mark.parametrize("who", ["alexandra", "adam", "aimee", "tomasz", "joanne", "roy"])
def test_only_compliance_sends_back(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get(at(tracker)).status_code == 403
    assert browser.post(at(tracker), BACK).status_code == 403
    assert "Send back" not in (
        links_of(browser.get(at(tracker, ""))) if who != "roy" else {"Send": ""}
    )
    assert not Transition.objects.exists()


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    cast.glenn.staff.groups.set([cast.groups["North West"]])
    browser = sign_in(cast.glenn)
    assert browser.get(at(tracker)).status_code == 404
    assert browser.post(at(tracker), BACK).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"code": ""}, "Choose why it is sent back"),
        ({"code": "x_late"}, "Choose why it is sent back"),
        ({"text": " "}, "Say what has to be put right"),
    ],
)
def test_bad_input_keeps_what_was_typed(cast, sign_in, tracker, wrong, message):
    answer = sign_in(cast.glenn).post(at(tracker), BACK | wrong)
    assert message in main_of(answer)
    assert field_of(answer, "text").strip() == (BACK | wrong)["text"].strip()
    assert not Transition.objects.exists()


@pytest.mark.parametrize("code", ["tracker.return_code_needed", "tracker.return_unexplained"])
def test_the_operation_asks_for_both(cast, tracker, code):
    given = {"code": "", "text": "x"} if code.endswith("needed") else {"code": "r_form", "text": ""}
    with refused(code):
        send_back(
            actor=cast.glenn.actor, tracker_id=tracker.id, seen_version=1, now=MORNING, **given
        )


@pytest.mark.parametrize("status", ["new", "resolved", "referred"])
def test_only_what_was_submitted_is_sent_back(cast, sign_in, tracker, status):
    put_in_status(tracker, status)
    browser = sign_in(cast.glenn)
    assert browser.get(at(tracker)).url == at(tracker, "")
    answer = browser.post(at(tracker), BACK)
    assert "Only a tracker that was submitted can be sent back" in main_of(answer)
    assert not Transition.objects.exists()


def test_a_final_one_shows_what_was_typed(cast, sign_in, tracker):
    put_in_status(tracker, "closed")
    page = main_of(sign_in(cast.glenn).post(at(tracker), BACK), status=409)
    assert "Nothing of yours has been saved" in page


def test_somebody_was_quicker(cast, sign_in, tracker):
    form = {"status": "submitted", "raised": "no", "not_raised_reason": "Ill", "version": "1"}
    sign_in(cast.adam).post(at(tracker, "edit/"), form | {"assignee": str(cast.adam.staff.id)})
    answer = sign_in(cast.glenn).post(at(tracker), BACK)
    assert "DMA paperwork raised: Yes to No" in words_of(answer)
    assert field_of(answer, "version") == "2"


def test_a_double_click_sends_back_once(cast, sign_in, tracker):
    browser = sign_in(cast.glenn)
    for _ in range(2):
        assert browser.post(at(tracker), BACK).status_code == 302
    assert Transition.objects.count() == 1


def test_a_coach_still_takes_it_back_without_a_reason(cast, sign_in, tracker):
    form = {"status": "new", "raised": "no", "not_raised_reason": "Ill", "version": "1"}
    form["assignee"] = str(cast.adam.staff.id)
    assert sign_in(cast.adam).post(at(tracker, "edit/"), form).status_code == 302
    assert Transition.objects.get().reason_code == ""


def test_rejected_takes_a_reason_of_the_list(cast, sign_in, tracker):
    browser = sign_in(cast.glenn)
    form = {"status": "rejected", "raised": "no", "not_raised_reason": "Ill", "version": "1"}
    form["assignee"] = str(cast.adam.staff.id)
    answer = browser.post(at(tracker, "edit/"), form)
    assert "Choose why it is rejected" in main_of(answer)
    answer = browser.post(at(tracker, "edit/"), form | {"coded_reason": "x_other"})
    assert "Say in your own words why it is rejected" in main_of(answer)
    answer = browser.post(at(tracker, "edit/"), form | {"coded_reason": "x_late"})
    assert answer.status_code == 302
    assert Transition.objects.get().reason_code == "x_late"
    assert "Because: It is too late to refer it." in main_of(browser.get(at(tracker, "")))


def test_how_often_by_reason(cast, sign_in, tracker):
    sign_in(cast.glenn).post(at(tracker), BACK)
    for who in ("glenn", "aimee", "tomasz"):
        page = main_of(sign_in(getattr(cast, who)).get("/compliance/reasons/"))
        assert "Evidence is missing 1 –" in page
        assert "Evidence is missing 0" not in page
    later = (MORNING + timedelta(days=1)).strftime("%d/%m/%Y")
    page = main_of(sign_in(cast.aimee).get(f"/compliance/reasons/?from={later}"))
    assert "Evidence is missing 0 –" in page
    for who in ("adam", "joanne", "roy"):
        assert sign_in(getattr(cast, who)).get("/compliance/reasons/").status_code == 403
