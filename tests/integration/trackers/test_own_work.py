"""Who marked the activity or submitted the tracker, and then sets a final status, says why."""

from dataclasses import replace

import pytest

from tests.factories import MORNING
from tests.integration.expecting import last_event, refused
from tests.integration.trackers.saving import save
from waymark.operations.marking import mark_not_complete
from waymark.operations.plans import undo_marking
from waymark.trackers.models import Tracker, Transition


@pytest.fixture
def closing(change):
    return replace(change, status="closed")


def mark(who, activity):
    mark_not_complete(
        actor=who.actor,
        activity_id=activity.id,
        reason_category="did_not",
        reason="Did not attend",
        now=MORNING,
    )


def test_who_marked_it(cast, workshop, closing):
    mark(cast.glenn, workshop)
    tracker = Tracker.objects.get()
    with refused("tracker.own_work_reason_needed") as raised:
        save(cast.glenn, tracker, closing)
    assert raised.value.field == "own_work_reason"
    save(cast.glenn, tracker, replace(closing, own_work_reason=" Nobody else is in "))
    step = Transition.objects.get()
    assert step.own_work_reason == "Nobody else is in"
    event = last_event(tracker_id=tracker.id)
    assert event.content.data["own_work_reason"] == "Nobody else is in"


def test_who_marked_it_again_while_it_was_open(cast, workshop, tracker, closing):
    mark(cast.glenn, workshop)
    with refused("tracker.own_work_reason_needed"):
        save(cast.glenn, tracker, closing)


def test_who_marked_it_before_somebody_else_did(cast, workshop, closing):
    """Glenn's marking made none while mandation was off, and was undone; it is his work still."""
    participant = workshop.participant
    participant.make_activity_mandatory = False
    participant.save()
    mark(cast.glenn, workshop)
    undo_marking(
        actor=cast.glenn.actor,
        activity_id=workshop.id,
        reason="Too soon",
        seen_version=None,
        now=MORNING,
    )
    participant.make_activity_mandatory = True
    participant.save()
    mark(cast.alexandra, workshop)
    with refused("tracker.own_work_reason_needed"):
        save(cast.glenn, Tracker.objects.get(), closing)


def test_who_submitted_it(cast, tracker, change, closing):
    save(cast.glenn, tracker, replace(change, status="submitted"))
    save(cast.adam, tracker, replace(change, status="referred"))
    with refused("tracker.own_work_reason_needed"):
        save(cast.glenn, tracker, closing)
    save(cast.wendy, tracker, closing)
    assert tracker.transitions.latest("id").own_work_reason == ""


def test_who_did_other_things(cast, tracker, change, closing):
    save(cast.glenn, tracker, replace(change, status="referred", note="Rang"))
    save(cast.glenn, tracker, replace(change, status="resolved"))
    save(cast.glenn, tracker, closing)
    assert tracker.get_status_display() == "Closed"


def test_no_reason_is_asked_for_any_other_status(cast, workshop, change):
    mark(cast.glenn, workshop)
    tracker = Tracker.objects.get()
    save(cast.glenn, tracker, replace(change, status="referred", own_work_reason="As I like"))
    assert tracker.transitions.get().own_work_reason == ""
