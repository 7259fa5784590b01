"""Small pages on which something is added to a tracker before a doubt is raised."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotAllowed, Refused
from waymark.operations import doubt
from waymark.people.policy import require
from waymark.programmes.queries import limit_on
from waymark.programmes.rules import REPLY_WINDOW
from waymark.reporting.good_reason_words import reply_lines
from waymark.trackers.doubt.rules import proposed_failure
from waymark.trackers.doubt.words import FAILURES, Failure
from waymark.trackers.doubt_queries import Gathered, gathered_on
from waymark.trackers.record import people_for
from waymark.web.doubt import forms
from waymark.web.forms import Form
from waymark.web.opening import opened_tracker
from waymark.web.requests import StaffRequest
from waymark.web.trackers.record_page import is_over, record_page
from waymark.web.trackers.views import IS_FINAL, reads_and_saves, too_late


@dataclass(frozen=True, slots=True)
class Adding:
    """A page on which one thing is added: what it says, how it begins, what it does."""

    title: str
    button: str
    said: str
    form: type[Form]
    do: Callable[..., None]
    arguments: Callable[[Any], dict[str, Any]]
    begins_with: Callable[["Begun"], dict[str, Any]] = field(default=lambda _: {})
    tells: Callable[["Begun"], tuple[str, ...]] = field(default=lambda _: ())
    needs: Callable[[Gathered], str] = field(default=lambda _: "")
    options: Callable[[Any], dict[str, Any]] = field(default=lambda _: {})


@dataclass(frozen=True, slots=True)
class Begun:
    """What a page knows before anything is typed."""

    request: StaffRequest
    tracker: Any
    gathered: Gathered
    now: datetime

    @property
    def proposed(self) -> Failure:
        """The kind of failure that activity and reason point to."""
        kind = self.tracker.activity.kind if self.tracker.activity else ""
        return proposed_failure(kind=kind, reason=self.tracker.reason)


def _draft(form: Any) -> dict[str, Any]:
    return {"draft": form.draft()}


def _last_reply(begun: Begun) -> tuple[str, ...]:
    reason = begun.gathered.good_reason(begun.request.actor)
    return tuple(reply_lines(reason.reply)) if reason and reason.reply else ()


def _needs_reply(gathered: Gathered) -> str:
    reason = gathered.good_reason(None)
    return "" if reason and reason.reply else "There is no reply yet to accept or not"


CONTACT = Adding(
    title="Record a contact",
    button="Record contact",
    said="The contact is on tracker",
    form=forms.ContactForm,
    do=doubt.add_contact,
    arguments=_draft,
    begins_with=lambda begun: forms.contact_begins_with(begun.request.actor.name, begun.now),
)
QUESTION = Adding(
    title="Record that good reason was asked about",
    button="Record the question",
    said="The question is on tracker",
    form=forms.QuestionForm,
    do=doubt.ask_good_reason,
    arguments=_draft,
    begins_with=lambda begun: {"days": limit_on(REPLY_WINDOW, day_of(begun.now)).number},
)
REPLY = Adding(
    title="Record the reply about good reason",
    button="Record the reply",
    said="The reply is on tracker",
    form=forms.ReplyForm,
    do=doubt.record_reply,
    arguments=_draft,
    needs=lambda gathered: "" if gathered.question else "Record first when it was asked, and how",
)
DECISION = Adding(
    title="Decide whether it is good reason",
    button="Save the decision",
    said="What was decided on good reason is on tracker",
    form=forms.DecisionForm,
    do=doubt.decide_good_reason,
    arguments=lambda form: {
        "accepted": form.cleaned_data["accepted"] == forms.YES,
        "why": form.cleaned_data["why"],
    },
    tells=_last_reply,
    needs=_needs_reply,
)
FAILURE = Adding(
    title="Confirm the kind of failure",
    button="Confirm",
    said="The kind of failure is confirmed on tracker",
    form=forms.FailureForm,
    do=doubt.confirm_failure,
    arguments=lambda form: dict(form.cleaned_data),
    begins_with=lambda begun: {"failure": begun.proposed},
    tells=lambda begun: (
        f"Proposed from the activity and the reason: {FAILURES[begun.proposed]}.",
    ),
)


SECOND_PERSON = Adding(
    title="Name who considered the markers",
    button="Save",
    said="The second person is named on tracker",
    form=forms.SecondPersonForm,
    do=doubt.name_second_person,
    arguments=lambda form: {
        "person_id": form.cleaned_data["person"],
        "may_matter": form.cleaned_data["may_matter"] == forms.YES,
        "text": form.cleaned_data["text"],
    },
    tells=lambda begun: (f"On the profile: {', '.join(begun.gathered.markers)}.",),
    needs=lambda gathered: (
        ""
        if gathered.markers
        else "There is no marker on the profile that asks for a second person"
    ),
    options=lambda tracker: {"people": people_for(tracker)},
)


@reads_and_saves
def contact(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """An attempt to reach the participant."""
    return _add(request, tracker_id, CONTACT)


@reads_and_saves
def question(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """When good reason was asked about, and how."""
    return _add(request, tracker_id, QUESTION)


@reads_and_saves
def reply(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """What they said."""
    return _add(request, tracker_id, REPLY)


@reads_and_saves
def decision(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """Whether it is accepted as good reason."""
    return _add(request, tracker_id, DECISION)


@reads_and_saves
def failure(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """Attend or comply, as a person confirms it."""
    return _add(request, tracker_id, FAILURE)


@reads_and_saves
def second_person(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """Who considered the markers."""
    return _add(request, tracker_id, SECOND_PERSON)


def _add(request: StaffRequest, tracker_id: UUID, adding: Adding) -> HttpResponse:
    require(request.actor, "trackers.prepare_doubt")
    opened = opened_tracker(request, tracker_id)
    begun = Begun(request, opened, gathered_on(opened.id), timezone.now())
    if request.method != "POST":
        if is_over(opened):
            return redirect("tracker", tracker_id)
        if missing := adding.needs(begun.gathered):
            messages.warning(request, missing)
            return redirect("tracker", tracker_id)
        begins = adding.begins_with(begun)
        return _show(begun, adding, adding.form(initial=begins, **adding.options(opened)))
    form = adding.form(request.POST, **adding.options(opened))
    if not form.is_valid():
        return _show(begun, adding, form)
    return _added(begun, adding, form)


def _added(begun: Begun, adding: Adding, form: Form) -> HttpResponse:
    request, opened = begun.request, begun.tracker
    try:
        adding.do(
            actor=request.actor, tracker_id=opened.id, now=begun.now, **adding.arguments(form)
        )
    except NotAllowed:
        raise
    except Refused as refused:
        if refused.code == IS_FINAL:
            return too_late(request, opened, form)
        form.add_refusal(refused)
        return _show(begun, adding, form)
    messages.success(request, f"{adding.said} {opened.shown_number}")
    return redirect("tracker", opened.id)


def _show(begun: Begun, adding: Adding, form: Form) -> HttpResponse:
    page = record_page(begun.request.actor, begun.tracker, now=begun.now, gathered=begun.gathered)
    context = {"page": page, "form": form, "adding": adding, "tells": adding.tells(begun)}
    return render(begun.request, "doubt/add.html", context)
