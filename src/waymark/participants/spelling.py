"""Names spelled like the words of a search: asked for only when the search has found nothing.

Two words that are one slip apart are the same with a letter left out of one or both, so that an
index of the words in use, each without each of its letters in turn, finds those near another word
and no others. They are of everybody's names: what is found by them is looked for in the actor's own
scope, and no name is told that was not found there.
"""

import re
from collections.abc import Mapping

from django.db import connection

from waymark.kernel.slips import closest
from waymark.reads.words import MOST_WORDS

_A_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-]){3,39}")
_NEAR = """SELECT DISTINCT typed.word, typed.spelled, near.word
  FROM (SELECT word, waymark_search_text(word) AS spelled FROM unnest(%s::text[]) AS word) AS typed
  JOIN participants_nameword AS near
    ON waymark_letters_left_out(near.word) && waymark_letters_left_out(typed.spelled)
"""


def names_spelled_like(typed: str) -> Mapping[str, tuple[str, ...]]:
    """For each word typed that may be a name, the names in use that are one slip away from it, and
    the word itself where there are others: one alone is what has found nothing.
    """
    every = typed.split()[:MOST_WORDS]
    near: dict[tuple[str, str], list[str]] = {}
    for word, spelled_so, name in _near([word for word in every if _A_NAME.fullmatch(word)]):
        near.setdefault((word, spelled_so), []).append(name)
    found = {}
    for (word, spelled_so), names in near.items():
        if others := closest(spelled_so, names):
            found[word] = (word, *others) if len(every) > 1 else others
    return found


def _near(words: list[str]) -> list[tuple[str, str, str]]:
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [words])
        return cursor.fetchall()
