"""What stands above a list that was found by names spelled like what was typed."""

import unicodedata
from collections.abc import Iterable, Iterator

from waymark.reads.words import Instead


def spelled_like(typed: str, instead: Instead, names: Iterable[str]) -> str:
    """Says so, and which of these names they are; nothing when the words were found as typed."""
    if not instead:
        return ""
    meant = {one for word, some in instead.items() for one in some if one != word}
    seen = {_plain(word): word for name in names for word in _words(name) if _plain(word) in meant}
    which = ", ".join(sorted(seen.values()))
    if len(seen) == 1:
        return f"Nothing matches ‘{typed}’. These match a name that is spelled like it: {which}."
    also = f": {which}" if which else ""
    return f"Nothing matches ‘{typed}’. These match names that are spelled like it{also}."


def _words(name: str) -> Iterator[str]:
    """The words of a name, a double one whole and in its parts."""
    for word in name.split():
        yield from {word, *word.split("-")}


def _plain(word: str) -> str:
    """Without case and accents, as far as that can be told here."""
    letters = unicodedata.normalize("NFKD", word.replace("’", "'").lower())
    return "".join(one for one in letters if not unicodedata.combining(one))
