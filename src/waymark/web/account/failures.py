"""When signing in fails: counted, put on record, and answered alike for every address typed."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from waymark.operations.signing_in import note_failed_sign_in


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict | None
) -> HttpResponse:
    """The page after too many failures: the same for an account that there is and one that there is
    not.
    """
    minutes = int(settings.LOCKED_FOR.total_seconds() // 60)
    answer = render(request, "account/locked_out.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    answer["Cache-Control"] = "no-store"
    return answer


def note_failure(request: HttpRequest, email: str, how: str) -> None:
    """Put on record a failure that was counted. One that met a lock was not, and adds nothing."""
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    note_failed_sign_in(
        email=email,
        how=how,
        is_locked=bool(getattr(request, "axes_locked_out", False)),
        now=timezone.now(),
        address=address_of(request),
    )


def count_failure(request: HttpRequest, email: str, how: str) -> None:
    """A second step was wrong: it counts as a wrong password does."""
    AxesProxyHandler.user_login_failed(
        sender=__name__, credentials={"email": email}, request=request
    )
    note_failure(request, email, how)


def meets_a_lock(request: HttpRequest, email: str) -> bool:
    """Whether account or address is locked; the answer will then say so, whatever the view says."""
    if AxesProxyHandler.is_allowed(request, {"email": email}):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]  # axes' middleware answers
    return True


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from."""
    return request.META.get("REMOTE_ADDR") or None
