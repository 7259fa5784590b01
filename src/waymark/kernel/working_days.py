"""Working days of England and Wales, Scotland or Northern Ireland: Monday to Friday, less bank
holidays. All days are London days. Source: the bank holidays of GOV.UK, as the library `holidays`
keeps them.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays

WEEKEND = 5  # Saturday, as date.weekday() counts


class Nation(StrEnum):
    """Whose bank holidays count, as groups and import files write it."""

    ENGLAND_AND_WALES = "England and Wales"
    SCOTLAND = "Scotland"
    NORTHERN_IRELAND = "Northern Ireland"


_SUBDIVISION = {
    Nation.ENGLAND_AND_WALES: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


@cache
def bank_holidays(nation: Nation, year: int) -> dict[date, str]:
    """The bank holidays of a nation in a year, those moved from a weekend and one-off ones
    included.
    """
    return dict(holidays.UnitedKingdom(subdiv=_SUBDIVISION[nation], years=year))


def is_working_day(day: date, nation: Nation) -> bool:
    """Whether offices of the nation work on that day."""
    return day.weekday() < WEEKEND and day not in bank_holidays(nation, day.year)


def working_days_after(day: date, number: int, nation: Nation) -> date:
    """The working day that is so many working days after a day, which need not be one itself and
    is not counted: one after a Friday is the next Monday. None after is the day itself.
    """
    found = day
    for _ in range(number):
        found += timedelta(days=1)
        while not is_working_day(found, nation):
            found += timedelta(days=1)
    return found


def working_days_between(first: date, last: date, nation: Nation) -> int:
    """How many working days there are after the first day, up to the last and including it; less
    than none where the last is before the first.
    """
    if last < first:
        return -working_days_between(last, first, nation)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day, nation) for day in days)
