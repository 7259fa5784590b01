"""Changing accounts: add, edit, another address, deactivate and activate, invite again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.kernel.refusals import Refused
from waymark.operations.invitations import send_invitation
from waymark.operations.staff import (
    activate_staff,
    add_staff,
    change_email,
    deactivate_staff,
    edit_staff,
)
from waymark.people.accounts import own_account_of
from waymark.people.policy import ROLE_MEANINGS, require
from waymark.people.queries import open_groups_in_scope
from waymark.trackers.held import held_by
from waymark.web.conflicts import let_through
from waymark.web.forms import Form
from waymark.web.requests import StaffRequest
from waymark.web.staff.forms import ActiveForm, AddForm, EditForm, EmailForm
from waymark.web.staff.pages import holdings, state_tag, unseen_words

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])
ROLE_HINTS = {role.value: meaning for role, meaning in ROLE_MEANINGS.items()}


@reads_and_saves
def add(request: StaffRequest) -> HttpResponse:
    """A new account; whoever it is for gets an invitation."""
    require(request.actor, "people.keep")
    groups = [(str(one.id), one.path) for one in open_groups_in_scope(request.actor)]
    form = AddForm(_typed(request), groups=groups)
    if form.is_valid():
        try:
            account = add_staff(
                actor=request.actor,
                email=form.cleaned_data["email"],
                wanted=form.wanted(),
                now=timezone.now(),
            )
        except Refused as refused:
            let_through(refused)
            form.add_refusal(refused)
        else:
            messages.success(request, f"An invitation is on its way to {account.email}")
            return redirect("staff-account", account.id)
    return render(request, "staff/add.html", {"form": form, "role_hints": ROLE_HINTS})


@reads_and_saves
def edit(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Name, job title, roles and groups."""
    require(request.actor, "people.keep")
    account = own_account_of(request.actor, staff_id)
    offered = {one.id: one.path for one in open_groups_in_scope(request.actor)}
    offered |= {one.id: f"{one.path} (closed)" for one in account.groups.all() if one.is_closed}
    known = {
        "name": account.name,
        "job_title": account.job_title,
        "roles": list(account.roles),
        "group": [str(one.id) for one in account.groups.all()],
        "version": account.version,
    }
    form = EditForm(
        _typed(request), initial=known, groups=[(str(key), path) for key, path in offered.items()]
    )
    if form.is_valid():
        try:
            edit_staff(
                actor=request.actor,
                staff_id=staff_id,
                wanted=form.wanted(),
                seen_version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.answer(refused, version=account.version)
        else:
            messages.success(request, "The account is saved")
            return redirect("staff-account", staff_id)
    return _form(request, account, form, "staff/edit.html", role_hints=ROLE_HINTS)


@reads_and_saves
def email(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Another email address, to which a new invitation goes."""
    require(request.actor, "people.keep")
    account = own_account_of(request.actor, staff_id)
    known = {"email": account.email, "version": account.version}
    form = EmailForm(_typed(request), initial=known)
    if form.is_valid():
        try:
            change_email(
                actor=request.actor,
                staff_id=staff_id,
                email=form.cleaned_data["email"],
                seen_version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.answer(refused, version=account.version)
        else:
            messages.success(request, "The email address is saved")
            return redirect("staff-account", staff_id)
    return _form(request, account, form, "staff/email.html")


@reads_and_saves
def active(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Say what deactivating or activating brings, and what is still theirs; then do it."""
    require(request.actor, "people.keep")
    account = own_account_of(request.actor, staff_id)
    to = "no" if account.is_active else "yes"
    form = ActiveForm(_typed(request), initial={"to": to, "version": account.version})
    if form.is_valid():
        act = activate_staff if form.cleaned_data["to"] == "yes" else deactivate_staff
        try:
            saved = act(
                actor=request.actor,
                staff_id=staff_id,
                seen_version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.answer(refused, version=account.version)
        else:
            is_now = "active again" if saved.is_active else "no longer active"
            messages.success(request, f"The account is {is_now}")
            return redirect("staff-account", staff_id)
    held = held_by(request.actor, staff_id, now=timezone.now())
    return _form(
        request,
        account,
        form,
        "staff/active.html",
        to=to,
        holds=[one for one in holdings(staff_id, held) if one.number],
        unseen=unseen_words(request.actor, held),
    )


@reads_and_saves
def invite(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Send the single-use link once more."""
    require(request.actor, "people.keep")
    account = own_account_of(request.actor, staff_id)
    form = Form(_typed(request))
    if request.method == "POST":
        try:
            send_invitation(actor=request.actor, staff_id=staff_id, now=timezone.now())
        except Refused as refused:
            let_through(refused)
            form.is_valid()
            form.add_refusal(refused)
        else:
            messages.success(request, f"An invitation is on its way to {account.email}")
            return redirect("staff-account", staff_id)
    return _form(request, account, form, "staff/invite.html")


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form(
    request: StaffRequest, account: Any, form: Form, template: str, **more: Any
) -> HttpResponse:
    conflict = getattr(form, "conflict", None)
    context = {
        "account": {
            "id": account.id,
            "name": account.name,
            "email": account.email,
            "state": state_tag(account),
        },
        "form": form,
        "conflict": conflict,
        "has_errors": bool(conflict),
    }
    return render(request, template, context | more)
