"""The lines of the list of participants, written out (web/cells.py). What was typed goes through
`escape`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape

from waymark.kernel.words import short_day
from waymark.participants.search import ParticipantRow
from waymark.web.addresses import addresses_of
from waymark.web.cells import RESTRICTED, clock_cell, menu
from waymark.web.participants.identity import marker_parts
from waymark.web.parts import Marker
from waymark.web.plans.due import next_due

NEED, RISK = ("wm-marker", "Support need"), ("wm-marker wm-marker--risk", "Risk")
NO_MARKERS = '<span class="wm-quiet">None</span>'


def lines(rows: Sequence[ParticipantRow], due: Mapping[UUID, Any], now: datetime) -> Markup:
    """One line for each participant, in their order; `due`: what each has to do next."""
    written = [_line(one, due.get(one.id), now) for one in rows]
    return Markup("\n".join(written))  # noqa: S704 - escaped below


def _line(one: ParticipantRow, activity: Any, now: datetime) -> str:
    links = [
        ("Profile", addresses_of("participant")(one.id)),
        ("Action plan", addresses_of("participant-plan")(one.id)),
        ("Trackers", addresses_of("participant-trackers")(one.id)),
    ]
    return (
        '<tr role="row"><th scope="row" role="rowheader">'
        f'<a class="govuk-link govuk-link--no-visited-state" href="{links[0][1]}">'
        f"{escape(one.name)}</a>{RESTRICTED if one.is_restricted else ''}"
        f"<small>{escape(one.reference)}</small></th>"
        f'<td role="cell" data-label="Markers"><div>{_markers(one)}</div></td>'
        '<td role="cell" class="wm-clock" data-label="Next due">'
        f"<div>{clock_cell(next_due(activity, now))}</div></td>"
        '<td role="cell" data-label="Sanction status">'
        f"<div>{escape(one.sanction_status)}</div></td>"
        '<td role="cell" data-label="Work coach">'
        f"<div>{escape(one.work_coach or 'Nobody')}</div></td>"
        '<td role="cell" class="wm-keep" data-label="Added">'
        f"<div>{short_day(one.created_at)}</div></td>"
        '<td role="cell" class="wm-table__act">'
        f"{menu(f'Actions for {escape(one.reference)}', links)}</td></tr>"
    )


def _markers(one: ParticipantRow) -> str:
    found = "".join([_marker(marker) for marker in marker_parts(one.markers)])
    return f'<ul class="wm-markers" aria-label="Markers">{found}</ul>' if found else NO_MARKERS


def _marker(marker: Marker) -> str:
    look, kind = RISK if marker.is_risk else NEED
    return (
        f'<li><span class="{look}"><span class="govuk-visually-hidden">{kind}: </span>'
        f"{escape(marker.label)}</span></li>"
    )
