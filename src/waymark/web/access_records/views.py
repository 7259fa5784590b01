"""Who looked: everybody's records, one participant's, one member of staff's, and each as a file."""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from waymark.kernel.london import day_of
from waymark.operations.viewing import open_access_export
from waymark.people.policy import require
from waymark.people.queries import staff_within, staff_within_with_id
from waymark.reporting.access_records import AccessFilter, access_csv, page_of_access
from waymark.web.access_records.forms import AccessRecordsFilter, access_query
from waymark.web.access_records.pages import access_page
from waymark.web.addresses import address
from waymark.web.lists import list_address
from waymark.web.opening import opened_participant
from waymark.web.participants.views import profile_context, whole_number
from waymark.web.parts import Action
from waymark.web.requests import StaffRequest, address_of

VIEW = "access_records.view"
SAYS_UTF_8 = "\ufeff"  # else a spreadsheet program takes Llŷr for LlÅ·r


@require_safe
def everybodys(request: StaffRequest) -> HttpResponse:
    """Who opened what, newest first."""
    require(request.actor, VIEW)
    context = _list(request, reverse("access-records-export"))
    return render(request, "access_records/all.html", context)


@require_safe
def of_staff(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """What one member of staff opened, as far as one sees whom it is about."""
    require(request.actor, VIEW)
    member = staff_within_with_id(request.actor, staff_id)
    context = _list(request, reverse("access-records-export"), by=staff_id)
    context |= {"name": member.name, "job_title": member.job_title}
    return render(request, "access_records/of_staff.html", context)


@require_safe
def looked(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Who opened one participant's records."""
    participant = opened_participant(request, participant_id)
    require(request.actor, VIEW)
    export = address("participant-access-export", participant_id)
    context = _list(request, export, about=participant_id)
    frame = profile_context(request.actor, participant, "participant-access")
    return render(request, "access_records/of_participant.html", frame | context)


def _list(
    request: StaffRequest, export: str, *, about: UUID | None = None, by: UUID | None = None
) -> dict[str, Any]:
    """What the three lists show; nothing is listed until the filter can be read."""
    query = access_query(request.GET)
    staff = _staff(request)
    form = _filter(query, staff, about=about, by=by)
    context: dict[str, Any] = {"form": form, "page": None, "chips": [], "actions": []}
    if form.is_valid():
        found = page_of_access(
            request.actor,
            _wanted(form, about=about, by=by),
            before=whole_number(request, "before"),
            after=whole_number(request, "after"),
        )
        as_filtered = list_address(query, **({"who": str(by)} if by else {}))
        context |= {
            "page": access_page(
                found,
                query,
                staff_ids={key for key, _ in staff},
                names_participants=about is None,
                names_staff=by is None,
            ),
            "chips": form.chips(query),
            "actions": [Action("Export this list", export + as_filtered)],
        }
    return context


def _staff(request: StaffRequest) -> list[tuple[UUID, str]]:
    found = staff_within(request.actor).order_by("-is_active", "name", "email")
    return [(one.id, one.name if one.is_active else f"{one.name} (not active)") for one in found]


def _filter(
    query: Any,
    staff: list[tuple[UUID, str]],
    *,
    about: UUID | None = None,
    by: UUID | None = None,
) -> AccessRecordsFilter:
    return AccessRecordsFilter(
        query, staff=staff, about_somebody=about is not None, by_somebody=by is not None
    )


def _wanted(
    form: AccessRecordsFilter, *, about: UUID | None = None, by: UUID | None = None
) -> AccessFilter:
    only: dict[str, Any] = {"participant_id": about} if about else {}
    if by:
        only["staff_id"] = by
    return form.wanted(**only)


@require_safe
@cache_control(private=True, no_store=True)
def export(request: StaffRequest) -> HttpResponseBase:
    """A CSV of the list as it is filtered; that it was taken is put on record."""
    require(request.actor, VIEW)
    query = access_query(request.GET)
    form = _filter(query, _staff(request))
    if not form.is_valid():
        return redirect(reverse("access-records") + list_address(query))
    return _file(request, _wanted(form))


@require_safe
@cache_control(private=True, no_store=True)
def export_of_participant(request: StaffRequest, participant_id: UUID) -> HttpResponseBase:
    """A CSV of who opened one participant's records."""
    opened_participant(request, participant_id)
    require(request.actor, VIEW)
    query = access_query(request.GET)
    form = _filter(query, _staff(request), about=participant_id)
    if not form.is_valid():
        there = address("participant-access", participant_id)
        return redirect(there + list_address(query))
    return _file(request, _wanted(form, about=participant_id))


def _file(request: StaffRequest, wanted: AccessFilter) -> HttpResponseBase:
    now = timezone.now()
    open_access_export(
        actor=request.actor,
        participant_id=wanted.participant_id,
        now=now,
        address=address_of(request),
    )
    lines: Iterator[str] = chain([SAYS_UTF_8], access_csv(request.actor, wanted))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"access-records-{day_of(now).isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
