"""The sanction record: read by everybody in scope; added to, and put right, by those who may."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotFound, Refused
from waymark.operations.sanctions import add_entry, correct_entry, withdraw_entry
from waymark.people.policy import require
from waymark.sanctions.facts import label_of
from waymark.sanctions.queries import (
    EntrySeen,
    record_of,
    suggestion_from,
    trackers_to_record_on,
)
from waymark.sanctions.rules import stands_still
from waymark.web.conflicts import let_through
from waymark.web.forms import Form
from waymark.web.opening import opened_participant
from waymark.web.participants.views import profile_context
from waymark.web.requests import StaffRequest
from waymark.web.sanctions.forms import FORMS, WithdrawForm
from waymark.web.sanctions.pages import (
    decision_choices,
    fact_lines,
    sanction_page,
    tracker_choices,
)

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])
HERE = "participant-sanction-record"
RECORD = "sanctions.record"


@require_safe
def sanction_record(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What happened after each referral, and what it suggests."""
    participant = opened_participant(request, participant_id)
    record = record_of(request.actor, participant)
    trackers = trackers_to_record_on(participant.id)
    suggestion = suggestion_from(trackers, record, today=day_of(timezone.now()))
    page = sanction_page(request.actor, participant, trackers, record, suggestion)
    context = profile_context(request.actor, participant, HERE, page=page)
    return render(request, "sanctions/record.html", context)


@reads_and_saves
def add(request: StaffRequest, participant_id: UUID, entry_kind: str) -> HttpResponse:
    """A new entry of one kind."""
    participant = opened_participant(request, participant_id)
    require(request.actor, RECORD)
    if entry_kind not in FORMS:
        raise Http404
    trackers = trackers_to_record_on(participant.id)
    form = FORMS[entry_kind](
        _typed(request),
        trackers=tracker_choices(trackers),
        decisions=decision_choices(record_of(request.actor, participant)),
        initial={"tracker": request.GET.get("tracker", "")},
    )
    if form.is_valid():
        try:
            entry = add_entry(
                actor=request.actor,
                participant_id=participant_id,
                fields=form.entry(),
                now=timezone.now(),
            )
        except Refused as refused:
            _answer(form, refused)
        else:
            messages.success(request, f"{entry.shown_number} is on the sanction record")
            return redirect(HERE, participant_id)
    title = label_of(entry_kind)
    return _show(
        request, participant, form, "sanctions/add.html", title=title, has_trackers=bool(trackers)
    )


@reads_and_saves
def correct(request: StaffRequest, participant_id: UUID, entry_id: UUID) -> HttpResponse:
    """Another entry in the place of one that is wrong."""
    participant = opened_participant(request, participant_id)
    require(request.actor, RECORD)
    record = record_of(request.actor, participant)
    entry = _entry_of(record, entry_id)
    form = FORMS[entry.fields.kind](
        _typed(request),
        trackers=tracker_choices(trackers_to_record_on(participant.id)),
        decisions=decision_choices(record, chosen=entry.fields.about_id),
        corrects=True,
        initial=_initial(entry),
    )
    if form.is_valid():
        try:
            correction = correct_entry(
                actor=request.actor,
                participant_id=participant_id,
                entry_id=entry_id,
                fields=form.entry(),
                why=form.cleaned_data["why"],
                now=timezone.now(),
            )
        except Refused as refused:
            _answer(form, refused)
        else:
            said = f"{correction.shown_number} takes the place of {entry.shown_number}"
            messages.success(request, said)
            return redirect(HERE, participant_id)
    return _show_wrong(request, participant, form, entry, "sanctions/correct.html")


@reads_and_saves
def withdraw(request: StaffRequest, participant_id: UUID, entry_id: UUID) -> HttpResponse:
    """Say that an entry should not be there; it stays, and does not count."""
    participant = opened_participant(request, participant_id)
    require(request.actor, RECORD)
    entry = _entry_of(record_of(request.actor, participant), entry_id)
    form = WithdrawForm(_typed(request))
    if form.is_valid():
        try:
            withdraw_entry(
                actor=request.actor,
                participant_id=participant_id,
                entry_id=entry_id,
                why=form.cleaned_data["why"],
                now=timezone.now(),
            )
        except Refused as refused:
            _answer(form, refused)
        else:
            messages.success(request, f"{entry.shown_number} does not count any more")
            return redirect(HERE, participant_id)
    return _show_wrong(request, participant, form, entry, "sanctions/withdraw.html")


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _answer(form: Form, refused: Refused) -> None:
    let_through(refused)
    form.add_refusal(refused)


def _entry_of(record: Any, entry_id: UUID) -> EntrySeen:
    for one in record:
        if one.id == entry_id:
            return one
    raise NotFound("sanction_entry")


def _initial(entry: EntrySeen) -> dict[str, Any]:
    """What the entry says, to be put right."""
    fields = entry.fields
    return {
        "tracker": str(fields.tracker_id),
        "about": str(fields.about_id or ""),
        "happened_on": fields.happened_on,
        "result": fields.result,
        "channel": fields.channel,
        "reference": fields.reference,
        "text": fields.text,
        "starts_on": fields.starts_on,
        "ends_on": fields.ends_on,
        "fixed_days": fields.fixed_days,
        "told_on": fields.told_on,
    }


def _show_wrong(
    request: StaffRequest, participant: Any, form: Form, entry: EntrySeen, template: str
) -> HttpResponse:
    """The form beside the entry as it was written; nobody corrects what was corrected already."""
    if not form.is_bound and not stands_still(stands=entry.stands):
        return redirect(HERE, participant.id)
    return _show(
        request,
        participant,
        form,
        template,
        number=entry.shown_number,
        label=entry.label,
        facts=fact_lines(entry),
        entry_id=entry.id,
    )


def _show(
    request: StaffRequest, participant: Any, form: Form, template: str, **more: Any
) -> HttpResponse:
    context = profile_context(request.actor, participant, HERE, form=form, **more)
    return render(request, template, context)
