"""Gwenllian, in Caerdydd, coached by Adam."""

import pytest

from tests.factories import make_participant
from tests.people import Cast
from waymark.participants.models import Participant


@pytest.fixture
def gwenllian(cast: Cast) -> Participant:
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
