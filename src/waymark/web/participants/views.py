"""Reading about participants: the list, and the tabs of a profile."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.audit.events import history_of_participant
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.participants.queries import marker_kinds_by_name
from waymark.participants.search import NEWEST, ORDERS, page_of_participants, work_coaches
from waymark.plans.queries import next_to_do, to_do
from waymark.programmes.queries import programmes_by_name
from waymark.reporting.participant_documents import count_of_documents, documents_of
from waymark.sanctions.queries import suggested_sanction_status
from waymark.trackers.of_activities import id_of_tracker_numbered, open_trackers_of
from waymark.web.filters import filter_read
from waymark.web.offered import groups_for, id_in, words_in
from waymark.web.opening import opened_participant
from waymark.web.participants.forms import ParticipantFilter
from waymark.web.participants.identity import identity_bar_of, tabs_of
from waymark.web.participants.listing import participants_page
from waymark.web.participants.pages import SHOWN, details_page, overview_page
from waymark.web.participants.records import DOCUMENTS_A_PAGE, documents_page, history_page
from waymark.web.requests import StaffRequest

TRACKER_NUMBER = re.compile(r"[Tt](\d{1,12})", re.ASCII)
ENTRIES_A_PAGE = 50
BIGGEST_KEY = 2**63 - 1
LONGEST = len(str(BIGGEST_KEY)) + 1


@require_safe
def participants(request: StaffRequest) -> HttpResponse:
    """The list, newest first; a tracker's number, typed alone, opens that tracker."""
    tracker_id = _tracker_typed(request)
    if tracker_id:
        return redirect("tracker", tracker_id)
    form = _filter(request)
    if to_them := form.found(request, request.GET):
        return to_them
    order = request.GET.get("sort", "")
    order = order if order in ORDERS else NEWEST
    found = page_of_participants(
        request.actor,
        form.wanted(),
        words=form.cleaned_data.get("q", ""),
        order=order,
        number=whole_number(request, "page") or 1,
    )
    due = next_to_do([one.id for one in found.rows])
    page = participants_page(found, due, form, request.GET, order=order, now=timezone.now())
    return render(request, "participants/list.html", {"page": page, "form": form})


def _tracker_typed(request: StaffRequest) -> UUID | None:
    typed = TRACKER_NUMBER.fullmatch(request.GET.get("q", "").strip())
    return id_of_tracker_numbered(request.actor, int(typed[1])) if typed else None


def _filter(request: StaffRequest) -> ParticipantFilter:
    actor = request.actor
    coaches = work_coaches(actor, words=words_in(request.GET), chosen=id_in(request.GET, "coach"))
    me = [one for one in coaches.people if one.id == actor.id]
    return filter_read(
        ParticipantFilter,
        request.GET,
        programmes=tuple(programmes_by_name()),
        coaches=replace(coaches, people=tuple(one for one in coaches.people if one not in me)),
        me=tuple((str(one.id), f"Me: {one.name}") for one in me),
        groups=groups_for(actor, request.GET),
        markers=tuple(marker_kinds_by_name()),
    )


def whole_number(request: StaffRequest, name: str) -> int | None:
    """A number in the address, when it is one that a database can hold."""
    typed = request.GET.get(name, "")
    if not typed.isascii() or not typed.isdecimal():
        return None
    return min(int(typed[:LONGEST]), BIGGEST_KEY)


def profile_context(actor: Actor, participant: Any, here: str, **more: Any) -> dict[str, Any]:
    """What every tab of a profile shows: whom it is about, and the tabs."""
    return {
        "who": identity_bar_of(participant),
        "tabs": tabs_of(actor, participant.id, here),
        "participant_id": participant.id,
        "reference": participant.reference,
        **more,
    }


@require_safe
def overview(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What matters now."""
    participant = opened_participant(request, participant_id)
    page = overview_page(
        request.actor,
        participant,
        to_do(participant.id, limit=SHOWN + 1),
        open_trackers_of(participant.id, limit=SHOWN + 1),
        timezone.now(),
    )
    context = profile_context(request.actor, participant, "participant", page=page)
    return render(request, "participants/overview.html", context)


@require_safe
def details(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Personal details, with the Mandation panel."""
    participant = opened_participant(request, participant_id)
    today = day_of(timezone.now())
    suggestion = suggested_sanction_status(request.actor, participant, today=today)
    page = details_page(request.actor, participant, suggestion)
    context = profile_context(request.actor, participant, "participant-details", page=page)
    return render(request, "participants/details.html", context)


@require_safe
def documents(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Files of trackers, notices as they were issued, and letters of the sanction record."""
    participant = opened_participant(request, participant_id)
    total = count_of_documents(participant.id)
    pages = max(1, -(-total // DOCUMENTS_A_PAGE))
    number = min(whole_number(request, "page") or 1, pages)
    start = (number - 1) * DOCUMENTS_A_PAGE
    found = documents_of(participant.id, start=start, stop=start + DOCUMENTS_A_PAGE)
    page = documents_page(
        participant.id, found, request.GET, total=total, number=number, pages=pages
    )
    context = profile_context(request.actor, participant, "participant-documents", page=page)
    return render(request, "participants/documents.html", context)


@require_safe
def history(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What happened, newest first, a page at a time by key."""
    participant = opened_participant(request, participant_id)
    before, after = whole_number(request, "before"), whole_number(request, "after")
    rows = history_of_participant(
        participant.id, before=before, after=after, limit=ENTRIES_A_PAGE + 1
    )
    shown, is_more = _one_page(rows, from_the_end=after is not None)
    page = history_page(
        shown,
        request.GET,
        has_newer=bool(shown) and (is_more if after is not None else before is not None),
        has_older=bool(shown) and (after is not None or is_more),
    )
    context = profile_context(request.actor, participant, "participant-history", page=page)
    return render(request, "participants/history.html", context)


def _one_page(rows: Sequence[Any], *, from_the_end: bool) -> tuple[Sequence[Any], bool]:
    """The rows to show, and whether there was one more beyond them."""
    shown = rows[-ENTRIES_A_PAGE:] if from_the_end else rows[:ENTRIES_A_PAGE]
    return shown, len(rows) > ENTRIES_A_PAGE
