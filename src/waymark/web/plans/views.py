"""Reading about activities: the action plan, an activity, and why there is or is no tracker."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.audit.events import history_of_activity
from waymark.plans.notice_queries import notices_in_force_now, notices_of_activity
from waymark.plans.queries import PLAN_ORDERS, arranged_again_as, counts_by_status, plan_page
from waymark.trackers.of_activities import evaluations_of, trackers_of_activity
from waymark.trackers.queries import telling_trackers
from waymark.web.opening import opened_activity, opened_participant
from waymark.web.participants.identity import identity_bar_of
from waymark.web.participants.views import profile_context, whole_number
from waymark.web.plans.pages import action_plan_page, activity_page, status_set, status_tag, told
from waymark.web.requests import StaffRequest

LATEST_DUE = "-due"


@require_safe
def action_plan(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The activities of a participant, with how many there are of each status."""
    participant = opened_participant(request, participant_id)
    counts = counts_by_status(participant.id)
    status = request.GET.get("status", "")
    status = status if status in counts else ""
    order = request.GET.get("sort", "")
    order = order if order in PLAN_ORDERS else LATEST_DUE
    plan = plan_page(
        participant.id,
        total=counts[status] if status else sum(counts.values()),
        status=status,
        order=order,
        number=whole_number(request, "page") or 1,
    )
    page = action_plan_page(
        request.actor,
        participant,
        plan,
        counts,
        telling_trackers([one.id for one in plan.rows]),
        notices_in_force_now([one.id for one in plan.rows]),
        request.GET,
        status=status,
        order=order,
        now=timezone.now(),
    )
    context = profile_context(request.actor, participant, "participant-plan", page=page)
    return render(request, "plans/plan.html", context)


@require_safe
def activity(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """An activity: what it is, what came of it, and what can be done."""
    found = opened_activity(request, activity_id)
    page = activity_page(
        request.actor,
        found,
        trackers=trackers_of_activity(found.id),
        evaluations=evaluations_of(found.id),
        notices=notices_of_activity(found.id),
        now=timezone.now(),
        again_as=arranged_again_as(found.id),
        history=history_of_activity(found.id),
    )
    context = {
        "who": identity_bar_of(found.participant),
        "activity_id": found.id,
        "page": page,
        "set_by": status_set(found),
    }
    return render(request, "plans/activity.html", context)


@require_safe
def why(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Why there is no tracker, or why there is one: each decision as it was made."""
    found = opened_activity(request, activity_id)
    evaluations = evaluations_of(found.id)
    context = {
        "who": identity_bar_of(found.participant),
        "activity_id": found.id,
        "title": found.title,
        "reference": found.reference,
        "status": status_tag(found.status),
        "has_tracker": any(one.tracker_id for one in evaluations),
        "decisions": [told(one) for one in evaluations],
    }
    return render(request, "plans/why.html", context)
