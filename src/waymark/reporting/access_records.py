"""Who opened what, for auditors and supervisors: of the participants whom they see, and of exports
taken by staff of their groups.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from waymark.audit.access import KINDS
from waymark.audit.models import AccessRecord
from waymark.kernel.actor import Actor
from waymark.kernel.london import LONDON, day_after, start_of
from waymark.kernel.spreadsheets import line_of
from waymark.participants.models import Participant
from waymark.participants.queries import participants_of
from waymark.people.queries import staff_within
from waymark.plans.models import Activity, Notice
from waymark.trackers.models import Tracker, TrackerFile

ROWS_A_PAGE = 50
ROWS_AT_ONCE = 1000
COLUMNS = ("when", "who", "what", "record", "participant", "from", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFilter:
    """What the list is narrowed to; what is not given lets everything through. Both days are in.
    `reference`: a participant's, whole; `staff_id`: who looked.
    """

    participant_id: UUID | None = None
    reference: str = ""
    staff_id: UUID | None = None
    kind: str = ""
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Somebody opened something: plain values. `about` is what it is called, where it has a name of
    its own.
    """

    id: int
    at: datetime
    staff_id: UUID
    by: str
    kind: str
    record_id: UUID | None
    address: str
    reason: str
    about: str = ""
    participant_id: UUID | None = None
    reference: str = ""
    participant: str = ""
    is_restricted: bool = False

    @property
    def what(self) -> str:
        return KINDS.get(self.kind, self.kind.capitalize())


@dataclass(frozen=True, slots=True)
class AccessPage:
    """A page of them, newest first; `before` and `after`: where the neighbouring pages start."""

    rows: Sequence[AccessRow]
    before: int | None
    after: int | None


def page_of_access(
    actor: Actor,
    wanted: AccessFilter,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = ROWS_A_PAGE,
) -> AccessPage:
    """The page before or after a record that the actor may see, or the first."""
    arms = _arms(actor, wanted)
    start = after if before is None else before
    anchor = _anchor(arms, start) if start is not None else None
    backward = anchor is not None and before is not None
    found = [
        record for arm in arms for record in _beyond(arm, anchor, backward=backward)[: size + 1]
    ]
    found.sort(key=lambda one: (one.at, one.id), reverse=not backward)
    has_more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    rows = _told(actor, found)
    return AccessPage(
        rows=rows,
        before=rows[0].id if rows and (has_more if backward else anchor is not None) else None,
        after=rows[-1].id if rows and (backward or has_more) else None,
    )


def access_csv(actor: Actor, wanted: AccessFilter) -> Iterator[str]:
    """The records as CSV, newest first, safe to open in a spreadsheet program. Those of restricted
    records are in it only where it is about that one participant.
    """
    yield line_of(COLUMNS)
    arms = _arms(actor, wanted)
    if wanted.participant_id is None:
        open_ones = participants_of(actor).filter(is_restricted=False).order_by()
        arms[0] = arms[0].filter(participant_id__in=open_ones.values("id"))
    newest = (one.order_by("-at", "-id").iterator(chunk_size=ROWS_AT_ONCE) for one in arms)
    records = merge(*newest, key=lambda one: (one.at, one.id), reverse=True)
    while batch := list(islice(records, ROWS_AT_ONCE)):
        for row in _told(actor, batch):
            yield line_of(_cells(row))


def _cells(row: AccessRow) -> tuple[str, ...]:
    when = row.at.astimezone(LONDON).isoformat(timespec="seconds")
    return (when, row.by, row.what, row.about, row.reference, row.address, row.reason)


