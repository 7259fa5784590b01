"""What came of an import, for people to read in a terminal."""

from collections.abc import Iterator

from waymark.imports.findings import Remark, Summary, Tally
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
    yield from _remarks("Refused", tally.refused)
    yield from _remarks("Warnings", tally.warnings)
    yield from _remarks("Changed here since, and kept", tally.kept)
    if dry_run:
        yield from _remarks("Would change", tally.changes)


def _remarks(title: str, remarks: list[Remark]) -> Iterator[str]:
    if remarks:
        yield f"  {title}:"
    for one in remarks[:SHOWN]:
        yield f"    row {one.row}, {one.field}: {one.message}"
    if len(remarks) > SHOWN:
        yield f"    and {number(len(remarks) - SHOWN)} more (--json tells all)"
