"""A password by e-mail: asking for a link, and choosing a password with one."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.refusals import Refused
from waymark.operations.passwords import ask_for_reset, choose_password
from waymark.people.links import Link, Standing, holder_of, lasts, standing_of
from waymark.web.account.forms import ForgottenForm, NewPasswordForm

CHOOSE = "choose"  # stands in the address for the secret part of a link, which is in the session
IN_SESSION = "link"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """An address to send a link to. What follows is the same whoever has that address."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ask_for_reset(email=form.cleaned_data["email"], now=timezone.now())
        return redirect("forgotten-password-sent")
    return render(request, "account/forgotten.html", {"form": form})


@login_not_required
@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What to expect, which does not depend on what was typed."""
    minutes = int(lasts(Link.RESET).total_seconds() // 60)
    return render(request, "account/forgotten_sent.html", {"minutes": minutes})


@login_not_required
@never_cache
@sensitive_post_parameters("new_password")
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """The page of a single-use link. Its secret part goes to the session, out of the address; only
    sending the form uses it up, so that a mail scanner that follows links does not.
    """
    in_address = token != CHOOSE
    secret = token if in_address else request.session.get(IN_SESSION, "")
    holder = holder_of(uidb64)
    standing = standing_of(holder, secret, now=timezone.now())
    if standing != Standing.GOOD:
        return _no_longer(request, has_expired=standing == Standing.EXPIRED)
    if in_address:
        request.session[IN_SESSION] = secret
        return redirect("set-password", uidb64=uidb64, token=CHOOSE)
    form = NewPasswordForm(holder, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _chosen(request, uidb64, secret, form.cleaned_data["new_password"])
    return render(request, "account/set_password.html", {"form": form})


def _chosen(request: HttpRequest, uid: str, secret: str, password: str) -> HttpResponse:
    try:
        choose_password(uid=uid, token=secret, password=password, now=timezone.now())
    except Refused as refused:
        return _no_longer(request, has_expired=refused.code == "link.expired")
    logout(request)
    messages.success(request, "Your password is set. Sign in with it")
    return redirect("sign-in")


def _no_longer(request: HttpRequest, *, has_expired: bool) -> HttpResponse:
    context = {"form": None, "has_expired": has_expired}
    return render(request, "account/link_no_longer.html", context)
