"""Reading a tracker: everybody in scope, final or not, with why it exists and what happened."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of, tree_of, words_of
from waymark.audit.models import AccessRecord
from waymark.operations.marking import mark_not_complete
from waymark.operations.participants import record_leaving, set_mandation
from waymark.operations.plans import change_activity_status, undo_marking
from waymark.operations.programmes import set_monitoring_trackers
from waymark.operations.trackers import TrackerChange, add_note, reassign_tracker, save_tracker
from waymark.programmes.models import Programme
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def tracker(cast, gwen):
    return make_tracker(cast, make_activity(gwen))


def at(tracker, more="") -> str:
    return f"/trackers/{tracker.id}/{more}"


def close(cast, tracker, *, by="wendy", hours=1):
    change = TrackerChange("closed", tracker.assignee_id, False, "Good reason was shown")
    save_tracker(
        actor=getattr(cast, by).actor,
        tracker_id=tracker.id,
        change=change,
        seen_version=None,
        now=MORNING + timedelta(hours=hours),
    )


@pytest.mark.parametrize("who", ["adam", "alexandra", "glenn", "aimee", "tomasz", "joanne"])
def test_everybody_in_scope_reads_all_of_it(cast, sign_in, tracker, who):
    add_note(actor=cast.adam.actor, tracker_id=tracker.id, text="No answer at 3pm.", now=MORNING)
    page = main_of(sign_in(getattr(cast, who)).get(at(tracker)))
    for fact in (
        f"Tracker T{tracker.number} New",
        "Type Monitoring",
        "Assignee Adam Stewart Work coach",
        "Activity CV workshop Mandatory",
        "Due 17 November 2026 at 10:30am",
        "Reason for non-completion They did not do it: Did not attend",
        "as they were on 23 November 2026 at 9am",
        "DMA paperwork raised Yes No completed DMA paperwork is here yet",
        "Why this tracker exists",
        "Make activity mandatory",
        "Aimee Hamilton, 2 October 2026",
        "No answer at 3pm.",
        "Tracker made by Waymark",
        "for WM17000412, assigned to Adam Stewart. DMA paperwork raised: Yes.",
        "Alexandra Herbert marked ‘CV workshop’ not complete.",
    ):
        assert fact in page


def test_title_bears_the_number_and_no_name(cast, sign_in, tracker):
    head = words_of(sign_in(cast.adam).get(at(tracker)), within="head")
    assert head == f"Tracker T{tracker.number} – Waymark"


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        ("adam", ["Edit", "Reassign", "Add note"]),
        ("aimee", ["Reassign"]),
        ("alexandra", []),
        ("tomasz", []),
        ("joanne", []),
    ],
)
def test_the_head_offers_what_one_may_do(cast, sign_in, tracker, who, actions):
    links = links_of(sign_in(getattr(cast, who)).get(at(tracker)))
    assert [one for one in links if one in ("Edit", "Reassign", "Add note")] == actions


def test_who_looked_is_on_record_and_nothing_else_changes(cast, sign_in, tracker):
    browser = sign_in(cast.tomasz)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(tracker))
    looked = AccessRecord.objects.get()
    assert (looked.kind, looked.record_id) == ("tracker", tracker.id)
    assert (looked.actor_name, looked.participant_id) == (
        "Tomasz Wiśniewski",
        tracker.participant_id,
    )


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    assert sign_in(cast.roy).get(at(tracker)).status_code == 404
    assert sign_in(cast.adam).get(f"/trackers/{uuid4()}/").status_code == 404


def test_few_statements(cast, sign_in, tracker, few_statements):
    for minutes in range(9):
        add_note(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            text=f"Call {minutes}",
            now=MORNING + timedelta(minutes=minutes * 5),
        )
    browser = sign_in(cast.adam)
    for more in ("", "edit/", "reassign/", "note/"):
        with few_statements():
            assert browser.get(at(tracker, more)).status_code == 200


@pytest.mark.parametrize("status", ["rejected", "closed"])
def test_a_final_tracker_says_so_and_offers_nothing(cast, sign_in, tracker, status):
    change = TrackerChange(
        status, tracker.assignee_id, False, "Good reason was shown", coded_reason="x_good_reason"
    )
    save_tracker(
        actor=cast.wendy.actor, tracker_id=tracker.id, change=change, seen_version=None, now=MORNING
    )
    answer = sign_in(cast.wendy).get(at(tracker))
    page = main_of(answer)
    assert f"{status.capitalize()} by Wendy Oliver on 23 November 2026." in page
    assert "read-only and stay on the record" in page
    assert "Because: Good reason was shown" in page
    assert not {"Edit", "Reassign", "Add note", "Remove"} & set(links_of(answer))


@pytest.mark.parametrize("more", ["edit/", "reassign/", "note/"])
def test_pages_that_would_change_a_final_tracker_lead_to_reading_it(cast, sign_in, tracker, more):
    close(cast, tracker)
    answer = sign_in(cast.wendy).get(at(tracker, more))
    assert (answer.status_code, answer.url) == (302, at(tracker))


def test_an_assignee_who_cannot_edit_is_told_and_the_tracker_says_so(cast, sign_in, gwen):
    activity = make_activity(gwen, chosen_owner=cast.alexandra.staff)
    tracker = make_tracker(cast, activity)
    page = main_of(sign_in(cast.alexandra).get(at(tracker)))
    assert "assigned to you, but you can only read it" in page
    assert "Process Automation Trackers (Edit)" in page
    assert "Alexandra Herbert can only read this tracker" in main_of(
        sign_in(cast.adam).get(at(tracker))
    )
    close(cast, tracker)
    assert "can only read" not in main_of(sign_in(cast.adam).get(at(tracker)))


def test_nobody_has_it_says_whose_queue(cast, sign_in, tracker):
    reassign_tracker(
        actor=cast.aimee.actor,
        tracker_id=tracker.id,
        assignee_id=None,
        seen_version=None,
        now=MORNING,
    )
    page = main_of(sign_in(cast.adam).get(at(tracker)))
    assert "Assignee Nobody In the queue of Wales / Caerdydd" in page
    assert "Assignee: Adam Stewart to Nobody" in page


def test_the_next_tracker_of_the_activity_is_linked_both_ways(cast, sign_in, gwen):
    activity = make_activity(gwen)
    first = make_tracker(cast, activity)
    close(cast, first)
    browser = sign_in(cast.adam)
    assert "a new tracker is made and linked here" in main_of(browser.get(at(first)))
    second = make_tracker(cast, activity, now=MORNING + timedelta(hours=2))
    assert links_of(browser.get(at(first)))[f"T{second.number}"] == at(second)
    assert links_of(browser.get(at(second)))[f"T{first.number}"] == at(first)


def change_mandation(cast, tracker):
    set_mandation(
        actor=cast.aimee.actor,
        participant_id=tracker.participant_id,
        make_activity_mandatory=False,
        sanction_status="Not under sanction",
        seen_version=None,
        now=MORNING,
    )


def switch_off(cast, tracker):
    programme = Programme.objects.get(name="DWP Restart")
    set_monitoring_trackers(
        actor=cast.joanne.actor, programme_id=programme.id, on=False, now=MORNING
    )


def leave(cast, tracker):
    record_leaving(
        actor=cast.adam.actor,
        participant_id=tracker.participant_id,
        left_on=MORNING.date(),
        seen_version=None,
        now=MORNING,
    )


def complete(cast, tracker):
    change_activity_status(
        actor=cast.adam.actor,
        activity_id=tracker.activity_id,
        status="Complete",
        seen_version=None,
        now=MORNING,
    )


def undo(cast, tracker):
    undo_marking(
        actor=cast.adam.actor,
        activity_id=tracker.activity_id,
        reason="Wrong person",
        seen_version=None,
        now=MORNING,
    )


def unmark(cast, tracker):
    tracker.activity.mandatory = False
    tracker.activity.save()


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (change_mandation, "Make activity mandatory is No Aimee Hamilton, 23 November 2026"),
        (switch_off, "Monitoring trackers are off for DWP Restart Joanne Okafor"),
        (leave, "The participant has left, on 23 November 2026"),
        (complete, "The activity was completed after all"),
        (undo, "The marking as Not complete was undone"),
        (unmark, "This activity is not mandatory"),
    ],
)
def test_what_changed_under_an_open_tracker_is_said(cast, sign_in, tracker, happened, said):
    browser = sign_in(cast.adam)
    for more in ("", "edit/"):
        assert "Something has changed" not in main_of(browser.get(at(tracker, more)))
    happened(cast, tracker)
    for more in ("", "edit/"):
        page = main_of(browser.get(at(tracker, more)))
        assert "Something has changed since this tracker was made" in page
        assert said in page


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_what_changed_is_not_said_once_it_is_not_open(cast, sign_in, tracker, status):
    complete(cast, tracker)
    put_in_status(tracker, status)
    assert "Something has changed" not in main_of(sign_in(cast.adam).get(at(tracker)))


def test_due_date_and_reason_stay_as_they_were(cast, sign_in, tracker):
    mark_not_complete(
        actor=cast.adam.actor,
        activity_id=tracker.activity_id,
        reason_category="could_not",
        reason="Unwell on the day",
        now=MORNING,
    )
    page = main_of(sign_in(cast.adam).get(at(tracker)))
    assert "They did not do it: Did not attend" in page
    assert "Unwell" not in page
    assert "Marked not complete again; this tracker was still open" in page
    assert Tracker.objects.count() == 1


def test_what_people_typed_is_shown_as_words(cast, sign_in, tracker):
    text = "<b>Rang</b> back\n\nمرحبا 🙂"
    add_note(actor=cast.adam.actor, tracker_id=tracker.id, text=text, now=timezone.now())
    answer = sign_in(cast.adam).get(at(tracker))
    assert "<b>Rang</b> back مرحبا 🙂" in main_of(answer)
    assert b"<b>Rang</b>" not in answer.content


@pytest.mark.parametrize("status", ["new", "closed"])
def test_its_parts_are_a_click_away_from_its_head(cast, sign_in, tracker, status):
    put_in_status(tracker, status)
    answer = sign_in(cast.adam).get(at(tracker))
    parts = {href: words for words, href in links_of(answer).items() if href.startswith("#")}
    assert parts["#pack"] == "Evidence pack and referral sheet"
    assert {"#why", "#before-a-doubt", "#contacts", "#notes", "#history"} < set(parts)
    assert ("#checks" in parts) == (status == "new")
    there = {one.get("id") for one in tree_of(answer).iter()}
    assert {href[1:] for href in parts} <= there
    without = links_of(sign_in(cast.alexandra).get(at(tracker)))
    assert "#pack" not in without.values()


def test_only_reading(cast, sign_in, tracker):
    assert sign_in(cast.adam).post(at(tracker)).status_code == 405
