"""What stands in each other's way among mandatory activities."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from waymark.plans.clashes import Commitment, at_the_same_time, over_the_agreed_hours


def commitment(day, hour, hours=None, *, minute=0, attended=True):
    return Commitment(
        id=uuid4(),
        title=f"{day} at {hour}",
        due_on=date(2026, 11, day),
        due_at=datetime(2026, 11, day, hour, minute, tzinfo=UTC),
        hours=None if hours is None else Decimal(hours),
        is_attended=attended,
    )


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ((24, 10), (24, 10), True),
        ((24, 10, 2), (24, 11), True),
        ((24, 11), (24, 10, 2), True),
        ((24, 10, 1), (24, 11), False),
        ((24, 10), (24, 11, 2), False),
        ((24, 10, 2), (25, 11), False),
        ((24, 10, "1.5"), (24, 11), True),
    ],
)
def test_the_same_time(first, second, clash):
    pair = [commitment(*first), commitment(*second)]
    assert bool(at_the_same_time(pair)) is clash


def test_a_task_stands_in_nobodys_way():
    pair = [commitment(24, 10, 5), commitment(24, 11, 5, attended=False)]
    assert at_the_same_time(pair) == []


def test_three_at_once_are_three_pairs():
    assert len(at_the_same_time([commitment(24, 10) for _ in range(3)])) == 3


def test_more_hours_than_agreed_by_the_week():
    # 23 November 2026 is a Monday; the 29th the Sunday after.
    work = [
        commitment(23, 9, 6),
        commitment(29, 9, "4.5", attended=False),
        commitment(30, 9, 10),
        commitment(30, 9),
    ]
    [week] = over_the_agreed_hours(work, Decimal(10))
    assert (week.monday, week.hours, week.agreed) == (
        date(2026, 11, 23),
        Decimal("10.5"),
        Decimal(10),
    )
    assert week.ids == {work[0].id, work[1].id}
    assert over_the_agreed_hours(work, Decimal("10.5")) == []
    assert over_the_agreed_hours(work, None) == []
