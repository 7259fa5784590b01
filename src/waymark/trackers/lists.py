"""Lists of trackers: what a filter lets through, in an order, a page at a time by key."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_after, start_of
from waymark.participants.queries import visible_to
from waymark.reads.counting import (
    SHOWN_UP_TO,
    Split,
    count_of_each,
    how_many,
    how_many_alike,
    up_to,
)
from waymark.reads.filling import Code, Given
from waymark.reads.words import Instead, holding, spelled
from waymark.reads.worked_out import Sql, worked_out
from waymark.trackers.clock_queries import ClockFilter, in_state_of
from waymark.trackers.clocks import ClockState
from waymark.trackers.keyset import Found, Key, Stretch, page_by_key, page_read
from waymark.trackers.models import TrackerListing
from waymark.trackers.types import every_status, not_final_statuses

ROWS_A_PAGE = 25
SORTED_BY_NAME_UP_TO = 10_000
FEW = 50_000

_NUMBER = re.compile(r"[Tt]0*(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerFilter:
    """What a list is narrowed to; what is not given lets everything through. Both ends are in."""

    words: str = ""
    instead: Instead = field(default_factory=dict)  # of words that match nothing
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter but for its words, as a statement is filled with it: each day as its moment."""

    type: Code
    statuses: tuple[Code, ...]
    assignee_id: UUID | None
    unassigned: bool
    by_due: bool
    begins: datetime | None
    ends: datetime | None
    status_set_from: datetime | None
    group_ids: tuple[UUID, ...] | None
    participant_id: UUID | None
    clock: ClockFilter | None


def asked_by(actor: Actor, wanted: TrackerFilter) -> Asked:
    """The filter as a statement is filled with it; of groups those of the actor."""
    since = wanted.status_set_from
    return Asked(
        type=Code(wanted.type),
        statuses=tuple(Code(one) for one in sorted(wanted.statuses)),
        assignee_id=None if wanted.unassigned else wanted.assignee_id,
        unassigned=wanted.unassigned,
        by_due=wanted.by_due,
        begins=start_of(wanted.from_day) if wanted.from_day else None,
        ends=day_after(wanted.to_day) if wanted.to_day else None,
        status_set_from=start_of(since) if since else None,
        group_ids=actor.those_of(wanted.group_ids),
        participant_id=wanted.participant_id,
        clock=wanted.clock,
    )


def trackers_matching(actor: Actor, wanted: TrackerFilter) -> QuerySet[TrackerListing]:
    """The trackers in the actor's scope that a filter lets through, in no order."""
    return _with_words(trackers_asked_for(actor, asked_by(actor, wanted)), wanted)


def trackers_asked_for(actor: Actor, asked: Asked) -> QuerySet[TrackerListing]:
    """The same, whatever the words are."""
    found = TrackerListing.objects.filter(visible_to(actor, within=asked.group_ids))
    if asked.type:
        found = found.filter(type=asked.type)
    if asked.statuses:
        found = found.filter(status__in=asked.statuses)
    if asked.unassigned:
        found = found.filter(assignee_id=None)
    elif asked.assignee_id:
        found = found.filter(assignee_id=asked.assignee_id)
    if asked.participant_id:
        found = found.filter(participant_id=asked.participant_id)
    if asked.clock:
        found = found.filter(in_state_of(asked.clock))
    moment = "due_at" if asked.by_due else "created_at"
    if asked.begins:
        found = found.filter(**{f"{moment}__gte": asked.begins})
    if asked.ends:
        found = found.filter(**{f"{moment}__lt": asked.ends})
    if asked.status_set_from:
        found = found.filter(status_set_at__gte=asked.status_set_from)
    return found


