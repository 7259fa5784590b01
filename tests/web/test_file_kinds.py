"""Every kind of file through the page and back; what is not to be kept is told at its field."""

import pytest
from django.core.files.storage import default_storage

from tests.factories import make_activity, make_participant, make_tracker
from tests.samples import (
    PDF,
    SAMPLES,
    XML,
    compound,
    doc,
    docx,
    heic,
    jpg,
    odt,
    open_xml,
    png,
    xlsx,
    zipped,
)
from tests.unit.documents.test_hostile_files import sized
from tests.unit.documents.test_location import SECRET, heic_with_everything, jpg_with_everything
from tests.web.reading import field_of, main_of
from tests.web.uploads import upload
from waymark.documents.kinds import KINDS
from waymark.documents.models import Document, Leftover
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.usefixtures("morning")
BIG = b"\0" * 40 * 1024 * 1024
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
DIFFERS = "The file is not what its name says, or it is damaged"
MACROS = "The file has macros in it"
SWELLS = "The file unpacks to far more than its size"
DECLARES = "The file has instructions in it that no office program writes"
TWO = "The file has another file joined to it"
PASSWORD = "The file is protected by a password"
PIXELS = "The picture is too large to be shown"


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def at(tracker, more="edit/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def save(browser, tracker, **given):
    typed = {"version": tracker.version, "status": "new", "assignee": "", "raised": "yes"}
    return browser.post(at(tracker), typed | {"note": "Rang twice"} | given)


def saved(browser, tracker, *uploads):
    """The files of a tracker, after a save that is in order."""
    assert save(browser, tracker, files=list(uploads)).status_code == 302
    return list(TrackerFile.objects.filter(tracker=tracker).order_by("document__name"))


def downloaded(browser, file):
    answer = browser.get(at(file.tracker, f"files/{file.id}/"))
    assert answer.status_code == 200
    return answer, b"".join(answer.streaming_content)


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_goes_in_and_comes_out_as_it_was(cast, sign_in, tracker, code):
    browser, content = sign_in(cast.adam), SAMPLES[code]()
    [file] = saved(browser, tracker, upload(f"evidence.{code.upper()}", content))
    answer, given = downloaded(browser, file)
    assert given == content
    assert (
        answer["Content-Type"]
        == {
            "pdf": "application/pdf",
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "doc": "application/msword",
            "odt": "application/vnd.oasis.opendocument.text",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "jpg": "image/jpeg",
            "png": "image/png",
            "heic": "image/heic",
            "eml": "message/rfc822",
            "msg": "application/vnd.ms-outlook",
            "txt": "application/octet-stream",
        }[code]
    )
    assert answer["Content-Disposition"] == f'attachment; filename="evidence.{code.upper()}"'
    assert answer["Content-Length"] == str(len(content))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'; ")
    assert "no-store" in answer["Cache-Control"]


HOSTILE = [
    ("letter.pdf", docx(), DIFFERS),
    ("letter.docx", zipped({"word/document.xml": "<a/>"}), DIFFERS),
    ("letter.doc", compound("Workbook"), DIFFERS),
    ("letter.odt", docx(), DIFFERS),
    ("sheet.xlsx", docx(), DIFFERS),
    ("photo.jpg", png(), DIFFERS),
    ("photo.png", b"<svg onload=alert(1)>", DIFFERS),
    ("photo.heic", jpg(), DIFFERS),
    ("photo.jpg", jpg()[:200], DIFFERS),
    ("mail.eml", b"<html>", DIFFERS),
    ("mail.msg", doc(), DIFFERS),
    ("notes.txt", b"<script>alert(1)</script>", DIFFERS),
    ("notes.txt", b"MZ\x90\x00", DIFFERS),
    ("script.pdf", b"GIF89a=1;alert(1);//", DIFFERS),
    ("letter.docx", docx(**{"word/vbaProject.bin": b"x"}), MACROS),
    (
        "letter.docx",
        open_xml("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml"),
        MACROS,
    ),
    ("letter.doc", doc(storages=("Macros",)), MACROS),
    ("letter.odt", odt(Basic__Standard__Module1="x"), MACROS),
    ("letter.docx", docx(**{"word/a.bin": BIG}), SWELLS),
    ("sheet.xlsx", xlsx(**{"xl/worksheets/sheet1.xml": BIG}), SWELLS),
    ("letter.odt", odt(**{"Pictures/a": BIG}), SWELLS),
    ("letter.docx", docx(**{"a.zip": zipped({"b.zip": zipped({"c": "x"})})}), SWELLS),
    ("letter.docx", docx(**{"word/document.xml": XML + ENTITY}), DECLARES),
    ("sheet.xlsx", xlsx(**{"xl/workbook.xml": XML + ENTITY}), DECLARES),
    ("letter.odt", odt(**{"content.xml": XML + ENTITY}), DECLARES),
    ("form.pdf", PDF + zipped({"evil.js": "alert(1)"}), TWO),
    ("form.pdf", PDF + b"<script>alert(1)</script>", TWO),
    ("photo.png", png() + b"<html>", TWO),
    ("photo.png", png() + zipped({"a": "b"}), TWO),
    ("photo.jpg", jpg() + zipped({"a": "b"}), TWO),
    ("photo.jpg", jpg() + b"<?php echo 1; ?>", TWO),
    ("letter.docx", docx() + b"<html>", TWO),
    ("letter.docx", compound("EncryptionInfo", "EncryptedPackage"), PASSWORD),
    ("photo.png", sized(60_000, 60_000), PIXELS),
]


@pytest.mark.parametrize(("name", "content", "message"), HOSTILE)
def test_what_is_not_kept_is_told_at_its_field(cast, sign_in, tracker, name, content, message):
    answer = save(sign_in(cast.adam), tracker, files=[upload(name, content), upload("good.pdf")])
    page = main_of(answer)
    assert page.count(f"{name}: {message}") == 2  # in the summary and at the field
    assert 'href="#files"' in answer.content.decode()
    assert "good.pdf Uploaded, not yet saved" in page
    assert field_of(answer, "note") == "Rang twice"
    assert [one.name for one in Document.objects.all()] == ["good.pdf"]
    assert not Leftover.objects.exists()
    assert not TrackerFile.objects.exists()


def test_the_form_says_which_kinds_are_taken(cast, sign_in, tracker, settings):
    browser = sign_in(cast.adam)
    assert (
        "PDF, Word, OpenDocument text, Excel, JPG, PNG, HEIC, email or plain text, up to 20 MB each"
    ) in main_of(browser.get(at(tracker)))
    settings.FILE_KINDS = ["pdf", "jpg"]
    answer = browser.get(at(tracker))
    assert "PDF or JPG, up to 20 MB each" in main_of(answer)
    assert answer.content.decode().count('accept=".pdf,.jpg,.jpeg"') == 4
    told = "a.docx: The file must be PDF or JPG"
    assert told in main_of(save(browser, tracker, files=[upload("a.docx", docx())]))


class TestLocation:
    @pytest.mark.parametrize(
        ("name", "make"), [("there.jpg", jpg_with_everything), ("there.heic", heic_with_everything)]
    )
    def test_it_is_taken_out_and_the_history_says_so(
        self, cast, sign_in, tracker, settings, name, make
    ):
        settings.STRIP_LOCATION = True
        browser = sign_in(cast.adam)
        [file] = saved(browser, tracker, upload(name, make()))
        _, given = downloaded(browser, file)
        assert SECRET not in given
        assert file.document.size == len(given)
        page = main_of(browser.get(at(tracker, "")))
        assert "Where the picture was taken was removed from it before it was stored" in page

    def test_not_unless_it_is_asked_for(self, cast, sign_in, tracker):
        browser, content = sign_in(cast.adam), jpg_with_everything()
        [file] = saved(browser, tracker, upload("there.jpg", content))
        assert downloaded(browser, file)[1] == content
        assert "Where the picture was taken" not in main_of(browser.get(at(tracker, "")))

    def test_where_there_is_none_nothing_is_said(self, cast, sign_in, tracker, settings):
        settings.STRIP_LOCATION = True
        browser, content = sign_in(cast.adam), heic()
        [file] = saved(browser, tracker, upload("plain.heic", content))
        assert downloaded(browser, file)[1] == content
        assert "Where the picture was taken" not in main_of(browser.get(at(tracker, "")))


def test_what_was_changed_in_the_store_is_told_and_on_record(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    [file] = saved(browser, tracker, upload())
    default_storage.delete(file.document.stored_as)
    default_storage.save(file.document.stored_as, upload("x", b"%PDF-1.7 other").file)
    page = main_of(browser.get(at(tracker, f"files/{file.id}/")), status=409)
    assert "This file is not what was uploaded: its contents have changed in the store" in page
    assert "It was not sent to you, and this is on record" in page
    page = main_of(browser.get(at(tracker, "")))
    assert "A file was found changed in the store by Adam Stewart" in page
