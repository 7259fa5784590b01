"""The referral sheet: read, taken away as PDF and Word, and the filled-in form brought back."""

import io
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from tests.doubts import WAS_ILL, ask, confirm, contact, reply
from tests.factories import (
    make_activity,
    make_notice,
    make_participant,
    make_tracker,
    put_in_status,
)
from tests.packs import WORDS_IN, words_in_docx
from tests.restricting import restrict
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from tests.web.uploads import upload, zipped
from waymark.audit.models import AccessRecord
from waymark.documents.models import Document
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def at(tracker, more="sheet/") -> str:
    return f"/trackers/{tracker.id}/{more}"


@pytest.mark.parametrize("form", WORDS_IN)
def test_it_is_filled_in_as_far_as_it_is_known(cast, sign_in, tracker, form):
    make_notice(tracker.activity)
    contact(cast.adam, tracker)
    ask(cast.adam, tracker)
    reply(cast.adam, tracker, replace(WAS_ILL, text="His father died.", is_private=True))
    confirm(cast.adam, tracker)
    answer = sign_in(cast.adam).get(at(tracker, f"sheet/{form}/"))
    assert answer["Content-Disposition"] == (
        f'attachment; filename="referral-sheet-T{tracker.number}.{form}"'
    )
    words = WORDS_IN[form](answer.content)
    for said in (
        f"Referral sheet for UCD603, tracker T{tracker.number}",
        "not a form of DWP",
        "Gwenllian Llywelyn",
        "4 March 1991",
        "Universal Credit",
        "CV workshop",
        "17 November 2026 at 10:30am",
        "Handed over, 9 November 2026",
        "Failure to attend, confirmed by Adam Stewart",
        "Phone call: No answer. Rang.",
        "Asked on 18 November 2026: Letter",
        "The details are private: put them into the form yourself",
        "compliance condition",
        "To be filled in by hand",
    ):
        assert said in words, said
    assert "father" not in words
    assert AccessRecord.objects.filter(kind="referral sheet", record_id=tracker.id).count() == 1


def test_the_form_goes_by_the_benefit(cast, sign_in):
    jsa = make_participant(
        cast.adam.staff,
        cast.groups["Wales / Caerdydd"],
        benefit="Jobseeker's Allowance (income-based)",
    )
    tracker = make_tracker(cast, make_activity(jsa))
    words = words_in_docx(sign_in(cast.adam).get(at(tracker, "sheet/docx/")).content)
    assert "Referral sheet for JSA603" in words
    assert "compliance condition" not in words
    page = main_of(sign_in(cast.adam).get(at(tracker)))
    assert "What JSA603 asks for" in page
    assert "None was in force when the activity was due" in page


def test_nobodys_name_is_in_what_a_file_says_of_itself(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    pdf = PdfReader(io.BytesIO(browser.get(at(tracker, "sheet/pdf/")).content))
    assert "Llywelyn" not in str(pdf.metadata)
    assert pdf.root_object["/MarkInfo"]["/Marked"].value
    assert pdf.root_object["/Lang"] == "en-GB"
    about = docx.Document(
        io.BytesIO(browser.get(at(tracker, "sheet/docx/")).content)
    ).core_properties
    assert about.title == f"Referral sheet for UCD603, tracker T{tracker.number}"
    assert (about.author, about.language) == ("", "en-GB")


def test_the_filled_in_form_comes_back_in_one_step(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    page = browser.get(at(tracker))
    assert "Bring the filled-in form back" in main_of(page)
    assert links_of(page)["as Word document"] == at(tracker, "sheet/docx/")
    answer = browser.post(at(tracker), {"files": [upload("UCD603 done.pdf")]})
    assert (answer.status_code, answer.url) == (302, at(tracker, ""))
    words = main_of(browser.get(answer.url))
    assert "UCD603 is on the tracker as DMA paperwork" in words
    [link] = TrackerFile.objects.all()
    assert (link.kind, link.document.name) == ("dma_paperwork", "UCD603 done.pdf")
    tracker.refresh_from_db()
    assert (tracker.version, tracker.status, tracker.dma_paperwork_raised) == (1, "new", True)


def test_where_none_was_raised_it_becomes_yes(cast, sign_in, tracker):
    tracker.dma_paperwork_raised, tracker.not_raised_reason = False, "She was in hospital"
    tracker.save()
    browser = sign_in(cast.adam)
    assert "DMA paperwork raised becomes Yes." in main_of(browser.get(at(tracker)))
    browser.post(at(tracker), {"files": [upload()]})
    tracker.refresh_from_db()
    assert (tracker.dma_paperwork_raised, tracker.not_raised_reason) == (True, "")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "Choose the filled-in form"),
        ([upload("page.html", b"<html>")], "page.html: The file must be"),
        ([upload("form.docx", zipped("word/other.xml"))], "The file is not what its name says"),
    ],
)
def test_what_cannot_be_brought_back(cast, sign_in, tracker, files, message):
    page = main_of(sign_in(cast.adam).post(at(tracker), {"files": files}))
    assert message in page
    assert "Nothing has been put on the tracker." in page
    assert not TrackerFile.objects.exists()


def test_opening_it_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        for more in ("sheet/", "sheet/pdf/", "sheet/docx/"):
            assert browser.get(at(tracker, more)).status_code == 200


def test_without_the_role_nothing_is_opened_or_kept(cast, sign_in, tracker):
    alexandra, aimee = sign_in(cast.alexandra), sign_in(cast.aimee)
    assert "Bring the filled-in form back" not in main_of(aimee.get(at(tracker)))
    with nothing_changes():
        for more in ("sheet/", "sheet/pdf/"):
            assert alexandra.get(at(tracker, more)).status_code == 403
        for browser in (alexandra, aimee):
            assert browser.post(at(tracker), {"files": [upload()]}).status_code == 403


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    browser = sign_in(cast.roy)
    with nothing_changes():
        for more in ("sheet/", "sheet/pdf/", "sheet/docx/"):
            assert browser.get(at(tracker, more)).status_code == 404
        assert browser.post(at(tracker), {"files": [upload()]}).status_code == 404
    assert sign_in(cast.adam).get(at(tracker, "sheet/odt/")).status_code == 404


def test_of_a_restricted_record_one_says_why_first(cast, sign_in, tracker):
    restrict(cast, tracker.participant, cast.adam)
    for more in ("sheet/", "sheet/pdf/"):
        assert sign_in(cast.judith).get(at(tracker, more)).status_code == 404
    assert sign_in(cast.adam).get(at(tracker, "sheet/pdf/")).status_code == 403


def test_of_a_final_tracker_it_can_be_read_and_nothing_comes_back(cast, sign_in, tracker):
    put_in_status(tracker, "closed")
    browser = sign_in(cast.adam)
    assert "Bring the filled-in form back" not in main_of(browser.get(at(tracker)))
    assert "This tracker is Closed" in main_of(browser.post(at(tracker), {"files": [upload()]}))
    assert not Document.objects.exists()


def test_a_double_click_keeps_one(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert browser.post(at(tracker), {"files": [upload()]}).status_code == 302
    assert TrackerFile.objects.count() == 1


def test_few_statements(cast, sign_in, tracker, few_statements):
    browser = sign_in(cast.adam)
    for more in ("sheet/", "sheet/pdf/", "sheet/docx/"):
        with few_statements():
            browser.get(at(tracker, more))
