"""The compliance queue, and how often trackers are sent back or rejected, by reason. The actor
comes first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from waymark.documents.models import ScanState
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_after, start_of
from waymark.participants.models import Marker
from waymark.participants.queries import visible_to
from waymark.reads.counting import SHOWN_UP_TO, how_many, up_to
from waymark.reads.words import holding
from waymark.trackers.doubt.words import REJECT_REASONS, RETURN_REASONS
from waymark.trackers.keyset import Key, page_by_key
from waymark.trackers.lists import ROWS_A_PAGE
from waymark.trackers.models import (
    FileKind,
    ReadinessRecord,
    Tracker,
    TrackerFile,
    TrackerListing,
    Transition,
)
from waymark.trackers.queries import trackers_of
from waymark.trackers.types import handover_statuses, initial_statuses, with_dwp_statuses

TO_DECIDE, WITH_DWP, SENT_BACK = "to-decide", "with-dwp", "sent-back"
STEPS = (TO_DECIDE, WITH_DWP, SENT_BACK)
WAITING, DEADLINE = "waiting", "deadline"
ORDERS = {WAITING: Key("status_set_at"), DEADLINE: Key("act_by", nullable=True)}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A tracker in the queue: plain values. `checks` is how they stood when it was handed on."""

    id: UUID
    number: int
    status: str
    type: str
    participant: str
    reference: str
    is_restricted: bool
    assignee: str
    status_set_at: datetime
    act_by: date | None
    nation: str
    raised: bool
    files: int
    met: int | None
    unmet: int | None
    sent_back_because: str
    markers: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, the longest waiting or the first due on top, and how many wait in each
    step.
    """

    rows: Sequence[QueueRow]
    before: int | None
    after: int | None
    counts: Mapping[str, int]


def queue_of(
    actor: Actor,
    step: str,
    *,
    order: str = WAITING,
    words: str = "",
    group_ids: Collection[UUID] | None = None,
    before: int | None = None,
    after: int | None = None,
    size: int = ROWS_A_PAGE,
) -> Queue:
    """Trackers of one step: submitted, referred, or sent back and not handed on again."""
    rows = _in_step(actor, step, within=actor.those_of(group_ids))
    rows = rows.filter(holding("search_text", words))
    found = page_by_key(
        rows,
        ORDERS[order],
        columns=("tracker_id",),
        anchors=_in_step(actor, step),
        descending=False,
        before=before,
        after=after,
        size=size,
    )
    listed = _rows([one for (one,) in found.rows])
    return Queue(
        rows=listed,
        before=listed[0].number if listed and found.has_previous else None,
        after=listed[-1].number if listed and found.has_next else None,
        counts=_counts(actor),
    )


def _in_step(
    actor: Actor, step: str, *, within: Collection[UUID] | None = None
) -> QuerySet[TrackerListing]:
    seen = TrackerListing.objects.filter(visible_to(actor, within=within))
    statuses = {TO_DECIDE: handover_statuses(), WITH_DWP: with_dwp_statuses()}
    if step in statuses:
        return seen.filter(status__in=statuses[step])
    later = Transition.objects.filter(tracker=OuterRef("tracker"), id__gt=OuterRef("id"))
    sent_back = Transition.objects.filter(reason_code__in=list(RETURN_REASONS))
    last = sent_back.exclude(reason_code="").filter(~Exists(later))
    return seen.filter(status__in=initial_statuses(), tracker__in=last.values("tracker"))


def _counts(actor: Actor) -> dict[str, int]:
    return how_many({step: up_to(SHOWN_UP_TO, _in_step(actor, step)) for step in STEPS})


def _rows(ids: Sequence[UUID]) -> list[QueueRow]:
    """The rows of a page in one statement, in their order."""
    record = ReadinessRecord.objects.filter(tracker=OuterRef("id")).order_by("-at", "-id")
    last = Transition.objects.filter(tracker=OuterRef("id")).order_by("-id")
    papers = (
        TrackerFile.objects.filter(
            tracker=OuterRef("id"), removed_at=None, kind=FileKind.DMA_PAPERWORK
        )
        .exclude(document__scan_state=ScanState.INFECTED)
        .order_by()
        .values("tracker")
        .annotate(number=Count("id"))
    )
    markers = Marker.objects.filter(participant=OuterRef("participant")).order_by(
        "-kind__is_risk", "kind__position", "kind__name"
    )
    found = (
        Tracker.objects.filter(id__in=ids)
        .select_related("participant__group", "assignee")
        .annotate(
            files_there=Subquery(papers.values("number")[:1]),
            met=Subquery(record.values("met")[:1]),
            unmet=Subquery(record.values("unmet")[:1]),
            last_reason=Subquery(last.values("reason_code")[:1]),
            marker_rows=ArraySubquery(
                markers.values(row=JSONObject(name="kind__name", is_risk="kind__is_risk"))
            ),
        )
    )
    by_id = {one.id: one for one in found}
    return [_row(by_id[one]) for one in ids]


def _row(one: Any) -> QueueRow:
    person = one.participant
    return QueueRow(
        id=one.id,
        number=one.number,
        status=one.status,
        type=one.type,
        participant=person.name,
        reference=person.reference,
        is_restricted=person.is_restricted,
        assignee=one.assignee.name if one.assignee else "",
        status_set_at=one.status_set_at,
        act_by=one.act_by,
        nation=person.group.bank_holidays,
        raised=one.dma_paperwork_raised,
        files=one.files_there or 0,
        met=one.met,
        unmet=one.unmet,
        sent_back_because=RETURN_REASONS.get(one.last_reason or "", ""),
        markers=one.marker_rows,
    )


@dataclass(frozen=True, slots=True)
class Returns:
    """How many were submitted in a time, and how many were sent back or rejected, by reason."""

    submitted: int
    returned: Mapping[str, int]
    rejected: Mapping[str, int]


def returns_of(
    actor: Actor, *, from_day: date | None = None, to_day: date | None = None
) -> Returns:
    """Steps of trackers that the actor sees, by the day on which they were taken; both ends in."""
    steps = Transition.objects.filter(tracker__in=trackers_of(actor).order_by())
    if from_day:
        steps = steps.filter(at__gte=start_of(from_day))
    if to_day:
        steps = steps.filter(at__lt=day_after(to_day))
    wanted = ~Q(reason_code="") | Q(to_status__in=handover_statuses())
    counted = (
        steps.filter(wanted)
        .order_by()
        .values(code=F("reason_code"))
        .annotate(number=Count("id"))
        .values_list("code", "number")
    )
    numbers = dict(counted)
    return Returns(
        submitted=numbers.get("", 0),
        returned={code: numbers.get(code, 0) for code in RETURN_REASONS},
        rejected={code: numbers.get(code, 0) for code in REJECT_REASONS},
    )
