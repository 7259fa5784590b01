"""Signing in: e-mail address and password, then a second step where there is one; or a passkey.
allauth's views, with our pages; and signing out.
"""

from typing import Any
from uuid import UUID

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from waymark.operations.signing_in import note_sign_in
from waymark.people.queries import demo_cast
from waymark.web.account.adapters import WRONG_KEY
from waymark.web.account.entering import DEMONSTRATION, asked_for, entered, where_to
from waymark.web.account.failures import address_of, count_failure, meets_a_lock
from waymark.web.account.sign_in_forms import CodeForm, KeyForm, PasskeyForm, SignInForm
from waymark.web.account.single_sign_on import provider_name
from waymark.web.parts import Head

BACKEND = "waymark.people.signed_in.Accounts"


class SignIn(LoginView):
    """E-mail address and password; in the demonstration, one click on one of its people."""

    form_class = SignInForm
    template_name = "account/sign_in.html"
    http_method_names = ["get", "post", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; who is signed in need not again."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(where_to(request))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try what was typed. An installation can do without passwords."""
        if settings.DEMO and request.POST.get("as"):
            return _enter_as(request, request.POST["as"])
        if not settings.PASSWORD_SIGN_IN:
            return redirect("sign-in")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Whoever sat here before is signed out first."""
        if self.request.user.is_authenticated:
            logout(self.request)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """The page that was asked for, if it is one of ours."""
        return where_to(self.request)

    def get_context_data(self, **kwargs: Any) -> dict:
        """The form, other ways in, and the people of the demonstration."""
        return super().get_context_data(**kwargs) | {
            "next": asked_for(self.request),
            "by_password": settings.PASSWORD_SIGN_IN,
            "provider": provider_name(),
            "cast": demo_cast() if settings.DEMO else [],
            "heads": [Head("Person"), Head("What they come for"), Head("Sign in")],
        }


class SecondStep(AuthenticateView):
    """A code or a security key, after the password. Wrong ones count as wrong passwords do."""

    form_class = CodeForm
    webauthn_form_class = KeyForm
    template_name = "account/second_step_at_sign_in.html"
    http_method_names = ["get", "post", "head"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try what was entered, unless account or address is locked."""
        if meets_a_lock(request, self.stage.login.user.email):
            request.session.flush()
            return HttpResponse(status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again; after too many, from the beginning."""
        if form.data.get("code") or form.data.get("credential"):
            how = "code" if "code" in form.data else "security key"
            count_failure(self.request, self.stage.login.user.email, how)
        if getattr(self.request, "axes_locked_out", False):
            self.request.session.flush()
            return HttpResponse(status=429)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict:
        """What this person can show: codes, keys, or both."""
        context = super().get_context_data(**kwargs)
        options = context["js_data"]["request_options"]
        has_keys = bool(options["publicKey"].get("allowCredentials"))
        return context | {"options": options, "has_keys": has_keys, "key_form": self.webauthn_form}


class SignInByPasskey(LoginWebAuthnView):
    """A passkey alone: it is something one has, and asks for finger, face or PIN."""

    form_class = PasskeyForm
    http_method_names = ["get", "post", "head"]

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002
        """Said on the page for signing in."""
        messages.error(self.request, WRONG_KEY)
        return redirect("sign-in")


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, whether or not there is one."""
    logout(request)
    answer = redirect(settings.LOGOUT_REDIRECT_URL)
    answer["Clear-Site-Data"] = '"cache"'  # nor pages that the browser kept for going back
    return answer


def _enter_as(request: HttpRequest, asked: str) -> HttpResponseRedirect:
    """Only those whom the page lists can be entered without a password."""
    member = next((one for one in demo_cast() if str(one.id) == asked), None)
    if member is None:
        raise Http404
    login(request, get_user_model()._default_manager.get(pk=member.id), backend=BACKEND)
    entered(request, DEMONSTRATION)
    _note(request, member.id)
    return HttpResponseRedirect(where_to(request))


def _note(request: HttpRequest, staff_id: UUID) -> None:
    note_sign_in(
        staff_id=staff_id, how=DEMONSTRATION, now=timezone.now(), address=address_of(request)
    )
