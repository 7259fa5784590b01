"""What came of an import, for people to read in a terminal."""

from collections.abc import Iterator

from waymark.imports.findings import Remark, Summary, Tally, told
from waymark.kernel.words import counted, number

SHOWN = 200


def summary_in_words(summary: Summary) -> str:
    """The summary, a paragraph for each file that was given."""
    parts = [list(_heading(summary))]
    parts += [
        list(_of_file(kind, tally, dry_run=summary.dry_run))
        for kind, tally in summary.tallies.items()
        if tally.rows
    ]
    would = "would be made" if summary.dry_run else "made"
    parts.append([f"{counted(summary.trackers_created, 'monitoring tracker')} {would}."])
    return "\n\n".join("\n".join(part) for part in parts if part)


def _heading(summary: Summary) -> Iterator[str]:
    if summary.dry_run:
        yield "Dry run: nothing has been imported."
    if summary.past_records:
        yield "Past records: no trackers are made."


def _of_file(kind: str, tally: Tally, *, dry_run: bool) -> Iterator[str]:
    yield (
        f"{kind.capitalize()}: {counted(tally.rows, 'row')}, {number(tally.accepted)} accepted "
        f"({number(tally.added)} new, {number(tally.changed)} changed, "
        f"{number(tally.unchanged)} unchanged), {number(len(tally.refused))} refused."
    )
    yield from _remarks("Refused", "refused", tally)
    yield from _remarks("Warnings", "warnings", tally)
    yield from _remarks("Changed here since, and kept", "kept", tally)
    if dry_run:
        yield from _remarks("Would change", "changes", tally)


def _remarks(title: str, sort: str, tally: Tally) -> Iterator[str]:
    remarks: list[tuple[Remark, int]] = told(sort, getattr(tally, sort))
    if remarks:
        yield f"  {title}:"
    for one, rows in remarks[:SHOWN]:
        yield f"    row {one.row}, {one.field}: {one.message}{others_too(rows)}"
    if len(remarks) > SHOWN:
        yield f"    and {number(len(remarks) - SHOWN)} more (--json tells all)"


def others_too(rows: int) -> str:
    """The end of a remark that stands for several rows."""
    return f": {number(rows)} rows, of which this is the first" if rows > 1 else ""
