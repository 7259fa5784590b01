"""Files that cannot be taken, are held, or turn out infected: every page that says so, by axe."""

import pytest

from tests.factories import make_activity, make_participant, make_tracker
from tests.journeys.visitor import DESKTOP, PHONE
from tests.samples import PDF, docx, png, zipped
from waymark.documents.models import Document
from waymark.documents.scanning import Scan, Scanner

MACROS = docx(**{"word/vbaProject.bin": b"x"})
NAME = "Gwenllian Llywelyn UCD603 completed and signed 17 November 2026"


@pytest.fixture
def scanner(monkeypatch):
    """Says what it is told to say."""
    answers = {"state": "not_scanned", "found": ""}
    monkeypatch.setattr(Scanner, "scan", lambda _self, _content: Scan(**answers))
    return answers


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_what_is_wrong_with_files_is_told(everybody, visit, scanner, size):
    participant = make_participant(everybody.adam.staff, everybody.groups["Wales / Caerdydd"])
    tracker = make_tracker(everybody, make_activity(participant))
    adam = visit(everybody.adam, size=size)
    adam.go(f"/trackers/{tracker.id}/edit/")
    wrong = [
        file("JSA603.docx", MACROS),
        file("register.png", png() + zipped({"a": "b"})),
        file("letter.pdf", b"<html>"),
        file(f"{NAME}.pdf", PDF),
    ]
    adam.page.set_input_files("#files", wrong)
    adam.press("Save").sees(
        "JSA603.docx: The file has macros in it",
        "register.png: The file has another file joined to it",
        "letter.pdf: The file is not what its name says, or it is damaged",
        "Uploaded, not yet saved",
    ).picture("files-refused")
    scanner |= {"state": "infected", "found": "Win.Test.EICAR_HDB-1"}
    adam.page.set_input_files("#files", [file("invoice.pdf", PDF + b" ")])
    adam.press("Save").sees(
        "invoice.pdf: A virus was found in this file", "held apart, it will not be saved"
    ).picture("files-infected-on-the-form")
    scanner |= {"state": "waiting", "found": ""}
    adam.page.set_input_files("#files", [file("waiting.pdf", PDF + b"  ")])
    adam.press("Save").sees("The scanner calls it Win.Test.EICAR_HDB-1", "waiting to be scanned")
    Document.objects.filter(name=f"{NAME}.pdf").update(scan_state="infected")
    adam.go(f"/trackers/{tracker.id}/").sees("A virus was found in a file", NAME)
    adam.picture("files-infected")
    held = Document.objects.get(name="waiting.pdf").tracker_link
    adam.go(f"/trackers/{tracker.id}/files/{held.id}/").sees("waiting to be scanned for viruses")
    adam.picture("files-held")
    infected = Document.objects.get(name=f"{NAME}.pdf").tracker_link
    adam.go(f"/trackers/{tracker.id}/files/{infected.id}/").sees("is infected and cannot be opened")
    adam.go("/").sees("A virus was found in what you uploaded").picture("files-infected-home")
    adam.go(f"/participants/{participant.id}/documents/").sees("Infected: cannot be opened")
