"""Words that somebody typed to search by, spelled as the database spells what it searches."""

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat

MOST_WORDS = 8
SHORTEST_INSIDE = 3


def search_words(typed: str) -> list[Func]:
    """The words typed, each as the search text spells it: without case and without accents."""
    return [_spelled(Value(word)) for word in typed.split()[:MOST_WORDS]]


def holding(column: str, typed: str) -> Q:
    """The condition that a search text holds every word typed: anywhere in it, or where one or two
    letters are typed at the beginning of a word, for which alone there is an index.
    """
    found = Q()
    for word, spelled_so in zip(typed.split(), search_words(typed), strict=False):
        if len(word) < SHORTEST_INSIDE:
            found &= Q(**{f"{column}__startswith": spelled_so}) | Q(
                **{f"{column}__contains": Concat(Value(" "), spelled_so)}
            )
        else:
            found &= Q(**{f"{column}__contains": spelled_so})
    return found


def spelled(*fields: str) -> Func:
    """What stands in these columns, spelled in the same way; to be compared and ordered by."""
    return _spelled(*(Coalesce(F(one), Value(""), output_field=TextField()) for one in fields))


def _spelled(*words: Value | Coalesce) -> Func:
    return Func(*words, function="waymark_search_text", output_field=TextField())
