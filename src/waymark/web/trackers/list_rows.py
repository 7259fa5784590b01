"""The lines of a list of trackers, written out (web/cells.py). What was typed goes through
`escape`.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache

from markupsafe import Markup, escape

from waymark.kernel.actor import Actor
from waymark.kernel.words import short_day, words_for_time
from waymark.people.policy import may
from waymark.trackers.clocks import Reckoning
from waymark.trackers.lists import TrackerRow
from waymark.trackers.types import TYPES, status_of
from waymark.web.addresses import addresses_of
from waymark.web.cells import RESTRICTED, clock_cell, menu, tag
from waymark.web.trackers.clock_words import tracker_clock


class Lines:
    """Writes the lines for one person: what they may do with each tracker is in its menu."""

    def __init__(
        self, actor: Actor, reckoned: Reckoning, today: date, *, everyones: bool = True
    ) -> None:
        self.everyones = everyones
        self.reckoned, self.today = reckoned, today
        self.may = {
            one: may(actor.roles, f"trackers.{one}") for one in ("edit", "reassign", "add_note")
        }

    def of(self, rows: Sequence[TrackerRow]) -> Markup:
        """One line for each tracker, in their order."""
        return Markup("\n".join([self._line(row) for row in rows]))  # noqa: S704 - escaped below

    def _line(self, row: TrackerRow) -> str:
        clock = tracker_clock(row, self.reckoned, self.today)
        return (
            '<tr role="row"><th scope="row" role="rowheader" class="wm-keep">'
            '<a class="govuk-link govuk-link--no-visited-state" '
            f'href="{addresses_of("tracker")(row.id)}">{row.shown_number}</a>'
            f"<small>{TYPES[row.type].label}</small></th>"
            f"{self._participant(row) if self.everyones else ''}"
            '<td role="cell" data-label="Activity">'
            f"<div>{escape(row.activity)}{_due(row)}</div></td>"
            f'<td role="cell" data-label="Status"><div>{_status(row.type, row.status)}</div></td>'
            '<td role="cell" class="wm-clock" data-label="Act by">'
            f"<div>{clock_cell(clock)}</div></td>"
            f'<td role="cell" data-label="Assignee"><div>{_assignee(row)}</div></td>'
            '<td role="cell" class="wm-keep" data-label="Created">'
            f"<div>{short_day(row.created_at)}</div></td>"
            '<td role="cell" class="wm-table__act">'
            f"{menu(f'Actions for {row.shown_number}', self._links(row))}</td></tr>"
        )

    def _participant(self, row: TrackerRow) -> str:
        return (
            f'<td role="cell" data-label="Participant"><div>{escape(row.participant)}'
            f"{RESTRICTED if row.is_restricted else ''}"
            f"<small>{escape(row.reference)}</small></div></td>"
        )

    def _links(self, row: TrackerRow) -> list[tuple[str, str]]:
        is_open = not status_of(row.type, row.status).is_final
        edits = is_open and self.may["edit"]
        first = ("Edit", "tracker-edit") if edits else ("View", "tracker")
        links = [(first[0], addresses_of(first[1])(row.id))]
        if is_open and self.may["reassign"]:
            links.append(("Reassign", addresses_of("tracker-reassign")(row.id)))
        if is_open and self.may["add_note"]:
            links.append(("Add note", addresses_of("tracker-note")(row.id)))
        if row.activity_id:
            links.append(("Activity", addresses_of("activity")(row.activity_id)))
        if self.everyones:
            profile = addresses_of("participant")(row.participant_id)
            links.append(("Participant’s profile", profile))
        return links


@cache
def _status(of_type: str, code: str) -> str:
    """The tag of a status: there are as many as the workflow has."""
    status = status_of(of_type, code)
    return tag(status.label, status.tag)


def _due(row: TrackerRow) -> str:
    """Due 17 Nov 2026, 10:30am."""
    if row.due_on is None:
        return ""
    time = f", {words_for_time(row.due_time)}" if row.due_time else ""
    return f"<small>Due {short_day(row.due_on)}{time}</small>"


def _assignee(row: TrackerRow) -> str:
    """Who has it; of what nobody has, whose queue it is in."""
    return (
        str(escape(row.assignee)) if row.assignee else f"Nobody<small>{escape(row.group)}</small>"
    )
