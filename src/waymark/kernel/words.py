"""Dates, times and amounts as people here write them: out as words, and in from what was typed."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from waymark.kernel.london import LONDON

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOON = 12
DAY_EXAMPLE = "Use day/month/year, such as 17/9/2026"
CLOCK_EXAMPLE = "Use a time such as 2:30pm or 14:30"
MOST_HOURS = 168  # in a week
HOURS_EXAMPLE = "Use a number of hours such as 2 or 1.5"

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2,4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH_IN_WORDS = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}),? (\d{2,4})", re.ASCII
)
_HOURS = re.compile(r"\d{1,3}(\.\d)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?([ap]m)?", re.ASCII)


def words_for_day(day: date) -> str:
    """5 March 2026; of a moment, its London day."""
    day = _london_day(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """5 Mar 2026, for dense columns."""
    day = _london_day(day)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def weekday_and_day(day: date) -> str:
    """Thursday 5 March 2026."""
    day = _london_day(day)
    return f"{WEEKDAYS[day.weekday()]} {words_for_day(day)}"


def words_for_time(clock: time | datetime) -> str:
    """2:30pm, 9am, midday, midnight; of a moment, its London time."""
    if isinstance(clock, datetime):
        clock = clock.astimezone(LONDON).time()
    if (clock.hour, clock.minute) in {(0, 0), (NOON, 0)}:
        return "midday" if clock.hour else "midnight"
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % NOON or NOON}{minutes}{'am' if clock.hour < NOON else 'pm'}"


def words_for_moment(moment: datetime) -> str:
    """17 November 2026 at 3:12pm, in London."""
    return f"{words_for_day(moment)} at {words_for_time(moment)}"


def short_moment(moment: datetime) -> str:
    """17 Nov 2026 at 3:12pm, in London, for dense columns."""
    return f"{short_day(moment)} at {words_for_time(moment)}"


def number(amount: int | str) -> str:
    """1,200; what is words already, such as a capped count, stays as it is."""
    return amount if isinstance(amount, str) else f"{amount:,}"


def plain_number(amount: Decimal) -> str:
    """2, 1.5, 10: without a point that says nothing."""
    return f"{amount.normalize():f}"


def counted(amount: int | str, one: str, many: str = "") -> str:
    """1 tracker, 1,200 trackers, 1,000+ trackers, No trackers."""
    if amount == 0:
        return f"No {many or one + 's'}"
    return f"{number(amount)} {one if amount == 1 else many or one + 's'}"


def size(octets: int) -> str:
    """212 KB, 1.1 MB: rounded, never down to nothing."""
    kilo = 1000
    if octets < kilo:
        return f"{octets} bytes" if octets != 1 else "1 byte"
    if octets < kilo * kilo:
        return f"{min(round(octets / kilo), kilo - 1)} KB"
    megabytes = octets / kilo / kilo
    return f"{megabytes:.1f}".removesuffix(".0") + " MB"


def typed_day(day: date) -> str:
    """17/9/2026: a date as it is put back into a field."""
    return f"{day.day}/{day.month}/{day.year}"


def read_day(text: str) -> date:
    """The date that was typed; ValueError with a sentence for the person when it is none."""
    tidy = " ".join(text.lower().split())
    if found := _YEAR_FIRST.fullmatch(tidy):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(tidy):
        day, month, year = found.groups()
    elif found := _MONTH_IN_WORDS.fullmatch(tidy):
        day, month, year = found[1], str(_month_number(found[2])), found[3]
    else:
        raise ValueError(DAY_EXAMPLE)
    return _day_from(int(day), int(month), year)


def read_clock(text: str) -> time:
    """The time that was typed; ValueError with a sentence for the person when it is none."""
    tidy = " ".join(text.lower().split())
    if tidy in {"midday", "noon", "midnight"}:
        return time(0 if tidy == "midnight" else NOON)
    found = _CLOCK.fullmatch(tidy)
    if not found:
        raise ValueError(CLOCK_EXAMPLE)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if not half and not found[2]:
        raise ValueError(f"Say whether {hour} is am or pm, such as 9am")
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0) if 1 <= hour <= NOON else -1
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError(f"{tidy} is not a time. {CLOCK_EXAMPLE}") from None


def _london_day(day: date) -> date:
    return day.astimezone(LONDON).date() if isinstance(day, datetime) else day


def _month_number(word: str) -> int:
    """May, for may; only whole names and their first three letters, and Sept."""
    short = "sep" if word == "sept" else word
    for month, name in enumerate(MONTHS, start=1):
        if short in {name.lower(), name[:3].lower()}:
            return month
    raise ValueError(f"{word.capitalize()} is not a month. {DAY_EXAMPLE}")


def _day_from(day: int, month: int, year: str) -> date:
    if len(year) != len("2026"):
        raise ValueError("Write the year with four figures, such as 2026")
    if not 1 <= month <= len(MONTHS):
        raise ValueError(f"There is no month {month}. {DAY_EXAMPLE}")
    if not 1900 <= int(year) <= 2199:  # noqa: PLR2004
        raise ValueError(f"Check the year {year}. {DAY_EXAMPLE}")
    try:
        return date(int(year), month, day)
    except ValueError:
        in_words = f"{day} {MONTHS[month - 1]}"
        if (day, month) == (29, 2):
            in_words += f" {year}"
        raise ValueError(f"{in_words} is not a date. {DAY_EXAMPLE}") from None


def says_something(text: str) -> bool:
    """Whether a reader would see anything: more than spaces and characters that are not drawn."""
    if text[:1].isalnum():
        return True
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def read_hours(text: str) -> Decimal:
    """The number of hours that was typed, to a tenth; ValueError with a sentence for the person
    when it is none.
    """
    tidy = text.strip().replace(",", ".")
    amount = Decimal(tidy) if _HOURS.fullmatch(tidy) else Decimal(0)
    if not 0 < amount <= MOST_HOURS:
        raise ValueError(HOURS_EXAMPLE)
    return amount
