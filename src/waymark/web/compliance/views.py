"""The compliance queue, and the reasons for sending back and rejecting by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.words import counted, short_day
from waymark.people.policy import may, require
from waymark.reads.counting import shown
from waymark.trackers import compliance
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.clocks import Reckoning
from waymark.trackers.doubt.words import REJECT_REASONS, RETURN_REASONS
from waymark.trackers.types import every_status, handover_statuses, with_dwp_statuses
from waymark.web.addresses import address
from waymark.web.filters import Filter
from waymark.web.forms import Day, Text
from waymark.web.lists import list_address
from waymark.web.offered import GroupsOffered, groups_for, offer_groups
from waymark.web.parts import Condition, Count, Head, Link, Marker, Pages
from waymark.web.plans.due import Clock
from waymark.web.requests import StaffRequest
from waymark.web.trackers.clock_words import tracker_clock
from waymark.web.trackers.list_page import number_asked_for

LABELS = {
    compliance.TO_DECIDE: every_status()[handover_statuses()[0]].label,
    compliance.WITH_DWP: every_status()[with_dwp_statuses()[0]].label,
    compliance.SENT_BACK: "Sent back to coach",
}
TURNED_DOWN = next(one.label for one in every_status().values() if one.asks_coded_reason)
RETURN_HEADS = (
    Head("Reason"),
    Head("How often", classes="wm-num"),
    Head("Of what was submitted", classes="wm-num"),
)
NAMES = ("step", "q", "group", "sort")
FEWEST_FOR_A_SHARE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One tracker of the queue."""

    reference: str
    href: str
    assignee: str
    participant: str
    participant_reference: str
    is_restricted: bool
    markers: Sequence[Marker]
    since: str
    waiting: str
    act_by: Clock
    checks: Condition
    paperwork: str
    because: str
    links: Sequence[Link]


