"""A tracker: read by everybody in scope, edited by holders of Edit, reassigned, noted on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.refusals import NotAllowed, Refused
from waymark.kernel.words import size
from waymark.operations.documents import discard_staged_file, stage_files
from waymark.operations.trackers import (
    add_note,
    reassign_tracker,
    save_tracker,
    what_saving_would_refuse,
)
from waymark.people.policy import require
from waymark.trackers.packs import LARGEST_PACK
from waymark.trackers.queries import tracker_of
from waymark.trackers.record import files_of_tracker
from waymark.trackers.types import status_of, workflow_of
from waymark.web.choices import chosen_label
from waymark.web.conflicts import Conflict
from waymark.web.forms import Form
from waymark.web.opening import opened_tracker
from waymark.web.requests import StaffRequest
from waymark.web.trackers.assignees import choosable_for
from waymark.web.trackers.contents import contents_of
from waymark.web.trackers.editing import editing
from waymark.web.trackers.forms import (
    GOING_ON,
    NO,
    YES,
    EditForm,
    NoteForm,
    ReassignForm,
    uploads_in,
)
from waymark.web.trackers.record_page import edit_page, is_over, record_page

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])
IS_FINAL = "tracker.final"
FIND = "find"


@require_safe
def tracker(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """The tracker as everybody in scope reads it; a final one has nothing else."""
    opened = opened_tracker(request, tracker_id)
    page = record_page(request.actor, opened, now=timezone.now())
    context = {
        "page": page,
        "contents": contents_of(page),
        "pack_limit": size(LARGEST_PACK),
    }
    return render(request, "trackers/tracker.html", context)


@reads_and_saves
def edit(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """The edit form. Files are kept as soon as they are posted, whatever else is wrong."""
    require(request.actor, "trackers.edit")
    opened = opened_tracker(request, tracker_id)
    if request.method != "POST":
        if is_over(opened):
            return redirect("tracker", tracker_id)
        return _show_edit(request, opened, _edit_form(request, opened))
    return _saved_edit(request, opened, judged=request.POST.get("press") != FIND)


@reads_and_saves
def discard(request: StaffRequest, tracker_id: UUID, document_id: UUID) -> HttpResponse:
    """Throw away a file that was uploaded and not saved; the form stays as it was typed."""
    require(request.actor, "trackers.edit")
    opened = opened_tracker(request, tracker_id)
    if request.method != "POST":
        return redirect("tracker-edit", tracker_id)
    discard_staged_file(actor=request.actor, document_id=document_id)
    return _saved_edit(request, opened, judged=False)


def _saved_edit(request: StaffRequest, opened: Any, *, judged: bool) -> HttpResponse:
    """Keep the files; when it is judged, save all of the form, or show what is wrong with it."""
    wrong_files = [] if is_over(opened) else _stage(request, opened)
    form = _edit_form(request, opened, judged=judged)
    can_be_saved = judged and form.is_valid()
    if can_be_saved and not wrong_files:
        return _save(request, opened, form)
    if is_over(opened):
        return too_late(request, opened, form)
    if can_be_saved:
        wrong_files += _what_else_is_wrong(request, opened, form)
    for refused in wrong_files:
        form.add_refusal(refused)
    return _show_edit(request, opened, form)


def _what_else_is_wrong(request: StaffRequest, opened: Any, form: EditForm) -> list[Refused]:
    """Beside a file that could not be kept: everything is said at once. That paperwork is missing
    is plain from the file.
    """
    staged = files_of_tracker(opened, staged_by=request.actor).staged
    found = what_saving_would_refuse(
        actor=request.actor,
        tracker_id=opened.id,
        change=form.change(staged),
        now=timezone.now(),
    )
    return [
        refused for refused in found if refused.field in form.fields and refused.field != "files"
    ]


def _stage(request: StaffRequest, opened: Any) -> list[Refused]:
    """Keep what was posted; says what was wrong with what could not be kept."""
    uploads = uploads_in(request.FILES)
    if not uploads:
        return []
    try:
        _, wrong = stage_files(
            actor=request.actor, tracker_id=opened.id, uploads=uploads, now=timezone.now()
        )
    except Refused as refused:
        if refused.code != IS_FINAL:
            raise
        return []  # somebody was quicker: saving says so
    return wrong


def _save(request: StaffRequest, opened: Any, form: EditForm) -> HttpResponse:
    staged = files_of_tracker(opened, staged_by=request.actor).staged
    try:
        saved = save_tracker(
            actor=request.actor,
            tracker_id=opened.id,
            change=form.change(staged),
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except Refused as refused:
        return _refused(request, opened, form, refused, show=_show_edit)
    status = status_of(saved.type, saved.status)
    if status.is_final:
        said = f"Tracker {saved.shown_number} is {status.label}. It is read-only from now on"
    else:
        said = f"Tracker {saved.shown_number} is saved"
    messages.success(request, said)
    return redirect("tracker", saved.id)


def _refused(
    request: StaffRequest, opened: Any, form: Any, refused: Refused, *, show: Any
) -> HttpResponse:
    """The form again: with what is wrong, or with what somebody else changed meanwhile."""
    if refused.code == IS_FINAL:
        return too_late(request, opened, form)
    as_it_is_now = tracker_of(request.actor, opened.id)
    conflict = form.answer(refused, version=as_it_is_now.version)
    return show(request, as_it_is_now, form, conflict=conflict)


def _edit_form(request: StaffRequest, opened: Any, *, judged: bool = True) -> EditForm:
    typed = request.POST if request.method == "POST" else None
    known = editing(request, opened)
    record = known.gathered.at_submission
    return EditForm(
        typed,
        known=known,
        judged=judged,
        choosable=choosable_for(request.actor, opened, typed),
        statuses=workflow_of(opened.type).available(
            current=opened.status, roles=request.actor.roles
        ),
        initial={
            "version": opened.version,
            "status": opened.status,
            "assignee": str(opened.assignee_id or ""),
            "raised": YES if opened.dma_paperwork_raised else NO,
            "not_raised_reason": opened.not_raised_reason,
        }
        | {f"{GOING_ON}{one['code']}": one["reason"] for one in (record.checks if record else ())},
    )


def _show_edit(
    request: StaffRequest, opened: Any, form: EditForm, conflict: Conflict | None = None
) -> HttpResponse:
    known = editing(request, opened) if conflict else form.known
    page = record_page(
        request.actor,
        opened,
        now=timezone.now(),
        files=known.files,
        gathered=known.gathered,
        checks=known.checks,
    )
    context = {
        "page": page,
        "form": form,
        "edit": edit_page(request.actor, opened, known.files, checks=known.checks),
        "reasons_missing": any(bound.errors for bound in form.reasons()),
        "conflict": conflict,
        "has_errors": bool(conflict),
    }
    return render(request, "trackers/edit.html", context)


@reads_and_saves
def reassign(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """Give it to somebody else, or to nobody, without touching the paperwork."""
    require(request.actor, "trackers.reassign")
    opened = opened_tracker(request, tracker_id)
    typed = request.POST if request.method == "POST" else None
    if is_over(opened) and typed is None:
        return redirect("tracker", tracker_id)
    form = ReassignForm(
        typed,
        judged=not typed or typed.get("press") != FIND,
        choosable=choosable_for(request.actor, opened, typed),
        initial={"version": opened.version, "assignee": str(opened.assignee_id or "")},
    )
    if form.judged and form.is_valid():
        return _reassigned(request, opened, form)
    return _show_small(request, opened, form)


def _reassigned(request: StaffRequest, opened: Any, form: ReassignForm) -> HttpResponse:
    assignee_id = form.cleaned_data["assignee"]
    try:
        reassign_tracker(
            actor=request.actor,
            tracker_id=opened.id,
            assignee_id=assignee_id,
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except Refused as refused:
        return _refused(request, opened, form, refused, show=_show_small)
    whom = chosen_label(form, "assignee")
    messages.success(request, f"Tracker {opened.shown_number} is now with: {whom}")
    return redirect("tracker", opened.id)


@reads_and_saves
def note(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """Add a note, without touching the paperwork."""
    require(request.actor, "trackers.add_note")
    opened = opened_tracker(request, tracker_id)
    if is_over(opened) and request.method != "POST":
        return redirect("tracker", tracker_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_small(request, opened, form)
    try:
        add_note(
            actor=request.actor,
            tracker_id=tracker_id,
            text=form.cleaned_data["note"],
            for_decision_maker=form.cleaned_data["for_decision_maker"],
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refused as refused:
        if refused.code == IS_FINAL:
            return too_late(request, opened, form)
        form.add_refusal(refused)
        return _show_small(request, opened, form)
    messages.success(request, f"The note is on tracker {opened.shown_number}")
    return redirect("tracker", tracker_id)


def _show_small(
    request: StaffRequest, opened: Any, form: Form, conflict: Conflict | None = None
) -> HttpResponse:
    """Reassign or Add note: one field, and the tracker that it is about."""
    template = "trackers/note.html" if isinstance(form, NoteForm) else "trackers/reassign.html"
    page = record_page(request.actor, opened, now=timezone.now())
    context = {"page": page, "form": form, "conflict": conflict, "has_errors": bool(conflict)}
    return render(request, template, context)


def too_late(request: StaffRequest, opened: Any, form: Form) -> HttpResponse:
    """It is final: nothing was saved, and here is what was typed, to be copied."""
    as_it_is_now = tracker_of(request.actor, opened.id)
    context = {
        "page": record_page(request.actor, as_it_is_now, now=timezone.now()),
        "typed": [
            (bound.label, form.shown(bound))
            for bound in form
            if bound.widget_type == "textarea" and form.shown(bound)
        ],
    }
    return render(request, "trackers/too_late.html", context, status=409)
