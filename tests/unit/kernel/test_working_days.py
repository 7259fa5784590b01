"""Working days: weekends, Easter, Christmas, one-off days, nation by nation. Typed by hand from the
published lists.
"""

from datetime import date

import pytest

from waymark.kernel.working_days import (
    Nation,
    is_working_day,
    working_days_after,
    working_days_between,
)

ENGLAND, SCOTLAND, IRELAND = Nation


@pytest.mark.parametrize(
    ("nation", "day", "works"),
    [
        (ENGLAND, date(2026, 4, 6), False),  # Easter Monday
        (SCOTLAND, date(2026, 4, 6), True),
        (ENGLAND, date(2026, 11, 30), True),
        (SCOTLAND, date(2026, 11, 30), False),  # Saint Andrew
        (IRELAND, date(2026, 3, 17), False),  # Saint Patrick
        (ENGLAND, date(2026, 3, 17), True),
        (IRELAND, date(2027, 7, 12), False),  # Battle of the Boyne
        (SCOTLAND, date(2026, 1, 2), False),
        (ENGLAND, date(2026, 1, 2), True),
        (ENGLAND, date(2026, 12, 28), False),  # Boxing Day, from a Saturday
        (ENGLAND, date(2023, 5, 8), False),  # the coronation, once
        (ENGLAND, date(2026, 11, 28), False),  # a Saturday
    ],
)
def test_a_day_on_which_offices_work_or_not(nation, day, works):
    assert is_working_day(day, nation) is works


@pytest.mark.parametrize(
    ("nation", "day", "number", "expected"),
    [
        (ENGLAND, date(2026, 11, 27), 0, date(2026, 11, 27)),
        (ENGLAND, date(2026, 11, 27), 1, date(2026, 11, 30)),
        (SCOTLAND, date(2026, 11, 27), 1, date(2026, 12, 1)),
        (ENGLAND, date(2026, 11, 28), 1, date(2026, 11, 30)),
        (ENGLAND, date(2026, 12, 24), 2, date(2026, 12, 30)),
        (ENGLAND, date(2026, 4, 2), 2, date(2026, 4, 8)),
        (SCOTLAND, date(2026, 4, 2), 2, date(2026, 4, 7)),
    ],
)
def test_so_many_working_days_after_a_day(nation, day, number, expected):
    assert working_days_after(day, number, nation) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 27), date(2026, 11, 27), 0),
        (date(2026, 11, 27), date(2026, 11, 29), 0),
        (date(2026, 11, 27), date(2026, 11, 30), 1),
        (date(2026, 12, 24), date(2026, 12, 30), 2),
        (date(2026, 12, 30), date(2026, 12, 24), -2),
    ],
)
def test_working_days_between_two_days(first, last, expected):
    assert working_days_between(first, last, ENGLAND) == expected
