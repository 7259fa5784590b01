"""Reassigning a tracker, without touching the paperwork."""

from datetime import timedelta

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, main_of, words_of
from waymark.audit.models import Event
from waymark.operations.trackers import reassign_tracker
from waymark.people.models import Staff

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def at(tracker, more="reassign/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def reassign(browser, tracker, whom, **more):
    typed = {"version": tracker.version, "assignee": str(whom.staff.id) if whom else ""}
    return browser.post(at(tracker), typed | more)


@pytest.mark.parametrize("who", ["adam", "aimee", "glenn"])
def test_edit_and_supervisor_may(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    page = main_of(browser.get(at(tracker)))
    assert "Now with Adam Stewart (work coach)" in page
    answer = reassign(browser, tracker, cast.judith)
    assert (answer.status_code, answer.url) == (302, at(tracker, ""))
    page = words_of(browser.get(answer.url))
    assert f"Tracker T{tracker.number} is now with: Judith Hughes" in page
    assert "Assignee: Adam Stewart to Judith Hughes" in page
    tracker.refresh_from_db()
    assert (tracker.assignee, tracker.version) == (cast.judith.staff, 2)
    assert tracker.dma_paperwork_raised


def test_to_nobody_is_the_queue(cast, sign_in, tracker):
    browser = sign_in(cast.aimee)
    answer = reassign(browser, tracker, None)
    assert "Nobody: the queue of Wales / Caerdydd" in main_of(browser.get(answer.url))
    tracker.refresh_from_db()
    assert tracker.assignee is None


def test_to_somebody_who_cannot_edit_the_tracker_says_so(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    answer = reassign(browser, tracker, cast.alexandra)
    assert "Alexandra Herbert can only read this tracker" in main_of(browser.get(answer.url))


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.aimee)
    with nothing_changes(but=("audit_accessrecord",)):
        answer = browser.get(at(tracker))
    assert chosen_of(answer, "assignee") == [str(cast.adam.staff.id)]


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "joanne"])
def test_others_may_not(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert "Reassign a tracker" in main_of(browser.get(at(tracker)), status=403)
    assert reassign(browser, tracker, cast.judith).status_code == 403
    tracker.refresh_from_db()
    assert tracker.assignee == cast.adam.staff


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    browser = sign_in(cast.roy)
    assert browser.get(at(tracker)).status_code == 404
    assert reassign(browser, tracker, cast.roy).status_code == 404


@pytest.mark.parametrize(
    ("assignee", "message"),
    [
        ("x", "Choose the assignee from the list"),
        ("00000000-0000-0000-0000-000000000000", "who is active and has access"),
    ],
)
def test_bad_input(cast, sign_in, tracker, assignee, message):
    answer = sign_in(cast.adam).post(at(tracker), {"version": 1, "assignee": assignee})
    assert message in main_of(answer)


def test_to_somebody_without_access_is_refused(cast, sign_in, tracker):
    answer = reassign(sign_in(cast.adam), tracker, cast.roy)
    assert "Choose an assignee who is active and has access" in main_of(answer)
    assert chosen_of(answer, "assignee") == [str(cast.roy.staff.id)]


def test_somebody_was_quicker(cast, sign_in, tracker):
    reassign_tracker(
        actor=cast.aimee.actor,
        tracker_id=tracker.id,
        assignee_id=cast.glenn.staff.id,
        seen_version=None,
        now=MORNING - timedelta(minutes=1),
    )
    answer = reassign(sign_in(cast.adam), tracker, cast.judith)
    page = main_of(answer)
    assert "Aimee Hamilton changed this while you had it open" in page
    assert "Assignee: Adam Stewart to Glenn Wyatt" in page
    assert chosen_of(answer, "assignee") == [str(cast.judith.staff.id)]
    assert field_of(answer, "version") == "2"
    tracker.version = 2
    assert reassign(sign_in(cast.adam), tracker, cast.judith).status_code == 302


def test_a_final_tracker_stays(cast, sign_in, tracker):
    put_in_status(tracker, "rejected")
    page = main_of(reassign(sign_in(cast.aimee), tracker, cast.judith), status=409)
    assert "A final tracker is read-only for everybody" in page
    tracker.refresh_from_db()
    assert tracker.assignee == cast.adam.staff


def test_twice_is_once(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert reassign(browser, tracker, cast.judith).status_code == 302
    assert Event.objects.filter(code="tracker.reassigned").count() == 1


def test_finding_somebody_among_many(cast, sign_in, tracker):
    for number in range(60):
        one = Staff.objects.create(email=f"c{number}@p.example", name=f"Many {number:02}")
        one.groups.add(cast.groups["Wales"])
    browser = sign_in(cast.aimee)
    answer = browser.post(
        at(tracker), {"version": 1, "assignee": "", "press": "find", "find": "many 07"}
    )
    page = main_of(answer)
    assert "Many 07" in page
    assert "Many 08" not in page
    assert "There is a problem" not in page
    assert field_of(answer, "find") == "many 07"
    tracker.refresh_from_db()
    assert tracker.assignee == cast.adam.staff
