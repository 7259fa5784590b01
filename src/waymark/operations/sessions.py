"""Ending sessions: on every device, at the next request of each."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.people.models import Staff
from waymark.people.policy import require


def end_sessions(staff_ids: Collection[UUID]) -> None:
    """End every session of these people, within the caller's transaction: each is checked against
    this number at every request.
    """
    if staff_ids:
        Staff.objects.filter(id__in=staff_ids).update(sessions_ended=F("sessions_ended") + 1)


def sign_out_everywhere(*, actor: Actor, now: datetime) -> None:
    """End all of one's own sessions, this one too, and say so in the history.

    Refused with `people.role_needed` to nobody who is signed in.
    """
    require(actor, "own.sign_out")
    with acting_as(actor, "sign_out_everywhere"):
        end_sessions([actor.id])
        record(actor, [Entry("staff.signed_out_everywhere", Stream.STAFF, actor.id, now)])
