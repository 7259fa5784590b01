"""Pages for when it does not work: what happened, what it means for your work, what to do."""

import logging
import sys
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from waymark.kernel.refusals import Refused
from waymark.web.errors.passing import NOT_THERE, RETRY_AFTER, passing
from waymark.web.request_log import code_of
from waymark.web.typed import Typed, typed_in

log = logging.getLogger(__name__)

STYLES = ("vendor/govuk-frontend.min.css", "waymark.css")
CHECKS = {"Origin": "origin", "Referer": "referer", "CSRF cookie": "cookie", "CSRF token": "token"}
LAST_RESORT = (
    "<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>Something went wrong</title>"
    "<h1>Something went wrong</h1><p>Try again in a few minutes.</p></html>"
)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: nothing was saved, and what was typed, to be copied.
    What another site sent is not shown: nobody typed it here. No page takes PUT and the like.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    log.info("form not accepted", extra={"kind": _what_was_wrong(reason)})
    is_ours = not reason.startswith(("Origin", "Referer"))
    return _not_saved(
        request, "errors/form_expired.html", typed_in(request) if is_ours else Typed()
    )


def _what_was_wrong(reason: str) -> str:
    """Which check of Django's it was, in a word: its own words may quote what was sent."""
    return next((word for start, word in CHECKS.items() if reason.startswith(start)), "other")


def signed_out(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in any more: nothing was saved, and what was typed, to be copied."""
    return _not_saved(request, "errors/signed_out.html", typed_in(request))


def time_ran_out(request: HttpRequest, why: str) -> HttpResponse:
    """The time was over before this was sent: what was typed is kept for whoever typed it, and not
    shown to whoever else is here now.
    """
    files = Typed(files=typed_in(request).files)
    return _not_saved(request, "errors/time_ran_out.html", files, why=why)


def _not_saved(request: HttpRequest, template: str, typed: Typed, why: str = "") -> HttpResponse:
    context = {"typed": typed, "back": request.get_full_path(), "why": why}
    answer = render(request, template, context, status=403)
    answer["Cache-Control"] = "no-store"  # others use this computer too
    return answer


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Nothing here for this person; never says whether there is a record, nor that they typed
    something into a page of it once.
    """
    request.kept = None  # type: ignore[attr-defined]  # see web/time_limits.py
    return render(request, "errors/not_found.html", status=404)


@requires_csrf_token
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Names what was refused and the role that would allow it, and who gives roles."""
    cause = exception.args[0] if exception.args else ""
    refused = exception if isinstance(exception, Refused) else cause
    words = refused.message if isinstance(refused, Refused) else str(cause)
    request.refused = getattr(refused, "code", None)  # type: ignore[attr-defined]  # for the log
    return render(request, "errors/not_allowed.html", {"why": words}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read at all. For Django it is the same when a session cannot be kept
    at the end of a request, which may be the database's doing.
    """
    if isinstance(exception, SessionInterrupted) and (why := passing(exception)) is not None:
        return _not_now(request, why, is_certain=False)
    return _unadorned("errors/bad_request.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Asks neither the database nor the session, which may be what is broken. The code
    finds what happened in the log. What passes by itself is told apart, with what was typed.
    """
    if (why := passing(sys.exception())) is not None:
        return _not_now(request, why, is_certain=why != NOT_THERE)
    return _unadorned("errors/server_error.html", status=500, code=code_of(request))


def _not_now(request: HttpRequest, why: str, *, is_certain: bool) -> HttpResponse:
    """Why it does not work just now, with what was typed. A database that went away may have saved
    it before: then we do not say that it has not.
    """
    answer = _unadorned(
        "errors/not_now.html",
        status=503,
        why=why,
        was_sent=request.method == "POST",
        is_certain=is_certain,
        typed=_typed_by_them(request),
        back=request.get_full_path(),
    )
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"  # others use this computer too
    return answer


def _typed_by_them(request: HttpRequest) -> Typed:
    """What they sent from a page of ours, as far as it could be read at all."""
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return Typed()
    try:
        return typed_in(request)
    except Exception:  # noqa: BLE001 - the page has to come all the same
        return Typed()


def _unadorned(template: str, *, status: int, **more: Any) -> HttpResponse:
    """A page that needs nothing but its template, and not even that in the last resort."""
    try:
        page = render_to_string(template, {"styles": _styles(), **more})
        return HttpResponse(page, status=status)
    except Exception:
        log.exception("page of an error not made")
        return HttpResponse(LAST_RESORT, status=status)


def _styles() -> list[str]:
    """The addresses of the style sheets, or none when static files were not collected."""
    try:
        return [staticfiles_storage.url(name) for name in STYLES]
    except ValueError:
        return []
