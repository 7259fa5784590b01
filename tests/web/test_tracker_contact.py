"""Writing down an attempt to reach the participant."""

import pytest
from django.db import IntegrityError, transaction

from tests.doubts import later, typed_contact
from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import field_of, links_of, main_of
from waymark.trackers.models import Contact

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def at(tracker, more="contact/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def test_a_contact_is_quickly_added_and_told(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    page = browser.get(at(tracker, ""))
    assert "No attempt to reach the participant was recorded." in main_of(page)
    assert links_of(page)["Record a contact"] == at(tracker)
    begun = browser.get(at(tracker))
    assert [field_of(begun, name) for name in ("day", "at_time", "made_by")] == [
        "23/11/2026",
        "9am",
        "Adam Stewart",
    ]
    answer = browser.post(at(tracker), typed_contact())
    assert (answer.status_code, answer.url) == (302, at(tracker, ""))
    page = main_of(browser.get(answer.url))
    told = "Phone call: No answer by Adam Stewart 18 November 2026 at 3pm Rang."
    assert told in page
    assert "1 attempt, the latest on 18 November 2026 at 3pm: No answer" in page
    history = "Contact recorded by Adam Stewart 23 November 2026 at 9am"
    assert f"{history} Phone call by Adam Stewart on 18 November 2026 at 3pm: No answer" in page


def test_what_moved_the_activity_and_who_else_rang_stand_there(cast, sign_in, tracker):
    browser = sign_in(cast.judith)
    browser.post(at(tracker), typed_contact(moved_it="on", channel="text", outcome="sent"))
    page = main_of(browser.get(at(tracker, "")))
    assert "Text message: Sent, no reply yet by Adam Stewart" in page
    assert "This changed the day, the time or the place of the activity." in page
    assert "Recorded by Judith Hughes, 23 November 2026 at 9am." in page


def test_it_blocks_nobody_else(cast, sign_in, tracker):
    sign_in(cast.judith).post(at(tracker), typed_contact())
    tracker.refresh_from_db()
    assert tracker.version == 1


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(tracker))


@pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
def test_without_the_role_there_is_none(cast, sign_in, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert "Process Automation Trackers (Edit)" in main_of(browser.get(at(tracker)), status=403)
    assert browser.post(at(tracker), typed_contact()).status_code == 403
    assert "Record a contact" not in links_of(browser.get(at(tracker, "")))
    assert not Contact.objects.exists()


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    browser = sign_in(cast.roy)
    assert browser.get(at(tracker)).status_code == 404
    assert browser.post(at(tracker), typed_contact()).status_code == 404
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"day": ""}, "Enter the day"),
        ({"day": "24/11/2026"}, "Enter a day and a time of the contact that are not in the future"),
        ({"at_time": "25:00"}, "25:00 is not a time"),
        ({"channel": ""}, "Choose how contact was tried"),
        ({"channel": "pigeon"}, "Choose how contact was tried"),
        ({"outcome": ""}, "Choose what came of the contact"),
        ({"made_by": " "}, "Enter who tried to make contact"),
        ({"text": "x" * 5001}, "What was said must have 5,000 characters or fewer. It has 5,001"),
    ],
)
def test_bad_input_keeps_what_was_typed(cast, sign_in, tracker, wrong, message):
    answer = sign_in(cast.adam).post(at(tracker), typed_contact(**wrong))
    assert message in main_of(answer)
    assert field_of(answer, "text") == wrong.get("text", "Rang.")
    assert not Contact.objects.exists()


def test_a_final_tracker_takes_none_and_shows_what_was_typed(cast, sign_in, tracker):
    put_in_status(tracker, "closed")
    browser = sign_in(cast.adam)
    assert browser.get(at(tracker)).url == at(tracker, "")
    page = main_of(browser.post(at(tracker), typed_contact(text="She rang")), status=409)
    assert "Nothing of yours has been saved" in page
    assert "She rang" in page
    assert not Contact.objects.exists()


def test_the_same_contact_is_written_down_once(cast, sign_in, tracker, monkeypatch):
    """A double click, or the Back button minutes later; somebody else may have tried then too."""
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert browser.post(at(tracker), typed_contact()).status_code == 302
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(2))
    browser.post(at(tracker), typed_contact())
    assert Contact.objects.count() == 1
    browser.post(at(tracker), typed_contact(outcome="spoke"))
    sign_in(cast.judith).post(at(tracker), typed_contact())
    assert Contact.objects.count() == 3


@pytest.mark.as_owner
def test_the_database_lets_nobody_change_one_or_add_to_a_final_tracker(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker), typed_contact())
    kept = Contact.objects.get()
    for change in (
        lambda: Contact.objects.update(text="Spoke to her"),
        kept.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    put_in_status(tracker, "closed")
    kept.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


def test_a_day_before_the_programme_is_told_at_its_field(cast, sign_in, tracker):
    answer = sign_in(cast.adam).post(at(tracker), typed_contact(day="1/1/1900"))
    assert "Enter a day on which the participant was on the programme already" in main_of(answer)
    assert not Contact.objects.exists()
