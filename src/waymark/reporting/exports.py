"""The trackers that somebody may see, newest first, as CSV or JSON: a stream, never held in memory.

Whoever calls has gone through `operations/viewing.py: open_export`, which asks for the right and
puts on record who took it.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime

from waymark.kernel.actor import Actor
from waymark.kernel.london import LONDON
from waymark.kernel.spreadsheets import line_of
from waymark.trackers.clock_queries import reckoning
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


def csv_lines(actor: Actor, wanted: TrackerFilter, *, today: date) -> Iterator[str]:
    """The export as CSV, a line a tracker, safe to open in a spreadsheet program."""
    yield line_of(COLUMNS)
    for row in rows_of(actor, wanted, today=today):
        yield line_of(row[name] or "" for name in COLUMNS)


def json_lines(actor: Actor, wanted: TrackerFilter, *, today: date) -> Iterator[str]:
    """The export as one JSON list, a line a tracker; what is empty is null."""
    before = "[\n"
    for row in rows_of(actor, wanted, today=today):
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


FORMATS = {"csv": csv_lines, "json": json_lines}


def rows_of(actor: Actor, wanted: TrackerFilter, *, today: date) -> Iterator[dict[str, Cell]]:
    """What the actor may see of what is wanted, newest first. Restricted records stay here: each is
    opened by itself, with a reason (ADR 0018).
    """
    found = trackers_matching(actor, as_it_is_listed(actor, wanted)).filter(is_restricted=False)
    found, reckoned = found.order_by("-created_at", "-number"), reckoning()
    for values in found.values_list(*_READ).iterator(chunk_size=ROWS_AT_ONCE):
        row = dict(zip(COLUMNS, values, strict=True))
        kind, status = row["type"], status_of(row["type"], row["status"])
        row["act_by"] = row["act_by"] if status.limits else None
        row["clock"] = reckoned.state(row["act_by"], today, nation=row["clock"]).label
        row["status"] = status.label
        row["type"] = TYPES[kind].label
        row["tracker"] = f"T{row['tracker']}"
        row["follows"] = f"T{row['follows']}" if row["follows"] else None
        row["reason_category"] = row["reason_category"].replace("_", " ")
        yield {name: _cell(value) for name, value in row.items()}


def _cell(value: object) -> Cell:
    """A value as a file says it: Yes and No, dates as 2026-11-20, moments with London's offset."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else None
