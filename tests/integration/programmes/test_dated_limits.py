"""Time limits and bank holidays, past the forms: the operations themselves refuse."""

from datetime import date

import pytest

from tests.factories import MORNING
from tests.integration.expecting import refused
from waymark.operations.dated_limits import correct_bank_holidays, set_limit

TOMORROW = date(2026, 11, 24)


def limit(actor, **given):
    known = {"code": "submit", "number": 7, "valid_from": TOMORROW, "why": "", "now": MORNING}
    return set_limit(actor=actor, **known | given)


def correction(actor, **given):
    known = {"nation": "Scotland", "day": date(2026, 12, 14), "is_holiday": True}
    return correct_bank_holidays(actor=actor, why="Proclaimed", now=MORNING, **known | given)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"code": "lunch"}, "limit.not_found"),
        ({"number": -1}, "limits.number_out_of_range"),
        ({"valid_from": date(2026, 11, 1)}, "limits.past_unexplained"),
    ],
)
def test_a_limit_that_cannot_be(cast, given, code):
    with refused(code):
        limit(cast.joanne.actor, **given)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"nation": "France"}, "limits.nation_unknown"),
        ({"day": date(2026, 12, 12)}, "limits.holiday_on_a_weekend"),
        ({"day": date(2026, 11, 30)}, "limits.holiday_as_it_is"),
    ],
)
def test_a_correction_that_cannot_be(cast, given, code):
    with refused(code):
        correction(cast.joanne.actor, **given)


def test_a_correction_without_a_reason(cast):
    with refused("limits.holiday_unexplained"):
        correct_bank_holidays(
            actor=cast.joanne.actor,
            nation="Scotland",
            day=date(2026, 12, 14),
            is_holiday=True,
            why="  ",
            now=MORNING,
        )


def test_somebody_without_the_role(cast):
    for operation in (limit, correction):
        with refused("people.role_needed"):
            operation(cast.aimee.actor)
