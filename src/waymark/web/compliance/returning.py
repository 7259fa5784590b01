"""Sending a submitted tracker back to be put right."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from waymark.kernel.refusals import Refused
from waymark.operations.returning import send_back
from waymark.people.policy import require
from waymark.trackers.doubt.words import RETURN_REASONS
from waymark.trackers.queries import tracker_of
from waymark.trackers.types import status_of
from waymark.web.conflicts import Conflict, VersionedForm
from waymark.web.forms import LongText, limits
from waymark.web.opening import opened_tracker
from waymark.web.requests import StaffRequest
from waymark.web.trackers.record_page import is_over, record_page
from waymark.web.trackers.views import IS_FINAL, reads_and_saves, too_late


class SendBackForm(VersionedForm):
    """A reason from the list, and what has to be put right."""

    code = forms.ChoiceField(
        label="Why it is sent back",
        choices=list(RETURN_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose why it is sent back"),
    )
    text = LongText(
        label="What has to be put right",
        max_length=2000,
        help_text="The coach reads it on the tracker. It stays in the history",
        error_messages={
            "required": "Say what has to be put right",
            **limits("What has to be put right"),
        },
    )


@reads_and_saves
def send_tracker_back(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """Back to the coach, with a reason from the list and in words."""
    require(request.actor, "trackers.check")
    require(request.actor, "trackers.edit")
    opened = opened_tracker(request, tracker_id)
    if request.method != "POST":
        if is_over(opened) or not status_of(opened.type, opened.status).is_handover:
            messages.warning(request, "Only a tracker that was submitted can be sent back")
            return redirect("tracker", tracker_id)
        return _show(request, opened, SendBackForm(initial={"version": opened.version}))
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, opened, form)
    return _sent(request, opened, form)


def _sent(request: StaffRequest, opened: Any, form: SendBackForm) -> HttpResponse:
    try:
        send_back(
            actor=request.actor,
            tracker_id=opened.id,
            code=form.cleaned_data["code"],
            text=form.cleaned_data["text"],
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except Refused as refused:
        if refused.code == IS_FINAL:
            return too_late(request, opened, form)
        as_it_is_now = tracker_of(request.actor, opened.id)
        conflict = form.answer(refused, version=as_it_is_now.version)
        return _show(request, as_it_is_now, form, conflict)
    messages.success(request, f"Tracker {opened.shown_number} is sent back")
    return redirect("compliance")


def _show(
    request: StaffRequest, opened: Any, form: SendBackForm, conflict: Conflict | None = None
) -> HttpResponse:
    page = record_page(request.actor, opened, now=timezone.now())
    context = {"page": page, "form": form, "conflict": conflict, "has_errors": bool(conflict)}
    return render(request, "compliance/send_back.html", context)
