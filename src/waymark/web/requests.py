"""The request as our views get it, and where it came from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from waymark.kernel.actor import Actor


class StaffRequest(HttpRequest):
    """For annotations: from somebody signed in, with the actor that the middleware put there."""

    actor: Actor


def address_of(request: HttpRequest) -> str | None:
    """The network address somebody came from, as the last of our own proxies saw it. What stands
    before that in X-Forwarded-For anybody can write, and none of it is believed.
    """
    seen = [request.META.get("REMOTE_ADDR") or ""]
    if settings.TRUSTED_PROXIES:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        seen = [*told[-settings.TRUSTED_PROXIES :][:1], *seen]
    return next((one.strip() for one in seen if _is_address(one.strip())), None)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text
