"""What an import found, or a dry run foresees, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator

from waymark.imports.cells import seen
from waymark.imports.queries import Standing
from waymark.imports.words import others_too
from waymark.kernel.words import counted, number
from waymark.web.imports.pages import in_order
from waymark.web.lists import list_address
from waymark.web.parts import Count, Head, Link

LETTERS_OF_A_CELL = 120
HEADS_OF_FILES = (
    Head("File"),
    Head("Rows", classes="wm-num"),
    Head("New", classes="wm-num"),
    Head("Changed", classes="wm-num"),
    Head("As before", classes="wm-num"),
    Head("Refused", classes="wm-num"),
)


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of remark: its name, the words above its list, in its last column, and for none."""

    label: str
    heading: tuple[str, str]
    says: str
    none: str


SORTS: Mapping[str, Sort] = {
    "refused": Sort(
        "Refused", ("row is refused", "rows are refused"), "What is wrong", "No row is refused"
    ),
    "warnings": Sort("Warnings", ("warning", "warnings"), "What to know", "There are no warnings"),
    "changes": Sort(
        "Changes", ("change", "changes"), "From what to what", "Nothing that is here changes"
    ),
    "kept": Sort(
        "Kept as here",
        ("cell was changed here and stays", "cells were changed here and stay"),
        "What stays",
        "Nothing was changed here since the file last said it",
    ),
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """The counts of one file; its kind is said where its name does not say it."""

    name: str
    kind: str
    figures: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """Something about one row of a file."""

    row: str
    kind: str
    key: str
    field: str
    cell: str
    message: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """All that an import found. Without a button, `why_not` says why one cannot go on."""

    is_dry_run: bool
    files: Sequence[FileRow]
    counts: Sequence[Count]
    heading: str
    sort: Sort
    heads: Sequence[Head]
    remarks: Sequence[RemarkRow]
    more: str
    downloads: Sequence[Link]
    trackers: str
    notes: Sequence[str]
    button: str
    why_not: str
    are_details_gone: bool


def found_page(run: Any, standing: Standing, query: QueryDict) -> FoundPage:
    """What a finished import found; `?show=` chooses the list."""
    summary = run.summary
    files, remarks = in_order(summary["files"]), summary.get("remarks")
    shown = query.get("show", "")
    shown = shown if shown in SORTS else "refused"
    many = {sort: sum(counts[sort] for counts in files.values()) for sort in SORTS}
    told = (remarks or {}).get(shown, [])
    rows = [_remark(one) for one in told]
    covered = sum(one.get("rows", 1) for one in told)
    is_dry_run = standing == Standing.CHECKED
    rows_to_import = sum(counts["added"] + counts["changed"] for counts in files.values())
    return FoundPage(
        is_dry_run=is_dry_run,
        files=[_file_row(run, kind, counts) for kind, counts in files.items()],
        counts=[
            Count(many[name], sort.label, list_address(query, show=name), name == shown)
            for name, sort in SORTS.items()
        ],
        heading=counted(many[shown], *SORTS[shown].heading) if many[shown] else "",
        sort=SORTS[shown],
        heads=_heads(SORTS[shown]),
        remarks=rows,
        more=f"The first {number(len(rows))} are shown." if covered < many[shown] else "",
        downloads=_downloads(run, files) if remarks is not None else (),
        trackers=_trackers(run, is_dry_run),
        notes=_notes(run, files, many) if is_dry_run else (),
        button=_button(run, rows_to_import) if is_dry_run else "",
        why_not=_why_not(run, rows_to_import),
        are_details_gone=remarks is None,
    )


def _file_row(run: Any, kind: str, counts: Mapping[str, int]) -> FileRow:
    columns = zip(
        HEADS_OF_FILES[1:], ("rows", "added", "changed", "unchanged", "refused"), strict=True
    )
    figures = [(head.label, number(counts[name])) for head, name in columns]
    name = run.file_names[kind]
    return FileRow(name, "" if name == f"{kind}.csv" else kind.capitalize(), figures)


def _heads(sort: Sort) -> list[Head]:
    labels = ("Row", "Reference", "Column", "In the file", sort.says)
    return [Head(label) for label in labels]


def _remark(remark: Mapping[str, Any]) -> RemarkRow:
    return RemarkRow(
        row=f"Row {remark['row']}",
        kind=remark["kind"].capitalize(),
        key=_cut(remark["key"]) or "(empty)",
        field=remark["field"],
        cell=_cut(remark["cell"]) or "(empty)",
        message=remark["message"] + others_too(remark.get("rows", 1)),
    )


def _cut(cell: str) -> str:
    return Truncator(seen(cell)).chars(LETTERS_OF_A_CELL)


def _downloads(run: Any, files: Mapping[str, Mapping[str, int]]) -> list[Link]:
    kinds = [kind for kind, counts in files.items() if counts["refused"]]
    return [Link(kind, reverse("import-refused", args=[run.id, kind])) for kind in kinds]


def _trackers(run: Any, is_dry_run: bool) -> str:
    made = counted(run.summary["trackers"], "monitoring tracker")
    if run.past_records:
        return "Past records: no monitoring trackers."
    return f"{made} will be made." if is_dry_run else f"{made} made."


def _notes(run: Any, files: Mapping[str, Mapping[str, int]], many: Mapping[str, int]) -> list[str]:
    """What to know before one goes on."""
    changed = sum(counts["changed"] for counts in files.values())
    notes = []
    if changed:
        what = "record that is here already changes"
        many_of_them = "records that are here already change"
        notes.append(f"{counted(changed, what, many_of_them)}: only what differs.")
    if many["kept"]:
        notes.append("What was changed here since the file last said it stays as it is here.")
    if run.past_records:
        notes.append(
            "No monitoring trackers are made, and each activity that was not done says so."
        )
    elif "activities" in files:
        notes.append(
            "A mandatory activity that becomes Not complete makes a monitoring tracker where the "
            "conditions hold."
        )
    if many["refused"]:
        notes.append(
            "Refused rows are left out. Correct them, and import the file of refused rows."
        )
    return notes


def _button(run: Any, rows: int) -> str:
    """Import 1,193 rows; nothing where nothing would change, or the files are gone."""
    return f"Import {counted(rows, 'row')}" if rows and run.folder else ""


def _why_not(run: Any, rows: int) -> str:
    """Why there is nothing to go on with."""
    if rows and not run.folder:
        return "These files are no longer here: they were imported, or it was over a day ago."
    return "There is nothing to import."
