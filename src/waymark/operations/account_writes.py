"""Staff accounts, many at once: added without a password, and changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.conflicts import changed, changes_of
from waymark.operations.sessions import end_sessions
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.people.rules import (
    account_is_in_scope,
    groups_are_in_scope,
    own_roles_are_not_raised,
)


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account as somebody wants it."""

    email: str
    name: str
    job_title: str
    groups: tuple[Group, ...]
    roles: tuple[str, ...]
    is_active: bool

    @property
    def is_administrator(self) -> bool:
        """Whether this account could keep accounts: active, with the role."""
        return self.is_active and Role.ADMINISTRATOR in self.roles


def account_problems(
    actor: Actor, draft: AccountDraft, previous: AccountDraft | None, account_id: UUID | None
) -> list[Refused]:
    """What stops this account from being saved; the same for every door."""
    found = groups_are_in_scope.check(
        group_ids=[group.id for group in draft.groups], scope=actor.group_ids
    )
    if previous is not None:
        found += account_is_in_scope.check(
            group_ids=[group.id for group in previous.groups], scope=actor.group_ids
        )
        found += own_roles_are_not_raised.check(
            is_own=account_id == actor.id,
            roles=frozenset(draft.roles),
            former=frozenset(previous.roles),
        )
    return found


def write_new_accounts(
    actor: Actor, drafts: Sequence[AccountDraft], *, now: datetime
) -> list[Staff]:
    """Add accounts, each without a password, within the caller's transaction."""
    accounts = []
    for draft in drafts:
        account = Staff(email=draft.email, created_at=now)
        account.set_unusable_password()
        _apply(account, draft)
        accounts.append(account)
    Staff.objects.bulk_create(accounts, batch_size=500)
    _link(
        (account.id, group.id)
        for account, draft in zip(accounts, drafts, strict=True)
        for group in draft.groups
    )
    record(
        actor,
        [
            _entry("staff.added", account, now, {"roles": account.roles, "groups": _paths(draft)})
            for account, draft in zip(accounts, drafts, strict=True)
        ],
    )
    return accounts


def write_account_changes(
    actor: Actor,
    changes: Sequence[tuple[Staff, AccountDraft, AccountDraft]],
    *,
    now: datetime,
) -> None:
    """Change accounts, each given as it is and as it is wanted, within the caller's transaction. A
    change of what somebody may do or see ends their sessions at once.
    """
    entries = []
    for account, before, after in changes:
        _apply(account, after)
        found = changes_of(
            *(
                changed(field, label, shown, _shown(after)[field])
                for (field, shown), label in zip(
                    _shown(before).items(), LABELS.values(), strict=True
                )
            )
        )
        entries.append(_entry("staff.changed", account, now, {"changes": found}))
    Staff.objects.bulk_update(
        [account for account, _, _ in changes],
        ["name", "job_title", "roles", "is_active"],
        batch_size=500,
    )
    moved = {one.id: after for one, before, after in changes if before.groups != after.groups}
    Staff.groups.through.objects.filter(staff_id__in=list(moved)).delete()
    _link((staff_id, group.id) for staff_id, after in moved.items() for group in after.groups)
    end_sessions([one.id for one, before, after in changes if _rights(before) != _rights(after)])
    record(actor, entries)


LABELS: Mapping[str, str] = {
    "name": "Name",
    "job_title": "Job title",
    "groups": "Groups",
    "roles": "Roles",
    "is_active": "Active",
}


def _shown(draft: AccountDraft) -> dict[str, str]:
    return {
        "name": draft.name,
        "job_title": draft.job_title,
        "groups": _paths(draft),
        "roles": "; ".join(draft.roles),
        "is_active": "Yes" if draft.is_active else "No",
    }


def _rights(draft: AccountDraft) -> tuple[frozenset[str], frozenset[UUID], bool]:
    """What a session rests on: roles, groups, and being active."""
    return frozenset(draft.roles), frozenset(one.id for one in draft.groups), draft.is_active


def _paths(draft: AccountDraft) -> str:
    return "; ".join(sorted(group.path for group in draft.groups))


def _apply(account: Staff, draft: AccountDraft) -> None:
    account.name = draft.name
    account.job_title = draft.job_title
    account.roles = list(draft.roles)
    account.is_active = draft.is_active


def _link(pairs) -> None:
    through = Staff.groups.through
    through.objects.bulk_create(
        [through(staff_id=staff_id, group_id=group_id) for staff_id, group_id in pairs],
        batch_size=1000,
    )


def _entry(code: str, account: Staff, now: datetime, data: dict) -> Entry:
    return Entry(code, Stream.STAFF, account.id, now, data)
