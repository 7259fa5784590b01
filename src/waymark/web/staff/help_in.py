"""Letting somebody in again: the lock of an account ended, lost second steps taken away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.operations.signing_in import OWN_STEPS, remove_second_steps, unlock_account
from waymark.people.accounts import own_account_of
from waymark.people.factors import second_steps_of
from waymark.people.lock_out import is_account_locked
from waymark.people.policy import require
from waymark.web.forms import Form, Text
from waymark.web.requests import StaffRequest
from waymark.web.staff.pages import state_tag

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


class WhyForm(Form):
    """Why somebody is let in again, for the history of the account."""

    why = Text(
        label="How do you know that it is them?",
        help_text="For example: rang from their desk. It stays in the history of the account",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how you know that it is them"},
    )


@reads_and_saves
def unlock(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """End the lock of an account at once."""
    require(request.actor, "people.keep")
    account = own_account_of(request.actor, staff_id)
    if not is_account_locked(account.email, now=timezone.now()):
        messages.success(request, "The account is not locked")
        return redirect("staff-account", staff_id)
    said = f"{account.name} can try to sign in again"
    return _page(request, account, unlock_account, "staff/unlock.html", said)


@reads_and_saves
def second_steps(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Take all second steps of an account away."""
    require(request.actor, "people.keep")
    account = own_account_of(request.actor, staff_id)
    if account.id == request.actor.id:
        messages.error(request, OWN_STEPS)
        return redirect("second-step")
    if not second_steps_of(account.id).how_many:
        messages.success(request, "The account has no second step")
        return redirect("staff-account", staff_id)
    said = "Their second steps are removed, and they are signed out"
    return _page(request, account, remove_second_steps, "staff/second_steps.html", said)


def _page(
    request: StaffRequest, account: Any, does: Callable[..., None], template: str, said: str
) -> HttpResponse:
    form = WhyForm(request.POST if request.method == "POST" else None)
    form.says_optional = False
    if form.is_valid():
        why = form.cleaned_data["why"]
        does(actor=request.actor, staff_id=account.id, now=timezone.now(), why=why)
        messages.success(request, said)
        return redirect("staff-account", account.id)
    shown = {"id": account.id, "name": account.name, "state": state_tag(account)}
    return render(request, template, {"account": shown, "form": form, "conflict": None})
