"""ClamAV itself says what is infected; skipped, and said so, where it is not installed."""

import base64
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import last_event, refused
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import PDF, stage, upload
from tests.samples import EML, docx
from tests.servers import CLAMD, EICAR, clamd
from waymark.documents.models import Document, Leftover
from waymark.documents.scanning import Scanner
from waymark.operations.documents import discard_staged_file, stage_files, staged_files
from waymark.operations.file_upkeep import scan_held_files, sweep_staged_files
from waymark.operations.trackers import TrackerChange
from waymark.operations.viewing import view_file
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.skipif(
    not CLAMD, reason="clamd is not installed: on Debian, apt install clamav-daemon"
)
FOUND = "Eicar-Test-Signature.UNOFFICIAL"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with clamd(tmp_path_factory.mktemp("clamd")) as (at, _):
        yield at


@pytest.fixture
def scanner(settings, address):
    settings.SCANNER_URL = address
    return address


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


INFECTED = {
    "as it is": ("note.txt", EICAR),
    "inside a Word document": ("letter.docx", docx(**{"word/media/a.bin": EICAR})),
    "attached to an email": (
        "mail.eml",
        EML.replace(
            b"text/plain; charset=utf-8\r\n",
            b"application/x\r\nContent-Transfer-Encoding: base64\r\n",
        ).partition(b"She")[0]
        + base64.b64encode(EICAR),
    ),
    "behind a PDF": ("form.pdf", PDF + EICAR + b"\n%%EOF"),
}


@pytest.mark.parametrize("how", INFECTED)
def test_what_clamd_finds(scanner, how):
    scan = Scanner().scan(io.BytesIO(INFECTED[how][1]))
    assert (scan.state, scan.found) == ("infected", FOUND)


def test_what_clamd_does_not_find(scanner):
    assert Scanner().scan(io.BytesIO(PDF)).state == "clean"
    assert Scanner().scan(io.BytesIO(b"x" * 20 * 1024 * 1024)).state == "clean"


def test_more_than_it_takes_is_held(settings, tmp_path):
    with clamd(tmp_path, stream_limit="1M") as (at, _):
        settings.SCANNER_URL = at
        asked = Scanner()
        assert asked.scan(io.BytesIO(b"x" * 8 * 1024 * 1024)).state == "waiting"
        assert asked.scan(io.BytesIO(PDF)).state == "clean"


@pytest.mark.usefixtures("scanner")
class TestUpload:
    @pytest.mark.parametrize("how", INFECTED)
    def test_it_is_held_apart_and_the_uploader_is_told(self, cast, tracker, how):
        name, content = INFECTED[how]
        kept, wrong = stage_files(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            uploads=[upload(name=name, content=content), upload()],
            now=MORNING,
        )
        assert [one.name for one in kept] == ["UCD603.pdf"]
        assert [one.code for one in wrong] == ["documents.infected"]
        assert wrong[0].message == (
            f"{name}: A virus was found in this file. It is held apart and nobody can open it: "
            "upload a clean copy"
        )
        infected = Document.objects.get(name=name)
        assert infected.scan_state == "infected"
        assert default_storage.exists(f"held-apart/{infected.stored_as}")
        assert not default_storage.exists(infected.stored_as)
        assert not Leftover.objects.exists()
        event = last_event(tracker_id=tracker.id)
        assert (event.code, event.by_system) == ("tracker.file_infected", True)
        assert event.content.data == {
            "number": tracker.shown_number,
            "file": name,
            "kind": "DMA paperwork",
            "uploaded_by": "Adam Stewart",
            "found": FOUND,
        }

    def test_it_is_never_saved_and_never_counts(self, cast, tracker):
        stage_files(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            uploads=[upload(name="note.txt", content=EICAR)],
            now=MORNING,
        )
        infected = Document.objects.get()
        change = TrackerChange("new", None, True, files=((infected.id, "dma_paperwork"),))
        with refused("tracker.dma_file_needed"):
            save(cast.adam, tracker, change)
        save(
            cast.adam, tracker, replace(change, dma_paperwork_raised=False, not_raised_reason="No")
        )
        assert not TrackerFile.objects.exists()

    def test_it_stays_apart_for_thirty_days(
        self, cast, tracker, django_capture_on_commit_callbacks
    ):
        uploads = [upload(name="note.txt", content=EICAR)]
        stage_files(actor=cast.adam.actor, tracker_id=tracker.id, uploads=uploads, now=MORNING)
        infected = Document.objects.get()
        discard_staged_file(actor=cast.adam.actor, document_id=infected.id)
        assert staged_files(actor=cast.adam.actor, tracker_id=tracker.id) == []
        assert sweep_staged_files(now=MORNING + 30 * DAY) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep_staged_files(now=MORNING + 31 * DAY) == 1
        assert not default_storage.exists(f"held-apart/{infected.stored_as}")
        assert not Leftover.objects.exists()


