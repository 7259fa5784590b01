"""A tracker is given to somebody else, without the paperwork."""

import pytest

from tests.factories import MORNING
from tests.integration.expecting import changes_in, last_event, refused
from tests.snapshot import nothing_changes
from waymark.operations.trackers import (
    reassign_tracker,
)


def reassign(who, tracker, to, seen_version=None):
    reassign_tracker(
        actor=who.actor,
        tracker_id=tracker.id,
        assignee_id=to.staff.id if to else None,
        seen_version=seen_version,
        now=MORNING,
    )
    tracker.refresh_from_db()


@pytest.mark.parametrize("who", ["adam", "aimee"])
def test_by_edit_and_by_a_supervisor_without_it(cast, tracker, who):
    reassign(getattr(cast, who), tracker, cast.judith)
    assert (tracker.assignee, tracker.version) == (cast.judith.staff, 2)
    event = last_event(tracker_id=tracker.id)
    assert event.code == "tracker.reassigned"
    assert changes_in(event) == {"Assignee": ("Adam Stewart", "Judith Hughes")}


def test_the_paperwork_is_not_asked_for(cast, tracker):
    assert tracker.dma_paperwork_raised
    reassign(cast.aimee, tracker, cast.judith)
    assert not tracker.files.exists()


def test_to_nobody(cast, tracker):
    reassign(cast.aimee, tracker, None)
    assert tracker.assignee is None
    assert changes_in(last_event(tracker_id=tracker.id)) == {"Assignee": ("Adam Stewart", "Nobody")}


def test_to_who_has_it_already(cast, tracker):
    with nothing_changes():
        reassign(cast.aimee, tracker, cast.adam)


def test_to_somebody_of_the_same_name(cast, tracker):
    cast.judith.staff.name = "Adam Stewart"
    cast.judith.staff.save()
    reassign(cast.aimee, tracker, cast.judith)
    assert tracker.assignee == cast.judith.staff


def test_to_somebody_without_access(cast, tracker):
    with refused("tracker.assignee_without_access"):
        reassign(cast.aimee, tracker, cast.roy)


def test_when_somebody_else_changed_it(cast, tracker):
    reassign(cast.aimee, tracker, cast.judith, seen_version=1)
    with refused("tracker.changed"):
        reassign(cast.adam, tracker, cast.glenn, seen_version=1)


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "joanne"])
def test_by_somebody_else(cast, tracker, who):
    with refused("people.role_needed"):
        reassign(getattr(cast, who), tracker, cast.judith)


def test_in_another_group(cast, tracker):
    with refused("tracker.not_found"):
        reassign(cast.roy, tracker, cast.roy)
