"""One's own second steps: an authenticator app, security keys and passkeys, recovery codes.
allauth's views with our pages; what they do is put on record in the same transaction.
"""

from typing import Any
from urllib.parse import quote

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe
from qrcode.main import QRCode

from waymark.operations.signing_in import note_second_step
from waymark.people.factors import needs_second_step, second_steps_of
from waymark.people.rules import a_second_step_stays
from waymark.web.account.entering import second_step_is_set_up
from waymark.web.account.failures import address_of
from waymark.web.account.sign_in_forms import AddAppForm, AddKeyForm, NameKeyForm, RemoveForm
from waymark.web.requests import StaffRequest

APP, KEY = "authenticator app", "security key or passkey"
METHODS = ["get", "post", "head"]


@never_cache
@require_safe
def second_steps(request: StaffRequest) -> HttpResponse:
    """What one has set up, and what one can set up."""
    page = {
        "steps": second_steps_of(request.actor.id),
        "is_needed": needs_second_step(request.actor),
        "is_held": getattr(request, "is_held", False),
        "home": resolve_url("home"),
    }
    return render(request, "account/second_steps.html", page)


class _Own:
    """What all of these pages have in common."""

    request: Any
    http_method_names = METHODS

    def note(self, code: str, *what: str) -> None:
        """Put on record what has just been done, in its transaction."""
        note_second_step(
            staff_id=self.request.actor.id,
            code=code,
            what=what,
            now=timezone.now(),
            address=address_of(self.request),
        )

    def set_up(self, what: str) -> None:
        """A second step was added: it has been shown, and holds nobody up any more."""
        self.note("added", what)
        second_step_is_set_up(self.request)

    def may_go(self) -> bool:
        """Whether another second step is left, where one is needed."""
        left = second_steps_of(self.request.actor.id).how_many - 1
        return a_second_step_stays(is_needed=needs_second_step(self.request.actor), left=left)

    def refused(self) -> HttpResponse:
        """To the list, where it says why."""
        messages.error(self.request, a_second_step_stays.sentence)
        return HttpResponseRedirect(reverse("second-step"))


@method_decorator(never_cache, name="dispatch")
class AddApp(_Own, ActivateTOTPView):
    """An authenticator app: a picture to scan, or a secret to type, and the first code."""

    form_class = AddAppForm
    template_name = "account/add_app.html"

    @sensitive_variables("secret")
    def get_context_data(self, **kwargs: Any) -> dict:
        """The secret as a picture and in groups of four."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return context | {"picture": _squares(context["totp_url"]), "secret": " ".join(groups)}

    def form_valid(self, form: Any) -> HttpResponse:
        """The app is set up."""
        with transaction.atomic():
            answer = super().form_valid(form)
            self.set_up(APP)
        messages.success(self.request, "Your authenticator app is set up")
        return answer


@method_decorator(never_cache, name="dispatch")
class RemoveApp(_Own, DeactivateTOTPView):
    """The authenticator app goes, after a question."""

    form_class = RemoveForm
    template_name = "account/remove_app.html"
    success_url = reverse_lazy("second-step")

    def form_valid(self, form: Any) -> HttpResponse:
        """Removed, if another is left where one is needed."""
        with transaction.atomic():
            if not self.may_go():
                return self.refused()
            answer = super().form_valid(form)
            self.note("removed", APP)
        messages.success(self.request, "Your authenticator app is removed")
        return answer


@method_decorator(never_cache, name="dispatch")
class AddKey(_Own, AddWebAuthnView):
    """A security key or a passkey, made by the browser."""

    form_class = AddKeyForm
    template_name = "account/add_key.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        """What the browser needs to make a key."""
        context = super().get_context_data(**kwargs)
        form = context.get("form") or kwargs.get("form") or self.get_form()
        form.full_clean()  # here, and not when the template asks what is wrong
        return context | {"form": form, "options": context["js_data"]["creation_options"]}

    def form_valid(self, form: Any) -> HttpResponse:
        """The key is added."""
        with transaction.atomic():
            answer = super().form_valid(form)
            self.set_up(KEY)
        messages.success(self.request, f"‘{form.cleaned_data['name']}’ is added")
        return answer


@method_decorator(never_cache, name="dispatch")
class NameKey(_Own, EditWebAuthnView):
    """What a key is called."""

    form_class = NameKeyForm
    template_name = "account/name_key.html"
    success_url = reverse_lazy("second-step")


@method_decorator(never_cache, name="dispatch")
class RemoveKey(_Own, RemoveWebAuthnView):
    """A key goes, after a question."""

    template_name = "account/remove_key.html"
    success_url = reverse_lazy("second-step")

    def get_context_data(self, **kwargs: Any) -> dict:
        """Which key it is."""
        return super().get_context_data(**kwargs) | {"name": self.object.wrap().name}

    def form_valid(self, form: Any) -> HttpResponse:
        """Removed, if another is left where one is needed."""
        name = self.object.wrap().name
        with transaction.atomic():
            if not self.may_go():
                return self.refused()
            answer = super().form_valid(form)
            self.note("removed", KEY)
        messages.success(self.request, f"‘{name}’ is removed")
        return answer


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(_Own, ViewRecoveryCodesView):
    """Recovery codes are shown once, when asked for; later only how many are left."""

    template_name = "account/recovery_codes.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """How many there are, and a button that shows them if nobody has seen them."""
        steps = second_steps_of(request.actor.id)
        if not steps.has_codes:
            raise Http404
        page = {"steps": steps, "codes": [], "file": ""}
        return render(request, self.template_name, page)

    @sensitive_variables("codes")
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them, this once."""
        context = self.get_context_data(**kwargs)
        if not context["can_view_codes"]:
            return self.get(request, *args, **kwargs)
        codes = [f"{code[:4]} {code[4:]}" for code in context["unused_codes"]]
        page = {
            "steps": second_steps_of(request.actor.id),
            "codes": codes,
            "file": "data:text/plain;charset=utf-8," + quote(_as_text(codes, request.get_host())),
        }
        return render(request, self.template_name, page)


@method_decorator(never_cache, name="dispatch")
class NewRecoveryCodes(_Own, GenerateRecoveryCodesView):
    """New recovery codes; the old ones end."""

    template_name = "account/new_recovery_codes.html"
    success_url = reverse_lazy("second-step-codes")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question. There are none without a second step for which they stand in."""
        if not second_steps_of(self.request.actor.id).how_many:
            raise Http404
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002
        """Nothing for which they could stand in."""
        raise Http404

    def form_valid(self, form: Any) -> HttpResponse:
        """Made; they are shown next."""
        with transaction.atomic():
            answer = super().form_valid(form)
            self.note("codes")
        return answer


def _squares(text: str) -> tuple[int, str]:
    """A QR code as the size and the path of a drawing, with its quiet edge."""
    code = QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return len(rows), "".join(path)


def _as_text(codes: list[str], host: str) -> str:
    lines = [f"Recovery codes for Waymark at {host}", "Each can be used once.", "", *codes, ""]
    return "\n".join(lines)
