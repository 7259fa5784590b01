"""What was typed into a form that cannot be saved, so that the page that says so can show it."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

NOT_TYPED = {"csrfmiddlewaretoken", "version", "once", "press", "next", "status"}
TICKED = {"on", "yes", "no"}
CODE = re.compile(r"[a-z]+(_[a-z]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the fields, each with its name in words; and which files were chosen."""

    lines: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines or self.files)


def typed_in(request: HttpRequest) -> Typed:
    """All that a person can have typed; never a password, nor what only machines read, as far as
    that can be told without the form.
    """
    lines = [
        (re.sub("[-_]", " ", name).capitalize(), words)
        for name, values in request.POST.lists()
        for words in values
        if words.strip() and _is_for_people(name, words)
    ]
    files = [file.name or "" for _, several in request.FILES.lists() for file in several]
    return Typed(tuple(lines), tuple(files))


def _is_for_people(name: str, words: str) -> bool:
    is_secret = "password" in name.lower()
    return not is_secret and name not in NOT_TYPED and not _is_choice(words)


def _is_choice(words: str) -> bool:
    """A tick, a code, or the key of a record, as in a list of people."""
    if words in TICKED or CODE.fullmatch(words):
        return True
    try:
        UUID(words)
    except ValueError:
        return False
    return True
