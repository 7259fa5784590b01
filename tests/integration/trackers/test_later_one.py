"""A Resolved tracker does not go back to an open status while a later one is open."""

from dataclasses import replace

import pytest

from tests.factories import MORNING, make_activity, put_in_status
from tests.integration.expecting import refused
from tests.integration.trackers.saving import save
from waymark.operations.marking import mark_not_complete
from waymark.trackers.models import Tracker


@pytest.fixture
def earlier(cast, workshop, tracker):
    put_in_status(tracker, "resolved")
    mark_not_complete(
        actor=cast.alexandra.actor,
        activity_id=workshop.id,
        reason_category="did_not",
        reason="Did not attend",
        now=MORNING,
    )
    return tracker


@pytest.mark.parametrize("status", ["new", "submitted", "referred"])
def test_it_stays_while_a_later_one_is_open(cast, earlier, change, status):
    with refused("tracker.later_one_is_open") as raised:
        save(cast.adam, earlier, replace(change, status=status))
    assert raised.value.field == "status"


@pytest.mark.parametrize("later", ["resolved", "rejected", "closed"])
def test_it_goes_back_when_the_later_one_is_over(cast, earlier, change, later):
    put_in_status(Tracker.objects.get(follows=earlier), later)
    save(cast.adam, earlier, replace(change, status="new"))
    assert earlier.get_status_display() == "New"


def test_it_may_stay_resolved_and_be_edited(cast, earlier, change):
    save(cast.adam, earlier, replace(change, status="resolved", not_raised_reason="Another"))
    assert earlier.not_raised_reason == "Another"


def test_it_may_be_closed(cast, earlier, change):
    save(cast.glenn, earlier, replace(change, status="closed"))
    assert earlier.get_status_display() == "Closed"


def test_the_later_one_itself_moves_as_it_likes(cast, earlier, change):
    later = Tracker.objects.get(follows=earlier)
    save(cast.adam, later, replace(change, status="submitted"))
    save(cast.adam, later, replace(change, status="new"))
    assert later.get_status_display() == "New"


def test_one_of_another_activity_is_no_matter(cast, earlier, change):
    other = make_activity(earlier.participant)
    put_in_status(Tracker.objects.get(follows=earlier), "closed")
    mark_not_complete(
        actor=cast.alexandra.actor,
        activity_id=other.id,
        reason_category="did_not",
        reason="Did not attend",
        now=MORNING,
    )
    save(cast.adam, earlier, replace(change, status="new"))
