"""Notices of an activity: the chain of them, issuing one, and the PDF exactly as it was issued."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotAllowed, NotFound, ReasonNeeded, Refused
from waymark.operations.notices import (
    issue_notice,
    preview_notice,
    preview_pdf,
    what_stops_a_notice,
)
from waymark.people.policy import require
from waymark.plans.notice_queries import (
    last_contact,
    live_mandatory_activities,
    notices_of_activity,
)
from waymark.web.notices.forms import CHANGE, ISSUE, PAGE, GiveForm
from waymark.web.notices.pages import notice_card, notice_lines, preview_page, to_issue
from waymark.web.opening import opened_activity, opened_notice
from waymark.web.participants.identity import identity_bar_of
from waymark.web.plans.mandatory import clash_words, what_to_consider
from waymark.web.requests import StaffRequest

LARGE_PRINT = "Large print"


@require_safe
def notices(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Every notice of an activity as it was issued, the superseded ones too."""
    activity = opened_activity(request, activity_id)
    found = notices_of_activity(activity_id)
    context = _about(activity) | {
        "lines": notice_lines(activity, found),
        "card": notice_card(request.actor, activity, found, timezone.now()),
    }
    return render(request, "notices/notices.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def pdf(request: StaffRequest, activity_id: UUID, notice_id: UUID) -> HttpResponseBase:
    """The PDF of a notice, to be kept and printed."""
    try:
        file = opened_notice(request, activity_id, notice_id)
    except (NotFound, NotAllowed, ReasonNeeded):
        raise
    except Refused as refused:
        context = {"why": refused.message, "activity_id": activity_id}
        is_busy = refused.code == "file.store_unreachable"
        return render(request, "notices/held.html", context, status=503 if is_busy else 409)
    response = FileResponse(
        file.content, as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response["Content-Length"] = file.size
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Say how a notice is given, read it as it would be, and issue it."""
    activity = opened_activity(request, activity_id)
    require(request.actor, "notices.issue")
    context = _about(activity)
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        initial={
            "version": activity.version,
            "once": uuid4(),
            "notices_seen": len(notices_of_activity(activity.id)),
            "given_on": day_of(timezone.now()),
            "contact": last_contact(request.actor.id),
            "large_print": any(one.label == LARGE_PRINT for one in context["who"].markers),
        },
    )
    context["form"] = form
    if form.is_bound and form.is_valid() and form.step() != CHANGE:
        try:
            return _take_step(request, activity, form, context)
        except (NotFound, NotAllowed):
            raise
        except Refused as refused:
            form.answer(refused, version=activity.version)
            form.take_notices(len(notices_of_activity(activity.id)))
    return _ask(request, activity, form, context)


def _take_step(
    request: StaffRequest, activity: Any, form: GiveForm, context: dict[str, Any]
) -> HttpResponse:
    """Show the notice, its page, or issue it."""
    about: dict[str, Any] = {
        "actor": request.actor,
        "activity_id": activity.id,
        "given": form.given(),
        "now": timezone.now(),
    }
    if form.step() == PAGE:
        return HttpResponse(preview_pdf(**about), content_type="application/pdf")
    if form.step() == ISSUE:
        try:
            notice = issue_notice(
                confirm_gap=form.cleaned_data["confirm_gap"],
                seen_version=form.cleaned_data["version"],
                once=form.cleaned_data["once"],
                seen_notices=form.cleaned_data["notices_seen"],
                **about,
            )
        except Refused as refused:
            if refused.field != "confirm_gap":
                raise
            form.add_refusal(refused)
        else:
            messages.success(
                request, f"Notice {notice.shown_number} is issued. Open its PDF and give it to them"
            )
            return redirect("activity", activity.id)
    page = preview_page(preview_notice(**about), about["given"], activity.participant.language)
    return render(request, "notices/preview.html", context | {"page": page, "typed": form.typed()})


def _ask(
    request: StaffRequest, activity: Any, form: GiveForm, context: dict[str, Any]
) -> HttpResponse:
    lacks = what_stops_a_notice(actor=request.actor, activity_id=activity.id, now=timezone.now())
    context |= {
        "page": to_issue(activity, lacks),
        "conflict": form.conflict,
        "has_errors": bool(form.conflict),
        "card": notice_card(
            request.actor, activity, notices_of_activity(activity.id), timezone.now()
        ),
        "language": activity.participant.language,
        "consider": what_to_consider(activity.participant, context["who"].markers),
        "clashes": clash_words(
            live_mandatory_activities(activity.participant_id),
            activity.participant.agreed_hours,
            of=activity.id,
        ),
    }
    return render(request, "notices/issue.html", context)


def _about(activity: Any) -> dict[str, Any]:
    return {
        "who": identity_bar_of(activity.participant),
        "activity_id": activity.id,
        "participant_id": activity.participant_id,
        "reference": activity.reference,
        "title": activity.title,
    }
