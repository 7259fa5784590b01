"""The request as our views get it, and where it came from."""

from django.http import HttpRequest

from waymark.kernel.actor import Actor


class StaffRequest(HttpRequest):
    """For annotations: from somebody signed in, with the actor that the middleware put there."""

    actor: Actor


def address_of(request: HttpRequest) -> str | None:
    """The network address somebody came from; `FromWhere` has looked behind our own proxies."""
    return request.META.get("REMOTE_ADDR") or None
