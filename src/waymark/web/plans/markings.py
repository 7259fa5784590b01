"""How far an activity has come: begun, complete, not complete, and a marking undone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.marking import mark_not_complete
from waymark.operations.plans import change_activity_status, undo_marking
from waymark.people.policy import require
from waymark.plans.queries import activity_of
from waymark.plans.rules import SET_BY_HAND, ActivityStatus
from waymark.programmes.queries import offered_reasons
from waymark.trackers.preview import preview_of_marking
from waymark.trackers.queries import tracker_of
from waymark.trackers.rules import Outcome
from waymark.web.addresses import address
from waymark.web.conflicts import VersionedForm, let_through
from waymark.web.opening import opened_activity
from waymark.web.participants.identity import identity_bar_of
from waymark.web.plans.changes import reads_and_saves, typed
from waymark.web.plans.due import due_words
from waymark.web.plans.forms import (
    CATEGORY_HINTS,
    ConfirmForm,
    NotCompleteForm,
    StatusForm,
    UndoForm,
)
from waymark.web.plans.pages import owner_of, status_set, status_tag
from waymark.web.plans.what_will_happen import what_will_happen
from waymark.web.requests import StaffRequest


@reads_and_saves
def status(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Not started or In progress, from the buttons on the activity's page."""
    activity = opened_activity(request, activity_id)
    require(request.actor, "plans.mark")
    form = StatusForm(typed(request))
    if request.method == "POST" and not form.is_valid():
        messages.warning(request, "Choose a status from the list")
    elif request.method == "POST" and form.cleaned_data["status"] != activity.status:
        _set_status(request, activity, form)
    return redirect("activity", activity_id)


