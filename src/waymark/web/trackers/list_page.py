"""A list of trackers as its page shows it: counts, chips, heads, rows, pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from markupsafe import Markup

from waymark.kernel.actor import Actor
from waymark.kernel.words import counted
from waymark.people.policy import may
from waymark.reads.counting import shown
from waymark.trackers.clock_queries import ClockFilter, clock_filter
from waymark.trackers.clocks import ClockState, Reckoning
from waymark.trackers.lists import (
    BY_NAME,
    NEWEST_FIRST,
    ORDERS,
    Counts,
    Order,
    TrackerFilter,
    TrackerPage,
    counts_of_trackers,
    page_of_trackers,
)
from waymark.trackers.types import every_status, not_final_statuses
from waymark.trackers.words import spelled_otherwise, with_whole_reference
from waymark.web.lists import ACTIONS, Column, heads, list_address
from waymark.web.parts import Count, Head, Pages
from waymark.web.spelling import spelled_like
from waymark.web.trackers.list_rows import Lines

IN_WORDS = {
    ("created", True): "newest first",
    ("created", False): "oldest first",
    ("number", True): "highest number first",
    ("number", False): "lowest number first",
    ("due", True): "latest due first",
    ("due", False): "earliest due first",
    ("act_by", False): "first to act on first",
    ("act_by", True): "last to act on first",
    ("participant", False): "by participant, A to Z",
    ("participant", True): "by participant, Z to A",
    ("assignee", False): "by assignee, A to Z",
    ("assignee", True): "by assignee, Z to A",
}
LEAVES_OUT = "An export of this list leaves restricted records out."
TOO_MANY_TO_SORT = (
    "Participant and assignee can be sorted when no more than 10,000 trackers match. "
    "Use the filter to narrow the list."
)


@dataclass(frozen=True, slots=True)
class ListPage:
    """What list.html draws beside the filter."""

    counts: Sequence[Count]
    heads: Sequence[Head]
    lines: Markup
    pages: Pages
    how_many: str
    order: str
    showing: str
    spelled: str = ""
    note: str = ""
    leaves_out: str = ""


def list_page(
    actor: Actor,
    wanted: TrackerFilter,
    query: QueryDict,
    *,
    reckoned: Reckoning,
    today: date,
    sort: str = "",
    before: str = "",
    after: str = "",
    everyones: bool = True,
) -> ListPage:
    """Count, choose the order that so many allow, and read one page; where words match nothing,
    again by names that are spelled like them.
    """
    clocks = _clocks_counted(reckoned, today)
    wanted = with_whole_reference(actor, wanted)
    where = {"before": number_asked_for(before), "after": number_asked_for(after)}
    listed = _listed(actor, wanted, clocks, sort, where)
    if listed.counts.are_all_nought and (other := spelled_otherwise(wanted)):
        like = _listed(actor, other, clocks, sort, where)
        if like.counts.matching:
            wanted, listed = other, like
    counts, order, found = listed.counts, listed.order, listed.found
    total = shown(counts.matching)
    return ListPage(
        counts=_counts(counts, wanted, query),
        heads=heads(
            _columns(by_name=counts.can_sort_by_name, everyones=everyones),
            query,
            order=("-" if order.descending else "") + order.by,
        ),
        lines=Lines(actor, reckoned, today, everyones=everyones).of(found.rows),
        pages=_pages(found, query),
        how_many=counted(total, "tracker"),
        order=IN_WORDS[order.by, order.descending],
        showing=_showing(found, total),
        spelled=spelled_like(
            query.get("q", ""), wanted.instead, [one.participant for one in found.rows]
        ),
        note="" if counts.can_sort_by_name else TOO_MANY_TO_SORT,
        leaves_out=LEAVES_OUT
        if any(row.is_restricted for row in found.rows) and may(actor.roles, "trackers.export")
        else "",
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    counts: Counts
    order: Order
    found: TrackerPage


def _listed(
    actor: Actor,
    wanted: TrackerFilter,
    clocks: Mapping[ClockState, ClockFilter],
    sort: str,
    where: dict[str, Any],
) -> _Listed:
    """What a filter lets through. A search is read first: what it finds is counted from its page,
    where that is all.
    """
    by_name = sort.removeprefix("-") in BY_NAME
    if wanted.words and not by_name:
        order = order_asked_for(sort, by_name=False)
        found = page_of_trackers(actor, wanted, order=order, **where)
        is_whole = found.is_all and not (wanted.statuses or wanted.clock or any(where.values()))
        among = [row.id for row in found.rows] if is_whole else None
        return _Listed(counts_of_trackers(actor, wanted, clocks, among=among), order, found)
    counts = counts_of_trackers(actor, wanted, clocks, by_name=by_name)
    order = order_asked_for(sort, by_name=counts.can_sort_by_name)
    return _Listed(counts, order, page_of_trackers(actor, wanted, order=order, **where))


def order_asked_for(sort: str, *, by_name: bool) -> Order:
    """The order that the address names; newest first when it names none, or a slow one."""
    by = sort.removeprefix("-")
    if by not in ORDERS or (by in BY_NAME and not by_name):
        return NEWEST_FIRST
    return Order(by, descending=sort.startswith("-"))


def number_asked_for(typed: str) -> int | None:
    """A tracker's number in the address of a page; anything else is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None  # noqa: PLR2004


def _counts(counts: Counts, wanted: TrackerFilter, query: QueryDict) -> list[Count]:
    not_final = not_final_statuses()
    first = Count(
        shown(counts.not_final),
        "Not final",
        list_address(query, status=not_final),
        is_current=wanted.statuses == frozenset(not_final),
    )
    return (
        [first]
        + [
            Count(
                shown(counts.by_status[code]),
                status.label,
                list_address(query, status=[code]),
                is_current=wanted.statuses == {code},
            )
            for code, status in every_status().items()
        ]
        + [
            Count(
                shown(amount),
                state.label,
                list_address(query, clock=[state.value]),
                is_current=wanted.clock is not None and wanted.clock.states == (state,),
            )
            for state, amount in counts.by_clock.items()
        ]
    )


def _clocks_counted(reckoned: Reckoning, today: date) -> dict[ClockState, ClockFilter]:
    """The states that are counted above the list: those that somebody has to act on."""
    return {
        state: clock_filter([state], reckoned, today)
        for state in (ClockState.OVERDUE, ClockState.DUE_TODAY, ClockState.DUE_SOON)
    }


def _columns(*, by_name: bool, everyones: bool) -> list[Column]:
    """The columns; by participant and assignee only a list that is short enough can be sorted."""
    return [
        Column("Tracker", "number", falls_first=True),
        *([Column("Participant", "participant" if by_name else "")] if everyones else []),
        Column("Activity, when due", "due", falls_first=True),
        Column("Status"),
        Column("Act by", "act_by"),
        Column("Assignee", "assignee" if by_name else ""),
        Column("Created", "created", falls_first=True),
        ACTIONS,
    ]


def _pages(found: TrackerPage, query: QueryDict) -> Pages:
    return Pages(
        previous=list_address(query, before=str(found.before)) if found.before else "",
        next=list_address(query, after=str(found.after)) if found.after else "",
    )


def _showing(found: TrackerPage, total: int | str) -> str:
    if not found.before and not found.after:
        return ""
    if not found.before:
        return f"Showing 1 to {len(found.rows)} of {total}"
    return f"Showing {len(found.rows)} of {total}"
