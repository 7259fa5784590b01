"""What is limited, for whom, and the page that says so. Where a form was sent, it shows what was
typed.
"""

import logging
import math
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from waymark.limits.counting import take
from waymark.web.typed import typed_in

log = logging.getLogger(__name__)

# Every address that hands out more than one record; a fitness test sees to it that none is missing.
EXPORTS = {
    "access-records-export",
    "import-refused",
    "participant-access-export",
    "sanction-record-export",
    "tracker-export",
    "tracker-pack-file",
    "tracker-sheet-file",
}
ONE_HOUSEHOLD = 64  # bits of an IPv6 address: the rest is theirs to choose
WORDS = {
    "sign_in": "tried to sign in, or to get a new password,",
    "search": "searched",
    "export": "exported",
    "upload": "uploaded files",
}


class Limits:
    """Stands between knowing who asks and doing what they ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Ask for a turn where there is a limit; the page that says how long to wait if none."""
        name = limited_as(request)
        limit = settings.LIMITS.get(name)
        if limit is None:
            return None
        wait = take(limit, name=name, who=_who(request), now=timezone.now())
        return None if wait is None else too_many(request, name, wait)


def limited_as(request: HttpRequest) -> str:
    """Which limit a request falls under; of a person who is signed in, or else of an address."""
    actor = getattr(request, "actor", None)
    if request.method == "POST":
        if actor is None:
            return "sign_in"  # whatever it is: nobody has other forms
        return "upload" if request.FILES else ""
    route = request.resolver_match.view_name if request.resolver_match else ""
    if route in EXPORTS:
        return "export"
    return "search" if actor is not None and request.GET.get("q", "").strip() else ""


def too_many(request: HttpRequest, name: str, wait: timedelta) -> HttpResponse:
    """How long to wait; and what was typed, since nothing of it has been saved."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    log.warning("over a limit", extra={"limit": name})
    was_sent = request.method == "POST"
    page = {
        "done": WORDS[name],
        "wait": _in_words(seconds),
        "was_sent": was_sent,
        "typed": typed_in(request) if was_sent else None,
        "back": request.get_full_path(),
    }
    answer = render(request, "errors/too_many.html", page, status=429)
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store"
    return answer


def _who(request: HttpRequest) -> str:
    """The person; with nobody signed in the address, or the network of one household."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        return str(actor.id)
    text = request.META.get("REMOTE_ADDR") or ""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if address.version == 4:  # noqa: PLR2004
        return text
    return str(ip_network(f"{address}/{ONE_HOUSEHOLD}", strict=False))


def _in_words(seconds: int) -> str:
    for length, one in ((3600, "hour"), (60, "minute")):
        if seconds >= length:
            many = math.ceil(seconds / length)
            return f"{many} {one}{'s' if many > 1 else ''}"
    return f"{seconds} second{'s' if seconds > 1 else ''}"
