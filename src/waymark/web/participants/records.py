"""Page objects of a profile: Documents and History, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from waymark.reporting.participant_documents import LETTER, NOTICE, DocumentLine
from waymark.web.addresses import address
from waymark.web.history_words import timeline_entry
from waymark.web.lists import Column, heads, list_address, numbered
from waymark.web.parts import Entry, Head, Link, Pages

DOCUMENTS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of somebody, and where it belongs."""

    name: str
    href: str
    kind: str
    belongs_to: Link
    added_by: str
    added_on: datetime
    octets: int
    state: str


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The documents of a participant, newest first."""

    heads: list[Head]
    rows: list[DocumentRow]
    showing: str
    pages: Pages


def documents_page(
    participant_id: UUID,
    documents: Iterable[DocumentLine],
    query: QueryDict,
    *,
    total: int,
    number: int,
    pages: int,
) -> DocumentsPage:
    """One page of them."""
    rows = [_row(participant_id, one) for one in documents]
    first = (number - 1) * DOCUMENTS_A_PAGE + 1
    columns = ["Document", "Kind", "Belongs to", "Added by", "Size"]
    return DocumentsPage(
        heads=heads([Column(label) for label in columns], query, order=""),
        rows=rows,
        showing=f"Showing {first} to {first + len(rows) - 1} of {total}",
        pages=numbered(query, number=number, pages=pages),
    )


def _row(participant_id: UUID, document: DocumentLine) -> DocumentRow:
    href, belongs_to = _addresses(participant_id, document)
    return DocumentRow(
        name=document.name,
        href="" if document.is_held else href,
        kind=document.kind,
        belongs_to=Link(document.of_number, belongs_to),
        added_by=document.by,
        added_on=document.at,
        octets=document.size,
        state=document.state,
    )


def _addresses(participant_id: UUID, document: DocumentLine) -> tuple[str, str]:
    """Where it opens, which is put on record, and the page that it belongs to."""
    where = [document.of_id, document.id]
    if document.source == NOTICE:
        chain = address("activity-notices", document.of_id)
        return reverse("notice-pdf", args=where), chain
    if document.source == LETTER:
        record = address("participant-sanction-record", participant_id)
        letter = reverse("sanction-letter", args=[participant_id, document.id])
        return letter, f"{record}#{document.of_number}"
    return reverse("tracker-file", args=where), address("tracker", document.of_id)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What happened to somebody, newest first, by key."""

    entries: list[Entry]
    pages: Pages


def history_page(
    shown: Sequence[Any], query: QueryDict, *, has_newer: bool, has_older: bool
) -> HistoryPage:
    """A page of history, with links by key to what is newer and older."""
    return HistoryPage(
        entries=[timeline_entry(one, names_activity=True, names_tracker=True) for one in shown],
        pages=Pages(
            previous=list_address(query, before=None, after=str(shown[0].id)) if has_newer else "",
            next=list_address(query, after=None, before=str(shown[-1].id)) if has_older else "",
        ),
    )
