"""The files of a tracker: uploaded, waiting to be saved, saved, downloaded, discarded, removed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.submitting import typed_reasons
from tests.web.reading import HTML, chosen_of, field_of, links_of, main_of, tree_of
from tests.web.uploads import PDF, PNG, upload, zipped
from waymark.audit.models import AccessRecord
from waymark.documents.models import Document
from waymark.operations.file_upkeep import sweep_staged_files
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.usefixtures("morning")
WAITING = "Uploaded, not yet saved"
KINDS = "The file must be PDF, Word, OpenDocument text, Excel, JPG, PNG, HEIC, email or plain text"


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def at(tracker, more="edit/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def typed(tracker, **given):
    return {
        "version": tracker.version,
        "status": "new",
        "assignee": str(tracker.assignee_id or ""),
        "raised": "yes",
        "not_raised_reason": "",
        "note": "",
        "own_work_reason": "",
        **typed_reasons(),
    } | given


def save(browser, tracker, **given):
    return browser.post(at(tracker), typed(tracker, **given))


@pytest.fixture
def file(cast, sign_in, tracker):
    """A saved PDF of the kind DMA paperwork."""
    save(sign_in(cast.adam), tracker, files=[upload()])
    return TrackerFile.objects.get()


def file_at(file, more="") -> str:
    return f"/trackers/{file.tracker_id}/files/{file.id}/{more}"


def test_several_files_each_of_its_kind_are_saved_together(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    answer = save(
        browser,
        tracker,
        files=[upload(), upload("register.png", PNG)],
        notice_files=[upload("MAN.pdf", PDF + b"1")],
        contact_log_files=[upload("calls.pdf", PDF + b"2")],
        other_files=[upload("other.docx", zipped("word/document.xml"))],
    )
    assert answer.status_code == 302
    kinds = {one.document.name: one.kind for one in TrackerFile.objects.all()}
    assert kinds == {
        "UCD603.pdf": "dma_paperwork",
        "register.png": "dma_paperwork",
        "MAN.pdf": "notice",
        "calls.pdf": "contact_log",
        "other.docx": "other",
    }
    page = main_of(browser.get(at(tracker, "")))
    assert "DMA paperwork UCD603.pdf" in page
    assert "not scanned for viruses, Adam Stewart, 23 November 2026 at 9am" in page
    assert "Notice MAN.pdf" in page
    assert "Contact log calls.pdf" in page
    assert "File added by Adam Stewart" in page


def test_another_kind_of_file_is_not_paperwork(cast, sign_in, tracker):
    answer = save(sign_in(cast.adam), tracker, notice_files=[upload("MAN.pdf")])
    page = main_of(answer)
    assert "Upload the completed DMA paperwork, or choose No" in page
    assert f"MAN.pdf {WAITING}" in page


def test_a_file_that_is_here_counts(cast, sign_in, tracker, file):
    browser = sign_in(cast.adam)
    assert "Completed DMA paperwork UCD603.pdf" in main_of(browser.get(at(tracker)))
    assert save(browser, tracker, status="submitted").status_code == 302


def test_files_wait_when_something_else_is_wrong_and_are_saved_with_the_rest(
    cast, sign_in, tracker
):
    browser = sign_in(cast.adam)
    answer = save(browser, tracker, raised="no", files=[upload()], note="Rang twice")
    page = main_of(answer)
    assert "Enter the reason DMA paperwork was not raised" in page
    assert f"UCD603.pdf {WAITING}" in page
    assert field_of(answer, "note") == "Rang twice"
    assert not TrackerFile.objects.exists()
    assert f"UCD603.pdf {WAITING}" in main_of(browser.get(at(tracker)))
    assert save(browser, tracker, raised="yes", note="Rang twice").status_code == 302
    assert TrackerFile.objects.get().document.name == "UCD603.pdf"
    assert WAITING not in main_of(browser.get(at(tracker)))


def test_files_wait_when_somebody_else_saved_first(cast, sign_in, tracker):
    save(sign_in(cast.judith), tracker, raised="no", not_raised_reason="Office", status="submitted")
    answer = save(sign_in(cast.adam), tracker, files=[upload()])
    page = main_of(answer)
    assert "Judith Hughes changed this" in page
    assert f"UCD603.pdf {WAITING}" in page


def test_what_one_uploaded_nobody_else_sees(cast, sign_in, tracker):
    save(sign_in(cast.adam), tracker, raised="no", files=[upload()])
    assert WAITING not in main_of(sign_in(cast.judith).get(at(tracker)))
    save(sign_in(cast.judith), tracker, raised="no", not_raised_reason="Office has it")
    assert not TrackerFile.objects.exists()


def test_the_same_file_twice_waits_once(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        save(browser, tracker, raised="no", files=[upload()])
    assert Document.objects.count() == 1


def test_a_file_that_waits_can_be_discarded_and_the_form_stays_as_typed(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    waiting = save(browser, tracker, raised="no", files=[upload()])
    [button] = [one for one in tree_of(waiting).iter(f"{HTML}button") if one.get("formaction")]
    stored_as = Document.objects.get().stored_as
    answer = browser.post(
        button.get("formaction"), typed(tracker, note="Rang twice", status="resolved", raised="no")
    )
    page = main_of(answer)
    assert WAITING not in page
    assert "There is a problem" not in page
    assert field_of(answer, "note") == "Rang twice"
    assert chosen_of(answer, "status") == ["resolved"]
    assert not Document.objects.exists()
    assert default_storage.exists(stored_as)  # until the transaction is certain
    again = browser.post(button.get("formaction"), typed(tracker, note="Rang twice"))
    assert field_of(again, "note") == "Rang twice"


def test_reading_the_address_of_discard_discards_nothing(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    save(browser, tracker, raised="no", files=[upload()])
    document = Document.objects.get()
    answer = browser.get(at(tracker, f"staged/{document.id}/discard/"))
    assert (answer.status_code, answer.url) == (302, at(tracker))
    assert Document.objects.count() == 1


def test_nobody_discards_what_another_uploaded(cast, sign_in, tracker):
    save(sign_in(cast.adam), tracker, raised="no", files=[upload()])
    address = at(tracker, f"staged/{Document.objects.get().id}/discard/")
    sign_in(cast.judith).post(address, typed(tracker))
    assert sign_in(cast.roy).post(address, typed(tracker)).status_code == 404
    assert sign_in(cast.alexandra).post(address, typed(tracker)).status_code == 403
    assert Document.objects.count() == 1


def test_what_was_never_saved_is_swept_after_a_day(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    save(browser, tracker, raised="no", files=[upload()])
    sweep_staged_files(now=MORNING + timedelta(hours=25))
    assert WAITING not in main_of(browser.get(at(tracker)))


@pytest.mark.parametrize(
    ("field", "name", "content", "message"),
    [
        ("files", "empty.pdf", b"", "empty.pdf: The file is empty"),
        ("files", "macro.xlsm", PDF, KINDS),
        ("notice_files", "no-ending", PDF, KINDS),
        ("other_files", "scan.pdf", PNG, "The file is not what its name says"),
        ("contact_log_files", "log.docx", zipped("xl/workbook.xml"), "not what its name says"),
        ("files", "page.pdf", b"<html><script>alert(1)</script>", "not what its name says"),
    ],
)
def test_a_file_that_cannot_be_taken_says_so_at_its_field(
    cast, sign_in, tracker, field, name, content, message
):
    answer = save(
        sign_in(cast.adam),
        tracker,
        raised="no",
        not_raised_reason="Office has it",
        note="Rang",
        **{field: [upload(name, content), upload("good.pdf")]},
    )
    page = main_of(answer)
    assert page.count(message) == 2
    assert f'href="#{field}"'.encode() in answer.content
    assert f"good.pdf {WAITING}" in page
    assert field_of(answer, "note") == "Rang"
    assert not TrackerFile.objects.exists()


def test_what_else_is_wrong_is_said_at_once(cast, sign_in, tracker):
    answer = save(
        sign_in(cast.adam),
        tracker,
        raised="no",
        assignee=str(cast.roy.staff.id),
        files=[upload("macro.xlsm")],
    )
    page = main_of(answer)
    assert f"macro.xlsm: {KINDS}" in page
    assert "Enter the reason DMA paperwork was not raised" in page
    assert "Choose an assignee who is active and has access" in page
    answer = save(sign_in(cast.adam), tracker, files=[upload("macro.xlsm")])
    assert "Upload the completed DMA paperwork" not in main_of(answer)


def test_a_file_that_is_too_large_says_how_large_it_may_be(cast, sign_in, tracker, settings):
    settings.FILE_SIZE_LIMIT_MB = 1
    answer = save(sign_in(cast.adam), tracker, files=[upload("big.pdf", PDF + b"0" * 1024 * 1024)])
    page = main_of(answer)
    assert "big.pdf: The file must be smaller than 1 MB" in page
    assert "up to 1 MB each" in page
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\adam\\UCD603.pdf", "UCD603.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("Llŷr’s form 🙂.pdf", "Llŷr’s form 🙂.pdf"),
        ("fdp\u202egpj.pdf", "fdpgpj.pdf"),
        ("a'b;c=d.pdf", "a'b;c=d.pdf"),
        (f"{'x' * 250}.pdf", f"{'x' * 146}.pdf"),
    ],
)
def test_hostile_names_are_made_safe(cast, sign_in, tracker, name, kept_as):
    browser = sign_in(cast.adam)
    one = upload()
    one.__dict__["_name"] = name  # past Django's own tidying, as another client might send it
    save(browser, tracker, files=[one])
    file = TrackerFile.objects.get()
    assert file.document.name == kept_as
    answer = browser.get(file_at(file))
    assert answer.status_code == 200
    assert "\n" not in answer["Content-Disposition"]
    assert kept_as in main_of(browser.get(at(tracker, "")))


def test_a_file_can_be_downloaded_by_everybody_in_scope(cast, sign_in, tracker, file):
    browser = sign_in(cast.tomasz)
    with nothing_changes(but=("audit_accessrecord",)):
        answer = browser.get(file_at(file))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="UCD603.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    looked = AccessRecord.objects.filter(kind="file").get()
    assert (looked.record_id, looked.actor_name) == (file.id, "Tomasz Wiśniewski")


def test_a_file_of_a_final_tracker_can_still_be_downloaded(cast, sign_in, tracker, file):
    put_in_status(tracker, "closed")
    assert sign_in(cast.alexandra).get(file_at(file)).status_code == 200


def test_a_file_out_of_scope_is_as_if_not_there(cast, sign_in, tracker, file):
    assert sign_in(cast.roy).get(file_at(file)).status_code == 404
    assert sign_in(cast.adam).get(at(tracker, f"files/{uuid4()}/")).status_code == 404
    other = make_tracker(cast, make_activity(tracker.participant))
    assert sign_in(cast.adam).get(at(other, f"files/{file.id}/")).status_code == 404


@pytest.mark.parametrize(
    ("state", "why"), [("infected", "is infected"), ("waiting", "waiting to be scanned")]
)
def test_a_file_that_is_held_is_named_but_cannot_be_opened(
    cast, sign_in, tracker, file, state, why
):
    Document.objects.update(scan_state=state)
    browser = sign_in(cast.adam)
    answer = browser.get(at(tracker, ""))
    assert "UCD603.pdf" in main_of(answer)
    assert "UCD603.pdf" not in links_of(answer)
    assert why in main_of(browser.get(file_at(file)), status=409)
    assert "Upload the completed DMA paperwork" in main_of(save(browser, tracker))


def test_a_file_whose_bytes_are_gone_says_so(cast, sign_in, tracker, file, caplog):
    default_storage.delete(file.document.stored_as)
    page = main_of(sign_in(cast.adam).get(file_at(file)), status=409)
    assert "The file store does not have this file" in page
    assert "UCD603" not in caplog.text


def test_removing_asks_first_and_the_history_keeps_it(cast, sign_in, tracker, file):
    browser = sign_in(cast.adam)
    save(browser, tracker, notice_files=[upload("MAN.pdf")])
    notice = TrackerFile.objects.get(kind="notice")
    assert links_of(browser.get(at(tracker, "")))["Remove MAN.pdf"] == file_at(notice, "remove/")
    with nothing_changes(but=("audit_accessrecord",)):
        asked = main_of(browser.get(file_at(notice, "remove/")))
    assert "File MAN.pdf Kind Notice" in asked
    answer = browser.post(file_at(notice, "remove/"))
    assert (answer.status_code, answer.url) == (302, at(tracker, ""))
    page = main_of(browser.get(answer.url))
    assert "The file is removed" in page
    assert "File removed by Adam Stewart" in page
    assert "MAN.pdf, Notice" in page
    assert browser.get(file_at(notice)).status_code == 404
    assert browser.get(file_at(notice, "remove/")).status_code == 404


def test_removing_twice_removes_once(cast, sign_in, tracker, file):
    browser = sign_in(cast.adam)
    save(browser, tracker, files=[upload("second.pdf", PDF + b"2")])
    for _ in range(2):
        assert browser.post(file_at(file, "remove/")).status_code == 302
    assert main_of(browser.get(at(tracker, ""))).count("File removed") == 1


def test_the_last_paperwork_stays(cast, sign_in, tracker, file):
    answer = sign_in(cast.adam).post(file_at(file, "remove/"))
    page = main_of(answer)
    assert "The last DMA paperwork cannot be removed without a replacement" in page
    file.refresh_from_db()
    assert file.removed_at is None


def test_who_may_not_edit_may_not_remove(cast, sign_in, tracker, file):
    for who, status in (("alexandra", 403), ("aimee", 403), ("roy", 404)):
        browser = sign_in(getattr(cast, who))
        assert browser.get(file_at(file, "remove/")).status_code == status
        assert browser.post(file_at(file, "remove/")).status_code == status
    assert "Remove UCD603.pdf" not in links_of(sign_in(cast.alexandra).get(at(tracker, "")))


def test_nothing_is_removed_from_a_final_tracker(cast, sign_in, tracker, file):
    put_in_status(tracker, "closed")
    browser = sign_in(cast.wendy)
    assert browser.get(file_at(file, "remove/")).url == at(tracker, "")
    assert "It is final and cannot be changed" in main_of(browser.post(file_at(file, "remove/")))
    file.refresh_from_db()
    assert file.removed_at is None


def test_many_files_at_once(cast, sign_in, tracker):
    many = [upload(f"page-{number}.pdf", PDF + bytes([number])) for number in range(20)]
    assert save(sign_in(cast.adam), tracker, files=many).status_code == 302
    assert TrackerFile.objects.count() == 20


def test_more_files_than_are_taken_at_once_are_no_error_of_ours(cast, sign_in, tracker):
    many = [upload(f"page-{number}.pdf", PDF + bytes([number])) for number in range(21)]
    page = main_of(save(sign_in(cast.adam), tracker, files=many, note="Kept"))
    told = "page-20.pdf: Upload 20 files at most at a time: save these, then add the others"
    assert page.count(told) == 2
    assert page.count("Uploaded, not yet saved") == 20
    assert "Kept" in page


def test_what_is_uploaded_now_is_dated_now(cast, sign_in, tracker, file):
    assert file.added_at == timezone.now()
