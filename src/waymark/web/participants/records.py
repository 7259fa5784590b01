"""Page objects of a profile: Documents and History, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from waymark.web.history_words import timeline_entry
from waymark.web.lists import Column, heads, list_address, numbered
from waymark.web.parts import Entry, Head, Link, Pages

FILES_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file on one of somebody's trackers."""

    name: str
    href: str
    kind: str
    tracker: Link
    added_by: str
    added_on: datetime
    octets: int
    scan: str


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The files of a participant's trackers, newest first."""

    heads: list[Head]
    rows: list[FileRow]
    showing: str
    pages: Pages


def documents_page(
    files: Iterable[Any], query: QueryDict, *, total: int, number: int, pages: int
) -> DocumentsPage:
    """One page of files."""
    rows = [_file_row(one) for one in files]
    first = (number - 1) * FILES_A_PAGE + 1
    columns = ["File", "Kind", "Tracker", "Added by", "Size"]
    return DocumentsPage(
        heads=heads([Column(label) for label in columns], query, order=""),
        rows=rows,
        showing=f"Showing {first} to {first + len(rows) - 1} of {total}",
        pages=numbered(query, number=number, pages=pages),
    )


def _file_row(file: Any) -> FileRow:
    href = reverse("tracker-file", args=[file.tracker_id, file.id])
    return FileRow(
        name=file.document.name,
        href="" if file.document.is_held else href,
        kind=file.get_kind_display(),
        tracker=Link(file.tracker.shown_number, reverse("tracker", args=[file.tracker_id])),
        added_by=file.added_by,
        added_on=file.added_at,
        octets=file.document.size,
        scan=file.document.get_scan_state_display().capitalize(),
    )


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
