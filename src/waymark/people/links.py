"""The single-use links that are sent by e-mail: an invitation, and a new password.

A link holds no more than an id and a seal over what the account was when it was made. Whatever
uses it up (a password, signing in, a newer invitation, deactivation) breaks the seal.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode

from waymark.people.models import Staff

EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


class Link(StrEnum):
    """What a link was sent for."""

    INVITATION = "invitation"
    RESET = "reset"


class Standing(StrEnum):
    """Whether a link can be used."""

    GOOD = "good"
    EXPIRED = "expired"
    VOID = "void"


def lasts(link: Link) -> timedelta:
    """How long a link of this kind can be used."""
    if link == Link.INVITATION:
        return timedelta(days=settings.INVITATION_DAYS)
    return timedelta(minutes=settings.RESET_MINUTES)


class _Seals(PasswordResetTokenGenerator):
    """Django's tokens, of one kind each, with the clock passed in."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.key_salt = f"waymark.people.links.{link}"
        self.lasts_for = link

    def _make_hash_value(self, user: Staff, timestamp: int) -> str:  # type: ignore[override]
        """Django's: key, password, last sign-in, address. Ours: active, the last invitation."""
        invited = user.invited_at.timestamp() if user.invited_at else ""
        return f"{super()._make_hash_value(user, timestamp)}|{user.is_active}|{invited}"

    def made_at(self, staff: Staff, now: datetime) -> str:
        return self._make_token_with_timestamp(staff, _seconds(now), self.secret)

    def standing(self, staff: Staff, token: str, now: datetime) -> Standing:
        try:
            at = base36_to_int(token.partition("-")[0])
        except ValueError:
            return Standing.VOID
        known = (self.secret, *self.secret_fallbacks)
        if not any(
            constant_time_compare(self._make_token_with_timestamp(staff, at, key), token)
            for key in known
        ):
            return Standing.VOID
        age = timedelta(seconds=_seconds(now) - at)
        return Standing.GOOD if age <= lasts(self.lasts_for) else Standing.EXPIRED


SEALS = {link: _Seals(link) for link in Link}


def _seconds(now: datetime) -> int:
    return int((now - EPOCH).total_seconds())


def link_for(link: Link, staff: Staff, *, now: datetime) -> tuple[str, str]:
    """The two parts of a link's address: whose it is, and its seal."""
    return urlsafe_base64_encode(force_bytes(staff.pk)), SEALS[link].made_at(staff, now)


def holder_of(uid: str) -> Staff | None:
    """Whose link it is, by the first part of its address; nobody's when that is made up."""
    try:
        return Staff.objects.get(pk=urlsafe_base64_decode(uid).decode())
    except (ValueError, ValidationError, Staff.DoesNotExist):
        return None


def standing_of(staff: Staff | None, token: str, *, now: datetime) -> Standing:
    """Whether a link can be used. Only a genuine one is ever said to have expired."""
    if staff is None or not staff.is_active:
        return Standing.VOID
    found = {seals.standing(staff, token, now) for seals in SEALS.values()}
    return next(one for one in Standing if one in found)
