"""Jinja2 as our pages use it: strict about missing names, with our ways of writing dates."""

import unicodedata
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse

from waymark.kernel import words

GOVUK = "govuk_frontend_jinja"


class Environment(jinja2.Environment):
    """Refuses unknown names in our templates, but not in the design system's macros.

    Those rest on absent keys being false, so they are loaded by an environment of their own.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        tidy = {"trim_blocks": True, "lstrip_blocks": True}
        super().__init__(*args, **options | tidy | {"undefined": jinja2.StrictUndefined})
        macros = jinja2.PrefixLoader({GOVUK: jinja2.PackageLoader(GOVUK)})
        self.govuk = jinja2.Environment(loader=macros, autoescape=True, auto_reload=False, **tidy)
        self.govuk.globals = self.globals  # else imported macros are rebuilt at each use

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> jinja2.Template:  # noqa: A002
        """Find a template; the design system's own by their usual path."""
        source = self.govuk if str(name).startswith(f"{GOVUK}/") else super()
        return source.get_template(name, parent, globals)


def url(
    name: str, *args: Any, query: Any = None, fragment: str | None = None, **kwargs: Any
) -> str:
    """The address of a page by its name; an unknown name is an error, never an empty link."""
    return reverse(name, args=args, kwargs=kwargs, query=query, fragment=fragment)


def printable(text: str) -> str:
    """What was typed without characters that no page may hold, to put it back into its field."""
    return "".join(c for c in text if c in "\t\n\r" or unicodedata.category(c) != "Cc")


def environment(**options: Any) -> jinja2.Environment:
    """The environment that settings name."""
    made = Environment(**options)
    made.globals |= {"static": static, "url": url}
    made.filters |= {
        "date": words.words_for_day,
        "short_date": words.short_day,
        "weekday": words.weekday_and_day,
        "time": words.words_for_time,
        "moment": words.words_for_moment,
        "number": words.number,
        "counted": words.counted,
        "size": words.size,
        "printable": printable,
    }
    return made
