"""Accounts and groups as those who keep them see them: lists, pages, what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotAllowed, NotFound
from waymark.kernel.working_days import Nation
from waymark.people.models import Group, Staff
from waymark.people.rules import account_is_in_scope
from waymark.reads.words import search_words, spelled

NATIONS = [(one.value, one.value) for one in Nation]
ROWS_A_PAGE = 25
ACTIVE, WAITING, INACTIVE = "active", "waiting", "inactive"
NO_ROLE = "none"


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What the list of staff is narrowed to; a group: those below it too."""

    words: str = ""
    role: str = ""
    group_id: UUID | None = None
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of accounts; `before` and `after`: where the neighbouring pages start."""

    rows: Sequence[Staff]
    total: int
    before: UUID | None
    after: UUID | None


def accounts_of(actor: Actor) -> QuerySet[Staff]:
    """The accounts that have a group of the actor's, or one below. Those without any group are for
    whoever sees everything.
    """
    among = Staff.groups.through.objects.filter(staff=OuterRef("id"))
    mine = Exists(among.filter(group_id__among=actor.group_ids))
    return Staff.objects.filter(mine | ~Exists(among) if actor.is_everywhere else mine)


def account_of(actor: Actor, staff_id: UUID) -> Staff:
    """One account with its groups; refused with `staff.not_found`."""
    return _the_one(accounts_of(actor).prefetch_related("groups"), staff_id)


def holder_of_work(actor: Actor, staff_id: UUID) -> Staff:
    """The same without its groups, for what stands in somebody's name: whose account is not the
    actor's to see, their work is not theirs to hand over. Refused with `staff.not_found`.
    """
    return _the_one(accounts_of(actor), staff_id)


def _the_one(accounts: QuerySet[Staff], staff_id: UUID) -> Staff:
    found = accounts.filter(id=staff_id).first()
    if found is None:
        raise NotFound("staff")
    return found


def own_account_of(actor: Actor, staff_id: UUID) -> Staff:
    """The same, when all its groups are the actor's; else refused with `staff.not_yours`."""
    account = account_of(actor, staff_id)
    if not is_wholly_in_scope(actor, account):
        raise NotAllowed(account_is_in_scope.refusal_code, account_is_in_scope.sentence)
    return account


def locked_account_of(actor: Actor, staff_id: UUID) -> Staff:
    """The same, locked until the transaction ends."""
    list(Staff.objects.select_for_update(no_key=True).filter(id=staff_id).values_list("id"))
    return own_account_of(actor, staff_id)


def is_wholly_in_scope(actor: Actor, account: Staff) -> bool:
    """Whether an account, whose groups are at hand, has none that is not the actor's."""
    group_ids = [one.id for one in account.groups.all()]
    return account_is_in_scope(group_ids=group_ids, scope=actor.group_ids)


def state_of(account: Staff) -> str:
    """Active, active but not signed in yet, or not active."""
    if not account.is_active:
        return INACTIVE
    return ACTIVE if account.last_login else WAITING


_STATES = {
    ACTIVE: Q(is_active=True, last_login__isnull=False),
    WAITING: Q(is_active=True, last_login=None),
    INACTIVE: Q(is_active=False),
}


def accounts_matching(actor: Actor, wanted: AccountFilter) -> QuerySet[Staff]:
    """The accounts that a filter lets through, in no order."""
    found = accounts_of(actor)
    for word in search_words(wanted.words):
        found = found.annotate(text=spelled("name", "email", "job_title")).filter(
            text__contains=word
        )
    if wanted.role:
        found = found.filter(
            **({"roles": []} if wanted.role == NO_ROLE else {"roles__contains": [wanted.role]})
        )
    if wanted.group_id:
        below = Group.objects.filter(lineage__contains=[wanted.group_id]).order_by()
        among = Staff.groups.through.objects.filter(staff=OuterRef("id"))
        found = found.filter(Exists(among.filter(group_id__in=below.values("id"))))
    if wanted.states:
        states = [_STATES[one] for one in sorted(wanted.states)]
        found = found.filter(Q(*states, _connector=Q.OR))
    return found


