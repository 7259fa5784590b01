"""Who sees a record: restrict it to named people, name others, lift the restriction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.kernel.refusals import Refused
from waymark.kernel.words import counted
from waymark.operations.restrictions import (
    HandedOver,
    change_named_people,
    lift_restriction,
    restrict_record,
)
from waymark.participants.queries import Nameable, people_to_name
from waymark.people.policy import require
from waymark.web.conflicts import VersionedForm
from waymark.web.environment import printable
from waymark.web.forms import LongText, Text
from waymark.web.opening import opened_participant
from waymark.web.participants.views import profile_context
from waymark.web.requests import StaffRequest

WHY_LIMIT = 500
FIND = "find"
reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


class NamingForm(VersionedForm):
    """Who sees a restricted record, and why."""

    find = Text(
        label="Find more people",
        help_text="Part of a name or email address",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    named = forms.MultipleChoiceField(
        label="Who sees this record",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who sees this record"},
    )
    why = LongText(
        label="Why",
        help_text="Kept in the history of this record, which only the people named here see",
        max_length=WHY_LIMIT,
        error_messages={"required": "Say why, for the people who see this record"},
    )

    def __init__(
        self, *args: Any, people: Sequence[Nameable], are_all: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.are_all = are_all
        self.roles_of = {str(one.id): _told(one) for one in people}
        named: Any = self.fields["named"]
        named.choices = [(str(one.id), one.name) for one in people]
        if are_all:
            del self.fields["find"]

    def named_ids(self) -> frozenset[UUID]:
        """Whom somebody chose."""
        return frozenset(UUID(one) for one in self.cleaned_data["named"])


def _told(person: Nameable) -> str:
    """What somebody does here; the role is what counts, whatever the title."""
    role = "role Supervisor" if person.is_supervisor else ""
    return ", ".join(part for part in (person.job_title, role) if part)


class LiftForm(VersionedForm):
    """Why everybody with access to the group sees the record again."""

    why = LongText(
        label="Why is it lifted?",
        max_length=WHY_LIMIT,
        error_messages={"required": "Say why, for the people who see this record"},
    )


@reads_and_saves
def restriction(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Restrict a record to named people, or name others."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "participants.restrict")
    form = _naming_form(request, participant)
    if form.judged and form.is_valid():
        operation = change_named_people if participant.is_restricted else restrict_record
        try:
            handed_over = operation(
                actor=request.actor,
                participant_id=participant_id,
                named_ids=form.named_ids(),
                why=form.cleaned_data["why"],
                seen_version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.answer(refused, version=participant.version)
        else:
            return _done(request, participant, form, handed_over)
    return _show(request, participant, form, "participants/restriction.html")


def _done(
    request: StaffRequest, participant: Any, form: NamingForm, handed_over: HandedOver
) -> HttpResponse:
    """Back to the record; to the list for somebody who does not see it any more."""
    moved = [
        one
        for one in (
            counted(handed_over.activities, "activity", "activities"),
            counted(handed_over.trackers, "tracker"),
        )
        if not one.startswith("No ")
    ]
    said = "Who sees this record is saved"
    if moved:
        said += f". Handed over to {handed_over.to}: {' and '.join(moved)}"
    messages.success(request, said)
    if request.actor.id in form.named_ids() or not participant.is_restricted:
        return redirect("participant-details", participant.id)
    return redirect("participants")


@reads_and_saves
def lift(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Let everybody with access to the group see a record again."""
    participant = opened_participant(request, participant_id)
    require(request.actor, "participants.restrict")
    form = LiftForm(
        request.POST if request.method == "POST" else None,
        initial={"version": participant.version},
    )
    if not participant.is_restricted and request.method != "POST":
        return redirect("participant-restriction", participant_id)
    if form.is_valid():
        try:
            lift_restriction(
                actor=request.actor,
                participant_id=participant_id,
                why=form.cleaned_data["why"],
                seen_version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.answer(refused, version=participant.version)
        else:
            messages.success(request, "The restriction is lifted")
            return redirect("participant-details", participant_id)
    return _show(request, participant, form, "participants/lift_restriction.html")


def _naming_form(request: StaffRequest, participant: Any) -> NamingForm:
    typed = request.POST if request.method == "POST" else None
    always = {request.actor.id, participant.work_coach_id, *participant.named_ids} - {None}
    ticked = _ids(typed.getlist("named")) if typed else set()
    people, are_all = people_to_name(
        participant,
        words=printable(typed.get("find", ""))[:100] if typed else "",
        always=always | ticked,
    )
    first = participant.named_ids or [request.actor.id, participant.work_coach_id]
    return NamingForm(
        typed,
        people=people,
        are_all=are_all,
        judged=not typed or typed.get("press") != FIND,
        initial={
            "named": [str(one) for one in first if one],
            "version": participant.version,
        },
    )


def _ids(typed: Sequence[str]) -> set[UUID]:
    found = set()
    for one in typed:
        try:
            found.add(UUID(one))
        except ValueError:
            continue
    return found


def _show(
    request: StaffRequest, participant: Any, form: NamingForm | LiftForm, template: str
) -> HttpResponse:
    context = profile_context(
        request.actor,
        participant,
        "participant-details",
        form=form,
        conflict=form.conflict,
        has_errors=bool(form.conflict),
        is_restricted=participant.is_restricted,
        group=participant.group.path,
        you=request.actor.name,
        work_coach=participant.work_coach.name if participant.work_coach else "",
    )
    return render(request, template, context)
