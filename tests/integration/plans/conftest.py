"""Gwenllian, in Caerdydd, coached by Adam; and the mandatory workshop on her action plan."""

import pytest

from tests.factories import make_activity, make_participant
from tests.people import Cast
from waymark.participants.models import Participant
from waymark.plans.models import Activity


@pytest.fixture
def gwenllian(cast: Cast) -> Participant:
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def workshop(gwenllian: Participant) -> Activity:
    return make_activity(gwenllian)
