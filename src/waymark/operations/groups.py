"""The tree of groups: add, edit (name, bank holidays), move, close, open again."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound, Refused, raise_all
from waymark.kernel.working_days import Nation
from waymark.operations.conflicts import changed, changes_of, events_of, refuse_if_changed
from waymark.operations.group_writes import (
    group_entry,
    lock_tree,
    new_group,
    placed_again,
    write_new_groups,
    write_places,
)
from waymark.operations.naming import records_without_supervisor
from waymark.operations.recounting import ask_to_recount
from waymark.participants.counting import still_here
from waymark.participants.models import Participant
from waymark.participants.rules import a_named_supervisor_remains
from waymark.people.models import Group, Staff
from waymark.people.policy import require
from waymark.people.queries import as_now
from waymark.people.rules import (
    group_above_is_open,
    group_is_empty,
    is_not_below_itself,
    is_not_the_root,
    name_has_no_slash,
    name_is_free,
    paths_fit,
    place_is_in_scope,
)


def add_group(
    *, actor: Actor, parent_id: UUID, name: str, bank_holidays: str, now: datetime
) -> Group:
    """Add a group below one of the actor's.

    Refused with `people.role_needed`, `group.not_found`, `group.nation_unknown`, PPL-10 to PPL-12
    and PPL-16.
    """
    require(actor, "people.keep")
    with acting_as(actor, "add_group"):
        actor = _as_now(actor)
        parent = _group(actor, parent_id, None, lambda _: True)
        name = _tidy(name)
        group = new_group(parent, name, bank_holidays)
        raise_all(
            group_above_is_open.check(is_closed=parent.is_closed)
            + _nation_problems(bank_holidays)
            + _name_problems(name, parent, None)
            + paths_fit.check(longest=len(group.path))
        )
        write_new_groups(actor, [group], now=now)
        return group


def edit_group(
    *,
    actor: Actor,
    group_id: UUID,
    name: str,
    bank_holidays: str,
    seen_version: int | None,
    now: datetime,
) -> Group:
    """Give a group another name, and with it all below it their paths; or other bank holidays.

    Refused with `people.role_needed`, `group.not_found`, `group.changed`, `group.nation_unknown`
    and PPL-10 to PPL-12.
    """
    require(actor, "people.keep")
    with acting_as(actor, "edit_group"):
        actor = _as_now(actor)
        name = _tidy(name)
        wanted = (name, bank_holidays)
        group = _group(
            actor, group_id, seen_version, lambda one: (one.name, one.bank_holidays) == wanted
        )
        raise_all(_nation_problems(bank_holidays) + _name_problems(name, group.parent, group))
        changes = changes_of(
            changed("name", "Name", group.name, name),
            changed("bank_holidays", "Bank holidays", group.bank_holidays, bank_holidays),
        )
        return _place(actor, group, group.parent, name, bank_holidays, changes, now)


def move_group(
    *, actor: Actor, group_id: UUID, parent_id: UUID, seen_version: int | None, now: datetime
) -> Group:
    """Put a group, with all below it, below another of the actor's. Who sees its participants
    changes at once.

    Refused with `people.role_needed`, `group.not_found`, `group.changed`, PPL-10, PPL-12, PPL-13,
    PPL-14, PPL-16, PPL-17, and PAR-10 where a restricted record would be left without a Supervisor.
    """
    require(actor, "people.keep")
    with acting_as(actor, "move_group"):
        actor = _as_now(actor)
        group = _group(actor, group_id, seen_version, lambda one: one.parent_id == parent_id)
        raise_all(
            is_not_the_root.check(is_root=group.parent_id is None)
            + place_is_in_scope.check(group_id=parent_id, scope=actor.group_ids)
        )
        parent = Group.objects.get(id=parent_id)
        raise_all(
            is_not_below_itself.check(group_id=group.id, lineage_of_parent=parent.lineage)
            + group_above_is_open.check(is_closed=parent.is_closed and not group.is_closed)
            + [
                Refused(one.code, one.message, field="parent")
                for one in _name_problems(group.name, parent, group)
            ]
        )
        change = changed("parent", "Below", _named(group.parent), _named(parent))
        moved = _place(
            actor, group, parent, group.name, group.bank_holidays, changes_of(change), now
        )
        left = records_without_supervisor()
        raise_all(
            [
                Refused(one.code, one.message, field="parent")
                for one in a_named_supervisor_remains.check(records_left=left)
            ]
        )
        return moved


def close_group(*, actor: Actor, group_id: UUID, seen_version: int | None, now: datetime) -> Group:
    """Let a group take nobody new. Who has left it stays readable.

    Refused with `people.role_needed`, `group.not_found`, `group.changed`, PPL-14, and PPL-15 while
    somebody is in it.
    """
    require(actor, "people.keep")
    with acting_as(actor, "close_group"):
        actor = _as_now(actor)
        Group.objects.select_for_update().filter(id=group_id).first()
        group = _group(actor, group_id, seen_version, lambda one: one.is_closed)
        raise_all(is_not_the_root.check(is_root=group.parent_id is None))
        if group.is_closed:
            return group
        raise_all(group_is_empty.check(**_who_is_in(group, now)))
        return _set_closed(actor, group, now, closed=True)


def reopen_group(*, actor: Actor, group_id: UUID, seen_version: int | None, now: datetime) -> Group:
    """Let a closed group take people again.

    Refused with `people.role_needed`, `group.not_found`, `group.changed`, and PPL-16 while the
    group above is closed.
    """
    require(actor, "people.keep")
    with acting_as(actor, "reopen_group"):
        actor = _as_now(actor)
        group = _group(actor, group_id, seen_version, lambda one: not one.is_closed)
        if not group.is_closed:
            return group
        above_is_closed = group.parent is not None and group.parent.is_closed
        raise_all(group_above_is_open.check(is_closed=above_is_closed))
        return _set_closed(actor, group, now, closed=False)


def _as_now(actor: Actor) -> Actor:
    """The actor as they are by now, with the tree locked: it may just have changed."""
    lock_tree()
    present = as_now(actor)
    require(present, "people.keep")
    return present


def _group(
    actor: Actor, group_id: UUID, seen_version: int | None, is_so: Callable[[Group], bool]
) -> Group:
    """A group to be changed. Where what is wanted is so already, who changed it does not matter:
    mostly it was the same person, who sends the form again.
    """
    found = Group.objects.select_related("parent").filter(id=group_id, id__among=actor.group_ids)
    if (group := found.first()) is None:
        raise NotFound("group")
    if is_so(group):
        return group
    refuse_if_changed(
        "group.changed",
        seen=seen_version,
        now=group.version,
        events=events_of(stream=Stream.INSTALLATION, stream_id=group.id),
    )
    return group


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _nation_problems(bank_holidays: str) -> list[Refused]:
    if bank_holidays in set(Nation):
        return []
    return [Refused("group.nation_unknown", "Choose a nation from the list", field="bank_holidays")]


def _name_problems(name: str, parent: Group | None, group: Group | None) -> list[Refused]:
    """What is wrong with a name below that parent. The root shares the top of the tree."""
    same_level = Q(parent=parent)
    if parent is None or parent.parent_id is None:
        same_level |= Q(parent=None) | Q(parent__parent=None)
    beside = Group.objects.filter(same_level)
    if group is not None:
        beside = beside.exclude(id=group.id)
    return name_has_no_slash.check(name=name) + name_is_free.check(
        name=name, beside=list(beside.values_list("name", flat=True))
    )


def _named(group: Group | None) -> str:
    return group.path if group else ""


def _place(
    actor: Actor,
    group: Group,
    parent: Group | None,
    name: str,
    bank_holidays: str,
    changes: list[dict],
    now: datetime,
) -> Group:
    """Write a group with everything below it; nothing differs: nothing happens."""
    if not changes:
        return group
    former = [one.path for one in placed_again(group, group.parent, group.name)]
    family = placed_again(group, parent, name)
    raise_all(paths_fit.check(longest=max(len(one.path) for one in family)))
    placed = family[0]
    if placed.bank_holidays != bank_holidays:
        placed.bank_holidays = bank_holidays
        ask_to_recount()
    placed.version += 1
    write_places(family, former)
    told = {"former": group.path, "below": len(family) - 1, "changes": changes}
    record(actor, [group_entry("group.changed", placed, now, told)])
    return placed


def _who_is_in(group: Group, now: datetime) -> dict[str, int]:
    """Who stands in the way of closing; of everybody, whoever asks."""
    return {
        "participants": Participant.objects.filter(still_here(now), group=group).count(),
        "staff": Staff.objects.filter(is_active=True, groups=group).count(),
        "open_groups": Group.objects.filter(parent=group, closed_at=None).count(),
    }


def _set_closed(actor: Actor, group: Group, now: datetime, *, closed: bool) -> Group:
    group.closed_at = now if closed else None
    group.version += 1
    group.save(update_fields=["closed_at", "version"])
    change = changed("closed_at", "Takes new people", closed, not closed)
    data = {"changes": changes_of(change)}
    code = "group.closed" if closed else "group.reopened"
    record(actor, [group_entry(code, group, now, data)])
    return group
