"""Words that somebody typed to search by, spelled as the database spells what it searches."""

from collections.abc import Mapping

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat

MOST_WORDS = 8
SHORTEST_INSIDE = 3

Instead = Mapping[str, tuple[str, ...]]
AS_TYPED: Instead = {}


def search_words(typed: str) -> list[Func]:
    """The words typed, each as the search text spells it: without case and without accents."""
    return [_spelled(Value(word)) for word in typed.split()[:MOST_WORDS]]


def holding(column: str, typed: str, instead: Instead = AS_TYPED) -> Q:
    """The condition that a search text holds every word typed, or one of those that stand instead
    of it.
    """
    found = Q()
    for word in typed.split()[:MOST_WORDS]:
        any_of_them = Q()
        for one in instead.get(word, (word,)):
            any_of_them |= _holding_one(column, one)
        found &= any_of_them
    return found


def _holding_one(column: str, word: str) -> Q:
    """Anywhere in it, or where one or two letters are typed at the beginning of a word, for which
    alone there is an index.
    """
    if len(word) < SHORTEST_INSIDE:
        begins = Concat(Value("(^| )"), _taken_literally(_spelled(Value(word))))
        return Q(**{f"{column}__regex": begins})
    return Q(**{f"{column}__contains": _spelled(Value(word))})


def spelled(*fields: str) -> Func:
    """What stands in these columns, spelled in the same way; to be compared and ordered by."""
    return _spelled(*(Coalesce(F(one), Value(""), output_field=TextField()) for one in fields))


def _spelled(*words: Value | Coalesce) -> Func:
    return Func(*words, function="waymark_search_text", output_field=TextField())


def _taken_literally(text: Func) -> Func:
    """As a regular expression says it: nothing in it means anything else."""
    escaped = (Value(r"(\W)"), Value(r"\\\1"), Value("g"))
    return Func(text, *escaped, function="regexp_replace", output_field=TextField())
