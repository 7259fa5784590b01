"""The checks before a doubt is raised: on the tracker, and on the way to compliance or to DWP."""

import pytest
from django.db import IntegrityError, transaction

from tests.doubts import contact, later, make_ready, mark
from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.integration.trackers.staging import stage
from tests.submitting import WHY, typed_reasons
from tests.web.reading import HTML, field_of, links_of, main_of, tree_of
from waymark.trackers.models import ReadinessRecord, Transition

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    return make_tracker(cast, make_activity(gwen))


def at(tracker, more="") -> str:
    return f"/trackers/{tracker.id}/{more}"


def typed(tracker, **given):
    return {
        "version": tracker.version,
        "status": "submitted",
        "assignee": str(tracker.assignee_id),
        "raised": "no",
        "not_raised_reason": "The office has it",
    } | given


def names_of(answer) -> list[str]:
    """The checks in the order of the page."""
    [tasks] = [
        one for one in tree_of(answer).iter(f"{HTML}ul") if one.get("class") == "govuk-task-list"
    ]
    return [one.findtext(f"{HTML}div/{HTML}div") for one in tasks]


def test_every_check_stands_on_a_new_tracker_unmet_first(cast, sign_in, tracker):
    answer = sign_in(cast.adam).get(at(tracker))
    page = main_of(answer)
    assert "Checks before a doubt is raised 6 of 11 checks are met." in page
    assert "5 checks that are not met each need a reason, which compliance reads." in page
    assert names_of(answer)[0] == "Notice in force at the due time"
    assert "No notice was issued. Look at the notices of the activity" in page
    assert "At least one contact attempt None recorded. Record a contact" in page
    link = "Record a contact: At least one contact attempt"
    assert links_of(answer)[link] == at(tracker, "contact/")


def test_it_moves_on_as_things_are_done(cast, sign_in, tracker):
    make_ready(cast, tracker)
    stage(cast.adam, tracker)
    browser = sign_in(cast.adam)
    assert "17 of 18 checks are met." in main_of(browser.get(at(tracker)))
    page = main_of(browser.get(at(tracker, "edit/")))
    assert "Before it is submitted or referred: 18 of 18 checks are met." in page
    form = typed(tracker, raised="yes", not_raised_reason="")
    assert browser.post(at(tracker, "edit/"), form).status_code == 302
    record = ReadinessRecord.objects.get()
    assert (record.met, record.unmet, record.to_status) == (18, 0, "submitted")
    assert "18 of 18 checks were met when it became Submitted." in main_of(browser.get(at(tracker)))


def test_others_read_the_list_without_what_is_not_theirs_to_do(cast, sign_in, tracker):
    answer = sign_in(cast.alexandra).get(at(tracker))
    assert "6 of 11 checks are met." in main_of(answer)
    assert not [one for one in links_of(answer) if one.startswith("Record a contact")]


@pytest.mark.parametrize("status", ["submitted", "referred"])
def test_each_unmet_check_asks_for_a_reason_of_its_own(cast, sign_in, tracker, status):
    browser = sign_in(cast.adam)
    answer = browser.post(at(tracker, "edit/"), typed(tracker, status=status, note="Rang"))
    page = main_of(answer)
    for name in ("Notice in force at the due time", "Good reason asked about"):
        assert page.count(f"Say why you go on although this check is not met: {name}") == 2
    assert "Form matches the benefit" not in page
    assert field_of(answer, "note") == "Rang"
    assert not Transition.objects.exists()
    some = typed(tracker, status=status) | {"going_on_RDY-01": "Handed over by the last provider"}
    answer = browser.post(at(tracker, "edit/"), some)
    assert field_of(answer, "going_on_RDY-01") == "Handed over by the last provider"
    assert "this check is not met: Notice in force" not in main_of(answer)
    reasons = typed_reasons()
    answer = browser.post(at(tracker, "edit/"), typed(tracker, status=status, **reasons))
    assert answer.status_code == 302
    page = main_of(browser.get(at(tracker)))
    label = status.capitalize()
    told = "Went on although ‘Good reason asked about’ is not met. Not asked about yet."
    assert f"{told} Because: {WHY}" in page
    assert f"When Adam Stewart set it to {label} on 23 November 2026 at 9am, 6 of 10" in page
    stood = f"and how: Good reason asked about Reason for going on: {WHY}"
    assert stood in page


@pytest.mark.parametrize("status", ["new", "resolved"])
def test_other_statuses_ask_for_none(cast, sign_in, tracker, status):
    answer = sign_in(cast.adam).post(at(tracker, "edit/"), typed(tracker, status=status))
    assert answer.status_code == 302
    assert not ReadinessRecord.objects.exists()


