"""New passwords: asked for by anybody, sent to whom the account belongs, chosen with a link."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import SYSTEM_NAME, Actor
from waymark.kernel.refusals import Refused
from waymark.kernel.words import counted
from waymark.operations.mailing import address_of_link, send_text
from waymark.operations.people import set_password
from waymark.people.links import Link, Standing, holder_of, lasts, link_for, standing_of
from waymark.people.lock_out import forget_failures
from waymark.people.models import Staff
from waymark.people.queries import actor_of

TASK = "mail_reset"
ONE_IN = timedelta(minutes=5)
REFUSALS = {
    Standing.EXPIRED: ("link.expired", "This link has expired"),
    Standing.VOID: ("link.void", "This link no longer works"),
}


def ask_for_reset(*, email: str, now: datetime) -> None:
    """Have the worker send a link for a new password to whoever has this address. An address that
    nobody has gives the worker as much to do, so neither answer nor time tells who has an account.
    """
    address = email.strip().lower()
    with transaction.atomic():
        somebody = Staff.objects.filter(email=address).values_list("id", flat=True).first()
        staff_id = somebody or _nobody(address)
        app.configure_task(TASK).defer(staff_id=str(staff_id), asked_at=now.isoformat())


def deliver_reset(*, staff_id: UUID, asked_at: datetime, now: datetime) -> None:
    """Write and send the e-mail, if the account is active and has a password or an invitation; one
    in five minutes. The worker's; raises MailNotSent, to be tried again within the hour.
    """
    if now - asked_at > lasts(Link.RESET):
        return
    actor = Actor(id=staff_id, name=SYSTEM_NAME, roles=frozenset(), group_ids=frozenset())
    with acting_as(actor, "deliver_reset"):
        staff = Staff.objects.select_for_update().filter(id=staff_id, is_active=True).first()
        if staff is None or not _may_have_one(staff, asked_at):
            return
        if staff.reset_asked_at != asked_at:
            staff.reset_asked_at = asked_at
            staff.save(update_fields=["reset_asked_at"])
            told = Entry("staff.reset_sent", Stream.STAFF, staff.id, now, by_system=True)
            record(actor, [told])
    link = address_of_link(*link_for(Link.RESET, staff, now=now))
    send_text("reset", staff.email, link=link, lasting=counted(settings.RESET_MINUTES, "minute"))


def choose_password(*, uid: str, token: str, password: str, now: datetime) -> None:
    """Set the password of the account that a link was sent to, once; every session of it ends, and
    the lock of the account, but not that of an address. Who reads its mail is not a guesser.

    Refused with `link.expired` and `link.void`.
    """
    with transaction.atomic():
        holder = holder_of(uid)
        locked = holder and Staff.objects.select_for_update().get(id=holder.id)
        standing = standing_of(locked, token, now=now)
        if locked is None or standing != Standing.GOOD:
            raise Refused(*REFUSALS[standing])
        set_password(staff_id=locked.id, password=password, now=now)
        if forget_failures(locked.email, now=now):
            record(actor_of(locked), [Entry("staff.unlocked", Stream.STAFF, locked.id, now)])


def _may_have_one(staff: Staff, asked_at: datetime) -> bool:
    """Whoever has a password, or was invited to choose one; not twice in five minutes, save that
    the worker may try the same one again.
    """
    last = staff.reset_asked_at
    is_their_turn = last is None or asked_at == last or asked_at >= last + ONE_IN
    return is_their_turn and (staff.has_usable_password() or staff.invited_at is not None)


def _nobody(address: str) -> UUID:
    """An id that is nobody's, and the same for the same address."""
    return UUID(bytes=salted_hmac("waymark.nobody", address, algorithm="sha256").digest()[:16])
