"""Who one is, once more, before one's second steps are changed: by password, code or key."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from waymark.web.account.adapters import WRONG_KEY
from waymark.web.account.entering import where_to
from waymark.web.account.failures import count_failure, meets_a_lock
from waymark.web.account.sign_in_forms import ConfirmByCodeForm, ConfirmByKeyForm, ConfirmForm

WAYS = {"confirm": "password", "confirm-by-code": "code", "confirm-by-key": "security key"}


class _Confirm:
    """What the three pages have in common."""

    request: Any
    name = ""
    template_name = "account/confirm.html"
    http_method_names = ["get", "post", "head"]

    def form_valid(self, form: Any) -> HttpResponse:
        """It is: the session goes on under a new key, as after signing in."""
        self.request.session.cycle_key()
        return super().form_valid(form)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict:
        """The other ways that this person has, and where it goes on to."""
        context: dict = super().get_context_data(**kwargs)  # type: ignore[misc]
        here = reverse(self.name)
        urls = {
            one["url"].split("?")[0] for one in context.get("reauthentication_alternatives", [])
        }
        ways = {name: words for name, words in WAYS.items() if reverse(name) in urls - {here}}
        form = kwargs.get("form") or context.get("form") or self.get_form()  # type: ignore[attr-defined]
        return context | {
            "form": form,
            "ways": ways,
            "next": where_to(self.request),
            "by": self.name,
        }


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class Confirm(_Confirm, ReauthenticateView):
    """By the password."""

    name = "confirm"
    form_class = ConfirmForm


@method_decorator(never_cache, name="dispatch")
class ConfirmByCode(_Confirm, ReauthenticateByCodeView):
    """By a code. Wrong ones count as wrong passwords do."""

    name = "confirm-by-code"
    form_class = ConfirmByCodeForm

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try it, unless account or address is locked."""
        if meets_a_lock(request, request.actor.email):
            return HttpResponse(status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again."""
        if form.data.get("code"):
            count_failure(self.request, self.request.actor.email, "code")
        return super().form_invalid(form)


@method_decorator(never_cache, name="dispatch")
class ConfirmByKey(_Confirm, ReauthenticateWebAuthnView):
    """By a key."""

    name = "confirm-by-key"
    form_class = ConfirmByKeyForm

    def get_context_data(self, **kwargs: Any) -> dict:
        """What the browser needs to ask the key."""
        context = super().get_context_data(**kwargs)
        alternatives = self.get_reauthentication_alternatives()
        urls = {one["url"].split("?")[0] for one in alternatives}
        ways = {name: words for name, words in WAYS.items() if reverse(name) in urls}
        return context | {"ways": ways, "options": context["js_data"]["request_options"]}

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002
        """Said on the same page."""
        messages.error(self.request, WRONG_KEY)
        return redirect(self.request.get_full_path())