def _arms(actor: Actor, wanted: AccessFilter) -> list[QuerySet[AccessRecord]]:
    """Records about participants whom the actor sees, and those about nobody, of staff of the
    actor's groups: apart, so that each finds its index.
    """
    theirs = participants_of(actor).order_by()
    if wanted.reference:
        theirs = theirs.filter(reference__iexact=wanted.reference)
    about = AccessRecord.objects.filter(participant_id__in=theirs.values("id"))
    arms = [about]
    if wanted.participant_id:
        arms = [about.filter(participant_id=wanted.participant_id)]
    elif not wanted.reference:
        colleagues = staff_within(actor).order_by().values("id")
        arms.append(AccessRecord.objects.filter(participant_id=None, actor_id__in=colleagues))
    return [_narrowed(one, wanted) for one in arms]


def _narrowed(records: QuerySet[AccessRecord], wanted: AccessFilter) -> QuerySet[AccessRecord]:
    if wanted.staff_id:
        records = records.filter(actor_id=wanted.staff_id)
    if wanted.kind:
        records = records.filter(kind=wanted.kind)
    if wanted.from_day:
        records = records.filter(at__gte=start_of(wanted.from_day))
    if wanted.to_day:
        records = records.filter(at__lt=day_after(wanted.to_day))
    return records


def _anchor(arms: Sequence[QuerySet[AccessRecord]], start: int) -> AccessRecord | None:
    """The record a page starts at, if it is one of these."""
    found = (arm.filter(id=start).first() for arm in arms)
    return next((one for one in found if one is not None), None)


def _beyond(
    arm: QuerySet[AccessRecord], anchor: AccessRecord | None, *, backward: bool
) -> QuerySet[AccessRecord]:
    order = ("at", "id") if backward else ("-at", "-id")
    if anchor is None:
        return arm.order_by(*order)
    side = "gt" if backward else "lt"
    same_moment = Q(at=anchor.at, **{f"id__{side}": anchor.id})
    return arm.filter(Q(**{f"at__{side}": anchor.at}) | same_moment).order_by(*order)


def _told(actor: Actor, records: Sequence[AccessRecord]) -> list[AccessRow]:
    """The records in words: two statements for all of them."""
    ids = {one.participant_id for one in records if one.participant_id}
    people = participants_of(actor).in_bulk(ids) if ids else {}
    names = _names([one.record_id for one in records if one.kind in NAMED])
    return [_row(one, people, names) for one in records]


NAMED = {"tracker", "activity", "file", "notice"}


def _row(
    record: AccessRecord, people: Mapping[UUID, Participant], names: Mapping[UUID, str]
) -> AccessRow:
    person = people.get(record.participant_id) if record.participant_id else None
    return AccessRow(
        id=record.id,
        at=record.at,
        staff_id=record.actor_id,
        by=record.actor_name,
        kind=record.kind,
        record_id=record.record_id,
        address=record.address or "",
        reason=record.reason,
        about=names.get(record.record_id, "") if record.record_id else "",
        participant_id=person.id if person else None,
        reference=person.reference if person else "",
        participant=person.name if person else "",
        is_restricted=bool(person and person.is_restricted),
    )


def _names(ids: Sequence[UUID | None]) -> dict[UUID, str]:
    """What trackers, activities, files and notices are called, by id, in one statement."""
    wanted = {one for one in ids if one}
    if not wanted:
        return {}
    number = Concat(Value("T"), Cast("number", CharField()), output_field=TextField())
    title, name = (
        Func(F(one), template="%(expressions)s::text", output_field=TextField())
        for one in ("title", "document__name")
    )
    trackers: QuerySet[Any] = Tracker.objects.filter(id__in=wanted).annotate(called=number)
    activities: QuerySet[Any] = Activity.objects.filter(id__in=wanted).annotate(called=title)
    files: QuerySet[Any] = TrackerFile.objects.filter(id__in=wanted).annotate(called=name)
    of_activity = Concat(
        "activity__reference", Value("-"), Cast("number", CharField()), output_field=TextField()
    )
    notices: QuerySet[Any] = Notice.objects.filter(id__in=wanted).annotate(called=of_activity)
    named = (trackers, activities, files, notices)
    found = [one.order_by().values_list("id", "called") for one in named]
    return dict(found[0].union(*found[1:], all=True))
