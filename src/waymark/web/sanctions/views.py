"""The sanction record: read by everybody in scope."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotAllowed, NotFound, ReasonNeeded, Refused
from waymark.operations.viewing import open_record_export
from waymark.people.policy import require
from waymark.reporting.sanction_records import record_csv
from waymark.sanctions.queries import (
    missing_from,
    record_of,
    suggestion_from,
    trackers_to_record_on,
)
from waymark.web.opening import opened_letter, opened_participant
from waymark.web.participants.views import profile_context
from waymark.web.requests import StaffRequest, address_of
from waymark.web.sanctions.pages import sanction_page
from waymark.web.sending import cannot_be_opened, sent
from waymark.web.trackers.exporting import SAYS_UTF_8

HERE = "participant-sanction-record"


@require_safe
def sanction_record(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What happened after each referral, and what it suggests."""
    participant = opened_participant(request, participant_id)
    record = record_of(request.actor, participant)
    trackers = trackers_to_record_on(participant.id)
    today = day_of(timezone.now())
    suggestion = suggestion_from(trackers, record, today=today)
    missing = missing_from(participant, trackers, record, today=today)
    page = sanction_page(request.actor, participant, trackers, record, suggestion, missing)
    context = profile_context(request.actor, participant, HERE, page=page)
    return render(request, "sanctions/record.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def letter(request: StaffRequest, participant_id: UUID, letter_id: UUID) -> HttpResponseBase:
    """A letter as it was uploaded, to be kept and never shown within our pages."""
    try:
        return sent(opened_letter(request, participant_id, letter_id))
    except (NotFound, NotAllowed, ReasonNeeded):
        raise
    except Refused as refused:
        back = ("Sanction record", HERE, participant_id)
        return cannot_be_opened(request, refused, back=back)


@require_safe
@cache_control(private=True, no_store=True)
def export(request: StaffRequest, participant_id: UUID) -> HttpResponseBase:
    """A CSV of the record; that it was taken is put on record."""
    opened_participant(request, participant_id)
    require(request.actor, "trackers.export")
    now = timezone.now()
    participant = open_record_export(
        actor=request.actor, participant_id=participant_id, now=now, address=address_of(request)
    )
    lines: Iterator[str] = chain([SAYS_UTF_8], record_csv(request.actor, participant))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"sanction-record-{participant.reference}-{day_of(now).isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
