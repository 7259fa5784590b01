"""Files are checked and staged when posted, attached on Save, and swept after a day."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import refused
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import PDF, stage, upload
from tests.snapshot import nothing_changes
from waymark.documents.models import Document
from waymark.documents.scanning import Scan, Scanner
from waymark.operations.documents import (
    discard_staged_file,
    stage_files,
    staged_files,
)
from waymark.operations.file_upkeep import scan_held_files, sweep_staged_files
from waymark.operations.trackers import TrackerChange

MB = 1024 * 1024


@pytest.fixture
def tracker(cast):
    return make_tracker(
        cast,
        make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])),
    )


def scanner_says(monkeypatch, state):
    monkeypatch.setattr(Scanner, "scan", lambda _self, _content: Scan(state))


def attach(cast, tracker, paper):
    files = ((paper.id, "dma_paperwork"),)
    save(cast.adam, tracker, TrackerChange("new", None, True, files=files))


class TestStage:
    def test_what_is_kept(self, cast, tracker):
        [paper] = stage(cast.adam, tracker, upload("notice", name="../Llythyr Siôn.PDF"))
        kept = Document.objects.get()
        assert kept == paper
        assert (kept.name, kept.content_type, kept.size) == (
            "Llythyr Siôn.PDF",
            "application/pdf",
            len(PDF),
        )
        assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
        assert (kept.staged_for, kept.staged_kind, kept.attached_at) == (
            tracker.id,
            "notice",
            None,
        )
        assert (kept.uploaded_by, kept.uploaded_at) == (cast.adam.staff, MORNING)
        assert kept.participant_id == tracker.participant_id
        assert kept.scan_state == "not_scanned"
        with default_storage.open(kept.stored_as) as stored:
            assert stored.read() == PDF

    def test_it_is_stored_under_a_name_that_says_nothing(self, cast, tracker):
        [paper] = stage(cast.adam, tracker)
        assert "UCD603" not in paper.stored_as
        assert str(tracker.participant.reference) not in paper.stored_as

    def test_good_ones_are_kept_beside_bad_ones(self, cast, tracker):
        kept, wrong = stage_files(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            uploads=[
                upload(),
                upload(content=b""),
                upload(name="form.exe"),
                upload(size=20 * MB + 1),
                upload(kind="anything"),
                upload(name="photo.png"),
                upload(content=b"<html>"),
            ],
            now=MORNING,
        )
        assert len(kept) == Document.objects.count() == 1
        assert [(one.code, one.message.partition(":")[0]) for one in wrong] == [
            ("documents.empty", "UCD603.pdf"),
            ("documents.kind_not_allowed", "form.exe"),
            ("documents.too_large", "UCD603.pdf"),
            ("documents.kind_unknown", "UCD603.pdf"),
            ("documents.content_differs", "photo.png"),
            ("documents.content_differs", "UCD603.pdf"),
        ]

    def test_just_as_large_as_may_be(self, cast, tracker):
        assert stage(cast.adam, tracker, upload(size=20 * MB))

    @pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
    def test_without_the_edit_role(self, cast, tracker, who):
        with refused("people.role_needed"):
            stage(getattr(cast, who), tracker)

    def test_in_another_group(self, cast, tracker):
        with refused("tracker.not_found"):
            stage(cast.roy, tracker)


class TestUploadedNotYetSaved:
    def test_each_sees_their_own(self, cast, tracker):
        [mine] = stage(cast.adam, tracker)
        stage(cast.judith, tracker)
        assert staged_files(actor=cast.adam.actor, tracker_id=tracker.id) == [mine]

    def test_no_longer_once_saved(self, cast, tracker):
        [paper] = stage(cast.adam, tracker)
        attach(cast, tracker, paper)
        assert staged_files(actor=cast.adam.actor, tracker_id=tracker.id) == []


class TestDiscard:
    def test_ones_own(self, cast, tracker, django_capture_on_commit_callbacks):
        [paper] = stage(cast.adam, tracker)
        with django_capture_on_commit_callbacks(execute=True):
            discard_staged_file(actor=cast.adam.actor, document_id=paper.id)
        assert not Document.objects.exists()
        assert not default_storage.exists(paper.stored_as)

    def test_twice_is_once(self, cast, tracker):
        [paper] = stage(cast.adam, tracker)
        discard_staged_file(actor=cast.adam.actor, document_id=paper.id)
        with nothing_changes():
            discard_staged_file(actor=cast.adam.actor, document_id=paper.id)

    def test_not_that_of_somebody_else(self, cast, tracker):
        [paper] = stage(cast.judith, tracker)
        with nothing_changes():
            discard_staged_file(actor=cast.adam.actor, document_id=paper.id)

    def test_not_one_that_was_saved(self, cast, tracker):
        [paper] = stage(cast.adam, tracker)
        attach(cast, tracker, paper)
        with nothing_changes():
            discard_staged_file(actor=cast.adam.actor, document_id=paper.id)

    @pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
    def test_without_the_edit_role(self, cast, tracker, who):
        [paper] = stage(cast.adam, tracker)
        with refused("people.role_needed"):
            discard_staged_file(actor=getattr(cast, who).actor, document_id=paper.id)


class TestSweep:
    def test_after_a_day_what_was_never_saved(
        self, cast, tracker, django_capture_on_commit_callbacks
    ):
        [old] = stage(cast.adam, tracker)
        fresh_at = MORNING + timedelta(hours=1)
        [fresh] = stage(cast.adam, tracker, upload(name="fresh.pdf"), now=fresh_at)
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep_staged_files(now=MORNING + timedelta(days=1, seconds=1)) == 1
        assert Document.objects.get() == fresh
        assert not default_storage.exists(old.stored_as)
        assert default_storage.exists(fresh.stored_as)

    def test_not_before(self, cast, tracker):
        stage(cast.adam, tracker)
        with nothing_changes():
            assert sweep_staged_files(now=MORNING + timedelta(days=1)) == 0

    def test_never_what_was_saved(self, cast, tracker):
        [paper] = stage(cast.adam, tracker)
        attach(cast, tracker, paper)
        with nothing_changes():
            assert sweep_staged_files(now=MORNING + timedelta(days=400)) == 0


class TestScanAgain:
    @pytest.fixture
    def held(self, cast, tracker):
        [paper] = stage(cast.adam, tracker, upload())
        Document.objects.filter(id=paper.id).update(scan_state="waiting")
        return paper

    @pytest.mark.parametrize(("said", "answered"), [("clean", 1), ("infected", 1), ("waiting", 0)])
    def test_what_is_held_is_asked_about_again(self, monkeypatch, held, said, answered):
        scanner_says(monkeypatch, said)
        assert scan_held_files(now=MORNING) == answered
        held.refresh_from_db()
        assert held.scan_state == said

    def test_what_was_answered_is_not_asked_again(self, monkeypatch, held):
        Document.objects.filter(id=held.id).update(scan_state="infected")
        scanner_says(monkeypatch, "clean")
        assert scan_held_files(now=MORNING) == 0
        held.refresh_from_db()
        assert held.scan_state == "infected"
