"""staff.csv: accounts with their roles and groups."""

from collections.abc import Iterable
from uuid import UUID

from waymark.imports import cells
from waymark.imports.files import Row, Table
from waymark.imports.groups import Tree
from waymark.imports.readings import Comparison, Reading, compare
from waymark.imports.run import Batch, Run
from waymark.operations.account_writes import (
    AccountDraft,
    account_problems,
    draft_of,
    lock_administrators,
    write_account_changes,
    write_new_accounts,
)
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.people.rules import an_administrator_of_all_groups_remains, an_administrator_remains


def import_staff(run: Run, table: Table, rows: Iterable[Row]) -> None:
    """Take some rows of staff.csv."""
    batch, tree = Batch(run, table, rows), Tree()
    here = lock_administrators()
    there = _accounts(batch)
    considered = [(one, *_consider(batch, one, tree, there)) for one in batch.readings]
    guard = LastAdministrator([draft_of(one) for one in here], considered)
    new: list[AccountDraft] = []
    changes: list[tuple[Staff, AccountDraft, AccountDraft]] = []
    for reading, account, draft, comparison in considered:
        if draft is not None and account is not None and not reading.faults:
            guard.check(reading, draft_of(account), draft)
        if not batch.take(reading, comparison) or draft is None:
            continue
        if account is None:
            new.append(draft)
        elif comparison and comparison.applied:
            changes.append((account, draft_of(account), draft))
    write_new_accounts(run.actor, new, now=run.now)
    write_account_changes(run.actor, changes, now=run.now)
    batch.close()


Considered = tuple[Reading, Staff | None, AccountDraft | None, Comparison | None]


class LastAdministrator:
    """Sees to it that somebody can still keep accounts after the rows that take the role away."""

    def __init__(self, here: Iterable[AccountDraft], considered: Iterable[Considered]) -> None:
        wanted = [
            draft for reading, _, draft, _ in considered if draft is not None and not reading.faults
        ]
        self._any = {one.email for one in (*here, *wanted) if one.is_administrator}
        self._of_all = {one.email for one in (*here, *wanted) if one.administers_all}

    def check(self, reading: Reading, before: AccountDraft, draft: AccountDraft) -> None:
        """Refuse the row that would take the role, or all groups, from the last one."""
        found = []
        if before.is_administrator and not draft.is_administrator:
            left = len(self._any - {draft.email})
            found += an_administrator_remains.check(administrators_left=left)
        if before.administers_all and not draft.administers_all:
            left = len(self._of_all - {draft.email})
            found += an_administrator_of_all_groups_remains.check(administrators_left=left)
        without_role = "active" if Role.ADMINISTRATOR in draft.roles else "roles"
        for refused in found:
            reading.refuse("group" if draft.is_administrator else without_role, refused.message)
        if not reading.faults:
            self._any -= set() if draft.is_administrator else {draft.email}
            self._of_all -= set() if draft.administers_all else {draft.email}


def _accounts(batch: Batch) -> dict[str, Staff]:
    emails = [batch.key_of(reading) for reading in batch.readings]
    locked = Staff.objects.filter(email__in=emails).select_for_update().order_by("id")
    return {account.email: account for account in locked.prefetch_related("groups")}


def _consider(
    batch: Batch, reading: Reading, tree: Tree, there: dict[str, Staff]
) -> tuple[Staff | None, AccountDraft | None, Comparison | None]:
    """The account of a row, what the row makes of it, and what differs."""
    groups = _groups(reading, tree)
    account = there.get(batch.key_of(reading))
    before = draft_of(account) if account else None
    said = tree.as_now(batch.said(reading))
    comparison = compare(reading.texts(), said, _texts(before)) if before else None
    if comparison is not None and not comparison.applied:
        return account, before, comparison
    draft = _draft(reading, groups, before, comparison)
    account_id: UUID | None = account.id if account else None
    for refused in account_problems(batch.run.actor, draft, before, account_id):
        reading.refuse(refused.field or "email", refused.message)
    return account, draft, comparison


def _draft(
    reading: Reading,
    groups: tuple[Group, ...],
    before: AccountDraft | None,
    comparison: Comparison | None,
) -> AccountDraft:
    wanted = AccountDraft(
        email=str(reading.values["email"]),
        name=str(reading.values["name"]),
        job_title=str(reading.values["job_title"]),
        groups=groups,
        roles=reading.values["roles"],
        is_active=bool(reading.values["active"]),
    )
    if before is None or comparison is None:
        return wanted
    return AccountDraft(
        email=before.email,
        name=wanted.name if comparison.applies("name") else before.name,
        job_title=wanted.job_title if comparison.applies("job_title") else before.job_title,
        groups=wanted.groups if comparison.applies("group") else before.groups,
        roles=wanted.roles if comparison.applies("roles") else before.roles,
        is_active=wanted.is_active if comparison.applies("active") else before.is_active,
    )


def _groups(reading: Reading, tree: Tree) -> tuple[Group, ...]:
    """The groups that a row names; the cell becomes their paths in one spelling and order."""
    found = {}
    for name in reading.values["group"] or ():
        try:
            path = cells.path(name)
        except ValueError as unread:
            reading.refuse("group", str(unread))
            continue
        if (group := tree.find(path)) is None:
            reading.refuse("group", tree.is_missing(path))
        else:
            found[group.path] = group
    reading.values["group"] = tuple(sorted(found))
    return tuple(found[path] for path in sorted(found))


def _texts(draft: AccountDraft) -> dict[str, str]:
    """The cells that a file would have for an account as it is."""
    return {
        "name": draft.name,
        "job_title": draft.job_title,
        "group": cells.as_text(tuple(sorted(group.path for group in draft.groups))),
        "roles": cells.as_text(draft.roles),
        "active": cells.as_text(draft.is_active),
    }
