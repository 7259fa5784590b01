"""Lists of trackers: what a filter lets through, in an order, a page at a time by key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_after, start_of
from waymark.participants.queries import visible_to
from waymark.plans.counting import SHOWN_UP_TO, Split, how_many, up_to
from waymark.reads.words import search_words, spelled
from waymark.trackers.clock_queries import ClockFilter, in_state_of
from waymark.trackers.clocks import ClockState
from waymark.trackers.keyset import Key, page_by_key
from waymark.trackers.models import TrackerListing
from waymark.trackers.types import every_status, not_final_statuses

ROWS_A_PAGE = 25
SORTED_BY_NAME_UP_TO = 10_000

_NUMBER = re.compile(r"[Tt]0*(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerFilter:
    """What a list is narrowed to; what is not given lets everything through. Both ends are in."""

    words: str = ""
    type: str = ""
    statuses: frozenset[str] = frozenset()
    assignee_id: UUID | None = None
    unassigned: bool = False
    by_due: bool = False
    from_day: date | None = None
    to_day: date | None = None
    status_set_from: date | None = None
    group_ids: frozenset[UUID] | None = None
    participant_id: UUID | None = None
    clock: ClockFilter | None = None


def trackers_matching(actor: Actor, wanted: TrackerFilter) -> QuerySet[TrackerListing]:
    """The trackers in the actor's scope that a filter lets through, in no order."""
    found = _with_words(TrackerListing.objects.filter(visible_to(actor)), wanted.words)
    if wanted.type:
        found = found.filter(type=wanted.type)
    if wanted.statuses:
        found = found.filter(status__in=sorted(wanted.statuses))
    if wanted.unassigned:
        found = found.filter(assignee_id=None)
    elif wanted.assignee_id:
        found = found.filter(assignee_id=wanted.assignee_id)
    if wanted.group_ids is not None:
        found = found.filter(group_id__in=wanted.group_ids)
    if wanted.participant_id:
        found = found.filter(participant_id=wanted.participant_id)
    if wanted.clock:
        found = found.filter(in_state_of(wanted.clock))
    return _within_days(found, wanted)


def _with_words(trackers: QuerySet[TrackerListing], typed: str) -> QuerySet[TrackerListing]:
    """Every word typed must be found; T10418 is that tracker and nothing else."""
    others = []
    for word in typed.split():
        if number := _NUMBER.fullmatch(word):
            trackers = trackers.filter(number=int(number[1]))
        else:
            others.append(word)
    for spelled_so in search_words(" ".join(others)):
        trackers = trackers.filter(search_text__contains=spelled_so)
    return trackers


def _within_days(
    trackers: QuerySet[TrackerListing], wanted: TrackerFilter
) -> QuerySet[TrackerListing]:
    moment = "due_at" if wanted.by_due else "created_at"
    if wanted.from_day:
        trackers = trackers.filter(**{f"{moment}__gte": start_of(wanted.from_day)})
    if wanted.to_day:
        trackers = trackers.filter(**{f"{moment}__lt": day_after(wanted.to_day)})
    if wanted.status_set_from:
        trackers = trackers.filter(status_set_at__gte=start_of(wanted.status_set_from))
    return trackers


@dataclass(frozen=True, slots=True)
class Counts:
    """How many match: by status (capped), and in all (capped higher)."""

    by_status: dict[str, int]
    matching: int
    by_clock: dict[ClockState, int] = field(default_factory=dict)

    @property
    def not_final(self) -> int:
        """The sum of those that are not final; past the cap as soon as one of them is."""
        return sum(self.by_status[code] for code in not_final_statuses())

    @property
    def can_sort_by_name(self) -> bool:
        """Whether few enough match for an order that no index has."""
        return self.matching <= SORTED_BY_NAME_UP_TO


def counts_of_trackers(
    actor: Actor, wanted: TrackerFilter, clocks: Mapping[ClockState, ClockFilter] | None = None
) -> Counts:
    """How many the filter lets through, and how many of each status, and each of these clocks, it
    would.
    """
    of_any_status = trackers_matching(actor, replace(wanted, statuses=frozenset(), clock=None))
    arms = {code: ("status", code) for code in every_status()}
    by_clock = {
        f"clock {state}": up_to(SHOWN_UP_TO, of_any_status.filter(in_state_of(one)))
        for state, one in (clocks or {}).items()
    }
    matching = up_to(SORTED_BY_NAME_UP_TO, trackers_matching(actor, wanted))
    counted = how_many(
        by_clock | {"matching": matching}, split=Split(of_any_status, arms, SHOWN_UP_TO)
    )
    return Counts(
        matching=counted["matching"],
        by_status={code: counted[code] for code in every_status()},
        by_clock={state: counted[f"clock {state}"] for state in clocks or ()},
    )


ORDERS = {
    "number": Key("number"),
    "created": Key("created_at"),
    "due": Key("due_at", nullable=True),
    "act_by": Key("act_by", nullable=True),
    "participant": Key("participant_name"),
    "assignee": Key("assignee_name"),
}
BY_NAME = frozenset({"participant", "assignee"})
_NAMES = {
    "participant": {"participant_name": spelled("last_name", "first_name")},
    "assignee": {"assignee_name": spelled("assignee__name")},
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by, and which end comes first."""

    by: str = "created"
    descending: bool = True


NEWEST_FIRST = Order()


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """One line of a list of trackers: plain values."""

    id: UUID
    number: int
    type: str
    status: str
    participant_id: UUID
    reference: str
    first_name: str
    last_name: str
    activity_id: UUID | None
    activity: str
    due_on: date | None
    due_time: time | None
    created_at: datetime
    status_set_at: datetime
    assignee: str | None
    group: str
    is_restricted: bool
    act_by: date | None
    nation: str

    @property
    def shown_number(self) -> str:
        return f"T{self.number}"

    @property
    def participant(self) -> str:
        return f"{self.first_name} {self.last_name}"


_COLUMNS = (
    "tracker_id",
    "number",
    "type",
    "status",
    "participant_id",
    "reference",
    "first_name",
    "last_name",
    "activity_id",
    "activity_title",
    "due_on",
    "due_time",
    "created_at",
    "status_set_at",
    "assignee__name",
    "group__path",
    "is_restricted",
    "act_by",
    "group__bank_holidays",
)


@dataclass(frozen=True, slots=True)
class TrackerPage:
    """A page of a list; `before` and `after`: where the neighbouring pages start."""

    rows: Sequence[TrackerRow]
    before: int | None
    after: int | None


def page_of_trackers(
    actor: Actor,
    wanted: TrackerFilter,
    *,
    order: Order = NEWEST_FIRST,
    before: int | None = None,
    after: int | None = None,
    size: int = ROWS_A_PAGE,
) -> TrackerPage:
    """The page before or after the tracker of that number (matching still or not), or the first."""
    names = _NAMES.get(order.by, {})
    found = page_by_key(
        trackers_matching(actor, wanted).annotate(**names),
        ORDERS[order.by],
        columns=_COLUMNS,
        anchors=TrackerListing.objects.filter(visible_to(actor)).annotate(**names),
        descending=order.descending,
        before=before,
        after=after,
        size=size,
    )
    rows = [TrackerRow(*values) for values in found.rows]
    return TrackerPage(
        rows=rows,
        before=rows[0].number if rows and found.has_previous else None,
        after=rows[-1].number if rows and found.has_next else None,
    )
