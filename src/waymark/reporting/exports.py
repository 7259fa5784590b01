"""The trackers that somebody may see, newest first, as CSV or JSON: a stream, never held in memory.

Whoever calls has gone through `operations/viewing.py: open_export`, which asks for the right and
puts on record who took it.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache

from waymark.kernel.actor import Actor
from waymark.kernel.london import LONDON
from waymark.kernel.spreadsheets import line_of, lines_of
from waymark.reads.streamed import streamed
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.clocks import Reckoning
from waymark.trackers.lists import TrackerFilter, trackers_matching
from waymark.trackers.types import TYPES, status_of
from waymark.trackers.words import as_it_is_listed

ROWS_AT_ONCE = 2000
COLUMNS = (
    "tracker",
    "type",
    "status",
    "participant",
    "activity",
    "assignee_email",
    "due_on",
    "reason_category",
    "reason",
    "dma_paperwork_raised",
    "not_raised_reason",
    "created_at",
    "created_by",
    "follows",
    "act_by",
    "clock",
)
_READ = (
    "number",
    "type",
    "status",
    "reference",
    "tracker__activity__reference",
    "assignee__email",
    "due_on",
    "tracker__reason_category",
    "tracker__reason",
    "tracker__dma_paperwork_raised",
    "tracker__not_raised_reason",
    "created_at",
    "tracker__created_by",
    "tracker__follows__number",
    "act_by",
    "group__bank_holidays",
)

Cell = str | None


def csv_parts(actor: Actor, wanted: TrackerFilter, *, today: date) -> Iterator[str]:
    """The export as CSV, some thousand lines at once, safe to open in a spreadsheet program."""
    yield line_of(COLUMNS)
    for rows in _batches(actor, wanted, today):
        yield lines_of([cell or "" for cell in row] for row in rows)


def json_parts(actor: Actor, wanted: TrackerFilter, *, today: date) -> Iterator[str]:
    """The export as one JSON list, a line a tracker, in the same way; what is empty is null."""
    before = "[\n"
    for rows in _batches(actor, wanted, today):
        told = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        yield before + ",\n".join([json.dumps(row, ensure_ascii=False) for row in told])
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


FORMATS = {"csv": csv_parts, "json": json_parts}


def _batches(
    actor: Actor, wanted: TrackerFilter, today: date
) -> Iterator[Sequence[tuple[Cell, ...]]]:
    """What the actor may see of what is wanted, newest first, a cell for each of COLUMNS.
    Restricted records stay here: each is opened by itself, with a reason (ADR 0018).
    """
    found = trackers_matching(actor, as_it_is_listed(actor, wanted)).filter(is_restricted=False)
    in_order = found.order_by("-created_at", "-number").values_list(*_READ)
    made = _Row(reckoning(), today)
    for batch in streamed(in_order, ROWS_AT_ONCE):
        yield [made.of(*values) for values in batch]


class _Row:
    """Makes a tracker's cells: Yes and No, dates as 2026-11-20, moments with London's offset."""

    def __init__(self, reckoned: Reckoning, today: date) -> None:
        self.clock = cache(lambda act_by, nation: reckoned.state(act_by, today, nation).label)

    def of(
        self,
        number: int,
        of_type: str,
        code: str,
        participant: str,
        activity: str | None,
        assignee: str | None,
        due_on: date | None,
        category: str,
        reason: str,
        is_raised: bool | None,
        not_raised: str,
        created_at: datetime,
        created_by: str,
        follows: int | None,
        act_by: date | None,
        nation: str,
    ) -> tuple[Cell, ...]:
        status = status_of(of_type, code)
        runs_until = act_by if status.limits else None
        return (
            f"T{number}",
            TYPES[of_type].label,
            status.label,
            participant,
            activity or None,
            assignee or None,
            due_on.isoformat() if due_on else None,
            category.replace("_", " ") or None,
            reason or None,
            None if is_raised is None else ("Yes" if is_raised else "No"),
            not_raised or None,
            created_at.astimezone(LONDON).isoformat(timespec="seconds"),
            created_by or None,
            f"T{follows}" if follows else None,
            runs_until.isoformat() if runs_until else None,
            self.clock(runs_until, nation),
        )
