"""The edit form of a tracker is saved, all or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import MORNING
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage
from tests.snapshot import nothing_changes
from waymark.operations.trackers import (
    TrackerChange,
    create_tracker,
)
from waymark.trackers.models import Note


class TestWorks:
    def test_all_at_once(self, cast, tracker):
        [paper] = stage(cast.adam, tracker)
        later = MORNING + timedelta(hours=1)
        save(
            cast.adam,
            tracker,
            TrackerChange(
                status="submitted",
                assignee_id=cast.glenn.staff.id,
                dma_paperwork_raised=True,
                note=" Please check ",
                files=((paper.id, "dma_paperwork"),),
            ),
            seen_version=1,
            now=later,
        )
        assert tracker.get_status_display() == "Submitted"
        assert tracker.assignee == cast.glenn.staff
        assert (tracker.version, tracker.status_set_at) == (2, later)
        file = tracker.files.get()
        assert (file.document_id, file.get_kind_display()) == (paper.id, "DMA paperwork")
        assert (file.added_by, file.added_at) == ("Adam Stewart", later)
        note = tracker.notes.get()
        assert (note.text, note.author_name, note.at) == ("Please check", "Adam Stewart", later)
        step = tracker.transitions.get()
        assert (step.from_status, step.to_status, step.by) == ("new", "submitted", "Adam Stewart")

    def test_every_step_is_in_the_history(self, cast, tracker):
        [paper] = stage(cast.adam, tracker)
        save(
            cast.adam,
            tracker,
            TrackerChange(
                status="submitted",
                assignee_id=None,
                dma_paperwork_raised=True,
                note="Please check",
                files=((paper.id, "dma_paperwork"),),
            ),
        )
        assert told(tracker_id=tracker.id) == [
            ("tracker.made", "Waymark"),
            ("tracker.file_added", "Adam Stewart"),
            ("tracker.note_added", "Adam Stewart"),
            ("tracker.edited", "Adam Stewart"),
        ]
        assert changes_in(last_event(tracker_id=tracker.id)) == {
            "Status": ("New", "Submitted"),
            "Assignee": ("Adam Stewart", "Nobody"),
        }

    def test_nothing_new_is_no_change(self, cast, tracker, change):
        save(cast.adam, tracker, change)
        with nothing_changes():
            save(cast.adam, tracker, change)

    def test_a_note_alone_is_no_change_of_the_tracker(self, cast, tracker, change):
        save(cast.adam, tracker, change)
        save(cast.adam, tracker, replace(change, note="Rang again"))
        assert tracker.version == 2
        assert Note.objects.get().text == "Rang again"

    def test_an_assignee_who_lost_access_may_stay_but_not_come(self, cast, tracker, change):
        cast.adam.staff.groups.set([cast.groups["North West / Liverpool"]])
        save(cast.judith, tracker, change)
        assert tracker.assignee == cast.adam.staff
        save(cast.judith, tracker, replace(change, assignee_id=cast.judith.staff.id))
        with refused("tracker.assignee_without_access"):
            save(cast.judith, tracker, change)


class TestAssignee:
    @pytest.mark.parametrize("who", ["roy", "inactive", "unknown"])
    def test_somebody_who_cannot_take_it(self, cast, tracker, change, who):
        chosen = {"roy": cast.roy.staff.id, "inactive": cast.judith.staff.id, "unknown": NOWHERE}
        if who == "inactive":
            cast.judith.staff.is_active = False
            cast.judith.staff.save()
        with refused("tracker.assignee_without_access") as raised:
            save(cast.adam, tracker, replace(change, assignee_id=chosen[who]))
        assert raised.value.field == "assignee"

    @pytest.mark.parametrize("who", ["judith", "alexandra", "glenn", "tomasz"])
    def test_any_active_member_of_staff_with_access(self, cast, tracker, change, who):
        chosen = getattr(cast, who).staff
        save(cast.adam, tracker, replace(change, assignee_id=chosen.id))
        assert tracker.assignee == chosen


class TestStatus:
    @pytest.mark.parametrize("status", ["", "gone", "Closed", "NEW"])
    def test_one_that_there_is_not(self, cast, tracker, change, status):
        with refused("tracker.unknown_status") as raised:
            save(cast.adam, tracker, replace(change, status=status))
        assert raised.value.field == "status"

    @pytest.mark.parametrize("status", ["rejected", "closed"])
    def test_one_that_asks_for_another_role(self, cast, tracker, change, status):
        with refused("tracker.status_role_needed") as raised:
            save(cast.adam, tracker, replace(change, status=status))
        assert raised.value.field == "status"

    def test_with_everything_else_that_is_wrong(self, cast, tracker, change):
        with refused("tracker.status_role_needed", "tracker.not_raised_reason_needed"):
            save(cast.adam, tracker, replace(change, status="closed", not_raised_reason=""))
        with refused("tracker.assignee_without_access", "tracker.dma_file_needed"):
            save(
                cast.adam,
                tracker,
                replace(change, assignee_id=cast.roy.staff.id, dma_paperwork_raised=True),
            )

    @pytest.mark.parametrize("status", ["rejected", "closed"])
    @pytest.mark.parametrize("who", ["glenn", "wendy"])
    def test_a_final_one_with_note_and_file_in_one_save(self, cast, tracker, status, who):
        person = getattr(cast, who)
        [paper] = stage(person, tracker)
        save(
            person,
            tracker,
            TrackerChange(
                status=status,
                assignee_id=cast.adam.staff.id,
                dma_paperwork_raised=True,
                note="Done",
                files=((paper.id, "dma_paperwork"),),
            ),
        )
        assert tracker.status == status
        assert (tracker.notes.count(), tracker.files.count()) == (1, 1)


class TestWhoMay:
    @pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
    def test_without_the_edit_role(self, cast, tracker, change, who):
        with refused("people.role_needed"):
            save(getattr(cast, who), tracker, change)

    @pytest.mark.parametrize(
        "role",
        [
            "Process Automation Trackers (Pre-Authorise)",
            "Process Automation Trackers (Process)",
        ],
    )
    def test_compliance_without_the_edit_role(self, cast, tracker, change, role):
        cast.glenn.staff.roles = [role]
        cast.glenn.staff.save()
        with refused("people.role_needed"):
            save(cast.glenn, tracker, replace(change, status="closed"))

    def test_in_another_group(self, cast, tracker, change):
        with refused("tracker.not_found"):
            save(cast.roy, tracker, change)


class TestByHand:
    def test_a_monitoring_tracker_is_never_made_by_hand(self, cast):
        with refused("tracker.made_by_the_system_only"):
            create_tracker(actor=cast.adam.actor, type_code="monitoring")

    def test_nor_one_of_a_type_that_there_is_not(self, cast):
        with refused("tracker.type_unknown"):
            create_tracker(actor=cast.adam.actor, type_code="anything")

    @pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
    def test_nor_without_the_edit_role(self, cast, who):
        with refused("people.role_needed"):
            create_tracker(actor=getattr(cast, who).actor, type_code="monitoring")