def _with_words(
    trackers: QuerySet[TrackerListing], wanted: TrackerFilter
) -> QuerySet[TrackerListing]:
    """Every word typed must be found; T10418 is that tracker and nothing else."""
    others = []
    for word in wanted.words.split():
        if number := _NUMBER.fullmatch(word):
            trackers = trackers.filter(number=int(number[1]))
        else:
            others.append(word)
    return trackers.filter(holding("search_text", " ".join(others), wanted.instead))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many match: by status, and in all, both capped; that higher where the order needs it."""

    by_status: dict[str, int]
    matching: int
    by_clock: dict[ClockState, int] = field(default_factory=dict)

    @property
    def not_final(self) -> int:
        """The sum of those that are not final; past the cap as soon as one of them is."""
        return sum(self.by_status[code] for code in not_final_statuses())

    @property
    def are_all_nought(self) -> bool:
        """Whether nothing is found, whatever its status."""
        return not self.matching and not any(self.by_status.values())

    @property
    def can_sort_by_name(self) -> bool:
        """Whether few enough match for an order that no index has."""
        return self.matching <= SORTED_BY_NAME_UP_TO


def counts_of_trackers(
    actor: Actor,
    wanted: TrackerFilter,
    clocks: Mapping[ClockState, ClockFilter] | None = None,
    *,
    by_name: bool = False,
    among: Collection[UUID] | None = None,
) -> Counts:
    """How many the filter lets through, and how many of each status, and each of these clocks, it
    would. `by_name`: far enough to know whether they can be sorted by name. `among`: these are all
    that its words find, so that they need not be found again.
    """
    in_all = SORTED_BY_NAME_UP_TO if by_name else SHOWN_UP_TO
    arms = {f"clock {state}": one for state, one in (clocks or {}).items()}
    if among is not None:
        rows = TrackerListing.objects.filter(pk__in=among)
        counted: Mapping[str, int] = _counted_at_once(rows, wanted, arms)
    elif wanted.words:
        of_any = trackers_matching(actor, replace(wanted, statuses=frozenset(), clock=None))
        counted = _counted_at_once(of_any, wanted, arms)
        if counted["all"] > FEW:
            rows = trackers_matching(actor, wanted)
            counted = how_many(*_counted_apart(rows, of_any, arms, SHOWN_UP_TO, in_all))
    else:
        (counted,) = _counts(
            actor=actor,
            asked=asked_by(actor, wanted),
            clocks=arms,
            each=SHOWN_UP_TO,
            in_all=in_all,
        )
    return Counts(
        matching=counted["matching"],
        by_status={code: counted[code] for code in every_status()},
        by_clock={state: counted[f"clock {state}"] for state in clocks or ()},
    )


def _counted_at_once(
    of_any: QuerySet[TrackerListing], wanted: TrackerFilter, clocks: Mapping[str, ClockFilter]
) -> Mapping[str, int]:
    """Rows that have to be searched for are gone through once, while they are few."""
    asked = {**clocks, "asked": wanted.clock} if wanted.clock else clocks
    in_each = [ExpressionWrapper(in_state_of(one), BooleanField()) for one in asked.values()]
    some = of_any.order_by().values_list("status", *in_each)[: FEW + 1]
    counted: Counter[str] = Counter()
    for status, *within, many in how_many_alike(some, columns=1 + len(asked)):
        states = {name for name, is_in in zip(asked, within, strict=True) if is_in}
        names = ["all", status, *(name for name in clocks if name in states)]
        if status in (wanted.statuses or {status}) and (not wanted.clock or "asked" in states):
            names.append("matching")
        counted.update(dict.fromkeys(names, many))
    return counted


@worked_out
def _counts(
    *, actor: Actor, asked: Asked, clocks: Mapping[str, ClockFilter], each: int, in_all: int
) -> Sql:
    rows = trackers_asked_for(actor, asked)
    of_any = trackers_asked_for(actor, replace(asked, statuses=(), clock=None))
    return count_of_each(*_counted_apart(rows, of_any, clocks, each, in_all))


def _counted_apart(
    rows: QuerySet[TrackerListing],
    of_any: QuerySet[TrackerListing],
    clocks: Mapping[str, ClockFilter],
    each: int,
    in_all: int,
) -> tuple[dict[str, QuerySet], Split]:
    """The rows, and those of any status and clock, by clock and by status."""
    by_clock: dict[str, QuerySet] = {
        name: up_to(each, of_any.filter(in_state_of(one))) for name, one in clocks.items()
    }
    by_status = {code: ("status", code) for code in every_status()}
    return (
        by_clock | {"matching": up_to(in_all, rows)},
        Split(of_any, by_status, each),
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

    @property
    def is_all(self) -> bool:
        """Whether there is no other page."""
        return self.before is None and self.after is None


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
    where: Any = {"descending": order.descending, "before": before, "after": after, "size": size}
    if wanted.words or order.by in BY_NAME:
        found = _page_by_key(actor, wanted, order, **where)
    else:
        asked, by = asked_by(actor, wanted), Code(order.by)
        found = page_read(
            lambda stretch, falling, at_most: _stretch(
                actor=actor, asked=asked, by=by, stretch=stretch, falling=falling, at_most=at_most
            ),
            lambda number: next(iter(_anchor(actor=actor, by=by, number=Given(number))), None),
            ORDERS[order.by],
            **where,
        )
    rows = [TrackerRow(*values) for values in found.rows]
    return TrackerPage(
        rows=rows,
        before=rows[0].number if rows and found.has_previous else None,
        after=rows[-1].number if rows and found.has_next else None,
    )


@worked_out
def _stretch(
    *, actor: Actor, asked: Asked, by: Code, stretch: Stretch, falling: bool, at_most: int
) -> QuerySet[TrackerListing, Any]:
    rows = stretch.within(trackers_asked_for(actor, asked), ORDERS[by], falling=falling)
    return rows.values_list(*_COLUMNS)[:at_most]


@worked_out
def _anchor(*, actor: Actor, by: Code, number: Given) -> QuerySet[TrackerListing, Any]:
    anchors = TrackerListing.objects.filter(visible_to(actor), number=number)
    return anchors.order_by().values_list(*ORDERS[by].fields)


def _page_by_key(actor: Actor, wanted: TrackerFilter, order: Order, **where: Any) -> Found:
    names = _NAMES.get(order.by, {})
    return page_by_key(
        trackers_matching(actor, wanted).annotate(**names),
        ORDERS[order.by],
        columns=_COLUMNS,
        anchors=TrackerListing.objects.filter(visible_to(actor)).annotate(**names),
        **where,
    )
