"""Jinja2 as our pages use it: strict about missing names, with our ways of writing dates."""

import unicodedata
from functools import cache
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from markupsafe import Markup

from waymark.kernel import words
from waymark.web.addresses import address, address_of_page

TIDY: dict[str, Any] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "undefined": jinja2.StrictUndefined,
}


def url(
    name: str, *args: Any, query: Any = None, fragment: str | None = None, **kwargs: Any
) -> str:
    """The address of a page by its name; an unknown name is an error, never an empty link."""
    if len(args) == 1 and not (kwargs or query or fragment):
        return address(name, args[0])
    if args or kwargs or query or fragment:
        return reverse(name, args=args, kwargs=kwargs, query=query, fragment=fragment)
    return address_of_page(name)


def printable(text: str) -> str:
    """What was typed without characters that no page may hold, to put it back into its field."""
    return "".join(c for c in text if c in "\t\n\r" or unicodedata.category(c) != "Cc")


def breakable(email: str) -> Markup:
    """An e-mail address that a narrow page breaks into two lines before its @."""
    local, at, domain = email.rpartition("@")
    return Markup("{}<wbr>{}").format(local, at + domain)


def environment(**options: Any) -> jinja2.Environment:
    """The environment that settings name."""
    made = jinja2.Environment(**options | TIDY)  # noqa: S701 - TIDY escapes
    made.globals |= {"static": cache(static), "url": url}
    made.filters |= {
        "date": words.words_for_day,
        "short_date": words.short_day,
        "weekday": words.weekday_and_day,
        "time": words.words_for_time,
        "moment": words.words_for_moment,
        "short_moment": words.short_moment,
        "number": words.number,
        "counted": words.counted,
        "size": words.size,
        "printable": printable,
        "breakable": breakable,
    }
    return made
