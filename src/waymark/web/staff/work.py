"""What somebody holds, and handing it over: chosen, shown, done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.kernel.refusals import Refused
from waymark.operations.reallocation import Plan, preview_reallocation, reallocate
from waymark.people.accounts import holder_of_work
from waymark.people.policy import require
from waymark.trackers.held import KINDS, held_by, who_can_take_over
from waymark.web.conflicts import let_through
from waymark.web.requests import StaffRequest
from waymark.web.staff.forms import HandOverForm
from waymark.web.staff.views import id_asked_for
from waymark.web.staff.work_pages import (
    amounts_in_words,
    kept_in_words,
    person_hint,
    plan_page,
    work_page,
)


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """One page: everything that somebody holds, and to whom it goes. What would happen is shown
    first; what is done is what was shown.
    """
    require(request.actor, "people.reallocate")
    now = timezone.now()
    if request.method != "POST" or "press" in request.POST:
        return _page(request, staff_id, now)
    form = _as_sent(request)
    if not form.is_valid():
        return _page(request, staff_id, now)
    wanted: dict[str, Any] = {
        "actor": request.actor,
        "staff_id": staff_id,
        "wanted": form.wanted(),
        "now": now,
    }
    try:
        if form.cleaned_data["seen"]:
            done = reallocate(**wanted, seen=form.cleaned_data["seen"])
            told = amounts_in_words(done)
            messages.success(request, f"Handed over: {told}" if told else "Nothing is handed over")
            if kept := kept_in_words(done):
                messages.warning(request, f"Not handed over. {kept}")
            return redirect("staff-work", staff_id)
        return _preview(request, preview_reallocation(**wanted), form, staff_id)
    except Refused as refused:
        let_through(refused)
        if refused.code.endswith("work_changed"):
            plan = preview_reallocation(**wanted)
            return _preview(request, plan, form, staff_id, warning=refused.message)
        return _page(request, staff_id, now, refused)


def _as_sent(request: StaffRequest) -> HandOverForm:
    """What was sent, as it stands: who may take over, the operation knows."""
    people = [one for one in request.POST.getlist("people") if id_asked_for(one)]
    return HandOverForm(
        request.POST,
        kinds=[kind for kind in KINDS if kind in request.POST],
        people=[(one, one) for one in people],
    )


def _page(
    request: StaffRequest, staff_id: UUID, now: Any, refused: Refused | None = None
) -> HttpResponse:
    member = holder_of_work(request.actor, staff_id)
    people = who_can_take_over(request.actor, staff_id, now=now)
    page = work_page(request.actor, member, held_by(request.actor, staff_id, now=now), now)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        kinds=page.kinds,
        people=[(str(one.id), one.name) for one in people],
    )
    form.is_valid()
    if refused:
        form.add_refusal(refused)
    if request.method == "POST" and not page.kinds:
        return _already_done(request, staff_id)
    hints = {str(one.id): person_hint(one) for one in people}
    return render(request, "staff/work.html", {"page": page, "form": form, "hints": hints})


def _already_done(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """It was sent again, or somebody else was quicker."""
    messages.info(request, "Nothing is left to hand over: that is done already")
    return redirect("staff-work", staff_id)


def _is_nothing_left(request: StaffRequest, staff_id: UUID) -> bool:
    return not any(held_by(request.actor, staff_id, now=timezone.now()).seen.values())


def _preview(
    request: StaffRequest, plan: Plan, form: HandOverForm, staff_id: UUID, *, warning: str = ""
) -> HttpResponse:
    if not plan.steps and _is_nothing_left(request, staff_id):
        return _already_done(request, staff_id)
    sent = [
        (name, value) for name in (*form.kinds, "people") for value in request.POST.getlist(name)
    ]
    context = {
        "page": plan_page(staff_id, plan),
        "fields": sent,
        "seen": plan.fingerprint,
        "warning": warning,
        "has_errors": bool(warning),
    }
    return render(request, "staff/work_preview.html", context)
