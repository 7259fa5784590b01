"""Issuing notices, what they say, how they are stored, and what voids them."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from pypdf import PdfReader

from tests.factories import MORNING
from tests.integration.plans.notifying import GIVEN, HOUR, activity_for, codes, issue
from waymark.audit.models import Event
from waymark.documents.models import Document, Leftover
from waymark.documents.store import StoreUnreachable, opened, sha256_of
from waymark.kernel.refusals import NotFound, Refused
from waymark.operations import notices
from waymark.operations.dated_limits import set_limit
from waymark.operations.notices import preview_notice, preview_pdf
from waymark.plans.models import Notice, NoticeTemplate
from waymark.plans.notice_queries import notice_in_force, notice_of, notices_of_activity


@pytest.fixture
def activity(cast):
    return activity_for(cast)


def pdf_of(notice):
    return PdfReader(io.BytesIO(opened(notice.document.lies_at).read()))


def text_of(reader):
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_the_pdf_is_stored_as_it_was_issued(cast, activity):
    notice = issue(cast, activity)
    (seen,) = notices_of_activity(activity.id)
    content = opened(notice.document.lies_at)
    assert sha256_of(content) == seen.sha256 == notice.document.sha256
    assert not Leftover.objects.exists()
    text = text_of(pdf_of(notice))
    for said in (
        "Notice " + notice.shown_number,
        "An appointment that you must attend",
        "It is mandatory",
        "CV workshop",
        "Come to the workshop and bring your CV.",
        "Tuesday 1 December 2026 at 10:30am",
        "In person: Caerdydd office",
        "Your CV, on paper",
        "Universal Credit may be reduced",
        "Adam Stewart, 029 2000 0000",
        "not a form of the Department for Work and Pensions",
    ):
        assert said in text, said
    assert "Tuesday 1 December 2026 at 10:30am" in seen.text


def test_what_is_kept_of_a_notice(cast, activity):
    issue(cast, activity, replace(GIVEN, delivery="post", large_print=True))
    (seen,) = notices_of_activity(activity.id)
    assert (seen.number, seen.delivery, seen.benefit, seen.language, seen.template_version) == (
        1, "post", "Universal Credit", "English", 1,
    )  # fmt: skip
    assert seen.deemed_received_on == date(2026, 11, 25)
    assert (seen.gap, seen.is_short) == (4, False)
    assert seen.due_at_issued == datetime(2026, 12, 1, 10, 30, tzinfo=UTC)
    assert (seen.issued_by, seen.issued_at, seen.is_large_print) == ("Adam Stewart", MORNING, True)
    assert seen.is_in_force
    event = Event.objects.get(code="notice.issued")
    assert event.content.data["sha256"] == seen.sha256
    assert event.activity_id == activity.id


@pytest.mark.parametrize(
    ("language", "code", "said"),
    [
        ("English", "en", "What may happen if you do not do it"),
        ("Welsh", "cy", "Beth all ddigwydd os na wnewch hyn"),
    ],
)
def test_the_pdf_is_tagged_and_in_its_language(cast, language, code, said):
    notice = issue(cast, activity_for(cast, given={"language": language}))
    reader = pdf_of(notice)
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == code
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert said in text_of(reader)


def test_welsh_words_for_the_day_and_the_benefit(cast):
    notice = issue(cast, activity_for(cast, given={"language": "Welsh"}))
    assert "Dydd Mawrth 1 Rhagfyr 2026 am 10:30am" in notice.text
    assert "Wyneb yn wyneb: Caerdydd office" in notice.text
    assert "Credyd Cynhwysol" in notice.text


def test_a_notice_for_jobseekers_allowance_and_a_task(cast):
    activity = activity_for(
        cast,
        given={"benefit": "Jobseeker's Allowance (income-based)"},
        kind="Task",
        title="Apply for three jobs",
        place="",
        channel="Online",
    )
    notice = issue(cast, activity)
    assert notice.benefit == "Jobseeker's Allowance (income-based)"
    assert "A task that you must complete" in notice.text
    assert "By 10:30am on Tuesday 1 December 2026" in notice.text
    assert "your Jobseeker's Allowance (income-based) may be stopped" in notice.text


def test_large_print_is_larger(cast, activity):
    assert {18} < sizes_in(cast, activity, large=True)
    assert {11} < sizes_in(cast, activity, large=False)


def sizes_in(cast, activity, *, large):
    """The sizes of letters on the first page, in points."""
    given = replace(GIVEN, large_print=large)
    pdf = preview_pdf(actor=cast.adam.actor, activity_id=activity.id, given=given, now=MORNING)
    found = set()

    def note(*letters):
        text, page, line, _, size = letters
        if text.strip():
            found.add(round(abs(size * line[3] * page[3]), 1))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return found


def test_a_preview_says_so_and_leaves_nothing(cast, activity):
    pdf = preview_pdf(actor=cast.adam.actor, activity_id=activity.id, given=GIVEN, now=MORNING)
    assert "PREVIEW: not issued" in text_of(PdfReader(io.BytesIO(pdf)))
    assert not Notice.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"mandatory": False}, "notices.not_mandatory", None),
        ({"status": "Complete"}, "notices.activity_marked", None),
        ({"instructions": " "}, "notices.no_action", "action"),
        ({"due_time": None}, "notices.no_time", "when"),
        ({"due_on": date(2026, 11, 20)}, "notices.due_passed", "when"),
        ({"place": "", "channel": ""}, "notices.no_place", "where"),
        ({"place": "", "channel": "In person"}, "notices.no_place", "where"),
        ({"evidence": ""}, "notices.no_evidence", "evidence"),
        ({"instructions": "Do all activities asked of you"}, "notices.vague", "action"),
        ({"evidence": "As required."}, "notices.vague", "evidence"),
        ({"visible_to_participant": False}, "notices.not_visible", None),
    ],
)
def test_what_stops_a_notice(cast, changes, code, field):
    activity = activity_for(cast, **changes)
    with pytest.raises(Refused) as refused:
        issue(cast, activity)
    assert (code, field) in codes(refused.value)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"contact": " "}, "notices.no_contact", "contact"),
        ({"contact": "As agreed"}, "notices.vague", "contact"),
        ({"delivery": "pigeon"}, "notices.delivery_unknown", "delivery"),
        ({"given_on": date(2026, 11, 22)}, "notices.given_before_made", "given_on"),
        ({"given_on": date(2026, 12, 2)}, "notices.given_after_due", "given_on"),
    ],
)
def test_what_is_wrong_with_how_it_is_given(cast, activity, changes, code, field):
    with pytest.raises(Refused) as refused:
        issue(cast, activity, replace(GIVEN, **changes))
    assert codes(refused.value) == {(code, field)}


def test_nobody_owns_it(cast):
    activity = activity_for(cast)
    activity.participant.work_coach = None
    activity.participant.save()
    with pytest.raises(Refused) as refused:
        issue(cast, activity)
    assert codes(refused.value) == {("notices.no_owner", None)}


def test_without_a_template_in_effect_there_is_no_notice(cast, monkeypatch):
    monkeypatch.setattr(notices, "template_in_effect", lambda **_: None)
    with pytest.raises(Refused) as refused:
        issue(cast, activity_for(cast))
    assert codes(refused.value) == {("notices.no_template", None)}


@pytest.mark.parametrize(
    ("part", "words", "code"),
    [
        ("consequence", "", "templates.empty_part"),
        ("mandatory", "", "templates.empty_part"),
        ("cannot", "Ring us", "templates.missing_field"),
        ("consequence", "{benefit}: as required", "notices.vague"),
    ],
)
def test_a_template_that_lacks_a_part_gives_no_notice(cast, activity, part, words, code):
    """None can be saved so; should there be one all the same, nothing is issued from it."""
    first = NoticeTemplate.objects.get(
        benefit="Universal Credit", language="English", kind="Appointment"
    )
    first.id, first.version, first.parts = uuid4(), 2, first.parts | {part: words}
    first.save(force_insert=True)
    with pytest.raises(Refused) as refused:
        issue(cast, activity)
    assert codes(refused.value) == {(code, part)}


def test_short_notice_is_flagged_and_confirmed(cast):
    activity = activity_for(cast, due_on=date(2026, 11, 24))
    posted = replace(GIVEN, delivery="post")
    preview = preview_notice(
        actor=cast.adam.actor, activity_id=activity.id, given=posted, now=MORNING
    )
    assert (preview.received, preview.gap, preview.is_short) == (date(2026, 11, 25), -1, True)
    with pytest.raises(Refused) as refused:
        issue(cast, activity, posted)
    assert codes(refused.value) == {("notices.short_notice", "confirm_gap")}
    assert issue(cast, activity, posted, confirm_gap=True).gap == -1


@pytest.mark.parametrize(
    ("delivery", "given_on", "nation", "received"),
    [
        ("handed_over", date(2026, 12, 24), "England and Wales", date(2026, 12, 24)),
        # Christmas Day 2026 is a Friday; Boxing Day is kept on Monday the 28th.
        ("post", date(2026, 12, 23), "England and Wales", date(2026, 12, 29)),
        ("post", date(2026, 11, 27), "England and Wales", date(2026, 12, 1)),
        # St Andrew's Day, Monday 30 November 2026, is a bank holiday in Scotland alone.
        ("post", date(2026, 11, 27), "Scotland", date(2026, 12, 2)),
        ("email", date(2026, 11, 28), "Scotland", date(2026, 11, 28)),
        ("journal", date(2026, 11, 23), "Northern Ireland", date(2026, 11, 23)),
    ],
)
def test_when_it_counts_as_received(cast, delivery, given_on, nation, received):
    activity = activity_for(cast, due_on=date(2027, 1, 20))
    type(activity.participant.group).objects.update(bank_holidays=nation)
    given = replace(GIVEN, delivery=delivery, given_on=given_on)
    assert issue(cast, activity, given).deemed_received_on == received


def test_days_of_receipt_and_the_gap_are_dated_settings(cast, activity):
    for code, number in (("received_post", 3), ("notice_gap", 5)):
        set_limit(
            actor=cast.joanne.actor,
            code=code,
            number=number,
            valid_from=MORNING.date(),
            why="New guidance",
            now=MORNING,
        )
    notice = issue(cast, activity, replace(GIVEN, delivery="post"), confirm_gap=True)
    assert (notice.deemed_received_on, notice.gap) == (date(2026, 11, 26), 3)
    assert notice.gap_wanted == 5


def test_a_double_click_issues_once(cast, activity):
    once = activity.participant_id
    first = issue(cast, activity, once=once)
    second = issue(cast, activity, once=once, now=MORNING + HOUR)
    assert first.id == second.id == once
    assert Notice.objects.count() == Document.objects.count() == 1


def test_another_one_ends_the_former(cast, activity):
    issue(cast, activity)
    issue(cast, activity, now=MORNING + HOUR)
    latest, former = notices_of_activity(activity.id)
    assert (latest.number, latest.is_in_force, latest.superseded) == (2, True, False)
    assert (former.number, former.superseded, former.void_reason) == (
        1, True, "Another notice was issued",
    )  # fmt: skip
    assert notice_in_force(activity.id, MORNING).number == 1
    assert notice_in_force(activity.id, MORNING + HOUR).number == 2
    assert notice_in_force(activity.id, MORNING - HOUR) is None


def test_none_takes_the_place_of_one_that_was_not_seen(cast, activity):
    """A colleague issued one while this page was open: it is not void without a word."""
    issue(cast, activity)
    with pytest.raises(Refused, match=r"Adam Stewart has issued notice A.*-1 of this") as refused:
        issue(cast, activity, seen_notices=0)
    assert refused.value.code == "notices.another_issued"
    assert notice_in_force(activity.id, MORNING).number == 1
    issue(cast, activity, now=MORNING + HOUR, seen_notices=1)
    assert notice_in_force(activity.id, MORNING + HOUR).number == 2


def test_two_at_the_same_moment_are_told(cast, activity, monkeypatch):
    so_far = iter([0, 0, 1])
    monkeypatch.setattr(notices, "_how_many", lambda _: next(so_far))
    with pytest.raises(Refused) as refused:
        issue(cast, activity)
    assert refused.value.code == "notices.another_issued"
    assert not Notice.objects.exists()


def test_what_was_typeset_is_what_it_says_now(cast, activity):
    with pytest.raises(Refused) as refused:
        issue(cast, activity, seen_version=7)
    assert refused.value.code == "plans.changed"


def test_a_store_that_does_not_answer(cast, activity, monkeypatch):
    def fail(*_):
        raise StoreUnreachable

    monkeypatch.setattr(notices, "keep", fail)
    with pytest.raises(Refused) as refused:
        issue(cast, activity)
    assert refused.value.code == "documents.not_stored"
    assert not Notice.objects.exists()
    assert Leftover.objects.count() == 1


def test_one_that_is_not_theirs_is_not_there(cast, activity):
    notice = issue(cast, activity)
    with pytest.raises(NotFound) as refused:
        notice_of(cast.roy.actor, activity.id, notice.id)
    assert refused.value.code == "notice.not_found"
    assert notice_of(cast.judith.actor, activity.id, notice.id) == notice
