"""Groups, many at once: added below others, and whose bank holidays they keep."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.operations.conflicts import changed, changes_of
from waymark.people.models import Group


def new_group(parent: Group, name: str, bank_holidays: str) -> Group:
    """The row for a group below another, not yet written. The root's name is not part of a path."""
    group_id = uuid4()
    return Group(
        id=group_id,
        name=name,
        path=f"{parent.path} / {name}" if parent.parent_id else name,
        parent=parent,
        lineage=[*parent.lineage, group_id],
        bank_holidays=bank_holidays,
    )


def write_new_groups(actor: Actor, groups: Sequence[Group], *, now: datetime) -> None:
    """Add groups, those above before those below, within the caller's transaction."""
    Group.objects.bulk_create(groups, batch_size=500)
    record(actor, [_entry("group.added", one, now, {}) for one in groups])


def write_bank_holidays(
    actor: Actor, changes: Sequence[tuple[Group, str]], *, now: datetime
) -> None:
    """Set whose bank holidays groups keep, within the caller's transaction."""
    entries = []
    for group, nation in changes:
        change = changed("bank_holidays", "Bank holidays", group.bank_holidays, nation)
        group.bank_holidays = nation
        entries.append(_entry("group.changed", group, now, {"changes": changes_of(change)}))
    Group.objects.bulk_update([one for one, _ in changes], ["bank_holidays"], batch_size=500)
    record(actor, entries)


def _entry(code: str, group: Group, now: datetime, data: dict) -> Entry:
    return Entry(code, Stream.INSTALLATION, None, now, {"group": group.path, **data})
