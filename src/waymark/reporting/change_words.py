"""What changed, in words: as history keeps it, for timelines, conflicts and evidence packs."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time

from waymark.kernel.words import words_for_day, words_for_time

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}:\d{2}")
LONG = 80
NOTHING = "nothing"


def change_words(
    changes: Sequence[Mapping[str, str]], *, as_title: bool = True
) -> tuple[str, list[str]]:
    """What changed: one short change can be a title by itself, several are a list."""
    sentences = [_change(one) for one in changes]
    if as_title and len(sentences) == 1 and len(sentences[0]) <= LONG:
        return sentences[0], []
    return "", sentences


def value_words(value: str) -> str:
    """A value as history keeps it, in words: days and times as people write them."""
    if _DAY.fullmatch(value):
        return words_for_day(date.fromisoformat(value))
    if _TIME.fullmatch(value):
        return words_for_time(time.fromisoformat(value))
    return value or NOTHING


def _change(change: Mapping[str, str]) -> str:
    before, after = value_words(change["before"]), value_words(change["after"])
    if len(before) + len(after) > LONG:
        return f"{change['label']}: ‘{before}’ became ‘{after}’"
    if " to " in f"{before} {after}":
        before, after = f"‘{before}’", f"‘{after}’"
    return f"{change['label']}: {before} to {after}"
