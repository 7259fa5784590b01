"""Imports as plain values: the list of them, and how one stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from waymark.imports.columns import SHEETS
from waymark.imports.queries import Standing
from waymark.kernel.words import counted, number, words_for_moment
from waymark.web.addresses import address
from waymark.web.parts import Head, Link, Tag

PATIENCE = timedelta(minutes=1)
HEADS_OF_RUNS = (
    Head("When"),
    Head("Files"),
    Head("By"),
    Head("What came of it"),
    Head("Rows refused", classes="wm-num"),
)
COLUMNS_OF_FILES = tuple((kind, ", ".join(sheet.required)) for kind, sheet in SHEETS.items())
TITLES = {
    Standing.CHECKED: "Check the files",
    Standing.IMPORTED: "Imported",
}


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import in the list."""

    link: Link
    files: str
    by: str
    tag: Tag
    refused: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """One import and how it stands, above whatever it found. `done` and `total` are rows of the
    file that is being read.
    """

    title: str
    said_by: str
    is_stopped: bool
    problem: str
    progress: str
    done: int
    total: int
    hint: str


def run_row(run: Any) -> RunRow:
    """One import of the list."""
    files = run.summary.get("files", {})
    return RunRow(
        link=Link(words_for_moment(run.created_at), address("import-run", run.id)),
        files=files_of(run),
        by=run.started_by.name,
        tag=_tag(run),
        refused=number(sum(one["refused"] for one in files.values())) if files else "",
    )


def run_page(run: Any, standing: Standing, *, now: datetime) -> RunPage:
    """How one import stands."""
    doing = "Checking the files" if run.dry_run else "Importing"
    is_stopped = standing == Standing.STOPPED
    stopped = "The check was not finished" if run.dry_run else "The import was not finished"
    return RunPage(
        title=TITLES.get(standing) or (stopped if is_stopped else doing),
        said_by=f"{files_of(run)}, chosen by {run.started_by.name}, "
        f"{words_for_moment(run.created_at)}.",
        is_stopped=is_stopped,
        problem=_problem(run) if is_stopped else "",
        progress=_progress(run, standing),
        done=run.rows_done,
        total=run.rows_total,
        hint=_hint(run, standing, now),
    )


def files_of(run: Any) -> str:
    """groups.csv, staff.csv and participants.csv, in the order in which they are taken."""
    *others, last = in_order(run.file_names).values()
    return f"{', '.join(others)} and {last}" if others else last


def in_order(by_kind: Mapping[str, Any]) -> dict[str, Any]:
    """Groups, staff, participants, activities: the store does not keep an order."""
    return {kind: by_kind[kind] for kind in SHEETS if kind in by_kind}


def _tag(run: Any) -> Tag:
    """How an import stands as far as the list can tell without asking the worker."""
    if run.finished_at is None:
        return Tag("Under way", "blue")
    if not run.summary:
        return Tag("Not finished", "red")
    return Tag("Dry run", "grey") if run.dry_run else Tag("Imported", "green")


def _problem(run: Any) -> str:
    if run.finished_at is not None and run.message:
        return f"{run.message.rstrip('.')}."
    return "It was interrupted: the worker stopped in the middle of it."


def _progress(run: Any, standing: Standing) -> str:
    if standing == Standing.WAITING:
        return "Waiting for its turn."
    if not run.rows_total:
        return "Reading the files."
    kinds = list(in_order(run.file_names))
    place = kinds.index(run.message) + 1 if run.message in kinds else 1
    file = f"File {place} of {len(kinds)}, " if len(kinds) > 1 else ""
    done = f"{number(run.rows_done)} of {counted(run.rows_total, 'row')}"
    return f"{file}{run.message}: {done} {'checked' if run.dry_run else 'imported'}."


def _hint(run: Any, standing: Standing, now: datetime) -> str:
    is_late = now - run.created_at > PATIENCE
    if standing == Standing.WAITING and is_late:
        return (
            "This takes longer than it should. If nothing happens, the worker may not be running: "
            "ask whoever looks after this installation."
        )
    return ""
