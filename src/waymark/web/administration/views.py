"""Administration: what there is to keep, the switch of each programme, the list of reasons."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.refusals import NotAllowed, NotFound, Refused
from waymark.operations.programmes import keep_reason, set_monitoring_trackers
from waymark.people.policy import require
from waymark.programmes.queries import every_reason, programme_of, programmes, reason_of
from waymark.web.administration.forms import OFF, ON, NewReasonForm, ReasonForm, SwitchForm
from waymark.web.administration.pages import (
    REASON_HEADS,
    SWITCH_HEADS,
    programme_row,
    reason_groups,
)
from waymark.web.requests import StaffRequest

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def administration(request: StaffRequest) -> HttpResponse:
    """What an administrator keeps, with the programmes and their switches."""
    require(request.actor, "people.keep")
    page = {"heads": SWITCH_HEADS, "programmes": [programme_row(one) for one in programmes()]}
    return render(request, "administration/administration.html", page)


@reads_and_saves
def switch(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """Say what switching monitoring trackers on or off brings, then do it."""
    require(request.actor, "programmes.set_switch")
    programme = programme_of(programme_id)
    form = SwitchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        saved = set_monitoring_trackers(
            actor=request.actor,
            programme_id=programme_id,
            on=form.cleaned_data["to"] == ON,
            now=timezone.now(),
        )
        on_or_off = "on" if saved.monitoring_trackers else "off"
        messages.success(request, f"Monitoring trackers are {on_or_off} for {saved.name}")
        return redirect("administration")
    page = {
        "form": form,
        "programme": programme_row(programme),
        "is_on": programme.monitoring_trackers,
        "to": OFF if programme.monitoring_trackers else ON,
    }
    return render(request, "administration/switch.html", page)


@require_safe
def reasons(request: StaffRequest) -> HttpResponse:
    """The list of reasons for non-completion."""
    require(request.actor, "lists.keep")
    page = {"groups": reason_groups(every_reason()), "heads": REASON_HEADS}
    return render(request, "administration/reasons.html", page)


@reads_and_saves
def add_reason(request: StaffRequest) -> HttpResponse:
    """Add a reason to the list."""
    require(request.actor, "lists.keep")
    form = NewReasonForm(request.POST if request.method == "POST" else None)
    return _keep(request, form, None)


@reads_and_saves
def change_reason(request: StaffRequest, reason_id: UUID) -> HttpResponse:
    """Change a reason, or stop offering it; markings that used it keep its words."""
    require(request.actor, "lists.keep")
    reason = reason_of(reason_id)
    known = {"category": reason.category, "text": reason.text, "is_offered": reason.is_offered}
    form = ReasonForm(request.POST if request.method == "POST" else None, initial=known)
    return _keep(request, form, reason)


def _keep(request: StaffRequest, form: NewReasonForm, reason: Any) -> HttpResponse:
    if form.is_valid():
        try:
            kept = keep_reason(
                actor=request.actor,
                reason_id=reason.id if reason else None,
                now=timezone.now(),
                **{"is_offered": True} | form.cleaned_data,
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, f"‘{kept.text}’ is {'saved' if reason else 'on the list'}")
            return redirect("reasons")
    page = {"form": form, "is_new": reason is None}
    return render(request, "administration/reason.html", page)
