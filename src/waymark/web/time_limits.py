"""Sessions that end by themselves, and what was typed into a form when one did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from waymark.operations.kept_forms import discard_form, keep_form
from waymark.people.kept_forms import kept_form, kept_pages
from waymark.people.queries import actor_of
from waymark.web.session_clock import begin, has_begun, note_activity, time_left
from waymark.web.typed import fields_typed, restored

KEPT = "kept_pages"
REFRESHED = "refreshed"  # the parameter of a page that loads itself again
SAVED = {302, 303}


def in_background(view: Any) -> Any:
    """Mark a view that a page's script asks by itself: nobody did anything, no time is won."""
    view.is_in_background = True
    return view


@dataclass(frozen=True, slots=True)
class TimedOut:
    """Whose session was over when this request came, and for which of the two reasons."""

    staff: Any
    is_fixed: bool

    @property
    def why(self) -> str:
        if self.is_fixed:
            return "You were signed out because you had been signed in for twelve hours"
        return "You were signed out because nothing happened for a while"


class TimeLimits:
    """A session that nobody used for half an hour is over, and so is one of twelve hours.

    A form that comes too late is kept for the person whose session it was, and stands there again
    when they have signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: Any = request
        asked.timed_out = asked.kept = None
        if asked.user.is_authenticated:
            time = time_left(asked.session, timezone.now())
            if time.is_over:
                asked.timed_out = TimedOut(asked.user, time.is_fixed)
                asked.user = AnonymousUser()
        token = restored.set(None)
        try:
            response = self.get_response(request)
        finally:
            restored.reset(token)
        if asked.method == "POST" and response.status_code in SAVED:
            _forget(asked)
        if asked.user.is_authenticated and not has_begun(asked.session):
            come_in(asked.session, asked.user.pk, timezone.now())
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:  # noqa: ARG002
        """After the CSRF check: what another site sends ends nothing and keeps nothing."""
        if getattr(view, "is_in_background", False) or _is_reload(request):
            return
        if request.timed_out is not None:
            _end(request)
        elif request.user.is_authenticated:
            _go_on(request, timezone.now())


def keep_what_was_typed(request: Any, staff: Any, path: str) -> bool:
    """Keep the fields of a form for the one who typed them; False if there was nothing to keep, or
    far too much.
    """
    fields = fields_typed(request)
    return keep_form(actor=actor_of(staff), path=path, fields=fields, now=timezone.now())


def come_in(session: SessionBase, staff_id: UUID, now: datetime) -> None:
    """Begin the time of somebody who has just signed in, by whichever door."""
    begin(session, now)
    remember_kept(session, staff_id, now)


def remember_kept(session: SessionBase, staff_id: UUID, now: datetime) -> None:
    """Let a session know for which pages something is kept for its person."""
    session[KEPT] = kept_pages(staff_id, now=now)


def _go_on(request: Any, now: datetime) -> None:
    if not has_begun(request.session):
        come_in(request.session, request.user.pk, now)
    note_activity(request.session, now)
    form_id = request.session.get(KEPT, {}).get(request.path)
    if form_id and request.method == "GET":
        request.kept = kept_form(request.actor, form_id, now=now)
        restored.set(request.kept.fields if request.kept else None)


def _is_reload(request: Any) -> bool:
    """A page that loads itself again shows what goes on; nobody did anything."""
    return request.method == "GET" and REFRESHED in request.GET


def _end(request: Any) -> None:
    request.session.flush()
    if request.method == "GET":
        messages.info(request, request.timed_out.why)


def _forget(request: Any) -> None:
    """What was kept of a form is not needed when the form has been saved."""
    pages = request.session.get(KEPT) or {}
    form_id = pages.get(request.path)
    if form_id and getattr(request, "actor", None):
        discard_form(actor=request.actor, form_id=form_id)
        request.session[KEPT] = {path: one for path, one in pages.items() if path != request.path}
