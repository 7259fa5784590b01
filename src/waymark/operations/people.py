"""Staff accounts: the first administrator, and one's own password."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import SYSTEM_NAME, Actor
from waymark.kernel.refusals import Refused
from waymark.operations.sessions import end_sessions
from waymark.people.links import Link, link_for
from waymark.people.models import Group, Staff
from waymark.people.policy import Role

LONGEST_ADDRESS = 254


def create_administrator(*, email: str, now: datetime) -> tuple[str, str]:
    """Make the account of an administrator with access to every group, and give the two parts of a
    single-use link.

    Called from the command line by whoever runs the installation. An existing account gets the role
    and a new link, and its sessions end; the link is void once a password is set. Refused with
    `staff.email_wrong`.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError as error:
        raise Refused(
            "staff.email_wrong", f"{email} is not an e-mail address", field="email"
        ) from error
    root = Group.objects.get(parent=None)
    staff = Staff.objects.filter(email=address).first() or Staff(
        email=address, name=address.partition("@")[0][:150], job_title="Administrator"
    )
    actor = Actor(id=staff.id, name=SYSTEM_NAME, roles=frozenset(), group_ids=frozenset())
    with acting_as(actor, "create_administrator"):
        is_new = staff._state.adding
        staff.roles = sorted({*staff.roles, Role.ADMINISTRATOR.value})
        staff.is_active = True
        staff.invited_at = now
        if is_new:
            staff.set_unusable_password()
        staff.save()
        end_sessions([staff.id])
        staff.groups.add(root)
        record(
            actor,
            [
                Entry(
                    "staff.added" if is_new else "staff.changed",
                    Stream.STAFF,
                    staff.id,
                    now,
                    {"roles": staff.roles},
                    by_system=True,
                )
            ],
        )
    return link_for(Link.INVITATION, staff, now=now)


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
