"""The page object of the list of participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from waymark.kernel.words import counted, number
from waymark.participants.queries import markers_of
from waymark.participants.search import NEWEST, PageOfParticipants
from waymark.web.lists import ACTIONS, Column, heads, list_address, numbered, without
from waymark.web.participants.forms import ParticipantFilter
from waymark.web.participants.identity import marker_parts
from waymark.web.parts import Head, Link, Marker, Pages
from waymark.web.plans.due import Clock, next_due

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
class ParticipantRow:
    """One participant in the list."""

    name: str
    href: str
    reference: str
    markers: list[Marker]
    is_restricted: bool
    due: Clock
    sanction_status: str
    work_coach: str
    added_on: date
    links: list[Link]


@dataclass(frozen=True, slots=True)
class ParticipantsPage:
    """The list with its heads, chips and pages."""

    heads: list[Head]
    rows: list[ParticipantRow]
    found: str
    order: str
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
    rows = [_row(one, due.get(one.id), now) for one in page.rows]
    return ParticipantsPage(
        heads=heads(COLUMNS, query, order=order),
        rows=rows,
        found=f"{total} participants" if page.is_capped else counted(page.total, "participant"),
        order=ORDER_WORDS[order],
        chips=_chips(form, query),
        showing=f"Showing {number(page.first)} to {number(page.last)} of {total}" if rows else "",
        pages=numbered(query, number=page.number, pages=page.pages),
        kept={"sort": order} if order != NEWEST else {},
    )


def _row(participant: Any, due: Any, now: datetime) -> ParticipantRow:
    return ParticipantRow(
        name=participant.name,
        href=reverse("participant", args=[participant.id]),
        reference=participant.reference,
        markers=marker_parts(markers_of(participant)),
        is_restricted=participant.is_restricted,
        due=next_due(due, now),
        sanction_status=participant.sanction_status,
        work_coach=participant.work_coach.name if participant.work_coach else "Nobody",
        added_on=participant.created_at,
        links=[
            Link("Profile", reverse("participant", args=[participant.id])),
            Link("Action plan", reverse("participant-plan", args=[participant.id])),
            Link("Trackers", reverse("participant-trackers", args=[participant.id])),
        ],
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
