"""The files of a tracker: read again at any time, taken off until it is final."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.refusals import NotAllowed, NotFound, ReasonNeeded, Refused
from waymark.operations.file_opening import OpenFile
from waymark.operations.tracker_files import remove_file
from waymark.people.policy import require
from waymark.trackers.record import FILE_KINDS, FileLine, files_of_tracker
from waymark.web.forms import Form
from waymark.web.opening import opened_file, opened_tracker
from waymark.web.requests import StaffRequest
from waymark.web.trackers.record_page import record_page

AS_BYTES = "application/octet-stream"
UNREACHABLE = "file.store_unreachable"
ASK_FOR_ANOTHER = "If you need it, ask whoever added it for another copy, or tell an administrator"
REMEDIES = {
    UNREACHABLE: "Try again in a few minutes. If that does not help, tell an administrator",
    "file.held": "It opens as soon as the scanner has found nothing in it",
    "file.damaged": f"It was not sent to you, and this is on record. {ASK_FOR_ANOTHER}",
}


@require_safe
@cache_control(private=True, no_store=True)
def download(request: StaffRequest, tracker_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The file as it was uploaded, to be kept and never shown within our pages."""
    try:
        file = opened_file(request, tracker_id, file_id)
    except (NotFound, NotAllowed, ReasonNeeded):
        raise
    except Refused as refused:
        return cannot(request, tracker_id, refused)
    return handed_out(file)


def handed_out(file: OpenFile) -> HttpResponseBase:
    """A file to be kept, never shown within our pages."""
    is_text = file.media_type.startswith("text/")  # in what characters, nobody has said
    kind = AS_BYTES if is_text else file.media_type
    response = FileResponse(file.content, as_attachment=True, filename=file.name, content_type=kind)
    response["Content-Length"] = file.size
    return response


def cannot(request: StaffRequest, tracker_id: UUID, refused: Refused) -> HttpResponse:
    """Why not, and what to do about it."""
    context = {
        "why": refused.message,
        "remedy": REMEDIES.get(refused.code, ASK_FOR_ANOTHER),
        "tracker_id": tracker_id,
    }
    status = 503 if refused.code == UNREACHABLE else 409
    return render(request, "trackers/file_held.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, tracker_id: UUID, file_id: UUID) -> HttpResponse:
    """Ask, then take a file off; that it was there stays in the history."""
    require(request.actor, "trackers.edit")
    opened = opened_tracker(request, tracker_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        try:
            remove_file(
                actor=request.actor, tracker_id=tracker_id, file_id=file_id, now=timezone.now()
            )
        except (NotFound, NotAllowed):
            raise
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, "The file is removed. The history keeps that it was here")
            return redirect("tracker", tracker_id)
    return _ask(request, opened, form, _file_of(opened, file_id))


def _file_of(opened: Any, file_id: UUID) -> FileLine:
    for file in files_of_tracker(opened).attached:
        if file.id == file_id:
            return file
    raise Http404


def _ask(request: StaffRequest, opened: Any, form: Form, file: FileLine) -> HttpResponse:
    page = record_page(request.actor, opened, now=timezone.now())
    if page.is_final and not form.is_bound:
        return redirect("tracker", opened.id)
    context = {"page": page, "form": form, "file": file, "kind": FILE_KINDS[file.kind]}
    return render(request, "trackers/remove_file.html", context)
