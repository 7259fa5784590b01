"""The page object of a list of access records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from waymark.reporting.access_records import AccessPage, AccessRow
from waymark.web.lists import list_address
from waymark.web.parts import Head, Link, Pages

ADDRESS_OF = {
    "participant": "participant",
    "reason": "participant",
    "activity": "activity",
    "tracker": "tracker",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `href` is empty where there is nothing to open."""

    at: datetime
    by: Link
    what: str
    about: str
    href: str
    participant: str
    reference: str
    profile_href: str
    is_restricted: bool
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccessRecordsPage:
    """What _list.html draws beside the filter."""

    heads: Sequence[Head]
    rows: Sequence[Row]
    pages: Pages
    names_participants: bool
    names_staff: bool


def access_page(
    found: AccessPage,
    query: QueryDict,
    *,
    staff_ids: Collection[UUID],
    names_participants: bool = True,
    names_staff: bool = True,
) -> AccessRecordsPage:
    """One page; the names of staff of the reader's groups lead to what they opened."""
    labels = ["When", "Who looked"] if names_staff else ["When"]
    labels += ["What was opened"]
    labels += ["Participant"] if names_participants else []
    return AccessRecordsPage(
        heads=[Head(label) for label in (*labels, "From", "Reason")],
        rows=[_row(one, staff_ids) for one in found.rows],
        pages=Pages(
            previous=list_address(query, before=str(found.before)) if found.before else "",
            next=list_address(query, after=str(found.after)) if found.after else "",
        ),
        names_participants=names_participants,
        names_staff=names_staff,
    )


def _row(row: AccessRow, staff_ids: Collection[UUID]) -> Row:
    is_theirs = row.staff_id in staff_ids
    return Row(
        at=row.at,
        by=Link(row.by, reverse("staff-access", args=[row.staff_id]) if is_theirs else ""),
        what=row.what,
        about=row.about,
        href=reverse(ADDRESS_OF[row.kind], args=[row.record_id])
        if row.kind in ADDRESS_OF and row.about and row.record_id
        else "",
        participant=row.participant,
        reference=row.reference,
        profile_href=reverse("participant", args=[row.participant_id])
        if row.participant_id
        else "",
        is_restricted=row.is_restricted,
        address=row.address or "Not known",
        reason=row.reason,
    )
