"""The tracker that this folder's tests are about."""

import pytest

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.people import Cast
from waymark.trackers.models import Tracker


@pytest.fixture(autouse=True)
def with_the_applications_rights(as_the_application: None) -> None:
    """Nothing here needs more than the application may do."""


@pytest.fixture
def tracker(cast: Cast) -> Tracker:
    """Gwenllian’s, in Caerdydd, referred to DWP."""
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return put_in_status(make_tracker(cast, make_activity(participant)), "referred")
