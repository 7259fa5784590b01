"""The list of participants: what is asked for, the order, and one page of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import OrderBy

from waymark.kernel.actor import Actor
from waymark.participants.models import Marker, Participant
from waymark.participants.queries import (
    markers_on_a_page,
    matching,
    named_in_full,
    participants_of,
    visible_to,
)
from waymark.participants.spelling import names_spelled_like
from waymark.people.models import Staff
from waymark.people.offered import PeopleOffered, cut_short, offered
from waymark.people.queries import staff_in_scope
from waymark.reads.counting import count_of_each, how_many, up_to
from waymark.reads.filling import Code
from waymark.reads.words import AS_TYPED, Instead
from waymark.reads.worked_out import Sql, worked_out

PAGE_SIZE = 25
COUNT_CAP = 10_000
COUNTED_AT_ONCE = 1_000
PAGES_AHEAD = 39
NEWEST = "-added"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, beside words; what is not given lets everything through."""

    programme_id: UUID | None = None
    work_coach_id: UUID | None = None
    without_coach: bool = False
    group_ids: tuple[UUID, ...] | None = None
    sanction_statuses: tuple[Code, ...] = ()
    marker_kind_ids: tuple[UUID, ...] = ()


EVERYBODY = Wanted()


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """One line of the list: plain values."""

    id: UUID
    first_name: str
    last_name: str
    reference: str
    is_restricted: bool
    sanction_status: str
    created_at: datetime
    work_coach: str | None
    markers: Sequence[Marker]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


_COLUMNS = (
    "id",
    "first_name",
    "last_name",
    "reference",
    "is_restricted",
    "sanction_status",
    "created_at",
    "work_coach__name",
)


@dataclass(frozen=True, slots=True)
class PageOfParticipants:
    """25 participants, how many there are (up to the cap), and where this page stands."""

    rows: Sequence[ParticipantRow]
    total: int
    is_capped: bool
    number: int
    pages: int
    instead: Instead = field(default_factory=dict)  # what was found when the words were not

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


ORDERS: dict[str, tuple[OrderBy, ...]] = {
    "added": (F("created_at").asc(), F("id").asc()),
    "-added": (F("created_at").desc(), F("id").desc()),
    "name": (F("last_name").asc(), F("first_name").asc(), F("id").asc()),
    "-name": (F("last_name").desc(), F("first_name").desc(), F("id").desc()),
    "coach": (F("work_coach__name").asc(nulls_last=True), F("created_at").desc(), F("id").desc()),
    "-coach": (F("work_coach__name").desc(nulls_last=True), F("created_at").desc(), F("id").desc()),
}


def found_participants(actor: Actor, wanted: Wanted) -> QuerySet[Participant]:
    """The actor's participants that are wanted, in no order."""
    found = Participant.objects.filter(visible_to(actor, within=wanted.group_ids))
    if wanted.programme_id:
        found = found.filter(programme_id=wanted.programme_id)
    if wanted.without_coach:
        found = found.filter(work_coach_id=None)
    elif wanted.work_coach_id:
        found = found.filter(work_coach_id=wanted.work_coach_id)
    if wanted.sanction_statuses:
        found = found.filter(sanction_status__in=wanted.sanction_statuses)
    if wanted.marker_kind_ids:
        on = Marker.objects.filter(participant=OuterRef("id"), kind_id__in=wanted.marker_kind_ids)
        found = found.filter(Exists(on))
    return found


def work_coaches(actor: Actor, *, words: str = "", chosen: UUID | None = None) -> PeopleOffered:
    """Whoever of the actor's groups, or those above, is work coach of at least one of the actor's
    participants: all of them when they fit in a list, else those who hold the words or, without
    words, whoever is chosen already.
    """
    return offered(
        _first_coaches(actor=actor),
        lambda: _coaches_of(actor),
        lambda staff_id: _one_coach(actor=actor, staff_id=staff_id),
        words=words,
        chosen=chosen,
    )


@worked_out
def _first_coaches(*, actor: Actor) -> QuerySet[Staff, Any]:
    return cut_short(_coaches_of(actor))


@worked_out
def _one_coach(*, actor: Actor, staff_id: UUID) -> QuerySet[Staff, Any]:
    return cut_short(_coaches_of(actor).filter(id=staff_id))


def _coaches_of(actor: Actor) -> QuerySet[Staff]:
    theirs = participants_of(actor).filter(work_coach=OuterRef("id")).order_by()
    return staff_in_scope(actor).filter(Exists(theirs))


def page_of_participants(
    actor: Actor,
    wanted: Wanted = EVERYBODY,
    *,
    words: str = "",
    order: str = NEWEST,
    number: int = 1,
) -> PageOfParticipants:
    """One page; a page past the end is the last one. Counted is no further than a reader needs, or
    than the pages go on beyond this one; pages stop at the cap. When nothing holds the words, names
    that are spelled like them are tried.
    """
    only, words = named_in_full(actor, words)
    cap = min(max(COUNTED_AT_ONCE, (number + PAGES_AHEAD) * PAGE_SIZE), COUNT_CAP)
    searched, instead = _searched(actor, wanted, words, only), AS_TYPED
    counted = _count(actor, wanted, searched, cap)
    if not counted and (others := names_spelled_like(words)):
        like = _searched(actor, wanted, words, only, others)
        counted = _count(actor, wanted, like, cap)
        searched, instead = (like, others) if counted else (searched, AS_TYPED)
    total = min(counted, cap)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    start = (number - 1) * PAGE_SIZE
    rows: list[tuple] = []
    if counted and (searched is not None or start):
        found = found_participants(actor, wanted) if searched is None else searched
        rows = list(_in_order(found, order)[start : start + PAGE_SIZE])
    elif counted:
        rows = _first_page(actor=actor, wanted=wanted, order=Code(order))
    markers = markers_on_a_page([values[0] for values in rows])
    return PageOfParticipants(
        rows=[ParticipantRow(*(*values, markers[values[0]])) for values in rows],
        total=total,
        is_capped=counted > cap,
        number=number,
        pages=pages,
        instead=instead,
    )


def _searched(
    actor: Actor, wanted: Wanted, words: str, only: UUID | None, instead: Instead = AS_TYPED
) -> QuerySet[Participant] | None:
    """Those whom words find; none where nobody is looked for by words."""
    if not (words or only):
        return None
    found = matching(found_participants(actor, wanted), words, instead)
    return found.filter(id=only) if only else found


def _count(actor: Actor, wanted: Wanted, searched: QuerySet[Participant] | None, cap: int) -> int:
    if searched is None and cap == COUNTED_AT_ONCE:
        return _counted(actor=actor, wanted=wanted, limit=cap)[0]["all"]
    found = found_participants(actor, wanted) if searched is None else searched
    return how_many({"all": up_to(cap, found)})["all"]


@worked_out
def _counted(*, actor: Actor, wanted: Wanted, limit: int) -> Sql:
    return count_of_each({"all": up_to(limit, found_participants(actor, wanted))})


def _in_order(found: QuerySet[Participant], order: str) -> QuerySet[Participant, Any]:
    return found.order_by(*ORDERS[order]).values_list(*_COLUMNS)


@worked_out
def _first_page(*, actor: Actor, wanted: Wanted, order: Code) -> QuerySet[Participant, Any]:
    return _in_order(found_participants(actor, wanted), order)[:PAGE_SIZE]
