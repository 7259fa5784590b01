"""Issuing a notice from an activity, reading it again, and what its activity says of it."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, links_of, main_of
from waymark.audit.models import AccessRecord
from waymark.documents.store import forget
from waymark.participants.models import Marker, MarkerKind
from waymark.plans.models import Notice

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def activity(gwen):
    return make_activity(
        gwen, due_on=date(2026, 12, 1), evidence="Your CV, on paper", channel="In person"
    )


def at(activity, more="issue/") -> str:
    return f"/activities/{activity.id}/notices/{more}"


def typed(activity, **given):
    values = {
        "version": activity.version,
        "once": uuid4(),
        "delivery": "handed_over",
        "given_on": "23/11/2026",
        "contact": "Adam Stewart, 029 2000 0000",
        "step": "issue",
    }
    return values | given


def issued(browser, activity, **given):
    """The notice that comes of it."""
    browser.post(at(activity), typed(activity, **given))
    return Notice.objects.filter(activity=activity).order_by("-number").first()


def test_a_page_that_a_colleague_was_faster_than(cast, sign_in, activity):
    """What was typed stays, and a second time is deliberate."""
    browser, other = sign_in(cast.adam), sign_in(cast.glenn)
    stale = typed(activity, notices_seen=field_of(browser.get(at(activity)), "notices_seen"))
    assert stale["notices_seen"] == "0"
    first = issued(other, activity, notices_seen="0")
    answer = browser.post(at(activity), stale)
    page = main_of(answer)
    assert f"Glenn Wyatt has issued notice {first.shown_number} of this activity meanwhile" in page
    assert field_of(answer, "contact") == "Adam Stewart, 029 2000 0000"
    assert field_of(answer, "notices_seen") == "1"
    assert Notice.objects.count() == 1
    again = issued(browser, activity, notices_seen="1")
    assert (again.number, again.issued_by) == (2, "Adam Stewart")


def test_from_the_activity_to_the_pdf(cast, sign_in, activity, few_statements):
    browser = sign_in(cast.adam)
    page = browser.get(f"/activities/{activity.id}/")
    assert "Notice needed None has been issued" in main_of(page)
    assert links_of(page)["Issue a notice"] == at(activity)
    with few_statements():
        form = browser.get(at(activity))
    assert "Caerdydd office" in main_of(form)
    assert field_of(form, "given_on") == "23/11/2026"
    preview = browser.post(at(activity), typed(activity, step="preview"))
    words = main_of(preview)
    assert "What you must do CV workshop Come to the workshop and bring your CV." in words
    assert "When Tuesday 1 December 2026 at 10:30am" in words
    assert "Counts as received 23 November 2026 6 working days before" in words
    assert "Our own draft" in words
    assert not Notice.objects.exists()
    done = browser.post(at(activity), typed(activity))
    assert (done.status_code, done.url) == (302, f"/activities/{activity.id}/")
    after = browser.get(done.url)
    assert "In force" in main_of(after)
    assert "Notice issued by Adam Stewart" in main_of(after)
    pdf = browser.get(links_of(after)["Open the PDF"])
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf).startswith(b"%PDF-")
    assert f"notice-{activity.reference}-1.pdf" in pdf["Content-Disposition"]
    assert AccessRecord.objects.filter(kind="notice", actor_id=cast.adam.staff.id).count() == 1


def test_opening_the_pages_changes_nothing_but_who_looked(cast, sign_in, activity):
    browser = sign_in(cast.adam)
    notice = issued(browser, activity)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(activity))
        browser.get(at(activity, ""))
        b"".join(browser.get(at(activity, f"{notice.id}/")))


@pytest.mark.parametrize("who", ["tomasz", "joanne"])
def test_who_does_no_casework_reads_them_and_issues_none(cast, sign_in, activity, who):
    notice = issued(sign_in(cast.adam), activity)
    browser = sign_in(getattr(cast, who))
    assert browser.get(at(activity)).status_code == 403
    assert browser.post(at(activity), typed(activity)).status_code == 403
    page = browser.get(at(activity, ""))
    assert f"Notice {activity.reference}-1" in main_of(page)
    assert "Issue" not in " ".join(links_of(page))
    assert browser.get(at(activity, f"{notice.id}/")).status_code == 200
    assert Notice.objects.count() == 1


def test_out_of_scope_is_as_if_not_there(cast, sign_in, activity):
    notice = issued(sign_in(cast.adam), activity)
    browser = sign_in(cast.roy)
    for more in ("", "issue/", f"{notice.id}/"):
        assert browser.get(at(activity, more)).status_code == 404
    assert browser.post(at(activity), typed(activity)).status_code == 404


def test_a_notice_of_another_activity_is_not_there(cast, sign_in, gwen, activity):
    browser = sign_in(cast.adam)
    notice = issued(browser, activity)
    other = make_activity(gwen, due_on=date(2026, 12, 2))
    assert browser.get(at(other, f"{notice.id}/")).status_code == 404


def test_a_double_click_issues_one(cast, sign_in, activity):
    browser = sign_in(cast.adam)
    data = typed(activity)
    for _ in range(2):
        assert browser.post(at(activity), data).status_code == 302
    assert Notice.objects.count() == 1


def test_what_is_missing_is_told_at_its_part(cast, sign_in, gwen):
    vague = make_activity(
        gwen,
        due_on=date(2026, 12, 1),
        kind="Task",
        place="",
        instructions="Do all activities asked of you",
    )
    browser = sign_in(cast.adam)
    page = browser.get(at(vague))
    words = main_of(page)
    assert "‘activities asked of you’ is vague. Say exactly what they have to do" in words
    assert "Say where it is, or that it is by phone, by video call or online" in words
    assert "Say what evidence is needed, or that none is" in words
    assert "Preview the notice" not in words
    answer = browser.post(at(vague), typed(vague))
    assert "There is a problem No notice has been issued" in main_of(answer)
    assert links_of(answer)["Say what evidence is needed, or that none is"] == "#part-evidence"
    assert field_of(answer, "contact") == "Adam Stewart, 029 2000 0000"
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("delivery", "", "Choose how the notice reaches the participant"),
        ("contact", "", "Enter whom they tell if they cannot"),
        ("contact", "As agreed", "‘as agreed’ is vague"),
        ("given_on", "", "Enter the day on which it is handed over or sent"),
        ("given_on", "31/2/2026", "31 February is not a date"),
        ("given_on", "22/11/2026", "Enter today or a later day"),
        ("given_on", "2/12/2026", "not after the one on which the activity is due"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "issue", "page"])
def test_bad_input_keeps_what_was_typed(cast, sign_in, activity, step, name, value, message):
    answer = sign_in(cast.adam).post(at(activity), typed(activity, step=step, **{name: value}))
    assert message in main_of(answer)
    if name != "delivery":
        assert field_of(answer, name) == value
        assert chosen_of(answer, "delivery") == ["handed_over"]
    assert not Notice.objects.exists()


def test_too_little_time_is_flagged_and_confirmed(cast, sign_in, gwen):
    soon = make_activity(gwen, due_on=date(2026, 11, 24), evidence="None", due_time=time(9))
    browser = sign_in(cast.adam)
    post = {"delivery": "post", "large_print": "on"}
    page = browser.post(at(soon), typed(soon, step="preview", **post))
    assert "There is little time between receipt and the activity" in main_of(page)
    assert "After the day on which it is due" in main_of(page)
    refused = browser.post(at(soon), typed(soon, **post))
    assert "confirm that it is issued all the same" in main_of(refused)
    assert not Notice.objects.exists()
    assert browser.post(at(soon), typed(soon, confirm_gap="on", **post)).status_code == 302
    assert "After the day on which it is due" in main_of(browser.get(f"/activities/{soon.id}/"))


def test_change_goes_back_to_what_was_typed(cast, sign_in, activity):
    answer = sign_in(cast.adam).post(at(activity), typed(activity, step="change", delivery="post"))
    assert chosen_of(answer, "delivery") == ["post"]
    assert "Preview the notice" in main_of(answer)


def test_a_page_to_look_at_before(cast, sign_in, activity):
    answer = sign_in(cast.adam).post(at(activity), typed(activity, step="page"))
    assert answer["Content-Type"] == "application/pdf"
    assert not Notice.objects.exists()


def test_moved_meanwhile_it_is_told_and_nothing_is_issued(cast, sign_in, activity):
    data = typed(activity)
    type(activity).objects.filter(id=activity.id).update(version=2, due_time=time(11))
    answer = sign_in(cast.adam).post(at(activity), data)
    assert "changed this while you had it open" in main_of(answer)
    assert "at 11am" in main_of(answer)
    assert field_of(answer, "version") == "2"
    assert not Notice.objects.exists()


def test_moving_the_activity_ends_it_and_the_chain_is_shown(cast, sign_in, activity):
    browser = sign_in(cast.adam)
    issued(browser, activity)
    edit = f"/activities/{activity.id}/edit/"
    form = {
        "version": 1,
        "kind": "Appointment",
        "title": activity.title,
        "instructions": activity.instructions,
        "due_on": "1/12/2026",
        "due_time": "11am",
        "place": activity.place,
        "channel": "In person",
        "evidence": activity.evidence,
        "visible_to_participant": "on",
        "mandatory": "yes",
    }
    browser.post(edit, form)
    page = browser.get(f"/activities/{activity.id}/")
    assert "Notice needed The last one no longer holds. Due time changed, by Adam" in main_of(page)
    assert "Notice no longer holds by Adam Stewart" in main_of(page)
    plan = browser.get(f"/participants/{activity.participant_id}/action-plan/")
    assert "Notice needed" in main_of(plan)
    activity.refresh_from_db()
    issued(browser, activity)
    chain = main_of(browser.get(at(activity, "")))
    newest, oldest = chain.index(f"{activity.reference}-2"), chain.index(f"{activity.reference}-1")
    assert newest < oldest
    assert "Due time changed, by Adam Stewart" in chain
    assert "at 10:30am" in chain
    assert "Notice in force" in main_of(browser.get(plan.request["PATH_INFO"]))


def test_when_it_is_over_nothing_is_asked_for(cast, sign_in, gwen):
    missed = make_activity(gwen)
    make_tracker(cast, missed)
    page = main_of(sign_in(cast.adam).get(f"/activities/{missed.id}/"))
    assert "Issue a notice" not in page
    assert "Notice needed" not in page
    form = main_of(sign_in(cast.adam).get(at(missed)))
    assert "This activity is marked Complete or Not complete already" in form


def test_past_its_time_without_one_says_so(cast, sign_in, gwen):
    past = make_activity(gwen)
    page = sign_in(cast.adam).get(f"/activities/{past.id}/")
    assert "No notice None has been issued" in main_of(page)
    assert "Issue a notice" not in links_of(page)


def test_large_print_is_chosen_for_who_needs_it(cast, sign_in, gwen, activity):
    kind = MarkerKind.objects.get(name="Large print")
    Marker.objects.create(participant=gwen, kind=kind, set_by="Adam", set_at=MORNING)
    assert chosen_of(sign_in(cast.adam).get(at(activity)), "large_print") == ["on"]


def test_whom_they_tell_is_as_last_time(cast, sign_in, gwen, activity, monkeypatch):
    browser = sign_in(cast.adam)
    issued(browser, activity)
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(minutes=5))
    other = make_activity(gwen, due_on=date(2026, 12, 2), evidence="None")
    assert field_of(browser.get(at(other)), "contact") == "Adam Stewart, 029 2000 0000"
    assert field_of(sign_in(cast.judith).get(at(other)), "contact") == ""


def test_in_welsh_staff_are_told_that_nothing_is_translated(cast, sign_in, gwen, activity):
    gwen.language = "Welsh"
    gwen.save()
    assert "Waymark translates nothing" in main_of(sign_in(cast.adam).get(at(activity)))


def test_a_pdf_that_is_gone_or_changed_is_not_sent(cast, sign_in, activity):
    browser = sign_in(cast.adam)
    notice = issued(browser, activity)
    where = at(activity, f"{notice.id}/")
    forget(notice.document.lies_at)
    assert "does not have this file" in main_of(browser.get(where), status=409)
