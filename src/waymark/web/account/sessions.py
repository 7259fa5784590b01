"""How long one stays signed in: what the warning asks, what is kept, and signing out everywhere."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.operations import sessions
from waymark.operations.kept_forms import discard_form
from waymark.people.kept_forms import kept_form
from waymark.web.account.form_labels import as_their_form_has_them, labels_of
from waymark.web.requests import StaffRequest
from waymark.web.session_clock import note_activity, time_left
from waymark.web.time_limits import in_background, keep_what_was_typed, remember_kept
from waymark.web.typed import lines_of

NOBODY = {"left": 0, "fixed": False}


@in_background
@login_not_required
@never_cache
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """How many seconds are left; asking does not make them more."""
    return JsonResponse(_left(request))


@never_cache
@require_POST
def stay(request: StaffRequest) -> JsonResponse:
    """Somebody pressed *Stay signed in*."""
    note_activity(request.session, timezone.now(), at_once=True)
    return JsonResponse(_left(request))


@in_background
@login_not_required
@never_cache
@require_POST
def keep(request: Any) -> JsonResponse:
    """What is typed in a form of a page, sent by its script just before the time is over or, when a
    machine slept, just after.
    """
    staff = request.timed_out.staff if request.timed_out else request.user
    page = request.GET.get("of", "")
    if not (staff.is_authenticated and _is_ours(page)):
        return JsonResponse({"kept": False} | NOBODY, status=403)
    kept_it = keep_what_was_typed(request, staff, page)
    if request.user.is_authenticated:
        remember_kept(request.session, request.actor.id, timezone.now())
    return JsonResponse({"kept": kept_it} | _left(request))


@never_cache
@require_http_methods(["GET", "POST"])
def kept(request: StaffRequest, form_id: UUID) -> HttpResponse:
    """What one had typed, to be read and copied, or thrown away."""
    found = kept_form(request.actor, form_id, now=timezone.now())
    if found is None:
        raise Http404
    if request.method == "POST":
        discard_form(actor=request.actor, form_id=form_id)
        remember_kept(request.session, request.actor.id, timezone.now())
        messages.success(request, "What you had typed has been thrown away")
        return redirect(found.path)
    lines = lines_of(as_their_form_has_them(found.fields), labels_of(found.fields))
    context = {"kept": found, "lines": lines}
    return render(request, "account/kept.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out_everywhere(request: StaffRequest) -> HttpResponse:
    """Say what will happen; then end every session of one's own, this one too."""
    if request.method != "POST":
        return render(request, "account/sign_out_everywhere.html")
    sessions.sign_out_everywhere(actor=request.actor, now=timezone.now())
    logout(request)
    messages.success(request, "You are signed out on every device")
    answer = redirect("sign-in")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def _left(request: HttpRequest) -> dict[str, int | bool]:
    if not request.user.is_authenticated:
        return dict(NOBODY)
    time = time_left(request.session, timezone.now())
    return {"left": time.left, "fixed": time.is_fixed}


def _is_ours(page: str) -> bool:
    """Whether this is the address of one of our pages."""
    try:
        return page.startswith("/") and bool(resolve(page))
    except Resolver404:
        return False
