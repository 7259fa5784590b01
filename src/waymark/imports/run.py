"""One import under way: for whom, how, and what it has found so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from waymark.imports.cells import as_text, folded
from waymark.imports.columns import GROUPS, PARTICIPANTS, Sheet
from waymark.imports.files import Row, Table
from waymark.imports.findings import Remark, Summary, Tally, first_fault
from waymark.imports.readings import Comparison, Reading, last_said, read, remember
from waymark.kernel.actor import Actor

SHOWN_CHANGES = 1000

Refusals = Callable[[Table, Row, Remark], None]


def identity(sheet: Sheet, key: object) -> str:
    """A key as it tells records apart: capitals do not matter in the name of a group."""
    text = as_text(key)
    return folded(text) if sheet.kind == GROUPS else text


@dataclass(slots=True)
class Run:
    """An import under way. `repeated` holds the keys that stand on more than one row, by kind."""

    actor: Actor
    now: datetime
    summary: Summary
    repeated: dict[str, frozenset[str]] = field(default_factory=dict)
    refused_participants: set[str] = field(default_factory=set)
    on_refused: Refusals | None = None

    @property
    def dry_run(self) -> bool:
        return self.summary.dry_run

    def is_repeated(self, sheet: Sheet, key: object) -> bool:
        """Whether a key stands on more than one row of its file."""
        return identity(sheet, key) in self.repeated.get(sheet.kind, ())


class Batch:
    """Some rows of one file: reads them, and keeps what comes of each."""

    def __init__(self, run: Run, table: Table, rows: Iterable[Row]) -> None:
        self.run, self.table, self.sheet = run, table, table.sheet
        self.tally: Tally = run.summary.tallies[table.sheet.kind]
        self._columns = [one for one in table.sheet.columns if one.name in set(table.columns)]
        self.readings = [self._read(row) for row in rows]
        self._said = last_said(self.sheet.kind, (self.key_of(one) for one in self.readings))
        self._to_remember: dict[str, dict[str, str]] = {}

    def key_of(self, reading: Reading) -> str:
        """The key of a row; empty when it cannot be read."""
        return identity(self.sheet, reading.values[self.sheet.key])

    def said(self, reading: Reading) -> dict[str, str]:
        """What the file last said about this record; nothing when it never did."""
        return self._said.get(self.key_of(reading), {})

    def warn(self, reading: Reading, name: str, message: str) -> None:
        """Say something about a row that does not stop it."""
        self.tally.warnings.append(self._remark(reading, name, message))

    def take(self, reading: Reading, comparison: Comparison | None) -> bool:
        """Enter a row as accepted or refused; says whether it is to be applied. A comparison of
        None: the record is new.
        """
        if reading.faults:
            self._refuse(reading)
            return False
        if comparison is None:
            self.tally.added += 1
        else:
            self._compare(reading, comparison)
        self._to_remember_what_it_said(reading)
        return True

    def close(self) -> None:
        """Keep what the file has said, in the same transaction as what it did."""
        if self._to_remember and not self.run.dry_run:
            remember(self.sheet.kind, self._to_remember, now=self.run.now)

    def _read(self, row: Row) -> Reading:
        reading = read(self._columns, row)
        key = reading.values[self.sheet.key]
        if key and self.run.is_repeated(self.sheet, key):
            reading.refuse(
                self.sheet.key, "This stands on more than one row, so none of them is safe to use"
            )
        return reading

    def _refuse(self, reading: Reading) -> None:
        fault = first_fault(reading.faults, self.sheet.order)
        remark = self._remark(reading, fault.field, fault.message)
        self.tally.refused.append(remark)
        if self.sheet.kind == PARTICIPANTS:
            self.run.refused_participants.add(self.key_of(reading))
        if self.run.on_refused:
            self.run.on_refused(self.table, reading.row, remark)

    def _compare(self, reading: Reading, comparison: Comparison) -> None:
        if comparison.applied:
            self.tally.changed += 1
        else:
            self.tally.unchanged += 1
        for one in comparison.applied:
            if len(self.tally.changes) < SHOWN_CHANGES:
                words = f"{one.here or '(empty)'} → {one.in_file or '(empty)'}"
                self.tally.changes.append(self._remark(reading, one.name, words))
        for one in comparison.kept:
            words = (
                f"This was changed here to {one.here or '(empty)'}, which stays: "
                f"the file says {one.in_file or '(empty)'}"
            )
            self.tally.kept.append(self._remark(reading, one.name, words))

    def _to_remember_what_it_said(self, reading: Reading) -> None:
        said = self.said(reading)
        says = {**said, **reading.texts()}
        if says != said:
            self._to_remember[self.key_of(reading)] = says

    def _remark(self, reading: Reading, name: str, message: str) -> Remark:
        return Remark(
            row=reading.row.number,
            field=name,
            message=message,
            key=reading.row.cells.get(self.sheet.key, ""),
            cell=reading.row.cells.get(name, ""),
        )
