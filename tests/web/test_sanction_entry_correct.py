"""Putting an entry of a sanction record right: another entry, which names it."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.integration.sanctions.recording import enter
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, main_of, words_of
from waymark.sanctions.models import SanctionEntry

pytestmark = pytest.mark.usefixtures("morning")
WHY = "The letter was read wrongly"


@pytest.fixture
def wrong(cast):
    person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return enter(cast.glenn, "outcome", make_tracker(cast, make_activity(person)))


@pytest.fixture(params=["correct", "withdraw"])
def door(request):
    return request.param


def at(entry, door="correct"):
    return reverse(f"sanction-entry-{door}", args=[entry.participant_id, entry.id])


def record(entry):
    return reverse("participant-sanction-record", args=[entry.participant_id])


def typed(entry, **given):
    return {
        "why": WHY,
        "tracker": str(entry.tracker_id),
        "happened_on": "21/11/2026",
        "result": "non-adverse",
    } | given


def test_another_entry_takes_its_place(cast, sign_in, wrong):
    browser = sign_in(cast.adam)
    page = browser.get(at(wrong))
    assert f"{wrong.shown_number} as it was written" in main_of(page)
    assert (field_of(page, "happened_on"), chosen_of(page, "result")) == (
        "20/11/2026",
        ["adverse"],
    )
    answer = browser.post(at(wrong), typed(wrong))
    assert (answer.status_code, answer.url) == (302, record(wrong))
    right = SanctionEntry.objects.get(corrects=wrong)
    page = main_of(browser.get(answer.url))
    assert f"{right.shown_number} takes the place of {wrong.shown_number}" in page


def test_an_entry_is_withdrawn(cast, sign_in, wrong):
    answer = sign_in(cast.adam).post(at(wrong, "withdraw"), {"why": "Another person"}, follow=True)
    assert f"{wrong.shown_number} does not count any more" in main_of(answer)
    assert SanctionEntry.objects.get(corrects=wrong).withdraws


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, wrong, door):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        assert browser.get(at(wrong, door)).status_code == 200


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "joanne"])
def test_wrong_role(cast, sign_in, wrong, door, who):
    browser = sign_in(getattr(cast, who))
    assert "you need the role" in words_of(browser.get(at(wrong, door)), status=403)
    assert browser.post(at(wrong, door), typed(wrong)).status_code == 403
    assert SanctionEntry.objects.count() == 1


def test_out_of_scope(cast, sign_in, wrong, door):
    browser = sign_in(cast.roy)
    assert browser.get(at(wrong, door)).status_code == 404
    assert browser.post(at(wrong, door), typed(wrong)).status_code == 404


def test_below_another_participant_it_is_not_there(cast, sign_in, wrong, door):
    other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    address = reverse(f"sanction-entry-{door}", args=[other.id, wrong.id])
    assert sign_in(cast.adam).get(address).status_code == 404
    assert sign_in(cast.adam).post(address, typed(wrong)).status_code == 404


def test_corrected_already(cast, sign_in, wrong, door):
    sign_in(cast.judith).post(at(wrong), typed(wrong))
    browser = sign_in(cast.adam)
    assert browser.get(at(wrong, door)).url == record(wrong)
    page = main_of(browser.post(at(wrong, door), typed(wrong, result="cancelled")))
    assert "This entry has been corrected already" in page
    assert SanctionEntry.objects.count() == 2


def test_what_is_wrong_is_told_at_the_field(cast, sign_in, wrong, door):
    page = main_of(sign_in(cast.adam).post(at(wrong, door), typed(wrong, why=" ")))
    assert page.count("Say what was wrong") >= 2


def test_nothing_corrected(cast, sign_in, wrong):
    same = typed(wrong, happened_on="20/11/2026", result="adverse")
    assert "Nothing is different" in main_of(sign_in(cast.adam).post(at(wrong), same))


def test_a_double_click_changes_once(cast, sign_in, wrong, door):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert browser.post(at(wrong, door), typed(wrong)).status_code == 302
    assert SanctionEntry.objects.count() == 2
