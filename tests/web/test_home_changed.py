"""Home tells an assignee that something changed under their trackers."""

import pytest

from tests.factories import (
    make_activity,
    make_notice,
    make_participant,
    make_tracker,
    put_in_status,
)
from tests.web.reading import main_of
from waymark.participants.models import Participant
from waymark.plans.models import Activity, Notice

pytestmark = pytest.mark.usefixtures("morning")
HEADING = "Something changed under your trackers"


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    return make_tracker(cast, make_activity(gwen))


CHANGES = {
    "They have left the programme": {"left_on": "2026-11-20"},
    "Make activity mandatory is No now": {"make_activity_mandatory": False},
    "The sanction status is Pending decision for failure to attend": {
        "sanction_status": "Pending decision for failure to attend"
    },
    "The benefit was Universal Credit and is Jobseeker's Allowance (income-based) now": {
        "benefit": "Jobseeker's Allowance (income-based)"
    },
}


@pytest.mark.parametrize("words", CHANGES)
def test_the_assignee_is_told_what_changed(cast, sign_in, gwen, tracker, words):
    browser = sign_in(cast.adam)
    assert HEADING not in main_of(browser.get("/"))
    Participant.objects.filter(id=gwen.id).update(**CHANGES[words])
    page = main_of(browser.get("/"))
    assert f"{HEADING} T{tracker.number}, Gwenllian Llywelyn: {words}" in page
    assert HEADING not in main_of(sign_in(cast.judith).get("/"))
    here = main_of(sign_in(cast.adam).get(f"/trackers/{tracker.id}/"))
    assert "Something has changed since this tracker was made" in here


def test_of_the_activity_and_its_notice_too(cast, sign_in, gwen, tracker):
    notice = make_notice(tracker.activity)
    Notice.objects.filter(id=notice.id).update(
        voided_at="2026-11-23T10:00:00Z", voided_by="Adam Stewart", void_reason="The place changed"
    )
    browser = sign_in(cast.adam)
    assert "A notice of the activity was voided: The place changed" in main_of(browser.get("/"))
    page = main_of(browser.get(f"/trackers/{tracker.id}/"))
    assert "Check that a notice was in force when it was due." in page
    Activity.objects.filter(id=tracker.activity_id).update(mandatory=False, status="Complete")
    page = main_of(browser.get("/"))
    assert "The activity is not mandatory any more. The activity is Complete now" in page


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_of_what_is_over_nothing_is_told(cast, sign_in, gwen, tracker, status):
    put_in_status(tracker, status)
    Participant.objects.filter(id=gwen.id).update(left_on="2026-11-20")
    assert HEADING not in main_of(sign_in(cast.adam).get("/"))
