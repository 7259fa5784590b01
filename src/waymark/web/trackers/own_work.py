"""For the Supervisor: final statuses that people set on their own work, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from waymark.people.policy import require
from waymark.trackers.own_work import OwnWorkRow, page_of_own_work
from waymark.trackers.types import TYPES, status_of
from waymark.web.parts import Head, Pages, Tag
from waymark.web.requests import StaffRequest
from waymark.web.trackers.list_page import number_asked_for

HEADS = tuple(
    Head(label) for label in ("Tracker", "Participant", "Final status", "Set by", "Reason given")
)


@dataclass(frozen=True, slots=True)
class Row:
    """One final status of the list."""

    number: str
    href: str
    type: str
    participant: str
    reference: str
    is_restricted: bool
    status: Tag
    by: str
    at: datetime
    reason: str


@require_safe
def own_work(request: StaffRequest) -> HttpResponse:
    """Who set a final status after marking the activity or submitting the tracker."""
    require(request.actor, "trackers.list_own_work")
    found = page_of_own_work(
        request.actor,
        before=number_asked_for(request.GET.get("before", "")),
        after=number_asked_for(request.GET.get("after", "")),
    )
    here = reverse("trackers-own-work")
    context = {
        "heads": HEADS,
        "rows": [_row(one) for one in found.rows],
        "pages": Pages(
            previous=f"{here}?before={found.before}" if found.before else "",
            next=f"{here}?after={found.after}" if found.after else "",
        ),
    }
    return render(request, "trackers/own_work.html", context)


def _row(found: OwnWorkRow) -> Row:
    status = status_of(found.type, found.status)
    return Row(
        number=found.shown_number,
        href=reverse("tracker", args=[found.tracker_id]),
        type=TYPES[found.type].label,
        participant=found.participant,
        reference=found.reference,
        is_restricted=found.is_restricted,
        status=Tag(status.label, status.tag),
        by=found.by,
        at=found.at,
        reason=found.reason,
    )
