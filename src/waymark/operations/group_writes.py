"""The inner half of the operations on groups, shared with the import: added below others, renamed
and moved with all that is below them. Their callers have locked the tree.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.operations.conflicts import changed, changes_of
from waymark.operations.recounting import ask_to_recount
from waymark.people.models import FormerPath, Group
from waymark.people.rules import BETWEEN_LEVELS


def lock_tree() -> Group:
    """Keep other changes of the tree waiting until the transaction ends; gives the root."""
    return Group.objects.select_for_update(no_key=True).get(parent=None)


def path_below(parent: Group | None, name: str) -> str:
    """Where a group is found: the names from the top down. The root's is not part of it."""
    if parent is None or parent.parent_id is None:
        return name
    return f"{parent.path}{BETWEEN_LEVELS}{name}"


def new_group(parent: Group, name: str, bank_holidays: str) -> Group:
    """The row for a group below another, not yet written."""
    group_id = uuid4()
    return Group(
        id=group_id,
        name=name,
        path=path_below(parent, name),
        parent=parent,
        lineage=[*parent.lineage, group_id],
        bank_holidays=bank_holidays,
    )


def write_new_groups(actor: Actor, groups: Sequence[Group], *, now: datetime) -> None:
    """Add groups, those above before those below, within the caller's transaction."""
    Group.objects.bulk_create(groups, batch_size=500)
    record(actor, [group_entry("group.added", one, now, {}) for one in groups])


def write_bank_holidays(
    actor: Actor, changes: Sequence[tuple[Group, str]], *, now: datetime
) -> None:
    """Set whose bank holidays groups keep, within the caller's transaction."""
    entries = []
    for group, nation in changes:
        change = changed("bank_holidays", "Bank holidays", group.bank_holidays, nation)
        group.bank_holidays = nation
        group.version += 1
        entries.append(group_entry("group.changed", group, now, {"changes": changes_of(change)}))
    Group.objects.bulk_update(
        [one for one, _ in changes], ["bank_holidays", "version"], batch_size=500
    )
    if changes:
        ask_to_recount()
    record(actor, entries)


def placed_again(group: Group, parent: Group | None, name: str) -> list[Group]:
    """A group and all that are below it, as they are once it has that name below that parent;
    nothing is written yet.
    """
    family = list(Group.objects.filter(lineage__contains=[group.id]).order_by("lineage__len"))
    above = {parent.id: parent} if parent else {}
    for one in family:
        if one.id == group.id:
            one.name, one.parent = name, parent
        now_above = above.get(one.parent_id) if one.parent_id else None
        one.path = path_below(now_above, one.name)
        one.lineage = [*(now_above.lineage if now_above else ()), one.id]
        above[one.id] = one
    return family


def write_places(family: Sequence[Group], former: Iterable[str]) -> None:
    """Keep a group and those below it where they are now; files may still look where they were."""
    Group.objects.bulk_update(
        family, ["name", "parent", "path", "lineage", "bank_holidays", "version"], batch_size=500
    )
    moved = [(path, one) for path, one in zip(former, family, strict=True) if path != one.path]
    paths = {path for old, one in moved for path in (old, one.path)}
    FormerPath.objects.filter(path__in=paths).delete()
    FormerPath.objects.bulk_create([FormerPath(path=path, group=one) for path, one in moved])


def group_entry(code: str, group: Group, now: datetime, data: dict) -> Entry:
    """A line of history, in a stream of the group's own: under the path that it has now."""
    told = {"group": group.path, "version": group.version, **data}
    return Entry(code, Stream.INSTALLATION, group.id, now, told)
