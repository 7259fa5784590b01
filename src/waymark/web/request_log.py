"""One line in the log for each request: which page, for whom, how it ended and how long it took.
Of the address only the page's name; of the person only the opaque id.
"""

import logging
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = logging.getLogger(__name__)
_asked: ContextVar[HttpRequest | None] = ContextVar("asked", default=None)


class RequestLog:
    """Gives each request a code, by which the log and the page about an error find each other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        request.code = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]  # see code_of
        token = _asked.set(request)
        try:
            response = self.get_response(request)
            if not request.path.startswith(settings.STATIC_URL):
                log.info("request", extra=_how_it_ended(response, began))
            return response
        finally:
            _asked.reset(token)


def code_of(request: HttpRequest) -> str:
    """The code of a request; nothing for one that did not come through the middleware."""
    return getattr(request, "code", "")


def of_this_request() -> dict[str, Any]:
    """What every line says that is written while a request is answered."""
    request = _asked.get()
    if request is None:
        return {}
    actor = getattr(request, "actor", None)
    match = getattr(request, "resolver_match", None)
    return {
        "request": code_of(request),
        "method": request.method if request.method in METHODS else "other",
        "route": match.view_name if match else None,
        "actor": str(actor.id) if actor else None,
        "refused": getattr(request, "refused", None),
    }


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


def _how_it_ended(response: HttpResponseBase, began: float) -> dict[str, Any]:
    took = round((time.perf_counter() - began) * 1000, 1)
    return {"status": response.status_code, "duration_ms": took}
