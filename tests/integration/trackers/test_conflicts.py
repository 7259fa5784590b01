"""Two people have the same tracker open."""

from dataclasses import replace

from tests.factories import MORNING
from tests.integration.expecting import refused
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage
from waymark.operations.marking import mark_not_complete
from waymark.operations.tracker_files import remove_file
from waymark.operations.trackers import (
    add_note,
    reassign_tracker,
)
from waymark.trackers.models import TrackerFile


def test_the_second_is_told_what_the_first_changed(cast, tracker, change):
    save(cast.adam, tracker, replace(change, status="referred"), seen_version=1)
    with refused("tracker.changed") as raised:
        save(cast.judith, tracker, replace(change, status="resolved"), seen_version=1)
    assert {one.label: (one.before, one.after, one.by, one.at) for one in raised.value.details} == {
        "Status": ("New", "Referred", "Adam Stewart", MORNING),
        "DMA paperwork raised": ("Yes", "No", "Adam Stewart", MORNING),
        "Reason it was not raised": ("", "She was in hospital", "Adam Stewart", MORNING),
    }


def test_having_seen_it_the_second_may_save(cast, tracker, change):
    save(cast.adam, tracker, replace(change, status="referred"), seen_version=1)
    save(cast.judith, tracker, replace(change, status="resolved"), seen_version=2)
    assert tracker.get_status_display() == "Resolved"


def test_only_what_was_not_seen_is_told(cast, tracker, change):
    save(cast.adam, tracker, change)
    save(cast.adam, tracker, replace(change, status="referred"))
    with refused("tracker.changed") as raised:
        save(cast.judith, tracker, change, seen_version=2)
    assert [one.label for one in raised.value.details] == ["Status"]


def test_reassigning_is_a_change(cast, tracker, change):
    reassign_tracker(
        actor=cast.aimee.actor,
        tracker_id=tracker.id,
        assignee_id=cast.judith.staff.id,
        seen_version=1,
        now=MORNING,
    )
    with refused("tracker.changed") as raised:
        save(cast.adam, tracker, change, seen_version=1)
    assert [(one.label, one.before, one.after) for one in raised.value.details] == [
        ("Assignee", "Adam Stewart", "Judith Hughes")
    ]


def test_notes_and_files_of_others_are_none(cast, tracker, change):
    add_note(actor=cast.judith.actor, tracker_id=tracker.id, text="Rang", now=MORNING)
    [paper] = stage(cast.judith, tracker)
    TrackerFile.objects.create(
        tracker=tracker, document=paper, kind="other", added_by="Judith", added_at=MORNING
    )
    remove_file(
        actor=cast.judith.actor,
        tracker_id=tracker.id,
        file_id=tracker.files.get().id,
        now=MORNING,
    )
    save(cast.adam, tracker, change, seen_version=1)
    assert tracker.version == 2


def test_marking_the_activity_again_is_none(cast, workshop, tracker, change):
    mark_not_complete(
        actor=cast.judith.actor,
        activity_id=workshop.id,
        reason_category="could_not",
        reason="Unwell on the day",
        now=MORNING,
    )
    save(cast.adam, tracker, change, seen_version=1)
