"""groups.csv: the tree of groups, and whose bank holidays each keeps."""

from collections.abc import Iterable, Mapping

from waymark.imports.cells import as_text, did_you_mean, folded, names, short
from waymark.imports.files import Row, Table
from waymark.imports.readings import Comparison, Reading, compare
from waymark.imports.run import Batch, Run
from waymark.operations.group_writes import (
    lock_tree,
    new_group,
    write_bank_holidays,
    write_new_groups,
)
from waymark.people.models import FormerPath, Group
from waymark.people.rules import BETWEEN_LEVELS, group_above_is_open, groups_are_in_scope


class Tree:
    """The groups there are, found by path whatever its capitals. The root has no name in a path.
    One that was renamed or moved is still found where a file of before looks for it.
    """

    def __init__(self) -> None:
        self._groups: dict[str, Group] = {}
        self._names: dict[str, str] = {}
        for group in Group.objects.order_by("path"):
            self.add(group)
        self.root = next(group for group in self._groups.values() if group.parent_id is None)
        here = {group.id: group for group in self._groups.values()}
        self._former = {
            folded(path): here[group_id]
            for path, group_id in FormerPath.objects.values_list("path", "group_id")
            if group_id in here
        }

    def add(self, group: Group) -> None:
        """Know a group that has just been made."""
        self._groups[folded(group.path)] = group
        self._names[folded(group.path)] = group.path

    def find(self, path: str) -> Group | None:
        """The group of that path, if there is one."""
        keys = folded(path), self._without_root(folded(path))
        known = (there.get(key) for there in (self._groups, self._former) for key in keys)
        return next((group for group in known if group), None)

    def as_now(self, said: Mapping[str, str]) -> dict[str, str]:
        """What a file said, with its groups under the paths that they have now."""
        if "group" not in said:
            return dict(said)
        found = {path: self.find(path) for path in names(said["group"])}
        paths = sorted(group.path if group else path for path, group in found.items())
        return {**said, "group": as_text(tuple(paths))}

    def above(self, path: str) -> tuple[Group | None, str]:
        """The group above a path, if there is one, and the path's last name."""
        above, _, name = path.rpartition(BETWEEN_LEVELS)
        return (self.find(above) if above else self.root), name

    def is_missing(self, path: str, wanted_for: str = "") -> str:
        """The sentence for a path that leads nowhere."""
        missing = f"There is no group {short(path)} {wanted_for}".rstrip()
        return f"{missing}{did_you_mean(path, self._names)}"

    def _without_root(self, key: str) -> str:
        return key.removeprefix(folded(self.root.path) + BETWEEN_LEVELS)


def import_groups(run: Run, table: Table, rows: Iterable[Row]) -> None:
    """Take some rows of groups.csv, those above before those below."""
    lock_tree()
    batch, tree = Batch(run, table, rows), Tree()
    new: list[Group] = []
    changes: list[tuple[Group, str]] = []
    scope = set(run.actor.group_ids)
    for reading in sorted(batch.readings, key=_depth):
        path, nation = str(reading.values["group"]), str(reading.values["bank_holidays"])
        group = tree.find(path)
        comparison = _check(batch, reading, tree, group, frozenset(scope))
        if not batch.take(reading, comparison):
            continue
        if group is None:
            above, name = tree.above(path)
            made = new_group(above or tree.root, name, nation)
            tree.add(made)
            scope.add(made.id)
            new.append(made)
        elif comparison and comparison.applied:
            changes.append((group, nation))
    write_new_groups(run.actor, new, now=run.now)
    write_bank_holidays(run.actor, changes, now=run.now)
    batch.close()


def _check(
    batch: Batch, reading: Reading, tree: Tree, group: Group | None, scope: frozenset
) -> Comparison | None:
    path = str(reading.values["group"])
    comparison = None
    if group is not None:
        in_file = {"bank_holidays": str(reading.values["bank_holidays"])}
        here = {"bank_holidays": str(group.bank_holidays)}
        comparison = compare(in_file, batch.said(reading), here)
    touched = group or tree.above(path)[0]
    if reading.is_wrong("group"):
        return comparison
    if touched is None:
        above = path.rpartition(BETWEEN_LEVELS)[0]
        reading.refuse("group", tree.is_missing(above, "to put this below"))
    elif comparison is None or comparison.applied:
        for refused in groups_are_in_scope.check(group_ids=[touched.id], scope=scope):
            reading.refuse("group", refused.message)
        for refused in group_above_is_open.check(is_closed=group is None and touched.is_closed):
            reading.refuse("group", refused.message)
    return comparison


def _depth(reading: Reading) -> int:
    return str(reading.values["group"]).count(BETWEEN_LEVELS)
