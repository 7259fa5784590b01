"""Adding to the sanction record, and putting it right. Letters are kept as soon as they are posted,
whatever else is wrong.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.kernel.refusals import NotFound, Refused
from waymark.operations.sanction_letters import discard_letter, stage_letters
from waymark.operations.sanctions import add_entry, correct_entry, withdraw_entry
from waymark.people.policy import require
from waymark.sanctions.facts import label_of
from waymark.sanctions.letters import waiting_letters
from waymark.sanctions.queries import EntrySeen, latest_of, record_of, trackers_to_record_on
from waymark.web.conflicts import let_through
from waymark.web.forms import Form
from waymark.web.opening import opened_participant
from waymark.web.participants.views import profile_context
from waymark.web.requests import StaffRequest
from waymark.web.sanctions.forms import FORMS, EntryForm, WithdrawForm, letters_in
from waymark.web.sanctions.pages import decision_choices, fact_lines, tracker_choices

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])
HERE = "participant-sanction-record"
RECORD = "sanctions.record"
DISCARD = "discard"


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
        judged=DISCARD not in request.POST,
        trackers=tracker_choices(trackers),
        decisions=decision_choices(record_of(request.actor, participant)),
        initial={"tracker": request.GET.get("tracker", "")},
    )

    def save(letters: Sequence[UUID]) -> str:
        entry = add_entry(
            actor=request.actor,
            participant_id=participant_id,
            fields=form.entry(),
            letters=letters,
            now=timezone.now(),
        )
        return f"{entry.shown_number} is on the sanction record"

    more = {"title": label_of(entry_kind), "has_trackers": bool(trackers)}
    return _answer(request, participant, form, save, "sanctions/add.html", **more)


@reads_and_saves
def correct(request: StaffRequest, participant_id: UUID, entry_id: UUID) -> HttpResponse:
    """Another entry in the place of one that is wrong."""
    participant = opened_participant(request, participant_id)
    require(request.actor, RECORD)
    record = record_of(request.actor, participant)
    entry = _entry_of(record, entry_id)
    form = FORMS[entry.fields.kind](
        _typed(request),
        judged=DISCARD not in request.POST,
        trackers=tracker_choices(trackers_to_record_on(participant.id)),
        decisions=decision_choices(record),
        corrects=True,
        initial=_initial(entry) | {"about": _decision(record, entry)},
    )

    def save(letters: Sequence[UUID]) -> str:
        correction = correct_entry(
            actor=request.actor,
            participant_id=participant_id,
            entry_id=entry_id,
            fields=form.entry(),
            why=form.cleaned_data["why"],
            letters=letters,
            now=timezone.now(),
        )
        return f"{correction.shown_number} takes the place of {entry.shown_number}"

    return _put_right(request, participant, entry, form, save, "sanctions/correct.html")


@reads_and_saves
def withdraw(request: StaffRequest, participant_id: UUID, entry_id: UUID) -> HttpResponse:
    """Say that an entry should not be there; it stays, and does not count."""
    participant = opened_participant(request, participant_id)
    require(request.actor, RECORD)
    entry = _entry_of(record_of(request.actor, participant), entry_id)
    form = WithdrawForm(_typed(request))

    def save(_letters: Sequence[UUID]) -> str:
        withdraw_entry(
            actor=request.actor,
            participant_id=participant_id,
            entry_id=entry_id,
            why=form.cleaned_data["why"],
            now=timezone.now(),
        )
        return f"{entry.shown_number} does not count any more"

    return _put_right(request, participant, entry, form, save, "sanctions/withdraw.html")


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _entry_of(record: Sequence[EntrySeen], entry_id: UUID) -> EntrySeen:
    for one in record:
        if one.id == entry_id:
            return one
    raise NotFound("sanction_entry")


def _initial(entry: EntrySeen) -> dict[str, Any]:
    """What the entry says, to be put right."""
    fields = entry.fields
    return {
        "tracker": str(fields.tracker_id),
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


def _decision(record: Sequence[EntrySeen], entry: EntrySeen) -> str:
    """The decision that an entry is about, as it stands now."""
    return str(latest_of(record).get(entry.fields.about_id, "")) if entry.fields.about_id else ""


def _put_right(
    request: StaffRequest,
    participant: Any,
    entry: EntrySeen,
    form: Form,
    save: Callable[[Sequence[UUID]], str],
    template: str,
) -> HttpResponse:
    """The form beside the entry as it was written; nobody corrects what was corrected already."""
    if not form.is_bound and not entry.stands:
        return redirect(HERE, participant.id)
    more = {
        "number": entry.shown_number,
        "label": entry.label,
        "facts": fact_lines(entry),
        "entry_id": entry.id,
    }
    return _answer(request, participant, form, save, template, **more)


def _answer(
    request: StaffRequest,
    participant: Any,
    form: Form,
    save: Callable[[Sequence[UUID]], str],
    template: str,
    **more: Any,
) -> HttpResponse:
    """Save what was typed with the letters that wait, or show the form with what is wrong."""
    takes_letters = isinstance(form, EntryForm)
    wrong = _letters(request, participant.id) if takes_letters and form.is_bound else []
    waiting = waiting_letters(request.actor, participant.id) if takes_letters else []
    if form.judged and form.is_valid() and not wrong:
        try:
            done = save([one.id for one in waiting if not one.is_infected])
        except Refused as refused:
            let_through(refused)
            wrong = [refused]
        else:
            messages.success(request, done)
            return redirect(HERE, participant.id)
    for one in wrong:
        form.add_refusal(one)
    context = profile_context(request.actor, participant, HERE, form=form, waiting=waiting, **more)
    return render(request, template, context)


def _letters(request: StaffRequest, participant_id: UUID) -> list[Refused]:
    """Keep the letters that were posted, and throw away the one that somebody does not want; says
    what was wrong with what could not be kept.
    """
    if typed := request.POST.get(DISCARD):
        try:
            discard_letter(actor=request.actor, document_id=UUID(typed))
        except ValueError:
            return []
    uploads = letters_in(request.FILES)
    if not uploads:
        return []
    _, wrong = stage_letters(
        actor=request.actor, participant_id=participant_id, uploads=uploads, now=timezone.now()
    )
    return wrong
