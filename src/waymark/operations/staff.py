"""Accounts, one at a time, by an administrator: add, edit, another email address, deactivate,
activate. What is checked and written is shared with the import (account_writes.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.account_writes import (
    AccountDraft,
    account_problems,
    draft_of,
    lock_administrators,
    write_account_changes,
    write_new_accounts,
)
from waymark.operations.address_changes import tell_the_former_address
from waymark.operations.conflicts import events_of, refuse_if_changed
from waymark.operations.invitations import send_invitation
from waymark.people.accounts import locked_account_of
from waymark.people.models import Group, Staff
from waymark.people.policy import Role, require
from waymark.people.queries import as_now
from waymark.people.rules import (
    account_has_a_group,
    an_administrator_of_all_groups_remains,
    an_administrator_remains,
    email_is_free,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account as a form says it. The email address has an operation of its own."""

    name: str
    job_title: str
    roles: frozenset[str]
    group_ids: frozenset[UUID]


def add_staff(*, actor: Actor, email: str, wanted: Wanted, now: datetime) -> Staff:
    """Add an account without a password, and invite whoever it is for.

    Refused with `people.role_needed`, `staff.email_taken`, PPL-03, PPL-06 and PPL-09.
    """
    require(actor, "people.keep")
    with acting_as(actor, "add_staff"):
        actor, _ = _still_administrator(actor)
        draft = _draft(email.strip().lower(), wanted, is_active=True)
        raise_all(
            email_is_free.check(is_taken=Staff.objects.filter(email=draft.email).exists())
            + account_problems(actor, draft, None, None)
            + account_has_a_group.check(group_ids=wanted.group_ids)
        )
        [account] = write_new_accounts(actor, [draft], now=now)
        send_invitation(actor=actor, staff_id=account.id, now=now)
        return account


def edit_staff(
    *, actor: Actor, staff_id: UUID, wanted: Wanted, seen_version: int | None, now: datetime
) -> Staff:
    """Change name, job title, roles and groups of an account.

    Refused with `people.role_needed`, `staff.not_found`, `staff.changed` (with what others changed)
    and PPL-01 to PPL-07 and PPL-09.
    """
    require(actor, "people.keep")
    with acting_as(actor, "edit_staff"):
        actor, administrators = _still_administrator(actor)
        account = _locked(actor, staff_id, seen_version, lambda one: _is_as_wanted(one, wanted))
        draft = _draft(account.email, wanted, is_active=account.is_active)
        raise_all(account_has_a_group.check(group_ids=wanted.group_ids))
        return _save(actor, account, draft, administrators, now)


def change_email(
    *, actor: Actor, staff_id: UUID, email: str, seen_version: int | None, now: datetime
) -> Staff:
    """Give an account another email address. It has no password until whoever reads that address
    has followed a new invitation: an address alone takes over nobody's account. The former address
    is told.

    Refused with `people.role_needed`, `staff.not_found`, `staff.changed`, `staff.email_taken` and
    PPL-04.
    """
    require(actor, "people.keep")
    with acting_as(actor, "change_email"):
        actor, administrators = _still_administrator(actor)
        address = email.strip().lower()
        account = _locked(actor, staff_id, seen_version, lambda one: one.email == address)
        if address == account.email:
            return account
        raise_all(email_is_free.check(is_taken=Staff.objects.filter(email=address).exists()))
        draft = replace(draft_of(account), email=address)
        _save(actor, account, draft, administrators, now)
        account.set_unusable_password()
        account.invited_at = None
        account.save(update_fields=["password", "invited_at"])
        tell_the_former_address(account.id)
        if account.is_active:
            send_invitation(actor=actor, staff_id=account.id, now=now)
        return account


def deactivate_staff(
    *, actor: Actor, staff_id: UUID, seen_version: int | None, now: datetime
) -> Staff:
    """Let somebody sign in no more. What they hold stays theirs until it is handed over.

    Refused with `people.role_needed`, `staff.not_found`, `staff.changed`, PPL-02, PPL-04 and
    PPL-07.
    """
    require(actor, "people.keep")
    with acting_as(actor, "deactivate_staff"):
        actor, administrators = _still_administrator(actor)
        account = _locked(actor, staff_id, seen_version, lambda one: not one.is_active)
        draft = replace(draft_of(account), is_active=False)
        return _save(actor, account, draft, administrators, now)


