"""Writing activities: add, edit, arrange again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from waymark.kernel.refusals import Refused
from waymark.operations.activity_writes import draft_of
from waymark.operations.plans import add_activity, arrange_again, edit_activity
from waymark.people.policy import require
from waymark.people.queries import staff_with_access
from waymark.plans.rules import WHEN_AND_WHERE, Kind, why_not_mandatory
from waymark.web.conflicts import let_through
from waymark.web.opening import opened_activity, opened_participant
from waymark.web.participants.identity import identity_bar_of
from waymark.web.plans.due import due_words
from waymark.web.plans.forms import NO, YES, ActivityFields, AddForm, EditForm
from waymark.web.plans.mandatory import what_to_consider
from waymark.web.plans.pages import mandatory_set
from waymark.web.requests import StaffRequest
from waymark.web.sanctions.prompts import prompt_to_tell

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


@reads_and_saves
def add(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Add an activity to an action plan."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "plans.edit")
    form = AddForm(
        typed(request),
        **_people(participant),
        initial={
            "kind": Kind.APPOINTMENT,
            "visible_to_participant": True,
            "mandatory": NO,
            "once": uuid4(),
        },
    )

    def save(now: datetime) -> Any:
        return add_activity(
            actor=request.actor,
            participant_id=participant_id,
            draft=form.draft(),
            once=form.cleaned_data["once"],
            now=now,
        )

    return _answer(request, participant, form, save, "plans/add.html", done="is added")


@reads_and_saves
def edit(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Change an activity; one that was missed keeps its date, time and place."""
    activity = opened_activity(request, activity_id)
    require(request.actor, "plans.edit")
    form = EditForm(
        typed(request),
        **_people(activity.participant, present=activity.chosen_owner),
        initial=_known(activity) | {"version": activity.version},
    )
    is_kept = activity.was_missed and not any(name in request.POST for name in WHEN_AND_WHERE)
    if is_kept:
        form.keep_when_and_where()

    def save(now: datetime) -> Any:
        return edit_activity(
            actor=request.actor,
            activity_id=activity_id,
            draft=form.draft(draft_of(activity)),
            seen_version=form.cleaned_data["version"],
            now=now,
        )

    return _answer(
        request,
        activity.participant,
        form,
        save,
        "plans/edit.html",
        done="is saved",
        activity=activity,
        is_kept=is_kept,
    )


@reads_and_saves
def again(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """A new activity in place of one that was missed, with everything but the date."""
    missed = opened_activity(request, activity_id)
    require(request.actor, "plans.edit")
    if not missed.was_missed:
        messages.warning(request, "This activity was not missed: edit it to move it")
        return redirect("activity", activity_id)
    known = _known(missed) | {"due_on": None, "due_time": None, "once": uuid4()}
    if _why_not(missed.participant):
        known["mandatory"] = NO
    form = AddForm(
        typed(request),
        **_people(missed.participant, present=missed.chosen_owner),
        initial=known,
    )

    def save(now: datetime) -> Any:
        return arrange_again(
            actor=request.actor,
            activity_id=activity_id,
            draft=form.draft(),
            once=form.cleaned_data["once"],
            now=now,
        )

    template = "plans/arrange_again.html"
    more = {"activity": missed, "done": f"is arranged again in place of {missed.reference}"}
    return _answer(request, missed.participant, form, save, template, **more)


def typed(request: StaffRequest) -> Any:
    """What was posted; nothing when the page is only read."""
    return request.POST if request.method == "POST" else None


def _known(activity: Any) -> dict[str, Any]:
    """An activity as its form shows it."""
    when_and_where = ("due_on", "due_time", "place", "channel", "hours")
    names = ("kind", "title", "instructions", "evidence", *when_and_where)
    return {name: getattr(activity, name) for name in names} | {
        "owner": str(activity.chosen_owner_id or ""),
        "visible_to_participant": activity.visible_to_participant,
        "mandatory": YES if activity.mandatory else NO,
    }


def _people(participant: Any, present: Any = None) -> dict[str, Any]:
    """Who can own an activity: active staff with access, and whoever owns it now."""
    coach = participant.work_coach
    access = staff_with_access(participant.group, restricted_to=participant.restricted_to)
    owners = [(one.id, one.name) for one in access]
    owners = [one for one in owners if coach is None or one[0] != coach.id]
    if present is not None and present.id not in {key for key, _ in owners}:
        owners.insert(0, (present.id, f"{present.name} (not active, or without access)"))
    return {"coach": coach.name if coach else "", "owners": owners}


def _why_not(participant: Any) -> list[str]:
    return [
        refused.message
        for refused in why_not_mandatory(
            make_activity_mandatory=participant.make_activity_mandatory,
            sanction_status=participant.sanction_status,
        )
    ]


def _answer(
    request: StaffRequest,
    participant: Any,
    form: ActivityFields,
    save: Callable[[datetime], Any],
    template: str,
    *,
    done: str,
    activity: Any = None,
    is_kept: bool = False,
) -> HttpResponse:
    """Save what was typed and open the activity, or show the form with what is wrong."""
    if form.is_valid():
        try:
            saved = save(timezone.now())
        except Refused as refused:
            _tell(form, refused, activity)
        else:
            messages.success(request, format_html("‘{}’ {}", saved.title, done))
            if activity is not None and activity.mandatory and not saved.mandatory:
                prompt_to_tell(request, participant.id, activity_id=saved.id)
            return redirect("activity", saved.id)
    context = _context(participant, form, activity, is_kept=is_kept)
    return render(request, template, context)


def _tell(form: ActivityFields, refused: Refused, activity: Any) -> None:
    """Put a refusal at its field; an edit also says what somebody else changed."""
    if isinstance(form, EditForm):
        form.answer(refused, version=activity.version)
    else:
        let_through(refused)
        form.add_refusal(refused)


def _context(
    participant: Any, form: ActivityFields, activity: Any, *, is_kept: bool
) -> dict[str, Any]:
    why_not = _why_not(participant)
    is_marked = isinstance(form, EditForm) and activity.mandatory
    conflict = form.conflict if isinstance(form, EditForm) else None
    who = identity_bar_of(participant)
    context = {
        "who": who,
        "participant_reference": participant.reference,
        "form": form,
        "conflict": conflict,
        "has_errors": bool(conflict),
        "why_not": why_not,
        "what_to_consider": what_to_consider(participant, who.markers),
        "offers_mandatory": is_marked or not why_not or bool(form.errors.get("mandatory")),
        "mandatory_set": mandatory_set(activity) if is_marked else "",
        "is_kept": is_kept,
    }
    if activity is not None:
        context |= {
            "activity_id": activity.id,
            "reference": activity.reference,
            "due": due_words(activity),
            "place": activity.place,
        }
    return context
