"""Invitations: a single-use link by email."""

from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.people.accounts import accounts_of
from waymark.people.policy import require


def send_invitation(*, actor: Actor, staff_id: UUID, now: datetime) -> None:
    """Send somebody active a single-use link with which they set a password.

    Refused with `people.role_needed` and `staff.not_found`.
    """
    require(actor, "people.keep")
    with acting_as(actor, "send_invitation"):
        account = accounts_of(actor).filter(id=staff_id, is_active=True).first()
        if account is None:
            raise NotFound("staff")
        record(actor, [Entry("staff.invited", Stream.STAFF, account.id, now)])
