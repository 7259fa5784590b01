"""The clocks of trackers: dates computed by hand from the bank holidays of 2024 to 2028."""

from datetime import UTC, date, datetime

import pytest

from waymark.kernel.working_days import Calendar, Nation
from waymark.programmes.rules import Limit, LimitBook
from waymark.trackers.clocks import ClockState, Reckoning, counted_from
from waymark.trackers.types import every_status

ENGLAND, SCOTLAND, IRELAND = (one.value for one in Nation)
LONG_AGO = date(2000, 1, 1)
NEW = ("submit", "raise_doubt")

# A status begins on that day, with so many working days: the last day in England and Wales, in
# Scotland, in Northern Ireland. Day, month and year as one writes them.
BY_HAND = """
15.3.2024    5  22.3.2024   22.3.2024   25.3.2024   Saint Patrick, from a Sunday
28.3.2024    5   8.4.2024    5.4.2024    8.4.2024   Easter: no Monday in Scotland
24.5.2024    1  28.5.2024   28.5.2024   28.5.2024   Spring
10.7.2024    5  17.7.2024   17.7.2024   18.7.2024   Battle of the Boyne
1.8.2024     5   8.8.2024    9.8.2024    8.8.2024   Scotland's summer
29.11.2024   5  6.12.2024   9.12.2024   6.12.2024   Saint Andrew, from a Saturday
23.12.2024   5   2.1.2025    3.1.2025    2.1.2025   Christmas and New Year
16.4.2025   10   2.5.2025    1.5.2025    2.5.2025   Easter
11.7.2025    1  14.7.2025   14.7.2025   15.7.2025   Battle of the Boyne, from a Saturday
28.11.2025   2  2.12.2025   3.12.2025   2.12.2025   Saint Andrew, from a Sunday
19.12.2025  10   7.1.2026    8.1.2026    7.1.2026   Christmas and New Year
16.3.2026    5  23.3.2026   23.3.2026   24.3.2026   Saint Patrick
27.3.2026    1  30.3.2026   30.3.2026   30.3.2026   the clocks go forward
2.4.2026     5  13.4.2026   10.4.2026   13.4.2026   Easter
12.6.2026    5  19.6.2026   22.6.2026   19.6.2026   once, by proclamation
23.10.2026   1 26.10.2026  26.10.2026  26.10.2026   the clocks go back
23.12.2026   5   4.1.2027    5.1.2027    4.1.2027   Boxing Day and 2 January, from weekends
25.3.2027    5   5.4.2027    2.4.2027    5.4.2027   Easter
9.7.2027     5  16.7.2027   16.7.2027   19.7.2027   Battle of the Boyne
23.12.2027   5   4.1.2028    5.1.2028    4.1.2028   four days from weekends
28.2.2028    2   1.3.2028    1.3.2028    1.3.2028   a leap year
16.3.2028    5  23.3.2028   23.3.2028   24.3.2028   Saint Patrick
13.4.2028    5  24.4.2028   21.4.2028   24.4.2028   Easter
29.11.2028   5  6.12.2028   7.12.2028   6.12.2028   Saint Andrew
22.12.2028   5   3.1.2029    4.1.2029    3.1.2029   Christmas and New Year
"""


def day(words):
    return date(*reversed([int(part) for part in words.split(".")]))


CASES = [
    pytest.param(nation, day(began), int(number), day(last), id=f"{began} {nation}")
    for began, number, *ends in (line.split()[:5] for line in BY_HAND.strip().splitlines())
    for nation, last in zip((ENGLAND, SCOTLAND, IRELAND), ends, strict=True)
]


def version(code, number, valid_from=LONG_AGO, *, key=1, set_on=None):
    since = set_on or valid_from
    set_at = datetime(since.year, since.month, since.day, tzinfo=UTC)
    return Limit(key, code, number, valid_from, "Joanne", set_at)


def reckoned(*versions, **corrected):
    known = versions or (
        version("submit", 5, key=1),
        version("raise_doubt", 10, key=2),
        version("process", 5, key=3),
        version("due_soon", 2, key=4),
    )
    calendars = {one.value: Calendar(one, **corrected) for one in Nation}
    return Reckoning(LimitBook(known), calendars)


def at(when, hour=9):
    return datetime(when.year, when.month, when.day, hour, tzinfo=UTC)


def running(by, limits, began_on, *, failed_on=None, nation=ENGLAND, hour=9):
    return by.running(limits, began_at=at(began_on, hour), failed_on=failed_on, nation=nation)


@pytest.mark.parametrize(("nation", "began_on", "number", "last"), CASES)
def test_the_last_day_by_hand(nation, began_on, number, last):
    by = reckoned(version("process", number))
    assert running(by, ("process",), began_on, nation=nation).act_by == last


