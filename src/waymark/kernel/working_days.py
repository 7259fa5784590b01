"""Working days of England and Wales, Scotland or Northern Ireland: Monday to Friday, less bank
holidays. All days are London days. Source: the bank holidays of GOV.UK, as the library `holidays`
keeps them, and what an administrator corrected since.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache

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
    included, before anybody corrected them.
    """
    return dict(holidays.UnitedKingdom(subdiv=_SUBDIVISION[nation], years=year))


@dataclass(frozen=True, slots=True)
class Calendar:
    """A nation's working days: its bank holidays, with days that were added and taken away."""

    nation: Nation
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether offices of the nation work on that day."""
        if day.weekday() >= WEEKEND or day in self.added:
            return False
        return day in self.removed or day not in bank_holidays(self.nation, day.year)


def is_working_day(day: date, nation: Nation | Calendar) -> bool:
    """Whether offices of the nation work on that day."""
    return _calendar(nation).works_on(day)


def working_days_after(day: date, number: int, nation: Nation | Calendar) -> date:
    """The working day that is so many working days after a day, which need not be one itself and
    is not counted: one after a Friday is the next Monday. None after is the day itself.
    """
    calendar = _calendar(nation)
    found = day
    for _ in range(number):
        found += timedelta(days=1)
        while not calendar.works_on(found):
            found += timedelta(days=1)
    return found


def working_days_between(first: date, last: date, nation: Nation | Calendar) -> int:
    """How many working days there are after the first day, up to the last and including it; less
    than none where the last is before the first.
    """
    if last < first:
        return -working_days_between(last, first, nation)
    return _counted(first, last, _calendar(nation))


@lru_cache(maxsize=5000)  # a list asks for each of its lines, with one of few last days
def _counted(first: date, last: date, calendar: Calendar) -> int:
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(calendar.works_on(day) for day in days)


def _calendar(nation: Nation | Calendar) -> Calendar:
    return nation if isinstance(nation, Calendar) else Calendar(nation)
