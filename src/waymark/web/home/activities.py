"""The list of activities to do: Overdue and Still due today, one's own or those of one's groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from waymark.kernel.actor import Actor
from waymark.kernel.words import counted
from waymark.plans.to_do import ROWS_A_PAGE, ToDo, When, activities_to_do, lines_to_do
from waymark.reads.counting import how_many, shown, up_to
from waymark.trackers.at_a_glance import EVERYONES
from waymark.web.addresses import address
from waymark.web.home.numbers import href_of_activities
from waymark.web.lists import Column, heads, numbered
from waymark.web.parts import Count, Head, Link, Pages, Tag
from waymark.web.plans.due import Clock, due_clock
from waymark.web.plans.pages import status_tag

LISTED_UP_TO = 1000
LABELS = {When.OVERDUE: "Overdue", When.TODAY: "Still due today"}


@dataclass(frozen=True, slots=True)
class Row:
    """One activity of the list."""

    title: str
    href: str
    detail: str
    mandatory: bool
    participant: str
    reference: str
    is_restricted: bool
    owner: str
    status: Tag
    due: Clock


@dataclass(frozen=True, slots=True)
class ActivitiesPage:
    """What activities.html draws."""

    heading: str
    mine: bool
    counts: Sequence[Count]
    whose: Sequence[Link]
    how_many: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    pages: Pages
    showing: str
    empty: str


def activities_page(actor: Actor, asked: QueryDict, *, now: datetime) -> ActivitiesPage:
    """One page of one of the lists; what the address says wrongly is as if it were not said."""
    when = When.TODAY if asked.get("when") == When.TODAY else When.OVERDUE
    mine = asked.get("whose") != EVERYONES
    waiting = {one: activities_to_do(actor, one, now=now, mine=mine) for one in When}
    counted_ = how_many({one: up_to(LISTED_UP_TO, rows) for one, rows in waiting.items()})
    total = min(counted_[when], LISTED_UP_TO)
    number, pages = _which_page(asked.get("page", ""), total)
    start = (number - 1) * ROWS_A_PAGE
    lines = lines_to_do(waiting[when], start=start)
    return ActivitiesPage(
        heading="Your activities to do" if mine else "Activities to do in your groups",
        mine=mine,
        counts=[
            Count(
                shown(counted_[one]),
                LABELS[one],
                href_of_activities(one, mine=mine),
                is_current=one is when,
            )
            for one in When
        ],
        whose=[
            Link("Yours", href_of_activities(when), is_current=mine),
            Link("All of your groups", href_of_activities(when, mine=False), is_current=not mine),
        ],
        how_many=counted(shown(counted_[when]), "activity", "activities"),
        heads=heads(_columns(mine=mine), asked, order=""),
        rows=[_row(one, now) for one in lines],
        pages=numbered(asked, number=number, pages=pages),
        showing=f"Showing {start + 1} to {start + len(lines)} of {shown(counted_[when])}",
        empty=_empty(when, mine=mine),
    )


def _which_page(asked: str, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // ROWS_A_PAGE))
    typed = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1  # noqa: PLR2004
    return min(max(typed, 1), pages), pages


def _columns(*, mine: bool) -> list[Column]:
    owner = [] if mine else [Column("Owner")]
    return [Column("Activity"), Column("Participant"), Column("Due"), *owner, Column("Status")]


def _row(line: ToDo, now: datetime) -> Row:
    return Row(
        title=line.title,
        href=address("activity", line.id),
        detail=", ".join(part for part in (line.kind, line.place) if part),
        mandatory=line.mandatory,
        participant=line.participant,
        reference=line.reference,
        is_restricted=line.is_restricted,
        owner=line.owner or "Nobody",
        status=status_tag(line.status),
        due=due_clock(line, now, to_do=True),
    )


def _empty(when: When, *, mine: bool) -> str:
    whose = "you own" if mine else "of your groups"
    if when is When.OVERDUE:
        return f"No activity {whose} is overdue."
    return f"No activity {whose} is due later today."
