"""The page object of the list of participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from markupsafe import Markup

from waymark.kernel.words import counted, number
from waymark.participants.search import NEWEST, PageOfParticipants
from waymark.web.lists import ACTIONS, Column, heads, list_address, numbered, without
from waymark.web.participants.forms import ParticipantFilter
from waymark.web.participants.list_rows import lines
from waymark.web.parts import Head, Link, Pages
from waymark.web.spelling import spelled_like

COLUMNS = [
    Column("Participant", "name"),
    Column("Markers"),
    Column("Next due"),
    Column("Sanction status"),
    Column("Work coach", "coach"),
    Column("Added", "added", falls_first=True),
    ACTIONS,
]
ORDER_WORDS = {
    "added": "oldest first",
    "-added": "newest first",
    "name": "by last name",
    "-name": "by last name, from the end",
    "coach": "by work coach",
    "-coach": "by work coach, from the end",
}
FILTERS = ("q", "programme", "coach", "group", "sanction", "marker")


@dataclass(frozen=True, slots=True)
class ParticipantsPage:
    """The list with its heads, chips and pages."""

    heads: list[Head]
    lines: Markup
    found: str
    order: str
    spelled: str
    chips: list[Link]
    showing: str
    pages: Pages
    kept: Mapping[str, str]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chips)


def participants_page(
    page: PageOfParticipants,
    due: Mapping[UUID, Any],
    form: ParticipantFilter,
    query: QueryDict,
    *,
    order: str,
    now: datetime,
) -> ParticipantsPage:
    """What the template shows of one page of the list."""
    total = f"{number(page.total)}+" if page.is_capped else number(page.total)
    return ParticipantsPage(
        heads=heads(COLUMNS, query, order=order),
        lines=lines(page.rows, due, now),
        found=f"{total} participants" if page.is_capped else counted(page.total, "participant"),
        order=ORDER_WORDS[order],
        spelled=spelled_like(
            form.cleaned_data.get("q", ""), page.instead, [one.name for one in page.rows]
        ),
        chips=_chips(form, query),
        showing=f"Showing {number(page.first)} to {number(page.last)} of {total}"
        if page.rows
        else "",
        pages=numbered(query, number=page.number, pages=page.pages),
        kept={"sort": order} if order != NEWEST else {},
    )


def _chips(form: ParticipantFilter, query: QueryDict) -> list[Link]:
    """One for each filter in use; following it takes that filter away."""
    return [
        Link(_chip_words(form, name, value), _without(query, name, value))
        for name in FILTERS
        for value in _asked(form, name)
    ]


def _asked(form: ParticipantFilter, name: str) -> list[str]:
    asked = form.cleaned_data.get(name)
    if isinstance(asked, list):
        return asked
    return [asked] if asked else []


def _without(query: QueryDict, name: str, value: str) -> str:
    return list_address(query, q=None) if name == "q" else without(query, name, value)


def _chip_words(form: ParticipantFilter, name: str, value: str) -> str:
    field = form.fields[name]
    if name == "q":
        return f"Key word: {value}"
    label = dict(_choices(field))[value]
    return f"{field.label}: {label}"


def _choices(field: Any) -> Sequence[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in field.choices]
