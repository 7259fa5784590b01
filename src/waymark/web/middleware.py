"""Puts the actor on the request, so that every view has who is asking; and answers who may not."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from waymark.kernel.refusals import NotAllowed, NotFound, ReasonNeeded
from waymark.people.queries import actor_of
from waymark.web.errors import not_allowed, not_found, signed_out, time_ran_out
from waymark.web.participants.opening_reason import ask_why
from waymark.web.time_limits import TimedOut, keep_what_was_typed


class SignInFirst(LoginRequiredMiddleware):
    """Reading needs signing in; what was sent with nobody signed in is shown, to be copied; what
    was sent too late is kept for whoever sent it.
    """

    def handle_no_permission(  # type: ignore[override]  # Django's own answer is a redirect only
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        """A redirect would lose what was typed, without a word."""
        too_late: TimedOut | None = getattr(request, "timed_out", None)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        if too_late is not None and keep_what_was_typed(request, too_late.staff, request.path):
            return time_ran_out(request, too_late.why)
        return signed_out(request)


class ActorMiddleware:
    """`request.actor`: who is signed in, with roles and groups; None when nobody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = actor_of(request.user) if request.user.is_authenticated else None
        request.actor = actor  # type: ignore[attr-defined]  # see web/requests.py
        response = self.get_response(request)
        if actor is not None:
            response.setdefault("Cache-Control", "no-store")  # nothing is left after signing out
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view lets through: not there or not yours is 404, not your role is 403, and
        a restricted record asks why it is opened.
        """
        if isinstance(exception, NotFound):
            return not_found(request, exception)
        if isinstance(exception, ReasonNeeded):
            return ask_why(request, exception)
        if isinstance(exception, NotAllowed):
            return not_allowed(request, exception)
        return None
