"""Editing a tracker: status, assignee, DMA paperwork or the reason why not, a note."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.submitting import reasons_for_going_on, typed_reasons
from tests.web.reading import chosen_of, field_of, main_of, options_of, words_of
from tests.web.uploads import upload
from waymark.operations.trackers import TrackerChange, add_note, save_tracker
from waymark.people.models import Staff
from waymark.trackers.models import Note, Tracker, TrackerFile, Transition

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    return make_tracker(cast, make_activity(gwen))


def at(tracker, more="edit/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def typed(tracker, **given):
    """The form as it stands, with No and a reason, and what is given instead."""
    return {
        "version": tracker.version,
        "status": tracker.status,
        "assignee": str(tracker.assignee_id or ""),
        "raised": "no",
        "not_raised_reason": "Good reason was shown",
        "note": "",
        "own_work_reason": "",
        **typed_reasons(),
    } | given


def save(browser, tracker, **given):
    return browser.post(at(tracker), typed(tracker, **given))


def other_change(cast, tracker, *, by="judith", status="submitted"):
    """Somebody else saves first."""
    save_tracker(
        actor=getattr(cast, by).actor,
        tracker_id=tracker.id,
        change=TrackerChange(
            status,
            tracker.assignee_id,
            False,
            "The office has the form",
            reasons_for_going_on=reasons_for_going_on(),
        ),
        seen_version=None,
        now=MORNING - timedelta(minutes=5),
    )


def test_the_form_shows_what_is(cast, sign_in, tracker):
    answer = sign_in(cast.adam).get(at(tracker))
    page = main_of(answer)
    assert "Type Monitoring Cannot be changed" in page
    assert "Component details Activity CV workshop Mandatory" in page
    assert "Why this tracker exists" in page
    assert chosen_of(answer, "status") == ["new"]
    assert chosen_of(answer, "assignee") == [str(cast.adam.staff.id)]
    assert chosen_of(answer, "raised") == ["yes"]
    assert words_of(answer, within="head").startswith(f"Edit tracker T{tracker.number}")


def test_opening_the_form_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(tracker))


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("adam", ["New", "Resolved", "Submitted", "Referred"]),
        ("glenn", ["New", "Resolved", "Submitted", "Referred", "Rejected", "Closed"]),
        ("wendy", ["New", "Resolved", "Submitted", "Referred", "Rejected", "Closed"]),
    ],
)
def test_the_drop_down_holds_just_what_one_may_set(cast, sign_in, tracker, who, statuses):
    answer = sign_in(getattr(cast, who)).get(at(tracker))
    assert options_of(answer, "status") == statuses
    assert ("Rejected and Closed are for compliance" in main_of(answer)) == (len(statuses) == 4)


def test_saving_changes_all_at_once_and_says_so(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    answer = save(
        browser,
        tracker,
        status="submitted",
        assignee=str(cast.glenn.staff.id),
        note="She rang back at 9:10am.\r\nHer mother was ill.",
    )
    assert (answer.status_code, answer.url) == (302, at(tracker, ""))
    page = words_of(browser.get(answer.url))
    assert f"Tracker T{tracker.number} is saved" in page
    tracker.refresh_from_db()
    assert (tracker.status, tracker.assignee, tracker.version) == (
        "submitted",
        cast.glenn.staff,
        2,
    )
    assert (tracker.dma_paperwork_raised, tracker.not_raised_reason) == (
        False,
        "Good reason was shown",
    )
    assert Note.objects.get().text == "She rang back at 9:10am.\nHer mother was ill."
    for step in (
        "Status: New to Submitted",
        "Assignee: Adam Stewart to Glenn Wyatt",
        "DMA paperwork raised: Yes to No",
        "She rang back at 9:10am. Her mother was ill.",
    ):
        assert step in page


def test_yes_without_paperwork_is_refused_and_keeps_what_was_typed(cast, sign_in, tracker):
    answer = save(
        sign_in(cast.adam), tracker, raised="yes", status="submitted", note="Rang twice <b>"
    )
    page = main_of(answer)
    assert "There is a problem Nothing has been saved yet" in page
    sentence = "Upload the completed DMA paperwork, or choose No and say why it was not raised"
    assert page.count(sentence) == 2
    assert b'href="#files"' in answer.content
    assert field_of(answer, "note") == "Rang twice <b>"
    assert chosen_of(answer, "status") == ["submitted"]
    assert words_of(answer, within="head").startswith("Error: Edit tracker")
    tracker.refresh_from_db()
    assert (tracker.status, tracker.version) == ("new", 1)
    assert not Note.objects.exists()


def test_no_without_a_reason_is_refused(cast, sign_in, tracker):
    answer = save(sign_in(cast.adam), tracker, not_raised_reason="  ", note="Rang twice")
    assert main_of(answer).count("Enter the reason DMA paperwork was not raised") == 2
    assert chosen_of(answer, "raised") == ["no"]
    assert field_of(answer, "note") == "Rang twice"
    tracker.refresh_from_db()
    assert tracker.dma_paperwork_raised


def test_everything_that_is_wrong_is_said_together(cast, sign_in, tracker):
    answer = save(
        sign_in(cast.adam), tracker, not_raised_reason="", assignee=str(cast.roy.staff.id)
    )
    page = main_of(answer)
    assert "Choose an assignee who is active and has access to this participant" in page
    assert "Enter the reason DMA paperwork was not raised" in page
    assert "Roy Patel (has no access any more)" in page
    assert chosen_of(answer, "assignee") == [str(cast.roy.staff.id)]


def test_yes_to_no_keeps_the_file_and_the_history_tells(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    browser.post(at(tracker), typed(tracker, raised="yes", files=[upload()]))
    tracker.refresh_from_db()
    assert tracker.dma_paperwork_raised
    save(browser, tracker, raised="no", not_raised_reason="Raised by mistake")
    assert TrackerFile.objects.filter(removed_at=None).count() == 1
    page = main_of(browser.get(at(tracker, "")))
    assert "DMA paperwork raised: Yes to No" in page
    assert "UCD603.pdf" in page


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"status": ""}, "Choose the status"),
        ({"status": "nonsense"}, "Choose a status from the list"),
        ({"raised": ""}, "Choose Yes or No: was DMA paperwork raised?"),
        ({"raised": "maybe"}, "Choose Yes or No: was DMA paperwork raised?"),
        ({"assignee": "x"}, "Choose the assignee from the list"),
        ({"assignee": "00000000-0000-0000-0000-000000000000"}, "who is active and has access"),
        ({"not_raised_reason": "x" * 2001}, "The reason it was not raised must have 2,000 char"),
        ({"not_raised_reason": "a\x00b"}, "hidden character"),
        ({"note": "x" * 5001}, "The note must have 5,000 characters or fewer. It has 5,001"),
        ({"note": "bell\x07"}, "hidden character"),
        ({"version": "x"}, "There is a problem"),
        ({"version": ""}, "Open this page again"),
        ({"version": "-4"}, "There is a problem"),
        ({"version": "9" * 30}, "Somebody else changed this"),
        ({"find": "x\x00", "note": "x" * 5001}, "There is a problem"),
    ],
)
def test_bad_input_gets_a_message_and_changes_nothing(cast, sign_in, tracker, given, message):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        answer = save(browser, tracker, **given)
    assert message in main_of(answer)


@pytest.mark.parametrize("note", ["🙂", "مرحبا", "<script>alert(1)</script>", "Line\n\nline"])
def test_any_words_can_be_a_note(cast, sign_in, tracker, note):
    save(sign_in(cast.adam), tracker, note=note)
    assert Note.objects.get().text == note


def test_a_final_status_closes_it(cast, sign_in, tracker):
    browser = sign_in(cast.wendy)
    answer = save(browser, tracker, status="closed", note="Decision received")
    page = words_of(browser.get(answer.url))
    assert f"Tracker T{tracker.number} is Closed. It is read-only from now on" in page
    assert "Decision received" in page


def test_ones_own_work_needs_a_reason_for_a_final_status(cast, sign_in, gwen):
    tracker = make_tracker(cast, make_activity(gwen), by=cast.glenn)
    browser = sign_in(cast.glenn)
    assert "Why you set a final status yourself" in main_of(browser.get(at(tracker)))
    answer = save(browser, tracker, status="closed")
    assert "Say why you set a final status yourself" in main_of(answer)
    save(browser, tracker, status="closed", own_work_reason="Wendy is away until Monday")
    assert Transition.objects.get().own_work_reason == "Wendy is away until Monday"
    assert "Wendy is away until Monday" in main_of(browser.get(at(tracker, "")))


def test_others_are_not_asked_why(cast, sign_in, tracker):
    for who in ("wendy", "adam"):
        page = main_of(sign_in(getattr(cast, who)).get(at(tracker)))
        assert "Why you set a final status" not in page


def test_a_status_beyond_ones_roles_is_told_and_all_is_kept(cast, sign_in, tracker):
    answer = save(sign_in(cast.adam), tracker, status="closed", note="She rang back")
    assert main_of(answer).count("To set Closed you need") == 2
    assert field_of(answer, "note") == "She rang back"
    tracker.refresh_from_db()
    assert (tracker.status, Note.objects.count()) == ("new", 0)


@pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
def test_without_the_role_there_is_no_form(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert "Process Automation Trackers (Edit)" in main_of(browser.get(at(tracker)), status=403)
    with nothing_changes():
        assert save(browser, tracker, status="resolved").status_code == 403


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    browser = sign_in(cast.roy)
    assert browser.get(at(tracker)).status_code == 404
    assert save(browser, tracker, status="resolved").status_code == 404
    assert browser.get(f"/trackers/{uuid4()}/edit/").status_code == 404
    tracker.refresh_from_db()
    assert tracker.status == "new"


def test_saving_a_final_tracker_says_so_and_shows_what_was_typed(cast, sign_in, tracker):
    other_change(cast, tracker, by="wendy", status="closed")
    answer = save(sign_in(cast.adam), tracker, note="She rang back", files=[upload()])
    page = main_of(answer, status=409)
    assert "cannot be changed" in page
    assert "Closed by Wendy Oliver on 23 November 2026" in page
    assert "Nothing of yours has been saved" in page
    assert "She rang back" in page
    assert not Note.objects.exists()
    assert not TrackerFile.objects.exists()


def test_somebody_saved_first_says_what_changed_and_keeps_what_was_typed(cast, sign_in, tracker):
    other_change(cast, tracker)
    browser = sign_in(cast.adam)
    answer = save(browser, tracker, status="resolved", note="She rang back")
    page = main_of(answer)
    assert "Judith Hughes changed this while you had it open" in page
    assert "Status: New to Submitted, by Judith Hughes on 23 November 2026 at 8:55am" in page
    assert field_of(answer, "note") == "She rang back"
    assert chosen_of(answer, "status") == ["resolved"]
    assert field_of(answer, "version") == "2"
    tracker.refresh_from_db()
    assert tracker.status == "submitted"
    assert not Note.objects.exists()
    tracker.version = 2
    assert save(browser, tracker, status="resolved", note="She rang back").status_code == 302
    tracker.refresh_from_db()
    assert tracker.status == "resolved"


def test_a_note_of_somebody_else_is_no_conflict(cast, sign_in, tracker):
    add_note(actor=cast.judith.actor, tracker_id=tracker.id, text="Rang", now=MORNING)
    assert save(sign_in(cast.adam), tracker, status="resolved").status_code == 302


def test_a_double_click_saves_once(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    form = {"status": "submitted", "note": "Rang twice", "raised": "yes"}
    for _ in range(2):
        answer = browser.post(at(tracker), typed(tracker, **form, files=[upload()]))
        assert answer.status_code == 302
    assert Note.objects.count() == TrackerFile.objects.count() == Transition.objects.count() == 1
    page = main_of(browser.get(at(tracker, "")))
    assert page.count("File added") == 1


def test_a_double_click_on_a_final_save_is_no_error(cast, sign_in, tracker):
    browser = sign_in(cast.wendy)
    for _ in range(2):
        answer = save(browser, tracker, status="closed", note="Decision received")
        assert (answer.status_code, answer.url) == (302, at(tracker, ""))
    assert Note.objects.count() == Transition.objects.count() == 1


def test_the_same_final_save_by_another_person_is_too_late(cast, sign_in, tracker):
    save(sign_in(cast.wendy), tracker, status="closed")
    assert save(sign_in(cast.glenn), tracker, status="closed").status_code == 409


def test_resolved_cannot_be_opened_again_while_a_later_one_is_open(cast, sign_in, gwen):
    activity = make_activity(gwen)
    first = put_in_status(make_tracker(cast, activity), "resolved")
    make_tracker(cast, activity, now=MORNING + timedelta(hours=1))
    page = main_of(save(sign_in(cast.adam), first, status="submitted"))
    assert "cannot be opened again while a later one of the same activity is open" in page


def test_those_who_can_be_chosen_are_active_with_access(cast, sign_in, tracker):
    cast.judith.staff.is_active = False
    cast.judith.staff.save()
    options = options_of(sign_in(cast.adam).get(at(tracker)), "assignee")
    assert options[0] == "Nobody: the queue of Wales / Caerdydd"
    assert "Adam Stewart (work coach)" in options
    assert "Alexandra Herbert (can read it, not edit it)" in options
    assert "Glenn Wyatt" in options
    assert not any(one.startswith(("Roy", "Judith")) for one in options)


def test_whoever_has_it_stays_in_the_list(cast, sign_in, tracker):
    cast.adam.staff.groups.set([cast.groups["North West"]])
    answer = sign_in(cast.judith).get(at(tracker))
    assert "Adam Stewart (work coach, has no access any more)" in options_of(answer, "assignee")
    assert save(sign_in(cast.judith), tracker, status="resolved").status_code == 302


def test_nobody_can_be_chosen(cast, sign_in, tracker):
    save(sign_in(cast.adam), tracker, assignee="")
    tracker.refresh_from_db()
    assert tracker.assignee is None


@pytest.fixture
def sixty_more(cast):
    """More colleagues in Caerdydd than a list can hold, of whom two are called Siân Morgan."""
    names = [f"Colleague {number:02}" for number in range(58)] + ["Siân Morgan", "Siân Morgan"]
    for number, name in enumerate(names):
        one = Staff.objects.create(email=f"c{number}@provider.example", name=name, password="!")
        one.groups.add(cast.groups["Wales / Caerdydd"])


def test_where_there_are_many_they_are_found_by_name(cast, sign_in, tracker, sixty_more):
    browser = sign_in(cast.adam)
    answer = browser.get(at(tracker))
    assert options_of(answer, "assignee") == [
        "Nobody: the queue of Wales / Caerdydd",
        "Adam Stewart (work coach)",
    ]
    found = save(browser, tracker, press="find", find="sian", note="Rang", status="resolved")
    options = options_of(found, "assignee")
    assert len(options) == 4
    assert sum("Siân Morgan (c5" in one for one in options) == 2
    assert field_of(found, "note") == "Rang"
    assert chosen_of(found, "status") == ["resolved"]
    assert "There is a problem" not in main_of(found)
    tracker.refresh_from_db()
    assert tracker.status == "new"
    chosen = Staff.objects.filter(name="Siân Morgan").first()
    save(browser, tracker, assignee=str(chosen.id), find="sian")
    tracker.refresh_from_db()
    assert tracker.assignee == chosen


def test_finding_nobody_leaves_those_who_have_to_do_with_it(cast, sign_in, tracker, sixty_more):
    found = save(sign_in(cast.adam), tracker, press="find", find="Zebedee")
    assert len(options_of(found, "assignee")) == 2


def test_the_type_cannot_be_changed(cast, sign_in, tracker):
    save(sign_in(cast.adam), tracker, type="job", status="resolved")
    assert Tracker.objects.get().type == "monitoring"
