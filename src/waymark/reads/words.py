"""Words that somebody typed to search by, spelled as the database spells what it searches."""

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Coalesce

MOST_WORDS = 8


def search_words(typed: str) -> list[Func]:
    """The words typed, each as the search text spells it: without case and without accents."""
    return [_spelled(Value(word)) for word in typed.split()[:MOST_WORDS]]


def spelled(*fields: str) -> Func:
    """What stands in these columns, spelled in the same way; to be compared and ordered by."""
    return _spelled(*(Coalesce(F(one), Value(""), output_field=TextField()) for one in fields))


def _spelled(*words: Value | Coalesce) -> Func:
    return Func(*words, function="waymark_search_text", output_field=TextField())
