"""Staff accounts, many at once: added without a password, and changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.conflicts import changed, changes_of
from waymark.operations.naming import account_problems_of_records
from waymark.operations.sessions import end_sessions
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.people.queries import administrators
from waymark.people.rules import (
    account_is_in_scope,
    groups_are_in_scope,
    groups_are_open,
    own_groups_are_not_widened,
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

    @property
    def administers_all(self) -> bool:
        """Whether this account could keep every account: an administrator of the root."""
        return self.is_administrator and any(one.parent_id is None for one in self.groups)


def lock_administrators() -> list[Staff]:
    """Keep other changes of accounts waiting until the transaction ends; gives the active
    administrators. Whoever changes accounts calls this first, so that two cannot each remove the
    other, nor lock what the other waits for.
    """
    locked = administrators().order_by("id").select_for_update(no_key=True)
    return list(locked.prefetch_related("groups"))


def draft_of(account: Staff) -> AccountDraft:
    """An account as it is."""
    roles = set(account.roles)
    return AccountDraft(
        email=account.email,
        name=account.name,
        job_title=account.job_title,
        groups=tuple(account.groups.all()),
        roles=tuple(role.value for role in Role if role in roles),
        is_active=account.is_active,
    )


def account_problems(
    actor: Actor, draft: AccountDraft, previous: AccountDraft | None, account_id: UUID | None
) -> list[Refused]:
    """What stops this account from being saved; the same for every door."""
    wanted = [group.id for group in draft.groups]
    if previous is not None and account_id == actor.id:
        found = own_groups_are_not_widened.check(
            group_ids=wanted, former=_within(draft.groups, previous.groups)
        )
    else:
        found = groups_are_in_scope.check(group_ids=wanted, scope=actor.group_ids)
    found += groups_are_open.check(closed=_newly_closed(draft, previous))
    if previous is not None:
        found += account_is_in_scope.check(
            group_ids=[group.id for group in previous.groups], scope=actor.group_ids
        )
        found += own_roles_are_not_raised.check(
            is_own=account_id == actor.id,
            roles=frozenset(draft.roles),
            former=frozenset(previous.roles),
        )
        if account_id is not None and Role.SUPERVISOR in previous.roles:
            found += account_problems_of_records(
                account_id, is_active=draft.is_active, roles=draft.roles, groups=draft.groups
            )
    return found


def _within(groups: Iterable[Group], former: Iterable[Group]) -> frozenset[UUID]:
    """Those of the groups that are, or are below, one of the former ones."""
    there = {group.id for group in former}
    return frozenset(group.id for group in groups if not there.isdisjoint(group.lineage))


def _newly_closed(draft: AccountDraft, previous: AccountDraft | None) -> Collection[UUID]:
    """The closed groups that somebody active would be new in. Who comes back is new in all."""
    if not draft.is_active:
        return ()
    was_in = previous.groups if previous is not None and previous.is_active else ()
    there = {group.id for group in was_in}
    return [one.id for one in draft.groups if one.is_closed and one.id not in there]


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


def what_changes(before: AccountDraft, after: AccountDraft) -> list[dict]:
    """What differs between two drafts of an account, as history keeps it."""
    then, by_now = _shown(before), _shown(after)
    return changes_of(
        *(changed(field, label, then[field], by_now[field]) for field, label in LABELS.items())
    )


def write_account_changes(
    actor: Actor,
    changes: Sequence[tuple[Staff, AccountDraft, AccountDraft]],
    *,
    now: datetime,
    also: Sequence[dict] = (),
) -> None:
    """Change accounts, each given as it is and as it is wanted, within the caller's transaction;
    `also` is what else the caller changed of them. A change of what somebody may do or see ends
    their sessions at once. Whoever comes back needs a new invitation: what they knew when they went
    opens nothing.
    """
    entries = []
    for account, before, after in changes:
        _apply(account, after)
        if after.is_active and not before.is_active:
            account.set_unusable_password()
            account.invited_at = None
        account.version += 1
        data = {"version": account.version, "changes": [*what_changes(before, after), *also]}
        entries.append(_entry("staff.changed", account, now, data))
    Staff.objects.bulk_update(
        [account for account, _, _ in changes],
        [*LABELS.keys() - {"groups"}, "version", "password", "invited_at"],
        batch_size=500,
    )
    _write_groups(changes)
    end_sessions([one.id for one, before, after in changes if _rights(before) != _rights(after)])
    record(actor, entries)


def take_password(account: Staff) -> list[dict]:
    """Leave an account without a password, within the caller's transaction: only a new link gives
    one. Says so as history keeps it; nothing, where there was none.
    """
    if not account.has_usable_password():
        return []
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return changes_of(changed("password", "Password", "Chosen", "None"))


def _write_groups(changes: Sequence[tuple[Staff, AccountDraft, AccountDraft]]) -> None:
    """Take people out of groups and put them into others; where they stay, nothing is touched."""
    pairs = [
        (
            {(one.id, group.id) for group in before.groups},
            {(one.id, two.id) for two in after.groups},
        )
        for one, before, after in changes
    ]
    gone = set().union(*(before - after for before, after in pairs))
    through = Staff.groups.through.objects
    for group_id in {group for _, group in gone}:
        staff_ids = [one for one, group in gone if group == group_id]
        through.filter(group_id=group_id, staff_id__in=staff_ids).delete()
    _link(sorted(set().union(*(after - before for before, after in pairs))))


LABELS: Mapping[str, str] = {
    "email": "Email address",
    "name": "Name",
    "job_title": "Job title",
    "groups": "Groups",
    "roles": "Roles",
    "is_active": "Active",
}


def _shown(draft: AccountDraft) -> dict[str, str]:
    return {
        "email": draft.email,
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
    account.email = draft.email
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
