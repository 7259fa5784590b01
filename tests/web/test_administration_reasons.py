"""The list of reasons for non-completion: add, change, stop offering."""

from uuid import uuid4

import pytest

from tests.factories import make_activity, make_participant, make_tracker
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, links_of, main_of, words_of
from waymark.audit.models import Event
from waymark.programmes.models import NonCompletionReason
from waymark.programmes.queries import offered_reasons

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/administration/reasons/"
ADD = "/administration/reasons/add/"


@pytest.fixture
def unwell(cast):
    return NonCompletionReason.objects.get(text="Unwell on the day")


def at(reason) -> str:
    return f"/administration/reasons/{reason.id}/"


def test_the_list_has_every_category(cast, sign_in, unwell):
    NonCompletionReason.objects.filter(category="provider").delete()
    answer = sign_in(cast.joanne).get(LIST)
    page = main_of(answer)
    assert "They could not do it Reason Offered Actions Unwell on the day Yes" in page
    assert "No reasons in this category" in page
    assert links_of(answer)["Change Unwell on the day"] == at(unwell)


def test_adding_one_offers_it_last_in_its_category(cast, sign_in):
    browser = sign_in(cast.joanne)
    answer = browser.post(ADD, {"category": "did_not", "text": " Walked out "})
    assert (answer.status_code, answer.url) == (302, LIST)
    assert "‘Walked out’ is on the list" in words_of(browser.get(LIST))
    assert offered_reasons()["did_not"][-1] == "Walked out"
    assert Event.objects.get(code="list.changed").content.data["text"] == "Walked out"


def test_changing_one_leaves_what_was_marked_with_it(cast, sign_in):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    tracker = make_tracker(cast, make_activity(participant))
    reason = NonCompletionReason.objects.get(text="Did not attend")
    browser = sign_in(cast.joanne)
    form = browser.get(at(reason))
    assert field_of(form, "text") == "Did not attend"
    assert chosen_of(form, "category") == ["did_not"]
    browser.post(at(reason), {"category": "did_not", "text": "Did not come", "is_offered": "on"})
    assert "Did not come" in main_of(browser.get(LIST))
    tracker.refresh_from_db()
    assert tracker.reason == "Did not attend"


def test_no_longer_offered(cast, sign_in, unwell):
    browser = sign_in(cast.joanne)
    browser.post(at(unwell), {"category": "could_not", "text": "Unwell on the day"})
    assert "Unwell on the day No longer" in main_of(browser.get(LIST))
    assert "Unwell on the day" not in offered_reasons()["could_not"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Choose whose doing it is"),
        ({"category": "did_not"}, "Enter the reason"),
        ({"category": "did_not", "text": "   "}, "Enter the reason"),
        ({"category": "nonsense", "text": "Walked out"}, "from the list"),
        ({"category": "did_not", "text": "x" * 201}, "must have 200 characters or fewer"),
        ({"category": "did_not", "text": "a\x00b"}, "hidden character"),
        ({"category": "did_not", "text": "did not ATTEND"}, "This reason is on the list already"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(cast, sign_in, typed, message):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        answer = browser.post(ADD, typed)
    assert main_of(answer).count(message) == 2
    assert field_of(answer, "text") == typed.get("text", "").replace("\x00", "")


def test_twice_is_once(cast, sign_in):
    browser = sign_in(cast.joanne)
    browser.post(ADD, {"category": "did_not", "text": "Walked out"})
    page = main_of(browser.post(ADD, {"category": "did_not", "text": "Walked out"}))
    assert "This reason is on the list already" in page
    assert NonCompletionReason.objects.filter(text="Walked out").count() == 1


def test_saving_one_unchanged_is_no_change(cast, sign_in, unwell):
    form = {"category": "could_not", "text": "Unwell on the day", "is_offered": "on"}
    assert sign_in(cast.joanne).post(at(unwell), form).status_code == 302
    assert not Event.objects.exists()


def test_opening_the_forms_changes_nothing(cast, sign_in, unwell):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        for address in (LIST, ADD, at(unwell)):
            assert browser.get(address).status_code == 200


@pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
def test_others_are_told_the_role(cast, sign_in, unwell, who):
    browser = sign_in(getattr(cast, who))
    for address in (LIST, ADD, at(unwell)):
        assert "the role Administrator" in main_of(browser.get(address), status=403)
    with nothing_changes():
        form = {"category": "did_not", "text": "Walked out"}
        assert browser.post(ADD, form).status_code == 403
        assert browser.post(at(unwell), form).status_code == 403


def test_one_that_is_not_there(cast, sign_in):
    browser = sign_in(cast.joanne)
    assert browser.get(f"/administration/reasons/{uuid4()}/").status_code == 404
