"""Trackers of everybody in scope, and of one participant: the same list."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.kernel.london import day_of
from waymark.people.policy import may
from waymark.trackers.clock_queries import reckoning
from waymark.web.addresses import address, address_of_page
from waymark.web.lists import list_address
from waymark.web.opening import opened_participant
from waymark.web.participants.identity import identity_bar_of, tabs_of
from waymark.web.parts import Action
from waymark.web.requests import StaffRequest
from waymark.web.trackers.filters import TrackersFilter, filter_for, is_filtered, list_query
from waymark.web.trackers.list_page import list_page


@require_safe
def all_trackers(request: StaffRequest) -> HttpResponse:
    """Every tracker that this person may see."""
    query = list_query(request.GET)
    actions = []
    if may(request.actor.roles, "trackers.export"):
        as_filtered = list_address(query, sort=None)
        actions.append(Action("Export this list", address_of_page("tracker-export") + as_filtered))
    if may(request.actor.roles, "trackers.list_own_work"):
        actions.append(Action("Final statuses on own work", address_of_page("trackers-own-work")))
    form = filter_for(request.actor, query)
    if found := form.found(request, query):
        return found
    page = _page(request, form, query)
    return render(request, "trackers/all.html", page | {"actions": actions})


@require_safe
def trackers_of_participant(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The trackers of one participant."""
    participant = opened_participant(request, participant_id)
    query = list_query(request.GET)
    form = filter_for(request.actor, query, everyones=False)
    if found := form.found(request, query):
        return found
    page = _page(request, form, query, participant_id=participant_id)
    about = {
        "who": identity_bar_of(participant),
        "tabs": tabs_of(request.actor, participant_id, "participant-trackers"),
        "reference": participant.reference,
        "plan_href": address("participant-plan", participant_id),
    }
    return render(request, "trackers/of_participant.html", page | about)


def _page(
    request: StaffRequest, form: TrackersFilter, query: QueryDict, **only: Any
) -> dict[str, Any]:
    """What both lists show; nothing is listed until the filter can be read."""
    page: dict[str, Any] = {
        "form": form,
        "is_filtered": is_filtered(query),
        "every_status_href": list_address(query, status=None),
        "everyones": not only,
        "sort": request.GET.get("sort", ""),
        "chips": [],
        "list": None,
    }
    if form.is_valid():
        reckoned, today = reckoning(), day_of(timezone.now())
        page["chips"] = form.chips(query)
        page["list"] = list_page(
            request.actor,
            form.wanted(request.actor, reckoned=reckoned, today=today, **only),
            query,
            reckoned=reckoned,
            today=today,
            sort=request.GET.get("sort", ""),
            before=request.GET.get("before", ""),
            after=request.GET.get("after", ""),
            everyones=not only,
        )
    return page
