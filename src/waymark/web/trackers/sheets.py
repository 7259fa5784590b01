"""The referral sheet of a tracker: read it, take it away, and bring the filled-in form back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from waymark.documents.kinds import KINDS
from waymark.kernel.refusals import NotAllowed, NotFound, Refused
from waymark.operations.documents import Upload, stage_files
from waymark.operations.trackers import TrackerChange, save_tracker
from waymark.people.policy import may, require
from waymark.reporting.packs.gathering import case_of
from waymark.reporting.packs.sheet import form_of, sheet_sections
from waymark.reporting.packs.sheet_files import SHEETS
from waymark.trackers.record import PAPERWORK
from waymark.trackers.types import status_of
from waymark.web.opening import opened_sheet, opened_tracker
from waymark.web.requests import StaffRequest
from waymark.web.trackers.forms import PaperworkForm
from waymark.web.trackers.pack_pages import pack_page


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def sheet(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """What the official form asks for; below, the filled-in form is brought back."""
    is_sent = request.method == "POST"
    require(request.actor, "trackers.edit" if is_sent else "trackers.make_packs")
    opened = opened_tracker(request, tracker_id)
    form = PaperworkForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid() and _attached(request, opened, form):
        messages.success(request, f"{form_of(opened)} is on the tracker as DMA paperwork")
        return redirect("tracker", tracker_id)
    return _show(request, opened, form)


@require_safe
@cache_control(private=True, no_store=True)
def download(request: StaffRequest, tracker_id: UUID, form: str) -> HttpResponse:
    """The sheet as a PDF or a Word document."""
    require(request.actor, "trackers.make_packs")
    if form not in SHEETS:
        raise Http404
    opened = opened_sheet(request, tracker_id)
    content = SHEETS[form](opened, request.actor)
    response = HttpResponse(content, content_type=KINDS[form].media_type)
    name = f"referral-sheet-{opened.shown_number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _attached(request: StaffRequest, opened: Any, form: PaperworkForm) -> bool:
    """Keep the files and put them on the tracker, as Save does; what is wrong goes to the form."""
    uploads = [
        Upload(one.name or "", one.size or 0, one, PAPERWORK) for one in form.cleaned_data["files"]
    ]
    try:
        kept, wrong = stage_files(
            actor=request.actor, tracker_id=opened.id, uploads=uploads, now=timezone.now()
        )
        for refused in wrong:
            form.add_refusal(refused)
        if wrong:
            return False
        save_tracker(
            actor=request.actor,
            tracker_id=opened.id,
            change=_with_paperwork(opened, tuple((one.id, PAPERWORK) for one in kept)),
            seen_version=opened.version,
            now=timezone.now(),
        )
    except (NotFound, NotAllowed):
        raise
    except Refused as refused:
        form.add_refusal(refused)
        return False
    return True


def _with_paperwork(opened: Any, files: tuple[tuple[UUID, str], ...]) -> TrackerChange:
    """The tracker as it is, with DMA paperwork raised and these files."""
    return TrackerChange(
        status=opened.status,
        assignee_id=opened.assignee_id,
        dma_paperwork_raised=True,
        files=files,
    )


def _show(request: StaffRequest, opened: Any, form: PaperworkForm) -> HttpResponse:
    is_final = status_of(opened.type, opened.status).is_final
    context = {
        "page": pack_page(opened),
        "form": form,
        "form_name": form_of(opened),
        "sections": sheet_sections(case_of(opened), request.actor),
        "may_bring_back": not is_final and may(request.actor.roles, "trackers.edit"),
        "pdf_href": reverse("tracker-sheet-file", args=[opened.id, "pdf"]),
        "docx_href": reverse("tracker-sheet-file", args=[opened.id, "docx"]),
        "raises": not opened.dma_paperwork_raised,
    }
    return render(request, "trackers/sheet.html", context)
