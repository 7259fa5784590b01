"""For the Supervisor: final statuses that people set on their own work, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from waymark.kernel.words import words_for_day
from waymark.people.policy import require
from waymark.trackers.own_work import (
    OwnWorkFilter,
    OwnWorkRow,
    page_of_own_work,
    who_decided_own_work,
)
from waymark.trackers.types import TYPES, every_status, final_statuses, status_of
from waymark.web.addresses import address
from waymark.web.choices import chosen_label, offer
from waymark.web.filters import Filter
from waymark.web.forms import Day
from waymark.web.lists import list_address
from waymark.web.parts import Head, Link, Pages, Tag
from waymark.web.requests import StaffRequest
from waymark.web.trackers.list_page import number_asked_for

NAMES = ("by", "status", "from", "to")
STATUSES = [(code, every_status()[code].label) for code in final_statuses()]
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


class OwnWorkForm(Filter):
    """What the list is narrowed to; the names are those of the address."""

    by = forms.ChoiceField(label="Set by", required=False)
    status = forms.ChoiceField(
        label="Final status", required=False, choices=[("", "Any"), *STATUSES]
    )

    def __init__(self, asked: QueryDict, people: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(asked)
        # "from" is no name in Python, so that a class cannot say it
        self.fields["from"] = Day(label="Set from", required=False)
        self.fields["to"] = Day(label="Set to", required=False, help_text="")
        offer(self.fields["by"], [("", "Anybody"), *((str(key), name) for key, name in people)])

    def clean(self) -> dict[str, Any]:
        """A range ends after it begins."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("from") and cleaned.get("to") and cleaned["from"] > cleaned["to"]:
            self.add_error("to", "The range must not end before it begins")
        return cleaned

    def wanted(self) -> OwnWorkFilter:
        """What was asked for; what cannot be read is told and lets all through."""
        self.is_valid()
        asked = self.cleaned_data
        return OwnWorkFilter(
            by_id=UUID(asked["by"]) if asked.get("by") else None,
            status=asked.get("status", ""),
            from_day=asked.get("from"),
            to_day=asked.get("to"),
        )

    def chips(self, query: QueryDict) -> list[Link]:
        """The filters in use; each chip takes its own away."""
        said = {name: self.cleaned_data.get(name) for name in NAMES}
        words = {
            "by": f"Set by: {chosen_label(self, 'by')}",
            "status": f"Final status: {chosen_label(self, 'status')}",
            "from": f"Set on or after {words_for_day(said['from'])}" if said["from"] else "",
            "to": f"Set on or before {words_for_day(said['to'])}" if said["to"] else "",
        }
        return [
            Link(words[name], list_address(query, **{name: None})) for name in NAMES if said[name]
        ]


@require_safe
def own_work(request: StaffRequest) -> HttpResponse:
    """Who set a final status after marking the activity or submitting the tracker."""
    require(request.actor, "trackers.list_own_work")
    query = QueryDict(mutable=True)
    for name in NAMES:
        if value := request.GET.get(name):
            query[name] = value
    form = OwnWorkForm(query, who_decided_own_work(request.actor))
    found = page_of_own_work(
        request.actor,
        form.wanted(),
        before=number_asked_for(request.GET.get("before", "")),
        after=number_asked_for(request.GET.get("after", "")),
    )
    here = reverse("trackers-own-work")
    context = {
        "form": form,
        "chips": form.chips(query),
        "heads": HEADS,
        "rows": [_row(one) for one in found.rows],
        "pages": Pages(
            previous=here + list_address(query, before=str(found.before)) if found.before else "",
            next=here + list_address(query, after=str(found.after)) if found.after else "",
        ),
    }
    return render(request, "trackers/own_work.html", context)


def _row(found: OwnWorkRow) -> Row:
    status = status_of(found.type, found.status)
    return Row(
        number=found.shown_number,
        href=address("tracker", found.tracker_id),
        type=TYPES[found.type].label,
        participant=found.participant,
        reference=found.reference,
        is_restricted=found.is_restricted,
        status=Tag(status.label, status.tag),
        by=found.by,
        at=found.at,
        reason=found.reason,
    )
