"""Signing in and out, and what one may see and change of one's own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from waymark.people.policy import ROLE_MEANINGS, Role
from waymark.people.queries import demo_cast
from waymark.web.account.forms import ChangePasswordForm, SignInForm
from waymark.web.parts import Head
from waymark.web.requests import StaffRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail address and password; in the demonstration, one click on one of its people."""
    if request.method == "POST" and settings.DEMO and request.POST.get("as"):
        return _enter(request, _one_of_the_cast(request.POST["as"]))
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _enter(request, form.staff)
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(_where_to(request))
    page = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "cast": demo_cast() if settings.DEMO else [],
        "heads": [Head("Person"), Head("What they come for"), Head("Sign in")],
    }
    return render(request, "account/sign_in.html", page)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, whether or not there is one."""
    logout(request)
    answer = redirect(settings.LOGOUT_REDIRECT_URL)
    answer["Clear-Site-Data"] = '"cache"'  # nor pages that the browser kept for going back
    return answer


@never_cache
@sensitive_post_parameters("present_password", "new_password")
@require_http_methods(["GET", "POST"])
def account(request: StaffRequest) -> HttpResponse:
    """Who one is to Waymark, and a way to change the password."""
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Your password is changed. Other devices have been signed out")
        return redirect("account")
    roles = [(role, ROLE_MEANINGS[Role(role)]) for role in sorted(request.actor.roles)]
    staff: Any = request.user
    groups = [group.path for group in staff.groups.all()]
    return render(request, "account/account.html", {"form": form, "roles": roles, "groups": groups})


def _enter(request: HttpRequest, staff: Any) -> HttpResponseRedirect:
    login(request, staff, backend=BACKEND)
    return HttpResponseRedirect(_where_to(request))


def _one_of_the_cast(asked: str) -> Any:
    """Only those whom the page lists can be entered without a password."""
    for member in demo_cast():
        if str(member.id) == asked:
            return get_user_model()._default_manager.get(pk=member.id)
    raise Http404


def _where_to(request: HttpRequest) -> str:
    """The page that was asked for, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
