"""Time limits and bank holidays, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.kernel.words import counted, weekday_and_day, words_for_day, words_for_moment
from waymark.kernel.working_days import WEEKEND, Calendar, Nation, bank_holidays
from waymark.programmes.rules import LIMIT_KINDS, Limit, LimitBook, LimitKind
from waymark.web.addresses import address
from waymark.web.parts import Head, Link

LIMIT_HEADS = (
    Head("Limit"),
    Head("Now", classes="wm-keep"),
    Head("In force since", classes="wm-keep"),
    Head("Later"),
    Head("Actions", classes="wm-num", is_hidden=True),
)
VERSION_HEADS = (Head("In force from"), Head("Working days"), Head("Set by"), Head("Why"))
HOLIDAY_HEADS = (Head("Day"), Head("Bank holiday"))
CORRECTION_HEADS = (Head("Day"), Head("Nation"), Head("What it is"), Head("Set by"), Head("Why"))


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit as it is today, and what is to come."""

    label: str
    meaning: str
    source: str
    now: str
    since: str
    later: str
    link: Link


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a limit: who set it, when and why."""

    since: str
    days: str
    set_by: str
    set_on: str
    why: str


def limit_rows(book: LimitBook, today: date) -> list[LimitRow]:
    """Every limit, in the order of the table."""
    return [_limit_row(kind, book, today) for kind in LIMIT_KINDS.values()]


def _limit_row(kind: LimitKind, book: LimitBook, today: date) -> LimitRow:
    current = book.on(kind.code, today)
    later = [one for one in book.versions(kind.code) if one.valid_from > today]
    return LimitRow(
        label=kind.label,
        meaning=kind.meaning,
        source=kind.source,
        now=current.in_words if current.number else "The same day",
        since=_since(current),
        later="; ".join(f"{one.in_words} from {words_for_day(one.valid_from)}" for one in later),
        link=Link("Change", address("dated-limit", kind.code), hidden=kind.label),
    )


def version_rows(book: LimitBook, code: str) -> list[VersionRow]:
    """The versions of a limit, the one that takes effect last first."""
    return [
        VersionRow(
            since=_since(one),
            days=counted(one.number, "working day") if one.number else "None: the same day",
            set_by=one.set_by,
            set_on="" if one.as_it_came else words_for_moment(one.set_at),
            why=LIMIT_KINDS[code].source if one.as_it_came else one.why,
        )
        for one in book.versions(code)
    ]


def _since(limit: Limit) -> str:
    return "The beginning" if limit.as_it_came else words_for_day(limit.valid_from)


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A bank holiday, or a day that is none any more."""

    day: str
    name: str


@dataclass(frozen=True, slots=True)
class NationYears:
    """The bank holidays of a nation that fall on weekdays, this year and next."""

    nation: str
    rows: Sequence[HolidayRow]


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A day that somebody corrected."""

    day: str
    nation: str
    what: str
    set_by: str
    set_on: str
    why: str


def nations(calendars: dict[str, Calendar], today: date) -> list[NationYears]:
    """The bank holidays by which working days are counted."""
    return [NationYears(one.value, _holidays(calendars[one], today)) for one in Nation]


def _holidays(calendar: Calendar, today: date) -> list[HolidayRow]:
    named: dict[date, str] = {}
    for year in (today.year, today.year + 1):
        named |= bank_holidays(calendar.nation, year)
        named |= {one: "Added here" for one in calendar.added if one.year == year}
    return [
        HolidayRow(weekday_and_day(day), _name(name, is_off=calendar.works_on(day)))
        for day, name in sorted(named.items())
        if day.weekday() < WEEKEND
    ]


def _name(name: str, *, is_off: bool) -> str:
    return f"{name}: taken off here, a working day" if is_off else name


def correction_rows(corrections: Iterable[Any]) -> list[CorrectionRow]:
    """Every correction, newest first."""
    return [
        CorrectionRow(
            day=weekday_and_day(one.day),
            nation=one.nation,
            what="A bank holiday" if one.is_holiday else "A working day",
            set_by=one.set_by,
            set_on=words_for_moment(one.set_at),
            why=one.why,
        )
        for one in corrections
    ]
