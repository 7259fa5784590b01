"""A tracker to try things on: Gwenllian's, in Caerdydd, made when Alexandra marked her workshop."""

from dataclasses import replace

import pytest

from tests.factories import make_activity, make_participant, make_tracker
from tests.integration.trackers.saving import NOT_RAISED
from tests.people import Cast
from waymark.operations.trackers import TrackerChange
from waymark.plans.models import Activity
from waymark.trackers.models import Tracker


@pytest.fixture
def workshop(cast: Cast) -> Activity:
    return make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"]))


@pytest.fixture
def tracker(cast: Cast, workshop: Activity) -> Tracker:
    """Adam's, New."""
    return make_tracker(cast, workshop)


@pytest.fixture
def change(cast: Cast) -> TrackerChange:
    """What the form says when only a reason was added: the least that may be saved."""
    return replace(NOT_RAISED, assignee_id=cast.adam.staff.id)
