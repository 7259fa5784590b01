"""Rejected and Closed are read-only for everybody; the page and the list still show them."""

import pytest

from tests.factories import MORNING, put_in_status
from tests.integration.expecting import refused, told
from tests.integration.trackers.saving import NOT_RAISED, save
from tests.integration.trackers.staging import stage, upload
from waymark.operations.documents import stage_files
from waymark.operations.marking import mark_not_complete
from waymark.operations.participants import move_participant
from waymark.operations.tracker_files import remove_file
from waymark.operations.trackers import TrackerChange, add_note, reassign_tracker
from waymark.operations.viewing import view_file, view_tracker
from waymark.people.queries import actor_of
from waymark.trackers.models import Tracker

FINAL = ["rejected", "closed"]
EVERY_ROLE = [
    "Supervisor",
    "Administrator",
    "Auditor",
    "Process Automation Trackers (Edit)",
    "Process Automation Trackers (Pre-Authorise)",
    "Process Automation Trackers (Process)",
]


@pytest.fixture(params=FINAL)
def final(request, cast, tracker) -> Tracker:
    """A tracker with a file and a note, now final."""
    [paper] = stage(cast.adam, tracker)
    files = ((paper.id, "dma_paperwork"),)
    save(
        cast.adam,
        tracker,
        TrackerChange("new", cast.adam.staff.id, True, note="Rang, no answer", files=files),
    )
    return put_in_status(tracker, request.param)


@pytest.fixture
def mighty(cast):
    """Somebody with every role there is."""
    cast.glenn.staff.roles = EVERY_ROLE
    cast.glenn.staff.save()
    return actor_of(cast.glenn.staff)


class TestNobodyChangesIt:
    @pytest.mark.parametrize(
        "status", ["new", "resolved", "submitted", "referred", "rejected", "closed"]
    )
    def test_by_saving(self, cast, final, mighty, status):
        cast.glenn._actor = mighty
        with refused("tracker.final") as raised:
            save(
                cast.glenn,
                final,
                TrackerChange(status, final.assignee_id, True, own_work_reason="Mistake"),
            )
        assert final.get_status_display() in raised.value.message

    def test_by_saving_just_what_is_there(self, cast, final):
        with refused("tracker.final"):
            save(cast.glenn, final, TrackerChange(final.status, final.assignee_id, True))

    def test_by_reassigning(self, cast, final, mighty):
        for actor in (mighty, cast.aimee.actor):
            with refused("tracker.final"):
                reassign_tracker(
                    actor=actor,
                    tracker_id=final.id,
                    assignee_id=cast.judith.staff.id,
                    seen_version=None,
                    now=MORNING,
                )

    def test_by_a_note(self, final, mighty):
        with refused("tracker.final"):
            add_note(actor=mighty, tracker_id=final.id, text="One more thing", now=MORNING)

    def test_by_removing_a_file(self, final, mighty):
        with refused("tracker.final"):
            remove_file(
                actor=mighty, tracker_id=final.id, file_id=final.files.get().id, now=MORNING
            )

    def test_by_uploading_a_file(self, final, mighty):
        with refused("tracker.final"):
            stage_files(actor=mighty, tracker_id=final.id, uploads=[upload()], now=MORNING)

    def test_by_handing_over_to_a_new_work_coach(self, cast, final):
        moved = move_participant(
            actor=cast.adam.actor,
            participant_id=final.participant_id,
            work_coach_id=cast.alexandra.staff.id,
            group_id=cast.groups["Wales / Caerdydd"].id,
            hand_over_trackers=True,
            seen_version=None,
            now=MORNING,
        )
        assert moved == 0
        final.refresh_from_db()
        assert final.assignee == cast.adam.staff

    def test_by_marking_the_activity_again(self, cast, workshop, final):
        before = Tracker.objects.filter(id=final.id).values().get()
        history = told(tracker_id=final.id)
        mark_not_complete(
            actor=cast.alexandra.actor,
            activity_id=workshop.id,
            reason_category="did_not",
            reason="Did not attend",
            now=MORNING,
        )
        assert Tracker.objects.filter(id=final.id).values().get() == before
        assert told(tracker_id=final.id) == history
        assert Tracker.objects.get(follows=final).get_status_display() == "New"


class TestItStaysReadable:
    def test_with_its_file(self, cast, final):
        seen = view_tracker(actor=cast.alexandra.actor, tracker_id=final.id, now=MORNING)
        assert seen == final
        file = view_file(
            actor=cast.alexandra.actor,
            tracker_id=final.id,
            file_id=final.files.get().id,
            now=MORNING,
        )
        assert file.name == "UCD603.pdf"


def test_a_file_that_was_staged_before_it_became_final_is_not_attached(cast, tracker):
    papers = stage(cast.adam, tracker)
    put_in_status(tracker, "closed")
    change = TrackerChange(
        "closed", tracker.assignee_id, True, files=tuple((one.id, "other") for one in papers)
    )
    with refused("tracker.final"):
        save(cast.adam, tracker, change)


def test_without_the_role_it_is_the_role_that_is_missing(cast, final):
    with refused("people.role_needed"):
        save(cast.alexandra, final, NOT_RAISED)
