"""What was typed into a form that cannot be saved, so that the page that says so can show it."""

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

NOT_TYPED = {"csrfmiddlewaretoken", "version", "once", "press", "next", "status"}
NEVER_KEPT = {"csrfmiddlewaretoken", "once", "press", "next", "code", "credential"}
SECRET = re.compile("password|secret|token", re.IGNORECASE)
TICKED = {"on", "yes", "no"}
CODE = re.compile(r"[a-z]+(_[a-z]+)+", re.ASCII)


# What the forms of the page that is being made were left with; see web/time_limits.py, ADR 0016.
restored: ContextVar[Mapping[str, Sequence[str]] | None] = ContextVar("restored", default=None)


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
    lines = lines_of(dict(request.POST.lists()))
    files = [file.name or "" for _, several in request.FILES.lists() for file in several]
    return Typed(lines, tuple(files))


def lines_of(
    fields: Mapping[str, Sequence[str]], labels: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """Fields as lines to read: what each is called, and what was in it."""
    called = labels or {}
    return tuple(
        (called.get(name) or re.sub("[-_]", " ", name).capitalize(), words)
        for name, values in fields.items()
        for words in values
        if words.strip() and _is_for_people(name, words)
    )


def fields_typed(request: HttpRequest) -> dict[str, list[str]]:
    """Every field of a form as it was sent, to be put back: no password, code or file, and nothing
    that only one page's form may hold.
    """
    return {
        name: [str(one) for one in values]
        for name, values in request.POST.lists()
        if name not in NEVER_KEPT and not SECRET.search(name)
    }


def _is_for_people(name: str, words: str) -> bool:
    return not SECRET.search(name) and name not in NOT_TYPED and not _is_choice(words)


def _is_choice(words: str) -> bool:
    """A tick, a code, or the key of a record, as in a list of people."""
    if words in TICKED or CODE.fullmatch(words):
        return True
    try:
        UUID(words)
    except ValueError:
        return False
    return True
