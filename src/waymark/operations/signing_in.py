"""Getting in: who did, who failed and where from, the link to single sign-on, locks and second
steps. Failures for an address that no account has are recorded too, without the address.
"""

from collections.abc import Iterable
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import NOBODY, Actor
from waymark.kernel.refusals import NotAllowed
from waymark.operations.sessions import end_sessions
from waymark.people.accounts import locked_account_of
from waymark.people.lock_out import digest_of, forget_failures, is_account_locked
from waymark.people.models import Staff
from waymark.people.policy import require
from waymark.people.queries import actor_of

REFUSED_BY_SINGLE_SIGN_ON = "single sign-on"
OWN_STEPS = "Remove your own second steps under Your account, or ask another administrator"


def note_sign_in(*, staff_id: UUID, how: str, now: datetime, address: str | None) -> None:
    """Put on record that somebody signed in and by what, and forget what they mistyped from here.
    Failures from elsewhere go on counting.
    """
    with transaction.atomic():
        staff = Staff.objects.get(id=staff_id)
        AccessAttempt.objects.filter(username=digest_of(staff.email), ip_address=address).delete()
        data = {"how": how, "address": address}
        record(actor_of(staff), [_entry("staff.signed_in", staff_id, now, data)])


def note_failed_sign_in(
    *, email: str, how: str, is_locked: bool, now: datetime, address: str | None
) -> None:
    """Put on record that somebody failed to sign in, and that this locked the account or address.
    What was typed is not kept: only the id of the account, if there is one.
    """
    with transaction.atomic():
        staff_id = Staff.objects.filter(email=email).values_list("id", flat=True).first()
        is_its_own = is_locked and is_account_locked(email, now=now)  # or is it the address?
        data = {"how": how, "address": address, "locked": is_locked}
        _record_failure(staff_id, is_its_own, now, data)


def admit_by_single_sign_on(
    *,
    provider: str,
    subject: str,
    email: str,
    email_is_verified: bool,
    is_strong_enough: bool,
    now: datetime,
    address: str | None,
) -> UUID | None:
    """Whom the identity provider has sent: first found by a verified e-mail address, from then on
    by the provider's own name for them. Nobody, when there is no active account for them, when
    the account is already somebody else's at the provider, or when the provider asked them for
    less than this installation wants.
    """
    with transaction.atomic():
        linked = SocialAccount.objects.filter(provider=provider, uid=subject).first()
        found = {"id": linked.user_id} if linked else {"email": email.strip().lower()}
        staff = Staff.objects.select_for_update().filter(**found).first()
        is_theirs = linked or (
            staff
            and email_is_verified
            and not SocialAccount.objects.filter(provider=provider, user=staff).exists()
        )
        if not staff or not is_theirs or not staff.is_active or not is_strong_enough:
            data = {"how": REFUSED_BY_SINGLE_SIGN_ON, "address": address}
            _record_failure(staff.id if staff else None, False, now, data)
            return None
        if not linked:
            SocialAccount.objects.create(provider=provider, uid=subject, user=staff)
            record(NOBODY, [_entry("staff.single_sign_on_linked", staff.id, now, {})])
        return staff.id


def note_second_step(
    *, staff_id: UUID, code: str, what: Iterable[str], now: datetime, address: str | None
) -> None:
    """Put on record that somebody added or removed a second step of their own, in the transaction
    that did it. New recovery codes are drawn by us.
    """
    with transaction.atomic():
        _draw_recovery_codes(staff_id)
        actor = actor_of(Staff.objects.get(id=staff_id))
        data = {"what": sorted(what), "address": address}
        record(actor, [_entry(SECOND_STEP_EVENTS[code], staff_id, now, data)])


SECOND_STEP_EVENTS = {
    "added": "staff.second_step_added",
    "removed": "staff.second_step_removed",
    "codes": "staff.recovery_codes_made",
}


def unlock_account(*, actor: Actor, staff_id: UUID, now: datetime, why: str = "") -> None:
    """Let an account be tried again at once, from everywhere. What `why` says is kept. Refused with
    `people.role_needed`, `staff.not_found`, `staff.not_yours`.
    """
    require(actor, "people.keep")
    with acting_as(actor, "unlock_account"):
        staff = locked_account_of(actor, staff_id)
        forget_failures(staff.email, now=now)
        record(actor, [_entry("staff.unlocked", staff.id, now, _because(why))])


def remove_second_steps(*, actor: Actor, staff_id: UUID, now: datetime, why: str = "") -> None:
    """Take every second step of an account away: a lost phone, a lost key. Who needs one is asked
    to set one up at the next sign-in, and all their sessions end. What `why` says is kept.

    Refused with `people.role_needed`, `staff.not_found`, `staff.not_yours`, and `staff.own_steps`:
    one's own are removed one by one, by who has shown once more who they are.
    """
    require(actor, "people.keep")
    if actor.id == staff_id:
        raise NotAllowed("staff.own_steps", OWN_STEPS)
    with acting_as(actor, "remove_second_steps"):
        staff = locked_account_of(actor, staff_id)
        mine = Authenticator.objects.filter(user=staff)
        what = sorted(mine.values_list("type", flat=True))
        mine.delete()
        end_sessions([staff.id])
        record(
            actor,
            [_entry("staff.second_step_removed", staff.id, now, {"what": what} | _because(why))],
        )


def _because(why: str) -> dict[str, str]:
    return {"why": why.strip()} if why.strip() else {}


def sweep_failures(*, now: datetime) -> int:
    """Throw away failures that no longer lock anything; how many there were."""
    with transaction.atomic():
        old = AccessAttempt.objects.filter(attempt_time__lt=now - settings.LOCKED_FOR)
        return old.delete()[0]


def _draw_recovery_codes(staff_id: UUID) -> None:
    """Random codes in place of those that allauth works out from a seed, by HMAC-SHA-1."""
    fresh = Authenticator.objects.filter(
        user_id=staff_id, type=Authenticator.Type.RECOVERY_CODES, data__has_key="seed"
    )
    count, digits = app_settings.RECOVERY_CODE_COUNT, app_settings.RECOVERY_CODE_DIGITS
    codes = SystemRandom().sample(range(10**digits), count)
    fresh.update(data={"migrated_codes": [encrypt(f"{code:0{digits}}") for code in codes]})


def _record_failure(staff_id: UUID | None, is_locked: bool, now: datetime, data: dict) -> None:
    if staff_id is None:
        code, stream = "sign_in.failed", Stream.INSTALLATION
        record(NOBODY, [Entry(code, stream, None, now, data)])
        return
    entries = [_entry("staff.sign_in_failed", staff_id, now, data)]
    if is_locked:
        entries.append(_entry("staff.locked_out", staff_id, now, data))
    record(NOBODY, entries)


def _entry(code: str, staff_id: UUID, now: datetime, data: dict) -> Entry:
    return Entry(code, Stream.STAFF, staff_id, now, data)
