"""The history of an account: failures to sign in, one upon another from one place, are one line."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from waymark.audit.events import HistoryRow
from waymark.kernel.words import number, words_for_moment
from waymark.web.history_words import timeline_entry
from waymark.web.parts import Entry

FAILED = "staff.sign_in_failed"
IN_WORDS = {"Active: Yes to No": "Deactivated", "Active: No to Yes": "Activated again"}


def told_together(history: Sequence[HistoryRow]) -> list[Entry]:
    """Newest first; nothing is hidden, for what is told together says how often and since when."""
    return [_told(list(rows)) for _, rows in groupby(history, key=_kind)]


def _kind(row: HistoryRow) -> Any:
    """Rows in a row that have the same kind are told together."""
    if row.code != FAILED or not row.data:
        return row.id
    return row.data.get("how"), row.data.get("address"), row.by


def _told(rows: list[HistoryRow]) -> Entry:
    entry = timeline_entry(rows[0])
    entry = replace(entry, title=IN_WORDS.get(entry.title, entry.title))
    if len(rows) == 1:
        return entry
    since = f"The first of them {words_for_moment(rows[-1].at)}"
    return replace(
        entry, title=f"{number(len(rows))} failures to sign in", lines=(*entry.lines, since)
    )
