"""What one cell of a file says: spaces, capitals, dates and yes or no, as spreadsheets write them.

Every reader gives a plain value, or raises ValueError with a sentence for the person.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from waymark.kernel.spreadsheets import unguarded
from waymark.kernel.words import plain_number, read_clock, read_day, read_hours, says_something

EMAIL_LIMIT = 254
LONG_TEXT_LIMIT = 10_000
SEVERAL = ";"
LEVELS = "/"
NUL, SUBSTITUTE = "\x00", "\x1a"
NOT_SEEN = "\u200b\u200e\u200f\ufeff"

_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$", re.ASCII)
_SECONDS = re.compile(r"^(\d{1,2}:\d{2}):\d{2}(\.\d+)?", re.ASCII)
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_YES_OR_NO = {
    "yes": True, "y": True, "true": True, "1": True,
    "no": False, "n": False, "false": False, "0": False,
}  # fmt: skip


def tidy(cell: str) -> str:
    """A cell without the spaces round it and without the guard of a spreadsheet."""
    if not cell or (_is_plain(cell) and cell[0].isalnum() and cell[-1] != " "):
        return cell  # most are
    cell = cell.replace(NUL, SUBSTITUTE)  # the database keeps no NUL, not even in what is refused
    plain = unguarded(cell.strip().strip(NOT_SEEN).strip()).strip()
    return plain if says_something(plain) or _HIDDEN.search(plain) else ""


def line(limit: int) -> Callable[[str], str]:
    """Reads one line of text."""

    def read(cell: str) -> str:
        return _not_too_long(_without_hidden(" ".join(cell.split())), limit)

    return read


def long_text(cell: str) -> str:
    """Text of several lines; whatever line ends the file has become plain ones."""
    plain = cell.replace("\r\n", "\n").replace("\r", "\n")
    return _not_too_long(_without_hidden(plain, allowed="\n\t"), LONG_TEXT_LIMIT)


def yes_or_no(cell: str) -> bool:
    """Yes or No, in any of the ways that people and spreadsheets write them."""
    if (answer := _YES_OR_NO.get(cell.lower())) is None:
        raise ValueError(f"Enter Yes or No, not {short(cell)}")
    return answer


@lru_cache(maxsize=4096)
def day(cell: str) -> date:
    """A date as 5/3/2026, 2026-03-05 or 5 March 2026; a time of midnight after it is dropped."""
    return read_day(_MIDNIGHT.sub("", _without_hidden(cell)))


@lru_cache(maxsize=4096)
def clock(cell: str) -> time:
    """A time as 14:30, 14:30:00 or 2:30pm."""
    return read_clock(_SECONDS.sub(r"\1", _without_hidden(cell)))


def hours(cell: str) -> Decimal:
    """A number of hours as 2 or 1.5."""
    return read_hours(_without_hidden(cell))


def email(cell: str) -> str:
    """An e-mail address in small letters."""
    address = _not_too_long(_without_hidden(cell.lower()), EMAIL_LIMIT)
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(
            f"{short(cell)} is not an email address, such as name@example.org"
        ) from None
    return address


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Reads one of a few words, whatever its capitals."""
    known = {folded(word): str(word) for word in words}
    exact = {word: word for word in known.values()}
    listed = in_words(list(known.values()), joined_by="or")

    def read(cell: str) -> str:
        word = exact.get(cell) or known.get(folded(cell))
        if word is None:
            raise ValueError(f"Enter {listed}, not {short(cell)}")
        return word

    return read


def several_of(words: Iterable[str], what: str) -> Callable[[str], tuple[str, ...]]:
    """Reads any number of a few words, with semicolons between them, in the order of the list."""
    known = {folded(word): str(word) for word in words}

    def read(cell: str) -> tuple[str, ...]:
        chosen = {folded(word): word for word in names(cell)}
        for key, word in chosen.items():
            if key not in known:
                raise ValueError(f"There is no {what} {short(word)}{did_you_mean(word, known)}")
        return tuple(word for key, word in known.items() if key in chosen)

    return read


def names(cell: str) -> tuple[str, ...]:
    """Any number of names with semicolons between them."""
    return tuple(name for part in _without_hidden(cell).split(SEVERAL) if (name := part.strip()))


def path(cell: str) -> str:
    """A group with those above it: the levels with one slash and spaces between them."""
    levels = [" ".join(level.split()) for level in _without_hidden(cell).split(LEVELS)]
    if not all(levels):
        raise ValueError(f"A level of the group is empty in {short(cell)}")
    for level in levels:
        _not_too_long(level, 100)
    return _not_too_long(" / ".join(levels), 500)


def folded(word: str) -> str:
    """A word for comparison: without capitals, with plain apostrophes and single spaces."""
    return " ".join(word.replace("’", "'").casefold().split())


def did_you_mean(word: str, known: dict[str, str]) -> str:
    """The end of a sentence: the known word that was probably meant, if there is one."""
    close = get_close_matches(folded(word), known, n=1, cutoff=0.75)
    return f". Did you mean {known[close[0]]}?" if close else ""


def short(cell: str) -> str:
    """A cell as a message quotes it."""
    plain = seen(cell)
    return f"‘{plain[:40]}…’" if len(plain) > 40 else f"‘{plain}’"  # noqa: PLR2004


def seen(cell: str) -> str:
    """A cell as one line, in which a hidden character can be seen."""
    return _HIDDEN.sub("\ufffd", " ".join(cell.split()))


def in_words(words: list[str], *, joined_by: str) -> str:
    """One, two or three."""
    return f" {joined_by} ".join(
        part for part in (", ".join(words[:-1]), words[-1] if words else "") if part
    )


def as_text(value: object) -> str:
    """A value as it is kept and compared: one spelling whatever the file's was."""
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)


def _is_plain(text: str) -> bool:
    """Letters, figures and signs of a typewriter: nothing hidden, and one way to spell it."""
    return text.isascii() and text.isprintable()


def _without_hidden(text: str, *, allowed: str = "") -> str:
    if _is_plain(text):
        return text
    for found in _HIDDEN.finditer(text):
        if found[0] not in allowed:
            before = text[: found.start()][-20:].strip()
            where = f"after ‘{before}’" if before else "at its beginning"
            raise ValueError(f"This has a hidden character {where}. Take it out, or type it again")
    return unicodedata.normalize("NFC", text)


def _not_too_long(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValueError(f"Use {limit:,} characters or fewer: this has {len(text):,}")
    return text
