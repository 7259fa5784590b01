"""Holding the history against an earlier export: what was in it must still be there, unchanged."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from waymark.audit.exporting import open_text
from waymark.audit.findings import Break, Report, place
from waymark.audit.verify import one_moment

BATCH = 5000
KEPT = 100
Row = dict[str, Any]

_NOW = """
    SELECT event.id IS NOT NULL AND (event.stream, event.seq, encode(event.hash, 'hex'))
            IS NOT DISTINCT FROM (wanted.stream, wanted.seq, wanted.hash)
        AND event.stream_id IS NOT DISTINCT FROM wanted.stream_id
    FROM unnest(%s::bigint[], %s::text[], %s::uuid[], %s::bigint[], %s::text[])
        WITH ORDINALITY AS wanted (id, stream, stream_id, seq, hash, place)
    LEFT JOIN audit_event event ON event.id = wanted.id
    ORDER BY wanted.place
"""
_SIGNINGS = "SELECT number, encode(digest, 'hex') FROM audit_signing"


class NotAnExport(Exception):
    """The file is not a whole export of a history; the message says what is wrong."""


def compare_with(path: Path, report: Report) -> None:
    """Find every event and signing of an earlier export that is missing or another now. Raises
    NotAnExport when the file is none, or ends too early.
    """
    with open_text(path, "r") as file, one_moment():
        lines = _lines(file, path)
        if next(lines, {}).get("kind") != "waymark-history":
            raise NotAnExport(f"{path} is not an export of a history")
        last = _compare(lines, report)
    if last.get("kind") != "end":
        raise NotAnExport(f"{path} ends too early: it is not whole")


def _compare(lines: Iterator[Row], report: Report) -> Row:
    """Compare line by line, events many at a time; and give the last line."""
    signings, events, last = dict(_rows(_SIGNINGS)), [], Row()
    for last in lines:
        if last["kind"] == "signing":
            _compare_signing(last, signings, report)
        if last["kind"] == "event":
            events.append(last)
        if len(events) == BATCH:
            _compare_events(events, report)
            events = []
    _compare_events(events, report)
    return last


def _compare_signing(then: Row, signings: dict[int, str], report: Report) -> None:
    if signings.get(then["number"]) != then["digest"]:
        what = "is another now" if then["number"] in signings else "is missing now"
        report.add([Break(f"signing {then['number']}", f"it is in the earlier export, and {what}")])


def _compare_events(events: list[Row], report: Report) -> None:
    columns = ("id", "stream", "stream_id", "seq", "hash")
    values = [[event[column] for event in events] for column in columns]
    for event, (holds,) in zip(events, _rows(_NOW, values), strict=True):
        if not holds:
            where = place(event["stream"], event["stream_id"], event["seq"], event["id"])
            what = "it is in the earlier export, and is missing or another now"
            report.add([Break(where, what)] if len(report.breaks) < KEPT else [], 1)


def _lines(file: Any, path: Path) -> Iterator[Row]:
    try:
        for line in file:
            row = json.loads(line)
            row["kind"]
            yield row
    except (ValueError, KeyError, TypeError, EOFError) as problem:
        raise NotAnExport(f"{path} is not an export of a history, or not whole") from problem


def _rows(question: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()
