"""Too many failures to sign in lock an account, or the address they come from, for a while.

django-axes counts them. It is told a keyed digest in place of the e-mail address, so that its table
holds nobody's address, and nothing that somebody typed into the wrong field.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "waymark.people.lock_out"


def digest_of(email: str) -> str:
    """What stands for an e-mail address in the table of failures."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()


def account_of_attempt(_request: HttpRequest, credentials: dict | None) -> str:
    """For axes: whom an attempt was about, as a digest."""
    return digest_of((credentials or {}).get("email") or "")


def address_of_attempt(request: HttpRequest) -> str | None:
    """For axes: where an attempt came from."""
    return request.META.get("REMOTE_ADDR") or None


def nobody_named(*_: Any) -> str:
    """For the log of axes, which would name account and address."""
    return "somebody"


def failure_limit(_request: HttpRequest, _credentials: dict | None) -> int:
    """For axes: how many failures lock an account."""
    return settings.FAILURES_BY_ACCOUNT


def cool_off(_request: HttpRequest | None) -> timedelta:
    """For axes: how long a lock lasts after the last failure that counted."""
    return settings.LOCKED_FOR


class LockOut(AxesDatabaseHandler):
    """Counts by account and by address, each with a limit of its own: behind one address there may
    be a whole office.
    """

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """The failures of the account, or what those of the address amount to, if that is more."""
        by_account, by_address = (
            attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        share = by_address * settings.FAILURES_BY_ACCOUNT // settings.FAILURES_BY_ADDRESS
        return max(by_account, share)


def forget_failures(email: str, *, now: datetime) -> bool:
    """Let an account be tried again from everywhere; whether it was locked."""
    was_locked = is_account_locked(email, now=now)
    AccessAttempt.objects.filter(username=digest_of(email)).delete()
    return was_locked


def is_account_locked(email: str, *, now: datetime) -> bool:
    """Whether nobody can sign in to this account with a password or code just now."""
    recent = AccessAttempt.objects.filter(
        username=digest_of(email), attempt_time__gte=now - settings.LOCKED_FOR
    )
    failures = recent.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
    return failures >= settings.FAILURES_BY_ACCOUNT
