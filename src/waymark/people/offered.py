"""What filters offer to choose from: people, and groups of the tree; all of them when they fit in a
list.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, UUIDField

from waymark.kernel.actor import Actor
from waymark.people.models import Group, Staff
from waymark.people.queries import group_paths_in_scope, groups_in_scope, staff_in_scope
from waymark.reads.words import search_words, spelled
from waymark.reads.worked_out import worked_out

LISTED = 60
_COLUMNS = ("id", "name", "email", "is_active")


@dataclass(frozen=True, slots=True)
class PersonOffered:
    """A member of staff as a drop-down shows them."""

    id: UUID
    name: str
    email: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class PeopleOffered:
    """Those who can be chosen, active ones first, by name. `are_all` is false when there are more:
    ask for words; `are_cut` when even of those there are more than a list holds.
    """

    people: tuple[PersonOffered, ...] = ()
    are_all: bool = True
    are_cut: bool = False


def people_offered(actor: Actor, *, words: str = "", chosen: UUID | None = None) -> PeopleOffered:
    """Staff who share a group with whoever sees these, above or below: all when they fit in a list,
    else those whose name or address holds the words or, without words, whoever is chosen already.
    """
    return offered(
        _sharing(actor=actor),
        lambda: staff_in_scope(actor),
        lambda staff_id: _one_sharing(actor=actor, staff_id=staff_id),
        words=words,
        chosen=chosen,
    )


def offered(
    first: Sequence[tuple],
    everybody: Callable[[], QuerySet[Staff]],
    one: Callable[[UUID], Sequence[tuple]],
    *,
    words: str,
    chosen: UUID | None,
) -> PeopleOffered:
    """The same of any staff: of all of them, or of as many as tell that there are too many; `one`
    of them by id.
    """
    if len(first) <= LISTED:
        return PeopleOffered(_in_order(first))
    typed = search_words(words)
    if not typed:
        return PeopleOffered(_in_order(one(chosen)) if chosen else (), are_all=False)
    wanted = Q(*(Q(spelled__contains=word) for word in typed))
    found = everybody().annotate(spelled=spelled("name", "email")).filter(wanted)
    people = _in_order(cut_short(found))
    return PeopleOffered(people[:LISTED], are_all=False, are_cut=len(people) > LISTED)


def cut_short(staff: QuerySet[Staff]) -> QuerySet[Staff, Any]:
    """As many as tell that there are too many; in no order, so that not all need be read."""
    return staff.order_by().values_list(*_COLUMNS)[: LISTED + 1]


@worked_out
def _sharing(*, actor: Actor) -> QuerySet[Staff, Any]:
    return cut_short(staff_in_scope(actor))


@worked_out
def _one_sharing(*, actor: Actor, staff_id: UUID) -> QuerySet[Staff, Any]:
    return cut_short(staff_in_scope(actor).filter(id=staff_id))


def _in_order(found: Collection[tuple]) -> tuple[PersonOffered, ...]:
    people = [PersonOffered(*one) for one in found]
    return tuple(
        sorted(people, key=lambda one: (not one.is_active, one.name.casefold(), one.email))
    )


def groups_offered(
    actor: Actor, *, chosen: UUID | None = None
) -> tuple[Sequence[tuple[UUID, str]], bool]:
    """Id and path of the actor's groups, in the order of the tree: all when they fit in a list
    (then True), else those that lie near the chosen one, above, beside and right below it.
    """
    if len(actor.group_ids) <= LISTED:
        return group_paths_in_scope(actor), True
    return (_near(actor=actor, chosen=chosen) if chosen else _uppermost(actor=actor)), False


def groups_below(actor: Actor, group_id: UUID) -> frozenset[UUID]:
    """A group of the actor's and those below it; none when it is not the actor's."""
    return frozenset(_below(actor=actor, group_id=group_id))


@worked_out
def _near(*, actor: Actor, chosen: UUID) -> QuerySet[Group, Any]:
    lineage = Group.objects.filter(id=chosen).order_by()
    above = lineage.values(one=Func(F("lineage"), function="unnest", output_field=UUIDField()))
    near = Q(id__in=above) | Q(parent__in=above)
    return groups_in_scope(actor).filter(near).values_list("id", "path")


@worked_out
def _uppermost(*, actor: Actor) -> QuerySet[Group, Any]:
    if actor.is_everywhere:
        near = Q(parent=None) | Q(parent__parent=None, parent__isnull=False)
        return Group.objects.filter(near).values_list("id", "path")
    tops = groups_in_scope(actor).exclude(parent__among=actor.group_ids).order_by().values("id")
    uppermost = Q(id__in=tops) | Q(parent__in=tops)
    return groups_in_scope(actor).filter(uppermost).values_list("id", "path")


@worked_out
def _below(*, actor: Actor, group_id: UUID) -> QuerySet[Group, Any]:
    found = groups_in_scope(actor).filter(lineage__contains=[group_id]).order_by()
    return found.values_list("id", flat=True)
