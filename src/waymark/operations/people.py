"""Staff accounts: the first administrator, and one's own password."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import SYSTEM_NAME, Actor
from waymark.kernel.refusals import Refused
from waymark.operations.account_writes import (
    draft_of,
    lock_administrators,
    take_password,
    what_changes,
    write_account_changes,
)
from waymark.operations.sessions import end_sessions
from waymark.people.links import Link, link_for
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.people.queries import command_line

LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class MadeAdministrator:
    """The two parts of a single-use link, and what an account that was there already lost by it:
    None, where there was none.
    """

    uid: str
    token: str
    changes: list[dict] | None


def create_administrator(*, email: str, now: datetime) -> MadeAdministrator:
    """Make the account of an administrator with access to every group, and give the two parts of a
    single-use link.

    Called from the command line by whoever runs the installation. An existing account gets the role
    and a new link, its password is void and its sessions end; the link is void once a password is
    set. Refused with `staff.email_wrong`.
    """
    address = _address(email)
    with transaction.atomic():
        lock_administrators()
        found = Staff.objects.select_for_update(no_key=True).filter(email=address).first()
        staff = found or _new_administrator(address)
        actor = Actor(id=staff.id, name=SYSTEM_NAME, roles=frozenset(), group_ids=frozenset())
        with acting_as(actor, "create_administrator"):
            changes = _made_administrator(staff, now) if found else None
            if not found:
                _add_administrator(actor, staff, now)
            staff.invited_at = now
            staff.save(update_fields=["invited_at"])
    return MadeAdministrator(*link_for(Link.INVITATION, staff, now=now), changes)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError as error:
        raise Refused(
            "staff.email_wrong", f"{email} is not an e-mail address", field="email"
        ) from error
    return address


def _new_administrator(address: str) -> Staff:
    staff = Staff(
        email=address,
        name=address.partition("@")[0][:150],
        job_title="Administrator",
        roles=[Role.ADMINISTRATOR.value],
    )
    staff.set_unusable_password()
    return staff


def _add_administrator(actor: Actor, staff: Staff, now: datetime) -> None:
    staff.save()
    staff.groups.add(Group.objects.get(parent=None))
    data = {"roles": staff.roles}
    record(actor, [Entry("staff.added", Stream.STAFF, staff.id, now, data, by_system=True)])


def _made_administrator(staff: Staff, now: datetime) -> list[dict]:
    """An account that is there, active, with the role and every group, and without its password."""
    before = draft_of(staff)
    root = Group.objects.get(parent=None)
    after = replace(
        before,
        is_active=True,
        roles=tuple(one.value for one in Role if one.value in {*before.roles, Role.ADMINISTRATOR}),
        groups=(*before.groups, *({root} - {*before.groups})),
    )
    gone = take_password(staff)
    write_account_changes(command_line(), [(staff, before, after)], now=now, also=gone)
    end_sessions([staff.id])
    staff.refresh_from_db()
    return [*what_changes(before, after), *gone]


def set_password(*, staff_id: UUID, password: str, now: datetime) -> Staff:
    """Set the password of one's own account, which ends its sessions: who they are was shown by the
    present password or a single-use link. `now` is a moment.
    """
    actor = Actor(id=staff_id, name="", roles=frozenset(), group_ids=frozenset())
    with acting_as(actor, "set_password"):
        staff = Staff.objects.select_for_update().get(id=staff_id)
        staff.set_password(password)
        staff.sessions_ended += 1
        staff.save(update_fields=["password", "sessions_ended"])
        actor = replace(actor, name=staff.name)
        record(actor, [Entry("staff.password_set", Stream.STAFF, staff.id, now)])
        return staff
