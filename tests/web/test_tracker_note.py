"""Adding a note to a tracker, without touching the paperwork."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import field_of, main_of, words_of
from waymark.trackers.models import Note

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def at(tracker, more="note/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def test_a_note_is_dated_and_signed(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    answer = browser.post(at(tracker), {"note": "No answer at 3pm.\r\nVoicemail left."})
    assert (answer.status_code, answer.url) == (302, at(tracker, ""))
    page = words_of(browser.get(answer.url))
    assert f"The note is on tracker T{tracker.number}" in page
    assert "Note by Adam Stewart 23 November 2026 at 9am No answer at 3pm. Voicemail left." in page
    tracker.refresh_from_db()
    assert tracker.version == 1
    assert "Note by Adam Stewart" in main_of(browser.get(at(tracker)))


def test_a_note_is_for_staff_only_unless_it_is_for_the_decision_maker(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    browser.post(at(tracker), {"note": "Rang twice"})
    browser.post(at(tracker), {"note": "Rang again", "for_decision_maker": "on"})
    marked = Note.objects.get(for_decision_maker=True)
    assert marked.text == "Rang again"
    page = main_of(browser.get(at(tracker, "")))
    assert "Note for the decision maker by Adam Stewart" in page
    assert "Rang again For the decision maker" in page


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(tracker))


@pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
def test_without_the_role_there_is_no_note(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert "Process Automation Trackers (Edit)" in main_of(browser.get(at(tracker)), status=403)
    assert browser.post(at(tracker), {"note": "Rang"}).status_code == 403
    assert not Note.objects.exists()


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    browser = sign_in(cast.roy)
    assert browser.get(at(tracker)).status_code == 404
    assert browser.post(at(tracker), {"note": "Rang"}).status_code == 404
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("", "Enter a note"),
        (" \n ", "Enter a note"),
        ("x" * 5001, "The note must have 5,000 characters or fewer. It has 5,001"),
        ("a\x00b", "hidden character"),
    ],
)
def test_bad_input_keeps_what_was_typed(cast, sign_in, tracker, note, message):
    answer = sign_in(cast.adam).post(at(tracker), {"note": note})
    assert message in main_of(answer)
    assert field_of(answer, "note").strip() == note.replace("\x00", "").strip()
    assert not Note.objects.exists()


def test_a_final_tracker_takes_none_and_shows_what_was_typed(cast, sign_in, tracker):
    put_in_status(tracker, "closed")
    page = main_of(sign_in(cast.adam).post(at(tracker), {"note": "She rang"}), status=409)
    assert "Nothing of yours has been saved" in page
    assert "She rang" in page
    assert not Note.objects.exists()


def test_a_double_click_adds_one(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert browser.post(at(tracker), {"note": "Rang, no answer"}).status_code == 302
    assert Note.objects.count() == 1


def test_the_same_words_later_are_another_note(cast, sign_in, tracker, monkeypatch):
    browser = sign_in(cast.adam)
    browser.post(at(tracker), {"note": "Rang, no answer"})
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(minutes=2))
    browser.post(at(tracker), {"note": "Rang, no answer"})
    sign_in(cast.judith).post(at(tracker), {"note": "Rang, no answer"})
    assert Note.objects.count() == 3