def test_of_two_limits_the_one_that_ends_first_counts():
    failed, marked = date(2026, 11, 17), date(2026, 11, 18)
    first = running(reckoned(), NEW, marked, failed_on=failed)
    assert (first.limit.code, first.counted_from, first.act_by) == (
        "submit",
        marked,
        date(2026, 11, 25),
    )
    late = date(2026, 11, 27)
    second = running(reckoned(), NEW, late, failed_on=failed)
    assert (second.limit.code, second.counted_from, second.act_by) == (
        "raise_doubt",
        failed,
        date(2026, 12, 1),
    )


def test_a_failure_marked_long_after_is_overdue_at_once():
    first = running(reckoned(), NEW, date(2026, 11, 23), failed_on=date(2026, 10, 1))
    assert first.act_by == date(2026, 10, 15)
    assert reckoned().state(first.act_by, date(2026, 11, 23), ENGLAND) is ClockState.OVERDUE


def test_marked_before_it_was_due_counts_from_the_marking():
    marked = date(2026, 11, 23)
    assert counted_from("raise_doubt", began_on=marked, failed_on=date(2026, 12, 1)) == marked
    assert counted_from("submit", began_on=marked, failed_on=date(2026, 11, 2)) == marked


def test_without_a_limit_there_is_no_clock():
    assert running(reckoned(), (), date(2026, 11, 23)) is None


@pytest.mark.parametrize(
    ("began_at", "last"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 8)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 9)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 8)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 4, 7)),
    ],
)
def test_days_are_london_days(began_at, last):
    """Midnight in London is 11pm in UTC while the clocks are forward."""
    found = reckoned().running(("process",), began_at=began_at, failed_on=None, nation=ENGLAND)
    assert found.act_by == last


def test_a_limit_that_changes_counts_for_what_begins_after():
    by = reckoned(
        version("process", 10, key=1),
        version("process", 3, date(2026, 11, 24), key=2, set_on=date(2026, 11, 20)),
    )
    before = running(by, ("process",), date(2026, 11, 23))
    after = running(by, ("process",), date(2026, 11, 24))
    assert (before.limit.id, before.act_by) == (1, date(2026, 12, 7))
    assert (after.limit.id, after.act_by) == (2, date(2026, 11, 27))


def test_a_limit_set_afterwards_for_the_past_does_not_move_what_runs():
    by = reckoned(
        version("process", 10, key=1),
        version("process", 3, date(2026, 11, 1), key=2, set_on=date(2026, 11, 25)),
    )
    assert running(by, ("process",), date(2026, 11, 23)).limit.id == 1
    assert running(by, ("process",), date(2026, 11, 26)).limit.id == 2


def test_a_day_that_is_added_moves_the_last_one():
    by = reckoned(added=frozenset({date(2026, 11, 26)}))
    assert running(by, ("process",), date(2026, 11, 23)).act_by == date(2026, 12, 1)


def test_a_day_that_is_taken_off_moves_the_last_one():
    by = reckoned(removed=frozenset({date(2026, 12, 25)}))
    assert running(by, ("process",), date(2026, 12, 23)).act_by == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        (date(2026, 11, 20), ClockState.IN_TIME, 6),
        (date(2026, 11, 25), ClockState.IN_TIME, 3),
        (date(2026, 11, 26), ClockState.DUE_SOON, 2),
        (date(2026, 11, 27), ClockState.DUE_SOON, 1),
        (date(2026, 11, 29), ClockState.DUE_SOON, 1),
        (date(2026, 11, 30), ClockState.DUE_TODAY, 0),
        (date(2026, 12, 1), ClockState.OVERDUE, -1),
        (date(2026, 12, 7), ClockState.OVERDUE, -5),
    ],
)
def test_how_it_stands_until_the_end_of_monday_30_november(today, state, left):
    by = reckoned()
    assert by.state(date(2026, 11, 30), today, ENGLAND) is state
    assert by.left(date(2026, 11, 30), today, ENGLAND) == left


def test_soon_is_by_the_nation():
    """In Scotland nobody works on 30 November: two working days on from Friday is Wednesday."""
    friday = date(2026, 11, 27)
    assert reckoned().soon_until(friday, ENGLAND) == date(2026, 12, 1)
    assert reckoned().soon_until(friday, SCOTLAND) == date(2026, 12, 2)


def test_no_last_day_is_no_clock():
    assert reckoned().state(None, date(2026, 11, 23), ENGLAND) is ClockState.NONE


def test_which_limits_run_in_which_status():
    assert {code: status.limits for code, status in every_status().items()} == {
        "new": ("submit", "raise_doubt"),
        "resolved": (),
        "submitted": ("process",),
        "referred": (),
        "rejected": (),
        "closed": (),
    }
