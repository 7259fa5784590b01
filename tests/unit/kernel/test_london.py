"""London days: the clocks go forward on 29 March 2026 and back on 25 October 2026."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.london import day_after, day_of, moment_of, start_of


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (utc(2026, 1, 31, 23, 59, 59), date(2026, 1, 31)),
        (utc(2026, 2, 1, 0, 0), date(2026, 2, 1)),
        (utc(2026, 3, 28, 23, 59, 59), date(2026, 3, 28)),
        (utc(2026, 3, 29, 0, 0), date(2026, 3, 29)),
        (utc(2026, 3, 29, 22, 59, 59), date(2026, 3, 29)),
        (utc(2026, 3, 29, 23, 0), date(2026, 3, 30)),
        (utc(2026, 6, 30, 23, 30), date(2026, 7, 1)),
        (utc(2026, 10, 24, 22, 59, 59), date(2026, 10, 24)),
        (utc(2026, 10, 24, 23, 0), date(2026, 10, 25)),
        (utc(2026, 10, 25, 23, 59, 59), date(2026, 10, 25)),
        (utc(2026, 10, 26, 0, 0), date(2026, 10, 26)),
    ],
)
def test_the_day_on_which_a_moment_falls(moment, day):
    assert day_of(moment) == day


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2026, 1, 5), time(9), utc(2026, 1, 5, 9)),
        (date(2026, 7, 5), time(9), utc(2026, 7, 5, 8)),
        (date(2026, 3, 29), time(0, 30), utc(2026, 3, 29, 0, 30)),
        (date(2026, 3, 29), time(9), utc(2026, 3, 29, 8)),
        (date(2026, 10, 25), time(0, 30), utc(2026, 10, 24, 23, 30)),
        (date(2026, 10, 25), time(9), utc(2026, 10, 25, 9)),
    ],
)
def test_a_day_and_a_time_in_utc(day, clock, moment):
    assert moment_of(day, clock) == moment


def test_a_time_that_the_clocks_skip_is_the_one_an_hour_on():
    """1:30am on 29 March 2026 does not exist; 2:30am does."""
    assert moment_of(date(2026, 3, 29), time(1, 30)) == utc(2026, 3, 29, 1, 30)


def test_a_time_that_the_clocks_repeat_is_its_first():
    assert moment_of(date(2026, 10, 25), time(1, 30)) == utc(2026, 10, 25, 0, 30)


def test_without_a_time_a_day_ends_with_its_last_second():
    assert moment_of(date(2026, 1, 5)) == utc(2026, 1, 5, 23, 59, 59)
    assert moment_of(date(2026, 7, 5)) == utc(2026, 7, 5, 22, 59, 59)


@pytest.mark.parametrize(
    ("day", "starts", "over"),
    [
        (date(2026, 1, 5), utc(2026, 1, 5), utc(2026, 1, 6)),
        (date(2026, 7, 5), utc(2026, 7, 4, 23), utc(2026, 7, 5, 23)),
        (date(2026, 3, 29), utc(2026, 3, 29), utc(2026, 3, 29, 23)),
        (date(2026, 10, 25), utc(2026, 10, 24, 23), utc(2026, 10, 26)),
    ],
)
def test_the_range_of_a_day(day, starts, over):
    """The day of the spring change has 23 hours, that of the autumn change 25."""
    assert (start_of(day), day_after(day)) == (starts, over)


@given(st.dates(min_value=date(1972, 1, 2), max_value=date(2037, 12, 30)))
def test_days_follow_one_another_without_gap_or_overlap(day):
    assert day_after(day) == start_of(day + timedelta(days=1))
    assert day_of(start_of(day)) == day
    assert day_of(start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)
    assert day_of(moment_of(day)) == day
