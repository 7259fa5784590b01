"""What a session keeps of how it began, and where one goes from there."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

HOW, WHEN, HAS_SECOND_STEP = "entered_by", "entered_at", "has_second_step"
PASSWORD, SINGLE_SIGN_ON, DEMONSTRATION = "password", "single sign-on", "demonstration"


def entered(request: HttpRequest, how: str) -> None:
    """Begin: all ways in but the password alone need no second step of ours any more."""
    request.session[HOW] = how
    request.session[WHEN] = int(time.time())
    request.session[HAS_SECOND_STEP] = how != PASSWORD
    request.session.set_expiry(None)  # as long as settings say, whatever allauth set


def second_step_is_set_up(request: HttpRequest) -> None:
    """Whoever has just set one up has shown it."""
    request.session[HAS_SECOND_STEP] = True


def has_second_step(request: HttpRequest) -> bool:
    """Whether more than a password has been shown in this session."""
    return bool(request.session.get(HAS_SECOND_STEP))


def entered_just_now(request: HttpRequest) -> bool:
    """Whether somebody signed in so recently that they need not be asked again who they are."""
    when = request.session.get(WHEN, 0)
    return time.time() - when < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def asked_for(request: HttpRequest) -> str:
    """The address that was asked for before signing in, as it was sent."""
    return request.POST.get("next") or request.GET.get("next", "")


def where_to(request: HttpRequest) -> str:
    """The page that was asked for, if it is one of ours."""
    asked: Any = asked_for(request)
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