def test_saving_what_is_submitted_already_asks_for_none(cast, sign_in, tracker):
    put_in_status(tracker, "submitted")
    answer = sign_in(cast.adam).post(at(tracker, "edit/"), typed(tracker, note="Rang"))
    assert answer.status_code == 302


def test_going_on_from_compliance_to_dwp_asks_again_and_remembers(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    browser.post(at(tracker, "edit/"), typed(tracker, **typed_reasons()))
    tracker.refresh_from_db()
    browser = sign_in(cast.glenn)
    answer = browser.get(at(tracker, "edit/"))
    assert field_of(answer, "going_on_RDY-01") == WHY
    answer = browser.post(at(tracker, "edit/"), typed(tracker, status="referred"))
    assert "Say why you go on although this check is not met" in main_of(answer)


def test_compliance_sees_it_as_it_stood_beside_how_it_stands(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker, "edit/"), typed(tracker, **typed_reasons()))
    contact(cast.adam, tracker)
    page = main_of(sign_in(cast.glenn).get(at(tracker)))
    assert "1 attempt, the latest 18 November 2026 at 3pm. When Submitted: not met." in page


def test_a_final_tracker_shows_it_as_it_stood(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker, "edit/"), typed(tracker, **typed_reasons()))
    put_in_status(tracker, "closed")
    answer = sign_in(cast.alexandra).get(at(tracker))
    page = main_of(answer)
    assert "Checks when it was handed on 6 of 10 checks were met." in page
    assert names_of(answer)[0] == "Notice in force at the due time"
    assert not [one for one in links_of(answer) if one.startswith("Record a contact")]


def test_a_marker_asks_for_a_second_person_who_does_not_submit(
    cast, sign_in, gwen, tracker, monkeypatch
):
    mark(gwen, "Safeguarding", "Large print")
    browser = sign_in(cast.adam)
    page = main_of(browser.get(at(tracker)))
    assert "Safeguarding: nobody is named yet. Name a second person" in page
    assert "Needs a second person" in page
    there = at(tracker, "second-person/")
    form = {"person": str(cast.adam.staff.id), "may_matter": "no", "text": "Talked it through."}
    assert browser.post(there, form).url == at(tracker)
    page = main_of(browser.get(at(tracker)))
    assert "Safeguarding: Adam Stewart is named, and would submit it too." in page
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(2))
    judith = form | {"person": str(cast.judith.staff.id)}
    browser.post(there, judith)
    page = main_of(browser.get(at(tracker)))
    assert "Markers considered Safeguarding: considered by Judith Hughes." in page
    assert "Judith Hughes considered Safeguarding: a marker made no difference." in page
    answer = sign_in(cast.judith).post(at(tracker, "edit/"), typed(tracker))
    assert "check is not met: Markers considered" in main_of(answer)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"person": ""}, "Name a member of staff who is active and has access"),
        ({"person": "roy"}, "Name a member of staff who is active and has access"),
        ({"may_matter": ""}, "Choose whether a marker affected it"),
    ],
)
def test_a_second_person_has_access(cast, sign_in, gwen, tracker, given, message):
    mark(gwen, "Complex needs")
    form = {"person": str(cast.judith.staff.id), "may_matter": "no"} | given
    if given.get("person") == "roy":
        form["person"] = str(cast.roy.staff.id)
    assert message in main_of(sign_in(cast.adam).post(at(tracker, "second-person/"), form))


def test_without_a_marker_nobody_is_named(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    assert browser.get(at(tracker, "second-person/")).url == at(tracker)
    form = {"person": str(cast.judith.staff.id), "may_matter": "no"}
    answer = browser.post(at(tracker, "second-person/"), form)
    assert "There is no marker on the profile that asks for a second person" in main_of(answer)


def test_what_else_is_open_for_the_same_day_is_named(cast, sign_in, gwen, tracker):
    make_activity(gwen, title="Phone review")
    page = main_of(sign_in(cast.adam).get(at(tracker)))
    assert "‘Phone review’ at 10:30am has no outcome yet." in page


@pytest.mark.as_owner
def test_the_database_keeps_the_checks_as_they_stood(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker, "edit/"), typed(tracker, **typed_reasons()))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadinessRecord.objects.update(unmet=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadinessRecord.objects.all().delete()


def test_few_statements(cast, sign_in, tracker, few_statements):
    make_ready(cast, tracker)
    browser = sign_in(cast.adam)
    for more in ("", "edit/", "contact/", "good-reason/decision/", "failure/"):
        with few_statements():
            assert browser.get(at(tracker, more)).status_code == 200
