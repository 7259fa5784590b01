"""The bank holidays of 2024 to 2028 that fall on weekdays, nation by nation, typed by hand from the
list on GOV.UK (gov.uk/bank-holidays) as far as it is published, and from the rules of the Banking
and Financial Dealings Act 1971 beyond.

Monday 15 June 2026 is one in Scotland, by royal proclamation, the day after Scotland's first match
of the World Cup.
"""

from datetime import date, timedelta

import pytest

from waymark.kernel.working_days import WEEKEND, Calendar, Nation, is_working_day

EVERYWHERE = {
    2024: "1 Jan, 29 Mar, 6 May, 27 May, 25 Dec, 26 Dec",
    2025: "1 Jan, 18 Apr, 5 May, 26 May, 25 Dec, 26 Dec",
    2026: "1 Jan, 3 Apr, 4 May, 25 May, 25 Dec, 28 Dec",
    2027: "1 Jan, 26 Mar, 3 May, 31 May, 27 Dec, 28 Dec",
    2028: "3 Jan, 14 Apr, 1 May, 29 May, 25 Dec, 26 Dec",
}
BESIDES = {
    Nation.ENGLAND_AND_WALES: {
        2024: "1 Apr, 26 Aug",
        2025: "21 Apr, 25 Aug",
        2026: "6 Apr, 31 Aug",
        2027: "29 Mar, 30 Aug",
        2028: "17 Apr, 28 Aug",
    },
    Nation.SCOTLAND: {
        2024: "2 Jan, 5 Aug, 2 Dec",
        2025: "2 Jan, 4 Aug, 1 Dec",
        2026: "2 Jan, 15 Jun, 3 Aug, 30 Nov",
        2027: "4 Jan, 2 Aug, 30 Nov",
        2028: "4 Jan, 7 Aug, 30 Nov",
    },
    Nation.NORTHERN_IRELAND: {
        2024: "18 Mar, 1 Apr, 12 Jul, 26 Aug",
        2025: "17 Mar, 21 Apr, 14 Jul, 25 Aug",
        2026: "17 Mar, 6 Apr, 13 Jul, 31 Aug",
        2027: "17 Mar, 29 Mar, 12 Jul, 30 Aug",
        2028: "17 Mar, 17 Apr, 12 Jul, 28 Aug",
    },
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def days(words, year):
    for one in words.split(", "):
        day, month = one.split()
        yield date(year, MONTHS.index(month) + 1, int(day))


def weekdays_of(year):
    first = date(year, 1, 1)
    every = (first + timedelta(days=number) for number in range(366))
    return [day for day in every if day.year == year and day.weekday() < WEEKEND]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028])
@pytest.mark.parametrize("nation", list(Nation))
def test_the_weekdays_on_which_nobody_works(nation, year):
    expected = {*days(EVERYWHERE[year], year), *days(BESIDES[nation][year], year)}
    off = {day for day in weekdays_of(year) if not is_working_day(day, nation)}
    assert off == expected


def test_a_day_that_was_added_and_one_that_was_taken_off():
    coronation, world_cup = date(2027, 6, 14), date(2026, 6, 15)
    calendar = Calendar(
        Nation.SCOTLAND, added=frozenset({coronation}), removed=frozenset({world_cup})
    )
    assert not is_working_day(coronation, calendar)
    assert is_working_day(world_cup, calendar)
    assert is_working_day(coronation, Nation.SCOTLAND)
    assert not is_working_day(world_cup, Nation.SCOTLAND)


def test_a_weekend_stays_one():
    calendar = Calendar(Nation.SCOTLAND, removed=frozenset({date(2026, 11, 28)}))
    assert not calendar.works_on(date(2026, 11, 28))
