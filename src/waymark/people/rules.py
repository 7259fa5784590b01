"""What an administrator, or an import for one, may do to accounts and groups. Pure."""

from collections.abc import Collection
from uuid import UUID

from waymark.kernel.rules import rule


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


@rule("PPL-21", "staff.second_step_needed", source="issue: signing in")
def a_second_step_stays(*, is_needed: bool, left: int) -> bool:
    """You need a second step to sign in: add another one before you remove this."""
    return not is_needed or left > 0