class TestHeldUntilScanned:
    @pytest.fixture
    def held(self, cast, tracker, settings):
        """A clean and an infected file, saved while the scanner was out of reach."""
        settings.SCANNER_URL = "tcp://127.0.0.1:1"
        papers = stage(
            cast.adam, tracker, upload(), upload("other", name="note.txt", content=EICAR)
        )
        files = ((papers[0].id, "dma_paperwork"), (papers[1].id, "other"))
        change = TrackerChange("new", None, False, "She was in hospital", files=files)
        save(cast.adam, tracker, change)
        return papers

    def open(self, cast, paper):
        file = TrackerFile.objects.get(document=paper)
        where = {"tracker_id": file.tracker_id, "file_id": file.id}
        return view_file(actor=cast.adam.actor, now=MORNING, **where)

    def test_until_then_it_is_held(self, cast, held):
        assert scan_held_files(now=MORNING) == 0
        for paper in held:
            with refused("file.held"):
                self.open(cast, paper)

    def test_then_the_clean_one_opens_and_the_other_is_held_apart(
        self, cast, tracker, held, settings, address, django_capture_on_commit_callbacks
    ):
        settings.SCANNER_URL = address
        with django_capture_on_commit_callbacks(execute=True):
            assert scan_held_files(now=MORNING) == 2
        clean, infected = held
        assert self.open(cast, clean).scan_state == "clean"
        with refused("file.infected"):
            self.open(cast, infected)
        assert default_storage.exists(f"held-apart/{infected.stored_as}")
        assert not default_storage.exists(infected.stored_as)
        assert not Leftover.objects.exists()
        event = last_event(tracker_id=tracker.id)
        assert event.code == "tracker.file_infected"
        assert (event.content.actor_name, event.content.data["file"]) == ("Waymark", "note.txt")
        assert event.content.data["uploaded_by"] == "Adam Stewart"
        assert scan_held_files(now=MORNING) == 0

    def test_what_was_never_scanned_is_looked_at_once_there_is_a_scanner(
        self, cast, tracker, settings, address
    ):
        stage(cast.adam, tracker, upload("other", name="note.txt", content=EICAR))
        assert scan_held_files(now=MORNING) == 0
        settings.SCANNER_URL = address
        assert scan_held_files(now=MORNING) == 1
        assert Document.objects.get().scan_state == "infected"


def test_a_scanner_that_stops_is_not_waited_for_twice(cast, tracker, settings, tmp_path):
    with clamd(tmp_path) as (at, started):
        settings.SCANNER_URL = at
        assert stage(cast.adam, tracker)[0].scan_state == "clean"
        started.terminate()
        started.wait(10)
    papers = stage(
        cast.adam,
        tracker,
        *(upload(name=f"{one}.pdf", content=PDF + b"%d" % one) for one in range(3)),
    )
    assert {one.scan_state for one in papers} == {"waiting"}
