"""Adding an entry to a sanction record, whatever the status of its tracker."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.integration.sanctions.recording import enter
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, main_of, words_of
from waymark.sanctions.models import SanctionEntry

pytestmark = pytest.mark.usefixtures("morning")
JSA = "Jobseeker's Allowance (income-based)"
TYPED = {
    "referral": {"channel": "Post", "reference": "DM 4471"},
    "outcome": {"result": "adverse"},
    "period": {"starts_on": "17/11/2026", "fixed_days": "14"},
    "condition": {"text": "Come to the next appointment", "channel": "In person"},
    "re-compliance": {"channel": "Phone"},
    "no-longer-required": {"result": "left", "channel": "Post", "told_on": "20/11/2026"},
}


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    return put_in_status(make_tracker(cast, make_activity(gwen)), "closed")


def at(person, kind):
    return reverse("sanction-entry-add", args=[person.id, kind])


def typed(kind, about, **given):
    return {"tracker": str(about.id), "happened_on": "20/11/2026"} | TYPED.get(kind, {}) | given


@pytest.mark.parametrize("kind", TYPED)
def test_each_kind_on_a_closed_tracker(cast, sign_in, gwen, tracker, kind):
    browser = sign_in(cast.adam)
    answer = browser.post(at(gwen, kind), typed(kind, tracker), follow=True)
    entry = SanctionEntry.objects.get()
    assert entry.kind == kind
    page = main_of(answer)
    assert f"{entry.shown_number} is on the sanction record" in page
    assert "Entered 23 November 2026 at 9am Adam Stewart" in page


@pytest.mark.parametrize("kind", ["reconsideration", "appeal"])
def test_a_review_of_a_decision(cast, sign_in, gwen, tracker, kind):
    decided = enter(cast.adam, "outcome", tracker)
    browser = sign_in(cast.wendy)
    page = main_of(browser.get(at(gwen, kind)))
    assert f"{decided.shown_number}: Adverse: a sanction, T{tracker.number}" in page
    given = {"about": str(decided.id), "result": "overturned", "happened_on": "21/11/2026"}
    page = main_of(browser.post(at(gwen, kind), given, follow=True))
    assert "The decision was overturned: no sanction" in page


def test_re_compliance_says_from_when(cast, sign_in, gwen, tracker):
    browser = sign_in(cast.adam)
    assert "It takes effect the day before" in main_of(browser.get(at(gwen, "re-compliance")))
    page = main_of(
        browser.post(at(gwen, "re-compliance"), typed("re-compliance", tracker), follow=True)
    )
    assert "Met 20 November 2026" in page
    assert "Open-ended part ends 19 November 2026" in page


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, gwen, tracker):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(gwen, "outcome"))


def test_a_tracker_that_is_meant_is_chosen(cast, sign_in, gwen, tracker):
    make_tracker(cast, make_activity(gwen))
    answer = sign_in(cast.adam).get(f"{at(gwen, 'referral')}?tracker={tracker.id}")
    assert chosen_of(answer, "tracker") == [str(tracker.id)]


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "joanne"])
def test_wrong_role(cast, sign_in, gwen, tracker, who):
    browser = sign_in(getattr(cast, who))
    assert "you need the role" in words_of(browser.get(at(gwen, "outcome")), status=403)
    assert browser.post(at(gwen, "outcome"), typed("outcome", tracker)).status_code == 403
    assert not SanctionEntry.objects.exists()


def test_out_of_scope(cast, sign_in, gwen, tracker):
    browser = sign_in(cast.roy)
    assert browser.get(at(gwen, "outcome")).status_code == 404
    assert browser.post(at(gwen, "outcome"), typed("outcome", tracker)).status_code == 404


def test_a_kind_that_there_is_not(cast, sign_in, gwen, tracker):
    assert sign_in(cast.adam).get(at(gwen, "caution")).status_code == 404


def test_re_compliance_is_refused_for_jsa(cast, sign_in, gwen, tracker):
    gwen.benefit = JSA
    gwen.save()
    answer = sign_in(cast.adam).post(at(gwen, "re-compliance"), typed("re-compliance", tracker))
    assert "are for Universal Credit only" in main_of(answer)
    assert not SanctionEntry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("outcome", {"result": ""}, "Choose the outcome"),
        ("outcome", {"result": "guilty"}, "Choose the outcome from the list"),
        ("outcome", {"happened_on": ""}, "Enter when it was received"),
        ("outcome", {"happened_on": "24/11/2026"}, "Enter a day that is not in the future"),
        ("outcome", {"happened_on": "16/11/2026"}, "not before the activity was missed"),
        ("outcome", {"happened_on": "soon"}, "Use day/month/year"),
        ("outcome", {"tracker": ""}, "Choose the tracker that this is about"),
        ("referral", {"channel": ""}, "Choose how it was sent"),
        ("referral", {"reference": "x" * 61}, "must have 60 characters or fewer"),
        ("condition", {"text": " "}, "Enter the compliance condition, as DWP gave it"),
        ("condition", {"channel": ""}, "Choose how it is to be met"),
        ("period", {"starts_on": ""}, "Enter when the sanction begins"),
        ("period", {"ends_on": "16/11/2026"}, "Enter an end that is not before the beginning"),
        ("period", {"fixed_days": "x"}, "Enter the fixed part as a number of days"),
        ("period", {"fixed_days": "0"}, "Enter the fixed part as a number of days"),
        ("period", {"fixed_days": "99999999999"}, "Enter the fixed part as a number of days"),
        ("no-longer-required", {"told_on": ""}, "Enter when DWP was told"),
        ("re-compliance", {"told_on": "1/12/2026"}, "not one in the future"),
        ("re-compliance", {"text": "a\x00b"}, "hidden character"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(cast, sign_in, gwen, tracker, kind, given, said):
    make_tracker(cast, make_activity(gwen))
    answer = sign_in(cast.adam).post(at(gwen, kind), typed(kind, tracker, **given))
    assert main_of(answer).count(said) >= 2
    assert not SanctionEntry.objects.exists()


def test_what_was_typed_is_kept(cast, sign_in, gwen, tracker):
    answer = sign_in(cast.adam).post(
        at(gwen, "referral"), typed("referral", tracker, happened_on="31/11/2026")
    )
    assert field_of(answer, "happened_on") == "31/11/2026"
    assert field_of(answer, "reference") == "DM 4471"
    assert chosen_of(answer, "channel") == ["Post"]


def test_without_a_tracker_there_is_nothing_to_enter(cast, sign_in, gwen):
    assert "no tracker that an entry could be about" in main_of(
        sign_in(cast.adam).get(at(gwen, "referral"))
    )


def test_a_double_click_adds_one(cast, sign_in, gwen, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert browser.post(at(gwen, "outcome"), typed("outcome", tracker)).status_code == 302
    assert SanctionEntry.objects.count() == 1