ORDERS: Mapping[str, Any] = {
    "name": spelled("name"),
    "job": spelled("job_title"),
    "signed": Coalesce("last_login", datetime.fromisoformat("0001-01-02T00:00:00+00:00")),
}


def page_of_accounts(
    actor: Actor,
    wanted: AccountFilter,
    *,
    order: str = "name",
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = ROWS_A_PAGE,
) -> AccountPage:
    """The page before or after that account, or the first one when there is no such."""
    by, falling = ORDERS[order.removeprefix("-")], order.startswith("-")
    found = accounts_matching(actor, wanted)
    start = before or after
    anchor = None
    if start:
        there = accounts_of(actor).annotate(key=by).filter(id=start)
        anchor = there.values_list("key", "id").first()
    backward = anchor is not None and before is not None
    falling = falling != backward
    rows = found.annotate(key=by)
    if anchor is not None:
        rows = rows.filter(_beyond(anchor, falling=falling))
    sign = "-" if falling else ""
    ordered = rows.order_by(f"{sign}key", f"{sign}id").prefetch_related("groups")
    listed = list(ordered[: size + 1])
    more, listed = len(listed) > size, listed[:size]
    if backward:
        listed.reverse()
    has_previous = more if backward else anchor is not None
    has_next = True if backward else more
    return AccountPage(
        rows=listed,
        total=found.count(),
        before=listed[0].id if listed and has_previous else None,
        after=listed[-1].id if listed and has_next else None,
    )


def _beyond(anchor: tuple, *, falling: bool) -> Func:
    """A comparison of whole rows with the account where the last page ended."""
    here = Func(F("key"), F("id"), function="ROW", output_field=TextField())
    there = Func(*(Value(one) for one in anchor), function="ROW", output_field=TextField())
    return Func(
        here,
        there,
        template="%(expressions)s",
        arg_joiner=" < " if falling else " > ",
        output_field=BooleanField(),
    )


def group_of(actor: Actor, group_id: UUID) -> Group:
    """One of the actor's groups, with the one above; refused with `group.not_found`."""
    found = Group.objects.select_related("parent").filter(id=group_id, id__among=actor.group_ids)
    if (group := found.first()) is None:
        raise NotFound("group")
    return group


def tree_of(actor: Actor) -> Sequence[Group]:
    """The actor's groups in the order of the tree, each with how many active staff it has."""
    active = Count("staff", filter=Q(staff__is_active=True))
    groups = Group.objects.filter(id__among=actor.group_ids).annotate(active_staff=active)
    return in_order(list(groups.order_by()))


def in_order(groups: Sequence[Group]) -> list[Group]:
    """Each group before those below it, and those beside one another by name."""
    names = {group.id: group.name.casefold() for group in groups}
    return sorted(groups, key=lambda one: [names.get(above, "") for above in one.lineage])


def who_would_gain_and_lose(group: Group, parent: Group) -> tuple[int, int]:
    """How many active people would see the group's participants after a move, and how many would
    no longer.
    """
    before, after = set(group.lineage), {*parent.lineage, group.id}

    def through(ids: set[UUID]) -> QuerySet[Staff]:
        return Staff.objects.filter(is_active=True, groups__in=ids).order_by().distinct()

    gain = through(after - before).exclude(groups__in=before)
    lose = through(before - after).exclude(groups__in=after)
    return gain.count(), lose.count()


def groups_below(group: Group) -> Sequence[Group]:
    """A group and all that are below it."""
    return list(Group.objects.filter(lineage__contains=[group.id]).order_by("path"))


def active_staff_in(group: Group) -> int:
    """How many active people are in the group itself."""
    return Staff.objects.filter(is_active=True, groups=group).count()
