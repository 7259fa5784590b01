"""Files of a tracker are removed and opened."""

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import NOWHERE, last_event, refused
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import PDF, stage, upload
from tests.snapshot import nothing_changes
from waymark.audit.models import AccessRecord
from waymark.documents.models import Document
from waymark.operations.tracker_files import remove_file
from waymark.operations.trackers import TrackerChange
from waymark.operations.viewing import view_file

KINDS = ("dma_paperwork", "dma_paperwork", "notice")


@pytest.fixture
def files(cast, tracker):
    """Two of DMA paperwork and a notice."""
    papers = stage(
        cast.adam,
        tracker,
        *(
            upload(kind, name=f"{kind}.pdf", content=PDF + bytes([place]))
            for place, kind in enumerate(KINDS)
        ),
    )
    save(
        cast.adam,
        tracker,
        TrackerChange(
            "new",
            cast.adam.staff.id,
            dma_paperwork_raised=True,
            files=tuple((paper.id, kind) for paper, kind in zip(papers, KINDS, strict=True)),
        ),
    )
    by_document = {file.document_id: file for file in tracker.files.all()}
    return [by_document[paper.id] for paper in papers]


def remove(who, tracker, file_id):
    remove_file(actor=who.actor, tracker_id=tracker.id, file_id=file_id, now=MORNING)


class TestRemove:
    def test_it_was_there_says_the_history(self, cast, tracker, files):
        first, _, _ = files
        remove(cast.judith, tracker, first.id)
        first.refresh_from_db()
        assert (first.removed_by, first.removed_at) == ("Judith Hughes", MORNING)
        event = last_event(tracker_id=tracker.id)
        assert event.code == "tracker.file_removed"
        assert event.content.data == {
            "number": tracker.shown_number,
            "file": "dma_paperwork.pdf",
            "kind": "DMA paperwork",
        }

    def test_the_last_dma_paperwork_stays(self, cast, tracker, files):
        first, second, notice = files
        remove(cast.adam, tracker, first.id)
        with refused("tracker.last_dma_file") as raised:
            remove(cast.adam, tracker, second.id)
        assert raised.value.field == "files"
        remove(cast.adam, tracker, notice.id)

    @pytest.mark.parametrize("state", ["infected", "waiting"])
    def test_one_that_does_not_count_does_not_replace_it(self, cast, tracker, files, state):
        first, second, _ = files
        Document.objects.filter(id=second.document_id).update(scan_state=state)
        with refused("tracker.last_dma_file"):
            remove(cast.adam, tracker, first.id)
        remove(cast.adam, tracker, second.id)

    def test_with_no_and_a_reason_the_last_may_go(self, cast, tracker, files):
        first, second, _ = files
        remove(cast.adam, tracker, first.id)
        save(
            cast.adam,
            tracker,
            TrackerChange("new", cast.adam.staff.id, False, "She was in hospital"),
        )
        remove(cast.adam, tracker, second.id)

    def test_twice_is_once(self, cast, tracker, files):
        remove(cast.adam, tracker, files[0].id)
        with nothing_changes():
            remove(cast.judith, tracker, files[0].id)

    def test_one_of_another_tracker(self, cast, files):
        other = make_tracker(
            cast,
            make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])),
        )
        with refused("file.not_found"):
            remove(cast.adam, other, files[0].id)

    def test_one_that_there_is_not(self, cast, tracker):
        with refused("file.not_found"):
            remove(cast.adam, tracker, NOWHERE)

    @pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
    def test_without_the_edit_role(self, cast, tracker, files, who):
        with refused("people.role_needed"):
            remove(getattr(cast, who), tracker, files[0].id)

    def test_in_another_group(self, cast, tracker, files):
        with refused("tracker.not_found"):
            remove(cast.roy, tracker, files[0].id)


class TestOpen:
    def open(self, who, file):
        return view_file(
            actor=who.actor,
            tracker_id=file.tracker_id,
            file_id=file.id,
            now=MORNING,
            address="192.0.2.7",
        )

    def test_who_looked_is_on_record(self, cast, tracker, files):
        assert self.open(cast.tomasz, files[2]).name == "notice.pdf"
        seen = AccessRecord.objects.get()
        assert (seen.kind, seen.record_id, seen.participant_id, seen.actor_name) == (
            "file",
            files[2].id,
            tracker.participant_id,
            "Tomasz Wiśniewski",
        )
        assert (seen.address, seen.at) == ("192.0.2.7", MORNING)

    def test_an_infected_one(self, cast, files):
        Document.objects.update(scan_state="infected")
        with refused("file.infected"):
            self.open(cast.adam, files[0])

    def test_one_that_the_scanner_has_not_seen_yet(self, cast, files):
        """Set but out of reach: the file is held."""
        Document.objects.update(scan_state="waiting")
        with refused("file.held"):
            self.open(cast.adam, files[0])

    def test_one_that_was_removed(self, cast, tracker, files):
        remove(cast.adam, tracker, files[0].id)
        with refused("file.not_found"):
            self.open(cast.adam, files[0])

    def test_in_another_group(self, cast, files):
        with refused("file.not_found"):
            self.open(cast.roy, files[0])
