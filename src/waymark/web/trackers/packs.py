"""Evidence packs of a tracker: ask for one, wait for it, take it away; those made before."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.refusals import NotAllowed, NotFound, ReasonNeeded, Refused
from waymark.operations.packs import ask_for_pack
from waymark.people.policy import require
from waymark.trackers.packs import (
    PackSeen,
    pack_files_of,
    pack_notes_of,
    packs_of,
    usual_choices,
)
from waymark.trackers.queries import tracker_of
from waymark.web.opening import opened_pack, opened_tracker
from waymark.web.requests import StaffRequest
from waymark.web.sending import cannot_be_opened, sent
from waymark.web.time_limits import REFRESHED
from waymark.web.trackers.pack_forms import CHOSEN, PackForm, as_typed, pack_form
from waymark.web.trackers.pack_pages import (
    HEADS,
    going_on,
    is_waited_for,
    made_words,
    pack_page,
    pack_row,
    picture_lines,
)

REFRESH_SECONDS = "2"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def packs(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """Ask for a pack, with the usual choices or one's own; while it is made, how far it is."""
    require(request.actor, "trackers.make_packs")
    if request.method == "GET" and REFRESHED in request.GET:
        return _still_going_on(request, tracker_id)
    opened = opened_tracker(request, tracker_id)
    found = packs_of(tracker_id)
    if request.method == "POST":
        return _asked(request, opened, found)
    under_way = _waited_for(found)
    if under_way:
        return _wait(request, opened, under_way)
    return _show(request, opened, _form(opened, found), found)


@require_safe
@cache_control(private=True, no_store=True)
def download(request: StaffRequest, tracker_id: UUID, pack_id: UUID) -> HttpResponseBase:
    """A pack as it was made, to be kept."""
    try:
        return sent(opened_pack(request, tracker_id, pack_id))
    except (NotFound, NotAllowed, ReasonNeeded):
        raise
    except Refused as refused:
        return cannot_be_opened(request, refused, back=("Tracker", "tracker", tracker_id))


def _asked(request: StaffRequest, opened: Any, found: Any) -> HttpResponse:
    form = _form(opened, found, request.POST)
    if not form.is_valid():
        return _show(request, opened, form, found)
    try:
        ask_for_pack(
            actor=request.actor, tracker_id=opened.id, choices=form.choices(), now=timezone.now()
        )
    except (NotFound, NotAllowed):
        raise
    except Refused as refused:
        form.add_refusal(refused)
        return _show(request, opened, form, found)
    return redirect("tracker-pack", opened.id)


def _form(opened: Any, found: Any, posted: Any = None) -> PackForm:
    notes, files = pack_notes_of(opened), pack_files_of(opened)
    usual = usual_choices(notes, found)
    if posted is not None and CHOSEN not in posted:
        posted = as_typed(usual, files)  # the one click on the tracker's page
    return pack_form(posted, notes=notes, files=files, usual=usual)


def _still_going_on(request: StaffRequest, tracker_id: UUID) -> HttpResponse:
    """The page that renews itself: it shows nothing of the participant, and nobody looks anew."""
    tracker = tracker_of(request.actor, tracker_id)
    found = packs_of(tracker_id)
    under_way = _waited_for(found)
    if under_way:
        return _wait(request, tracker, under_way)
    if found and found[0].is_made:
        messages.success(request, made_words(tracker_id, found[0]))
    return redirect("tracker-pack", tracker_id)


def _waited_for(found: Any) -> PackSeen | None:
    return next((one for one in found if is_waited_for(one, timezone.now())), None)


def _wait(request: StaffRequest, tracker: Any, pack: PackSeen) -> HttpResponse:
    page = going_on(tracker, pack, now=timezone.now())
    response = render(request, "trackers/pack_going_on.html", {"page": page})
    response["Refresh"] = f"{REFRESH_SECONDS}; url=?{REFRESHED}"
    return response


def _show(request: StaffRequest, opened: Any, form: PackForm, found: Any) -> HttpResponse:
    context = {
        "page": pack_page(opened),
        "form": form,
        "heads": HEADS,
        "pictures": picture_lines(opened.id, form),
        "packs": [pack_row(opened.id, one, form) for one in found],
    }
    return render(request, "trackers/packs.html", context)
