"""Failure to attend or to comply: proposed, and confirmed by a person."""

import pytest

from tests.doubts import confirm
from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, main_of
from waymark.trackers.models import FailureKind

pytestmark = pytest.mark.usefixtures("morning")
ATTEND, COMPLY = {"failure": "attend", "why": ""}, {"failure": "comply", "why": ""}


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    return make_tracker(cast, make_activity(gwen))


def at(tracker, more="failure/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def test_the_proposal_is_chosen_and_confirmed(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    assert "Kind of failure Not confirmed yet" in main_of(browser.get(at(tracker, "")))
    begun = browser.get(at(tracker))
    assert chosen_of(begun, "failure") == ["attend"]
    assert "Proposed from the activity and the reason: Failure to attend." in main_of(begun)
    assert browser.post(at(tracker), ATTEND).url == at(tracker, "")
    page = main_of(browser.get(at(tracker, "")))
    assert "Kind of failure Failure to attend Confirmed by Adam Stewart, 23 November 2026" in page
    assert "Kind of failure confirmed by Adam Stewart" in page


def test_another_kind_needs_a_reason_that_is_shown(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    answer = browser.post(at(tracker), COMPLY)
    assert "Say why it is not the kind that is proposed" in main_of(answer)
    assert not FailureKind.objects.exists()
    browser.post(at(tracker), COMPLY | {"why": "She came and sat outside"})
    page = main_of(browser.get(at(tracker, "")))
    assert "Because: She came and sat outside" in page
    assert "Failure to attend was proposed. Because: She came and sat outside" in page


def test_a_task_is_not_attended(cast, sign_in, gwen):
    task = make_tracker(cast, make_activity(gwen, kind="Task", place=""))
    browser = sign_in(cast.adam)
    assert chosen_of(browser.get(at(task)), "failure") == ["comply"]
    answer = browser.post(at(task), ATTEND | {"why": "He was to come"})
    assert "A task is not attended: choose failure to comply" in main_of(answer)


def test_the_suggested_sanction_status_is_of_the_confirmed_kind(cast, sign_in, tracker):
    put_in_status(tracker, "referred")
    browser = sign_in(cast.aimee)
    there = f"/participants/{tracker.participant_id}/mandation/"
    suggests = "Waymark suggests: Pending decision for failure to"
    assert f"{suggests} attend. It rests on" in main_of(browser.get(there))
    confirm(cast.adam, tracker, "comply", why="She came and sat outside")
    assert f"{suggests} comply. It rests on" in main_of(browser.get(there))


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(tracker))


@pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
def test_without_the_role_there_is_none(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get(at(tracker)).status_code == 403
    assert browser.post(at(tracker), ATTEND).status_code == 403
    assert not FailureKind.objects.exists()


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    browser = sign_in(cast.roy)
    assert browser.get(at(tracker)).status_code == 404
    assert browser.post(at(tracker), ATTEND).status_code == 404
    assert not FailureKind.objects.exists()


def test_nothing_chosen_says_so(cast, sign_in, tracker):
    answer = sign_in(cast.adam).post(at(tracker), {"failure": "late"})
    assert "Choose failure to attend or failure to comply" in main_of(answer)


def test_a_final_tracker_takes_none(cast, sign_in, tracker):
    put_in_status(tracker, "closed")
    page = main_of(sign_in(cast.adam).post(at(tracker), COMPLY), status=409)
    assert "Nothing of yours has been saved" in page
    assert not FailureKind.objects.exists()


def test_a_double_click_confirms_once(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert browser.post(at(tracker), ATTEND).status_code == 302
    assert FailureKind.objects.count() == 1