class QueueForm(Filter):
    """What the queue is narrowed to."""

    q = Text(
        label="Search key word",
        required=False,
        max_length=200,
        help_text="Participant, reference or activity",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    group = forms.ChoiceField(required=False)

    def __init__(self, asked: QueryDict, groups: GroupsOffered) -> None:
        super().__init__(asked)
        offer_groups(self.fields["group"], "Any group", groups)


@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """The longest waiting first: what was submitted, what is with DWP, what was sent back."""
    actor = request.actor
    require(actor, "trackers.check")
    query = QueryDict(mutable=True)
    for name in NAMES:
        if value := request.GET.get(name):
            query[name] = value
    step = query.get("step", compliance.TO_DECIDE)
    step = step if step in compliance.STEPS else compliance.TO_DECIDE
    order = query.get("sort", compliance.WAITING)
    order = order if order in compliance.ORDERS else compliance.WAITING
    groups = groups_for(actor, query)
    form = QueueForm(query, groups)
    form.is_valid()
    found = compliance.queue_of(
        actor,
        step,
        order=order,
        words=form.cleaned_data.get("q", ""),
        group_ids=groups.below if form.cleaned_data.get("group") else None,
        before=number_asked_for(request.GET.get("before", "")),
        after=number_asked_for(request.GET.get("after", "")),
    )
    reckoned, today = reckoning(), day_of(timezone.now())
    rows = [_row(actor, one, reckoned, today) for one in found.rows]
    context = {
        "form": form,
        "step": step,
        "counts": [
            Count(shown(found.counts[one]), LABELS[one], list_address(query, step=one), one == step)
            for one in compliance.STEPS
        ],
        "heads": _heads(query, order),
        "sort": order,
        "in_order": IN_ORDER[order],
        "rows": rows,
        "is_filtered": bool(query.get("q") or query.get("group")),
        "next_one": rows[0].href if rows else "",
        "pages": Pages(
            previous=list_address(query, before=str(found.before)) if found.before else "",
            next=list_address(query, after=str(found.after)) if found.after else "",
        ),
    }
    return render(request, "compliance/queue.html", context)


IN_ORDER = {compliance.WAITING: "Longest waiting first", compliance.DEADLINE: "First due on top"}


def _heads(query: QueryDict, order: str) -> list[Head]:
    """The two that the queue can be ordered by are links."""
    by = {
        one: Head(
            label,
            list_address(query, sort=one),
            sorted="ascending" if one == order else "none",
        )
        for one, label in (
            (compliance.WAITING, "Waiting since"),
            (compliance.DEADLINE, "Act by"),
        )
    }
    plain = [Head("Checks"), Head("Paperwork"), Head("Actions", is_hidden=True)]
    return [Head("Tracker"), Head("Participant"), *by.values(), *plain]


def _row(actor: Actor, one: compliance.QueueRow, reckoned: Reckoning, today: date) -> Row:
    waiting = -reckoned.left(day_of(one.status_set_at), today, one.nation)
    return Row(
        reference=f"T{one.number}",
        href=address("tracker", one.id),
        assignee=one.assignee or "Nobody",
        participant=one.participant,
        participant_reference=one.reference,
        is_restricted=one.is_restricted,
        markers=[Marker(mark["name"], mark["is_risk"]) for mark in one.markers],
        since=short_day(one.status_set_at),
        waiting="Today" if waiting <= 0 else counted(waiting, "working day"),
        act_by=tracker_clock(one, reckoned, today),
        checks=_checks(one),
        paperwork=counted(one.files, "file") if one.raised else "Not raised: reason given",
        because=one.sent_back_because,
        links=_links(actor, one),
    )


def _checks(one: compliance.QueueRow) -> Condition:
    """How the checks stood when it was handed on."""
    if one.met is None or one.unmet is None:
        return Condition("ask", "Not looked at")
    said = f"{one.met} of {one.met + one.unmet} met"
    if not one.unmet:
        return Condition("yes", said)
    return Condition("ask", f"{said}, {counted(one.unmet, 'reason')} given")


def _links(actor: Actor, one: compliance.QueueRow) -> list[Link]:
    edits = may(actor.roles, "trackers.edit")
    name = "tracker-edit" if edits else "tracker"
    links = [Link("Edit" if edits else "View", address(name, one.id))]
    if edits and one.status in compliance.handover_statuses():
        links.append(Link("Send back", address("tracker-send-back", one.id)))
    return links


class TimeForm(Filter):
    """From and to which day."""

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.fields["from"] = Day(label="From", required=False)
        self.fields["to"] = Day(label="To", required=False, help_text="")


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason, how often it was given, and its share of what was submitted."""

    words: str
    number: int
    share: str


@require_safe
def returns(request: StaffRequest) -> HttpResponse:
    """How often trackers were sent back and rejected, by reason."""
    require(request.actor, "trackers.see_returns")
    form = TimeForm(request.GET)
    form.is_valid()
    days = form.cleaned_data
    found = compliance.returns_of(request.actor, from_day=days.get("from"), to_day=days.get("to"))
    context = {
        "back": _back_from_returns(request.actor),
        "form": form,
        "handed_on": found.submitted,
        "heads": RETURN_HEADS,
        "tables": [
            ("Sent back to be put right", _lines(RETURN_REASONS, found.returned, found.submitted)),
            (TURNED_DOWN, _lines(REJECT_REASONS, found.rejected, found.submitted)),
        ],
    }
    return render(request, "compliance/reasons.html", context)


def _back_from_returns(actor: Actor) -> Link:
    """The queue, for those who check trackers; others came from elsewhere."""
    if may(actor.roles, "trackers.check"):
        return Link("Compliance queue", reverse("compliance"))
    return Link("Home", reverse("home"))


def _lines(
    words: Mapping[str, str], numbers: Mapping[str, int], submitted: int
) -> list[ReasonLine]:
    """In the order of the list: no rank. Of fewer than ten nothing is shown as a share."""
    enough = submitted >= FEWEST_FOR_A_SHARE
    shares = {
        code: f"{round(100 * number / submitted)}%" if enough else "–"
        for code, number in numbers.items()
    }
    return [ReasonLine(said, numbers[code], shares[code]) for code, said in words.items()]
