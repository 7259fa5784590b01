"""Why somebody opens a restricted record: asked once in a while, before anything of it is shown.

A page that was only asked for is opened afterwards; what was sent goes with the answer to where it
was sent, so that nothing that was typed is lost.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from waymark.kernel.refusals import ReasonNeeded, Refused
from waymark.operations.viewing import LONGEST_REASON, give_reason
from waymark.participants.queries import participant_of
from waymark.web.addresses import address
from waymark.web.forms import Form, LongText
from waymark.web.requests import StaffRequest, address_of
from waymark.web.typed import Typed, typed_in

FIELD = "reason_for_opening"
NOT_CARRIED = {"csrfmiddlewaretoken", FIELD}


class ReasonForm(Form):
    """Why somebody opens a restricted record."""

    reason_for_opening = LongText(
        label="Why do you open this record?",
        help_text="For example: I meet them today at 2pm",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why you open this record"},
    )


def reason_typed(request: HttpRequest) -> str:
    """The reason that came with what was sent; nothing when it cannot be taken as it is."""
    if FIELD not in request.POST:
        return ""
    form = ReasonForm(request.POST)
    return form.cleaned_data[FIELD] if form.is_valid() else ""


def ask_why(request: HttpRequest, needed: ReasonNeeded) -> HttpResponse:
    """In place of the page: ask, and keep what was sent. Nothing has been opened or saved."""
    about: Any = needed.details
    is_sent = request.method == "POST"
    form = ReasonForm(request.POST if FIELD in request.POST else None)
    sent = [
        (name, value)
        for name, values in (request.POST.lists() if is_sent else ())
        for value in values
        if name not in NOT_CARRIED
    ]
    context = _context(about["reference"], form) | {
        "action": request.get_full_path()
        if is_sent
        else address("participant-reason", about["participant_id"]),
        "carried": sent if is_sent else [("next", request.get_full_path())],
        "is_sent": is_sent,
        "typed": typed_in(request) if is_sent else Typed(),
    }
    return render(request, "participants/opening_reason.html", context, status=403)


@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The answer, and on to the page that was asked for."""
    participant = participant_of(request.actor, participant_id)
    wanted = _safe(request, request.POST.get("next", ""), participant_id)
    if not participant.is_restricted:
        return redirect(wanted)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_reason(
                actor=request.actor,
                participant_id=participant_id,
                reason=form.cleaned_data[FIELD],
                now=timezone.now(),
                address=address_of(request),
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(wanted)
    context = _context(participant.reference, form) | {
        "action": address("participant-reason", participant_id),
        "carried": [("next", wanted)],
        "is_sent": False,
        "typed": Typed(),
    }
    return render(request, "participants/opening_reason.html", context)


def _context(reference: str, form: ReasonForm) -> dict[str, Any]:
    return {
        "reference": reference,
        "form": form,
        "minutes": settings.RESTRICTED_REASON_MINUTES,
    }


def _safe(request: HttpRequest, wanted: str, participant_id: UUID) -> str:
    """A page of ours and nobody else's; without one, the participant."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if is_ours else address("participant", participant_id)
