"""Changing a profile: details, Mandation panel, markers, work coach and group, leaving date."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.kernel.london import day_of
from waymark.kernel.refusals import Refused
from waymark.kernel.words import counted
from waymark.operations.participants import (
    Details,
    correct_details,
    move_participant,
    record_leaving,
    set_mandation,
    switch_markers,
)
from waymark.participants.queries import marker_kinds, markers_of
from waymark.people.policy import require
from waymark.people.queries import open_groups_in_scope, staff_in_scope
from waymark.sanctions.queries import suggested_sanction_status
from waymark.trackers.of_activities import unfinished_trackers_of
from waymark.web.conflicts import VersionedForm
from waymark.web.opening import opened_participant
from waymark.web.participants.forms import (
    NO,
    YES,
    DetailsForm,
    LeavingForm,
    MandationForm,
    MarkersForm,
    MoveForm,
)
from waymark.web.participants.pages import TrackerLine, spaced, tracker_line
from waymark.web.participants.views import profile_context
from waymark.web.requests import StaffRequest
from waymark.web.sanctions.pages import suggestion_line
from waymark.web.sanctions.prompts import prompt_to_tell

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


@reads_and_saves
def change_details(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Correct who somebody is and how to reach them."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "participants.correct")
    reach = ("language", "email", "phone", "reasonable_adjustments", "agreed_hours")
    names = ("first_name", "last_name", "date_of_birth", "benefit", *reach)
    known = {name: getattr(participant, name) for name in names}
    known["ni_number"] = spaced(participant.ni_number)
    form = DetailsForm(_typed(request), initial=known | {"version": participant.version})

    def save(now: Any) -> str:
        typed = {name: form.cleaned_data[name] for name in (*names, "ni_number")}
        correct_details(
            actor=request.actor,
            participant_id=participant_id,
            details=Details(**typed),
            seen_version=form.cleaned_data["version"],
            today=day_of(now),
            now=now,
        )
        return "The personal details are saved"

    return _answer(request, participant, form, save, "participants/change_details.html")


@reads_and_saves
def change_mandation(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The Mandation panel: a Supervisor's."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "participants.set_mandation")
    known = {
        "make_activity_mandatory": YES if participant.make_activity_mandatory else NO,
        "sanction_status": participant.sanction_status,
        "version": participant.version,
    }
    form = MandationForm(_typed(request), initial=known)

    def save(now: Any) -> str:
        set_mandation(
            actor=request.actor,
            participant_id=participant_id,
            make_activity_mandatory=form.cleaned_data["make_activity_mandatory"] == YES,
            sanction_status=form.cleaned_data["sanction_status"],
            seen_version=form.cleaned_data["version"],
            now=now,
        )
        return "The Mandation panel is saved"

    suggestion = suggested_sanction_status(request.actor, participant, today=day_of(timezone.now()))
    template = "participants/change_mandation.html"
    line = suggestion_line(participant, suggestion)
    return _answer(request, participant, form, save, template, suggestion=line)


@reads_and_saves
def change_markers(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Switch markers on and off, with what staff should know."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "participants.switch_markers")
    known = {one.kind_id: one.what_to_know for one in markers_of(participant)}
    form = MarkersForm(
        _typed(request),
        kinds=[(one.id, one.name) for one in marker_kinds()],
        known=known,
        initial={"switched_on": [str(key) for key in known], "version": participant.version},
    )

    def save(now: Any) -> str:
        switch_markers(
            actor=request.actor,
            participant_id=participant_id,
            switched_on=form.what_to_know(),
            seen_version=form.cleaned_data["version"],
            now=now,
        )
        return "The markers are saved"

    return _answer(request, participant, form, save, "participants/change_markers.html")


@reads_and_saves
def move(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Another work coach or group, with the offer to hand over the trackers that are not final."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "participants.correct")
    trackers = unfinished_trackers_of(participant.id)
    form = MoveForm(
        _typed(request),
        coaches=_coaches(request, participant),
        groups=_groups(request, participant),
        initial={
            "work_coach": str(participant.work_coach_id or ""),
            "group": str(participant.group_id),
            "version": participant.version,
        },
    )

    def save(now: Any) -> str:
        handed_over = move_participant(
            actor=request.actor,
            participant_id=participant_id,
            work_coach_id=form.work_coach_id(),
            group_id=form.group_id(),
            hand_over_trackers=form.cleaned_data["hand_over"],
            seen_version=form.cleaned_data["version"],
            now=now,
        )
        if not handed_over:
            return "Work coach and group are saved"
        were = "was" if handed_over == 1 else "were"
        return (
            f"Work coach and group are saved. {counted(handed_over, 'tracker')} {were} handed over"
        )

    coach_id = participant.work_coach_id
    theirs = [tracker_line(one) for one in trackers if coach_id and one.assignee_id == coach_id]
    others = [tracker_line(one) for one in trackers if one.assignee_id != coach_id]
    form.fields["hand_over"].label = _offer(theirs)
    return _answer(
        request,
        participant,
        form,
        save,
        "participants/move.html",
        former_coach=participant.work_coach.name if participant.work_coach else "",
        theirs=theirs,
        others=others,
    )


def _offer(theirs: Sequence[TrackerLine]) -> str:
    """Which and how many are handed over when the box is ticked."""
    if not theirs:
        return "Hand over the trackers of those who lose access"
    numbers = ", ".join(one.number for one in theirs)
    return f"Hand over {counted(len(theirs), 'tracker')}: {numbers}"


def _groups(request: StaffRequest, participant: Any) -> list[tuple[UUID, str]]:
    """Groups that take people, and the one where they are now."""
    found = [(one.id, one.path) for one in open_groups_in_scope(request.actor)]
    group = participant.group
    return [(group.id, f"{group.path} (closed)"), *found] if group.is_closed else found


def _coaches(request: StaffRequest, participant: Any) -> list[tuple[UUID, str]]:
    """Active colleagues, and whoever is the coach now."""
    active = [(one.id, one.name) for one in staff_in_scope(request.actor) if one.is_active]
    coach = participant.work_coach
    if coach and coach.id not in {key for key, _ in active}:
        active.insert(0, (coach.id, f"{coach.name} (no longer active)"))
    return active


@reads_and_saves
def leaving(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Enter, change or take back a leaving date."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "participants.correct")
    known = {"left_on": participant.left_on, "version": participant.version}
    form = LeavingForm(_typed(request), initial=known)

    def save(now: Any) -> str:
        record_leaving(
            actor=request.actor,
            participant_id=participant_id,
            left_on=form.cleaned_data["left_on"],
            seen_version=form.cleaned_data["version"],
            now=now,
        )
        return "The leaving date is saved"

    def then() -> None:
        if form.cleaned_data["left_on"]:
            prompt_to_tell(request, participant_id)

    return _answer(request, participant, form, save, "participants/leaving.html", then=then)


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _answer(
    request: StaffRequest,
    participant: Any,
    form: VersionedForm,
    save: Callable[[Any], str],
    template: str,
    then: Callable[[], None] | None = None,
    **more: Any,
) -> HttpResponse:
    """Save what was typed and say so on Personal details, or show the form with what is wrong.
    `then` says what else is to be thought of.
    """
    if form.is_valid():
        try:
            done = save(timezone.now())
        except Refused as refused:
            form.answer(refused, version=participant.version)
        else:
            messages.success(request, done)
            if then is not None:
                then()
            return redirect("participant-details", participant.id)
    conflict = form.conflict
    context = profile_context(
        request.actor, participant, "participant-details", form=form, conflict=conflict
    )
    return render(request, template, context | {"has_errors": bool(conflict), **more})