def _set_status(request: StaffRequest, activity: Any, form: StatusForm) -> None:
    chosen = form.cleaned_data["status"]
    try:
        change_activity_status(
            actor=request.actor,
            activity_id=activity.id,
            status=chosen,
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except Refused as refused:
        let_through(refused)
        messages.warning(request, f"{refused.message}. This page shows what it says now")
    else:
        messages.success(request, format_html("‘{}’ is now {}", activity.title, chosen))


@reads_and_saves
def complete(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Confirm that an activity was done."""
    activity = opened_activity(request, activity_id)
    require(request.actor, "plans.mark")
    if activity.status == ActivityStatus.COMPLETE:
        return _marked_already(request, activity)
    form = ConfirmForm(typed(request), initial={"version": activity.version})

    def mark() -> SafeString:
        change_activity_status(
            actor=request.actor,
            activity_id=activity_id,
            status=ActivityStatus.COMPLETE,
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
        return format_html("‘{}’ is marked complete", activity.title)

    saved = _save(request, activity, form, mark, wanted=ActivityStatus.COMPLETE)
    return saved or render(request, "plans/complete.html", _context(activity, form))


@reads_and_saves
def undo(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Take a wrong marking back, with a reason."""
    activity = opened_activity(request, activity_id)
    require(request.actor, "plans.mark")
    if activity.status in SET_BY_HAND:
        messages.warning(request, "This activity is not marked, so there is nothing to undo")
        return redirect("activity", activity_id)
    form = UndoForm(typed(request), initial={"version": activity.version})

    def take_back() -> SafeString:
        undone = undo_marking(
            actor=request.actor,
            activity_id=activity_id,
            reason=form.cleaned_data["reason"],
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
        told = "The marking is undone. ‘{}’ is {} again"
        return format_html(told, activity.title, undone.status)

    before = activity.status_before_marking
    saved = _save(request, activity, form, take_back, wanted=before)
    context = _context(activity, form) | {"before": before}
    return saved or render(request, "plans/undo.html", context)


@reads_and_saves
def not_complete(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Say why an activity was not done, with what will come of it above the button."""
    now = timezone.now()
    activity = opened_activity(request, activity_id)
    require(request.actor, "plans.mark")
    form = NotCompleteForm(
        typed(request),
        reasons=offered_reasons(),
        is_due=activity.due_at <= now,
        initial={"version": activity.version},
    )

    def mark() -> SafeString:
        evaluation = mark_not_complete(
            actor=request.actor,
            activity_id=activity_id,
            reason_category=form.cleaned_data["reason_category"],
            reason=form.reason(),
            details=form.cleaned_data["details"],
            confirm_early=form.confirms_early(),
            seen_version=form.cleaned_data["version"],
            now=now,
        )
        return _what_happened(request.actor, activity, evaluation)

    saved = _save(request, activity, form, mark, wanted=ActivityStatus.NOT_COMPLETE)
    return saved or _page_of_not_complete(request, activity, form, now)


def _page_of_not_complete(
    request: StaffRequest, activity: Any, form: NotCompleteForm, now: datetime
) -> HttpResponse:
    context = _context(activity, form) | {
        "happens": what_will_happen(preview_of_marking(request.actor, activity, now)),
        "hints": CATEGORY_HINTS,
        "reason_fields": form.reason_fields(),
    }
    return render(request, "plans/not_complete.html", context)


def _save(
    request: StaffRequest,
    activity: Any,
    form: VersionedForm,
    mark: Callable[[], SafeString],
    *,
    wanted: str,
) -> HttpResponse | None:
    """Mark and lead to the activity, which says what was done; nothing when the form has to be
    shown, with what is wrong or what somebody else changed.
    """
    if not form.is_valid():
        return None
    try:
        done = mark()
    except Refused as refused:
        if _was_a_second_click(request, refused, activity.id, form, wanted):
            return _marked_already(request, activity)
        form.answer(refused, version=activity.version)
        return None
    messages.success(request, done)
    return redirect("activity", activity.id)


def _was_a_second_click(
    request: StaffRequest, refused: Refused, activity_id: UUID, form: VersionedForm, wanted: str
) -> bool:
    """Whether the same person has marked it just so already, a moment ago or before going back."""
    if refused.code not in ("plans.changed", "plans.not_marked"):
        return False
    activity = activity_of(request.actor, activity_id)
    is_same = not isinstance(form, NotCompleteForm) or activity.reason == form.reason()
    is_mine = activity.status_set_by == request.actor.shown_as
    return is_mine and is_same and activity.status == wanted


def _marked_already(request: StaffRequest, activity: Any) -> HttpResponse:
    messages.info(request, "This is done already. This page shows what it says now")
    return redirect("activity", activity.id)


def _context(activity: Any, form: VersionedForm) -> dict[str, Any]:
    who = identity_bar_of(activity.participant)
    return {
        "who": who,
        "activity_id": activity.id,
        "participant_id": activity.participant_id,
        "form": form,
        "conflict": form.conflict,
        "has_errors": bool(form.conflict),
        "title": activity.title,
        "reference": activity.reference,
        "is_mandatory": activity.mandatory,
        "is_marked": activity.status not in SET_BY_HAND,
        "status": status_tag(activity.status),
        "status_set": status_set(activity),
        "kind": activity.kind,
        "place": activity.place,
        "due": due_words(activity),
        "owner": owner_of(activity),
        "instructions": activity.instructions,
    }


def _what_happened(actor: Actor, activity: Any, evaluation: Any) -> SafeString:
    """The banner: that it is marked, and the tracker with a link, or why there is none."""
    marked = format_html("‘{}’ is marked not complete.", activity.title)
    if evaluation.outcome == Outcome.NOT_MADE:
        why = address("activity-why", activity.id)
        return format_html(
            '{} No tracker was made. <a class="govuk-link" href="{}">Why is there none?</a>',
            marked,
            why,
        )
    tracker = tracker_of(actor, evaluation.tracker_id)
    link = format_html(
        '<a class="govuk-link" href="{}">Tracker {}</a>',
        address("tracker", tracker.id),
        tracker.shown_number,
    )
    if evaluation.outcome == Outcome.ALREADY_OPEN:
        return format_html("{} {} was still open, so no second one was made.", marked, link)
    whom = evaluation.assignee_name or "nobody yet: it is in the group’s queue"
    return format_html("{} {} was made for {}.", marked, link, whom)
