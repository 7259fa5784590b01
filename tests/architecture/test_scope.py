"""Who sees whom is asked in one place: nobody reads by group without asking who is named."""

import ast

import pytest

from tests.architecture.sources import SRC, modules, named, tree_of

# Where the groups of an actor may be looked at, and what for; everywhere else it is `visible_to`.
MAY_LOOK_AT_GROUPS = {
    "participants/queries.py": "the one rule: visible_to, and sees for who is at hand",
    "people/queries.py": "groups and staff themselves",
    "people/offered.py": "groups themselves",
    "reads/worked_out.py": "refuses those of an actor one by one",
    "reads/filling.py": "fills in those of an actor into a statement that visible_to made",
    "operations/participants.py": "PAR-05: the group that a participant moves to",
    "operations/participant_writes.py": "PAR-05, for an import",
    "people/accounts.py": "accounts and groups themselves",
    "people/spreading.py": "a taker's own groups; a piece says to whom it is restricted",
    "trackers/held.py": "a colleague's own groups",
    "operations/groups.py": "PPL-17: the groups that are moved or closed",
    "operations/reallocation.py": "a taker's own groups",
    "web/staff/pages.py": "which groups of an account may be named",
    "operations/account_writes.py": "PPL-03 and PPL-04: the groups of an account",
    "imports/groups.py": "PPL-03: the groups of a file",
    "imports/importing.py": "groups that the import has just made",
}
# Records of somebody: whoever reads them either asks visible_to, or was given one that is visible.
OF_SOMEBODY = {"participant__group", "participant__group_id", "group_id", "group"}
SPREADING = "people/spreading.py"  # a Piece holds whom it is restricted to
LOOKUPS = ("__in", "__among", "__overlap", "__contains", "")
TAKES_GROUPS_THAT_WERE_ASKED_FOR = {
    "participants/search.py",  # the filter by group, within participants_of
    "trackers/lists.py",  # the same, within trackers_of
    "participants/queries.py",
}


def calls_in(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node


def at(path):
    return str(path.relative_to(SRC))


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_nobody_looks_at_the_groups_of_an_actor_by_themselves(path):
    looks = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "group_ids"
        and not (isinstance(node.value, ast.Name) and node.value.id in {"self", "wanted", "asked"})
    ]
    assert at(path) in MAY_LOOK_AT_GROUPS or not looks, (
        f"{named(path)}, line {looks}: ask waymark.participants.queries.visible_to(actor, of=…), "
        "which knows restricted records too; or add the file to MAY_LOOK_AT_GROUPS with a reason"
    )


def test_what_is_named_here_looks_at_groups():
    for name in MAY_LOOK_AT_GROUPS:
        assert "group_ids" in (SRC / name).read_text(), name


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_nobody_filters_records_of_somebody_by_group_alone(path):
    """Neither by the name of a column, as in participant__group_id__in."""
    if at(path) in TAKES_GROUPS_THAT_WERE_ASKED_FOR:
        return
    for call in calls_in(path):
        for word in call.keywords:
            name = word.arg or ""
            is_lookup = any(
                name.endswith(f"{field}{how}") and "participant" in name
                for field in OF_SOMEBODY
                for how in LOOKUPS
            )
            assert not is_lookup, f"{named(path)}:{call.lineno}: {name}"


def test_who_may_be_given_work_is_never_asked_without_who_is_named():
    """`sees` and `staff_with_access` cannot be called without saying to whom it is restricted."""
    asked = 0
    for path in modules():
        for call in calls_in(path):
            function = call.func
            name = getattr(function, "attr", getattr(function, "id", ""))
            if at(path) == SPREADING:
                continue
            if name == "staff_with_access" or (name == "sees" and len(call.args) == 1):
                asked += 1
                assert "restricted_to" in {one.arg for one in call.keywords}, (
                    f"{named(path)}:{call.lineno}"
                )
    assert asked > 8