def activate_staff(
    *, actor: Actor, staff_id: UUID, seen_version: int | None, now: datetime
) -> Staff:
    """Let somebody sign in again, with the roles and groups that the account has. Their former
    password is gone; an invitation to choose a new one goes to their address.

    Refused with `people.role_needed`, `staff.not_found`, `staff.changed`, PPL-04, and PPL-06 while
    one of the groups is closed.
    """
    require(actor, "people.keep")
    with acting_as(actor, "activate_staff"):
        actor, administrators = _still_administrator(actor)
        account = _locked(actor, staff_id, seen_version, lambda one: one.is_active)
        draft = replace(draft_of(account), is_active=True)
        if account.is_active:
            return account
        _save(actor, account, draft, administrators, now)
        send_invitation(actor=actor, staff_id=account.id, now=now)
        return account


def _still_administrator(actor: Actor) -> tuple[Actor, list[Staff]]:
    """The actor as they are by now, and the active administrators, all locked: somebody may have
    taken the role or a group from them since the page was asked for.
    """
    administrators = lock_administrators()
    present = as_now(actor)
    require(present, "people.keep")
    return present, administrators


def _locked(
    actor: Actor, staff_id: UUID, seen_version: int | None, is_so: Callable[[Staff], bool]
) -> Staff:
    """An account to be changed. Where what is wanted is so already, who changed it does not matter:
    mostly it was the same person, who sends the form again.
    """
    account = locked_account_of(actor, staff_id)
    if is_so(account):
        return account
    refuse_if_changed(
        "staff.changed",
        seen=seen_version,
        now=account.version,
        events=events_of(stream=Stream.STAFF, stream_id=account.id),
    )
    return account


def _draft(email: str, wanted: Wanted, *, is_active: bool) -> AccountDraft:
    """The account as it is wanted, its groups held open until the transaction ends."""
    held = "SELECT * FROM people_group WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
    groups = Group.objects.raw(held, [sorted(wanted.group_ids)])
    return AccountDraft(
        email=email,
        name=wanted.name,
        job_title=wanted.job_title,
        groups=tuple(sorted(groups, key=lambda one: one.path)),
        roles=tuple(role.value for role in Role if role in wanted.roles),
        is_active=is_active,
    )


def _save(
    actor: Actor,
    account: Staff,
    draft: AccountDraft,
    administrators: list[Staff],
    now: datetime,
) -> Staff:
    """Check and write what differs; nothing differs: nothing happens."""
    before = draft_of(account)
    if _same(before, draft):
        return account
    raise_all(
        account_problems(actor, draft, before, account.id)
        + _administrators_remain(before, draft, administrators)
    )
    write_account_changes(actor, [(account, before, draft)], now=now)
    return account


def _is_as_wanted(account: Staff, wanted: Wanted) -> bool:
    return _same(draft_of(account), _draft(account.email, wanted, is_active=account.is_active))


def _same(before: AccountDraft, after: AccountDraft) -> bool:
    return {one.id for one in before.groups} == {one.id for one in after.groups} and replace(
        before, groups=()
    ) == replace(after, groups=())


def _administrators_remain(
    before: AccountDraft, after: AccountDraft, administrators: list[Staff]
) -> list[Refused]:
    """Somebody is left who keeps accounts, and somebody who keeps all of them."""
    others = [one for one in map(draft_of, administrators) if one.email != before.email]
    found: list[Refused] = []
    if before.is_administrator and not after.is_administrator:
        found += an_administrator_remains.check(administrators_left=len(others))
    if before.administers_all and not after.administers_all and not found:
        left = sum(one.administers_all for one in others)
        found += an_administrator_of_all_groups_remains.check(administrators_left=left)
    return found
