"""The files of a tracker: read again at any time, taken off until it is final."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.refusals import NotAllowed, NotFound, ReasonNeeded, Refused
from waymark.operations.tracker_files import remove_file
from waymark.people.policy import require
from waymark.trackers.record import FILE_KINDS, FileLine, files_of_tracker
from waymark.web.forms import Form
from waymark.web.opening import opened_file, opened_tracker
from waymark.web.requests import StaffRequest
from waymark.web.sending import cannot_be_opened, sent
from waymark.web.trackers.record_page import record_page


@require_safe
@cache_control(private=True, no_store=True)
def download(request: StaffRequest, tracker_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The file as it was uploaded, to be kept and never shown within our pages."""
    try:
        return sent(opened_file(request, tracker_id, file_id))
    except (NotFound, NotAllowed, ReasonNeeded):
        raise
    except Refused as refused:
        return cannot_be_opened(request, refused, back=("Tracker", "tracker", tracker_id))


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
