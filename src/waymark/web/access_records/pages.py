"""The page object of a list of access records."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from waymark.kernel.london import day_of, start_of
from waymark.kernel.words import words_for_time
from waymark.reporting.access_records import AccessPage, AccessRow
from waymark.web.addresses import address
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
    """One line of the list: what somebody opened on a day, once or several times, each of which is
    in `times`. `href` is empty where there is nothing to open.
    """

    at: datetime
    count: int
    times: Sequence[str]
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
    labels += ["Opened"]
    labels += ["Participant"] if names_participants else []
    return AccessRecordsPage(
        heads=[Head(label) for label in (*labels, "Network address", "Reason")],
        rows=[_row(same, staff_ids) for same in _folded(found.rows)],
        pages=Pages(
            previous=list_address(query, before=str(found.before)) if found.before else "",
            next=list_address(query, after=str(found.after)) if found.after else "",
        ),
        names_participants=names_participants,
        names_staff=names_staff,
    )


def _folded(rows: Sequence[AccessRow]) -> list[list[AccessRow]]:
    """Records of a page that differ in nothing but the time of day, together, where the newest of
    them stands.
    """
    found: dict[AccessRow, list[AccessRow]] = {}
    for row in rows:
        on_the_day = replace(row, id=0, at=start_of(day_of(row.at)))
        found.setdefault(on_the_day, []).append(row)
    return list(found.values())


def _times(same: Sequence[AccessRow]) -> list[str]:
    counted = Counter(words_for_time(one.at) for one in same)
    return [f"{words}, {many} times" if many > 1 else words for words, many in counted.items()]


def _row(same: Sequence[AccessRow], staff_ids: Collection[UUID]) -> Row:
    row = same[0]
    is_theirs = row.staff_id in staff_ids
    return Row(
        at=row.at,
        count=len(same),
        times=_times(same) if len(same) > 1 else [],
        by=Link(row.by, address("staff-access", row.staff_id) if is_theirs else ""),
        what=row.what,
        about=row.about,
        href=address(ADDRESS_OF[row.kind], row.record_id)
        if row.kind in ADDRESS_OF and row.about and row.record_id
        else "",
        participant=row.participant,
        reference=row.reference,
        profile_href=address("participant", row.participant_id) if row.participant_id else "",
        is_restricted=row.is_restricted,
        address=row.address or "Not known",
        reason=row.reason,
    )
