"""What an administrator, or an import for one, may do to accounts and groups. Pure."""

from collections.abc import Collection
from uuid import UUID

from waymark.kernel.rules import rule

BETWEEN_LEVELS = " / "
LONGEST_PATH = 500


@rule("PPL-01", "staff.own_roles_raised", field="roles", source="issue: import")
def own_roles_are_not_raised(
    *, is_own: bool, roles: frozenset[str], former: frozenset[str]
) -> bool:
    """You cannot give yourself a role that you do not have: ask another administrator."""
    return not is_own or roles <= former


@rule("PPL-02", "staff.last_administrator", field="roles", source="issue: import")
def an_administrator_remains(*, administrators_left: int) -> bool:
    """This is the last active administrator: make somebody else one first."""
    return administrators_left > 0


@rule("PPL-03", "staff.group_out_of_scope", field="group", source="product.md 5")
def groups_are_in_scope(*, group_ids: Collection[UUID], scope: frozenset[UUID]) -> bool:
    """Choose one of your own groups, or one below."""
    return scope.issuperset(group_ids)


@rule("PPL-04", "staff.not_yours", field="email", source="product.md 5")
def account_is_in_scope(*, group_ids: Collection[UUID], scope: frozenset[UUID]) -> bool:
    """This account has access to groups that are not yours: ask an administrator of those groups."""
    return scope.issuperset(group_ids)


@rule("PPL-05", "staff.own_groups_widened", field="group", source="issue: staff, roles, groups")
def own_groups_are_not_widened(*, group_ids: Collection[UUID], former: frozenset[UUID]) -> bool:
    """You cannot give yourself a group that you do not have: ask another administrator."""
    return former.issuperset(group_ids)


@rule("PPL-06", "staff.group_closed", field="group", source="issue: staff, roles, groups")
def groups_are_open(*, closed: Collection[UUID]) -> bool:
    """A group that is closed takes nobody new: choose another."""
    return not closed


@rule("PPL-07", "staff.last_administrator_of_all", field="group", source="issue: staff, roles")
def an_administrator_of_all_groups_remains(*, administrators_left: int) -> bool:
    """This is the last active administrator of all groups: put another one there first."""
    return administrators_left > 0


@rule("PPL-08", "staff.email_taken", field="email", source="issue: staff, roles, groups")
def email_is_free(*, is_taken: bool) -> bool:
    """There is an account with this email address already."""
    return not is_taken


@rule("PPL-09", "staff.group_needed", field="group", source="product.md 5")
def account_has_a_group(*, group_ids: Collection[UUID]) -> bool:
    """Choose at least one group: without one nobody sees any participant."""
    return bool(group_ids)


@rule("PPL-10", "group.name_taken", field="name", source="issue: staff, roles, groups")
def name_is_free(*, name: str, beside: Collection[str]) -> bool:
    """There is a group with this name in the same place already."""
    return name.casefold() not in {one.casefold() for one in beside}


@rule("PPL-11", "group.name_has_a_slash", field="name", source="docs/import.md")
def name_has_no_slash(*, name: str) -> bool:
    """Enter a name without slash or semicolon: files write Wales / Caerdydd; North West."""
    return not {BETWEEN_LEVELS.strip(), ";"} & set(name)


@rule("PPL-12", "group.path_too_long", field="name", source="issue: staff, roles, groups")
def paths_fit(*, longest: int) -> bool:
    """With the names of the groups above, this comes to more than 500 characters: shorten the name."""
    return longest <= LONGEST_PATH


@rule("PPL-13", "group.below_itself", field="parent", source="issue: staff, roles, groups")
def is_not_below_itself(*, group_id: UUID, lineage_of_parent: Collection[UUID]) -> bool:
    """A group cannot go below itself, nor below a group that is below it: choose another."""
    return group_id not in lineage_of_parent


@rule("PPL-14", "group.root_stays", source="issue: staff, roles, groups")
def is_not_the_root(*, is_root: bool) -> bool:
    """This group stands for the whole organisation: it is neither moved nor closed."""
    return not is_root


@rule("PPL-15", "group.not_empty", source="issue: staff, roles, groups")
def group_is_empty(*, participants: int, staff: int, open_groups: int) -> bool:
    """Before a group is closed, its participants, active staff and open groups go elsewhere."""
    return participants == staff == open_groups == 0


@rule("PPL-16", "group.parent_closed", field="parent", source="issue: staff, roles, groups")
def group_above_is_open(*, is_closed: bool) -> bool:
    """The group above is closed: open it first, or choose another."""
    return not is_closed


@rule("PPL-17", "group.not_yours", field="parent", source="product.md 5")
def place_is_in_scope(*, group_id: UUID, scope: frozenset[UUID]) -> bool:
    """Choose a group from the list."""
    return group_id in scope


@rule("PPL-18", "staff.cannot_take_over", field="people", source="issue: staff, roles, groups")
def each_can_take_over(*, strangers: int) -> bool:
    """Choose people from the list: active, in your groups, who work with participants."""
    return strangers == 0


@rule("PPL-19", "staff.nobody_takes_over", field="people", source="issue: staff, roles, groups")
def somebody_takes_over(*, people: int, is_spread: bool) -> bool:
    """Choose at least one person to take over."""
    return people > 0 or not is_spread


@rule("PPL-21", "staff.second_step_needed", source="issue: signing in")
def a_second_step_stays(*, is_needed: bool, left: int) -> bool:
    """You need a second step to sign in: add another one before you remove this."""
    return not is_needed or left > 0
