"""Invitations: a link by e-mail with which somebody chooses their first password."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.kernel.words import counted
from waymark.operations.mailing import address_of_link, send_text
from waymark.operations.repeats import REPEATED_WITHIN
from waymark.people.accounts import locked_account_of
from waymark.people.links import Link, lasts, link_for
from waymark.people.models import Staff
from waymark.people.policy import require

TASK = "mail_invitation"


def send_invitation(*, actor: Actor, staff_id: UUID, now: datetime) -> None:
    """Invite somebody who has no password yet, or invite them again: the link of a former
    invitation is void. Twice within a minute is once.

    Refused with `people.role_needed`, `staff.not_found`, `staff.not_yours`, `staff.inactive` and
    `staff.already_in`.
    """
    require(actor, "people.keep")
    with acting_as(actor, "send_invitation"):
        staff = _to_be_invited(actor, staff_id)
        if staff.invited_at and now - staff.invited_at < REPEATED_WITHIN:
            return
        staff.invited_at = now
        staff.save(update_fields=["invited_at"])
        record(actor, [Entry("staff.invited", Stream.STAFF, staff.id, now)])
        app.configure_task(TASK).defer(staff_id=str(staff.id), invited_at=now.isoformat())


def deliver_invitation(*, staff_id: UUID, invited_at: datetime, now: datetime) -> None:
    """Write and send the e-mail, unless the invitation has been overtaken by a newer one, by a
    password, or by deactivation. The worker's; raises MailNotSent, to be tried again.
    """
    staff = Staff.objects.filter(id=staff_id, is_active=True, invited_at=invited_at).first()
    if staff is None or staff.has_usable_password():
        return
    link = address_of_link(*link_for(Link.INVITATION, staff, now=now))
    lasting = counted(lasts(Link.INVITATION).days, "day")
    send_text("invitation", staff.email, link=link, lasting=lasting)


def _to_be_invited(actor: Actor, staff_id: UUID) -> Staff:
    staff = locked_account_of(actor, staff_id)
    if not staff.is_active:
        raise Refused("staff.inactive", "This account is not active: make it active first")
    if staff.has_usable_password():
        raise Refused("staff.already_in", "They have chosen a password already: no link was sent")
    return staff
