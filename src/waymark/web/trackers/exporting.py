"""The list of trackers as a file: what the filter lets through, streamed."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from waymark.kernel.london import day_of
from waymark.operations.viewing import open_export
from waymark.people.policy import require
from waymark.reporting.exports import csv_parts
from waymark.trackers.clock_queries import reckoning
from waymark.web.lists import list_address
from waymark.web.requests import StaffRequest, address_of
from waymark.web.trackers.filters import filter_for, list_query

SAYS_UTF_8 = "\ufeff"  # else a spreadsheet program takes Llŷr for LlÅ·r


@require_safe
@cache_control(private=True, no_store=True)
def export(request: StaffRequest) -> HttpResponseBase:
    """A CSV of the list as it is filtered; that it was taken is put on record."""
    require(request.actor, "trackers.export")
    query = list_query(request.GET)
    form = filter_for(request.actor, query)
    if not form.is_valid():
        return redirect(reverse("trackers") + list_address(query))
    now = timezone.now()
    open_export(actor=request.actor, now=now, address=address_of(request))
    today = day_of(now)
    wanted = form.wanted(request.actor, reckoned=reckoning(), today=today)
    parts = csv_parts(request.actor, wanted, today=today)
    response = StreamingHttpResponse(_file(parts), content_type="text/csv; charset=utf-8")
    name = f"trackers-{day_of(now).isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(parts: Iterator[str]) -> Iterator[str]:
    yield SAYS_UTF_8
    yield from parts
