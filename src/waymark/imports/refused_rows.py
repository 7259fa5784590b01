"""The rows that an import refused, as CSV to correct and send again: safe to open in a spreadsheet
program, and the importer takes the guard characters off again.
"""

import io
import tempfile
from collections.abc import Iterable
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from waymark.imports.columns import IGNORED, SHEETS
from waymark.imports.files import Row, Table
from waymark.imports.findings import Remark
from waymark.imports.models import ImportRun
from waymark.kernel.spreadsheets import line_of

(WHY,) = IGNORED
SPREADSHEETS_READ = "utf-8-sig"


class RefusedRows:
    """Collects the refused rows of a run, a file for each kind, without holding them in memory."""

    def __init__(self, run: ImportRun) -> None:
        self._run = run
        self._files: dict[str, IO[bytes]] = {}
        self._texts: dict[str, io.TextIOWrapper] = {}
        self._columns: dict[str, tuple[str, ...]] = {}

    def add(self, table: Table, row: Row, remark: Remark) -> None:
        """Take one row, with what is wrong with it in a column that the importer passes over."""
        kind = table.sheet.kind
        if kind not in self._texts:
            self._begin(kind, (*table.columns, WHY))
        cells = row.cells | {WHY: f"{remark.field}: {remark.message}"}
        self._write(kind, [cells.get(name, "") for name in self._columns[kind]])

    def keep(self) -> None:
        """Put the files where they can be downloaded."""
        self.throw_away(self._run)
        for kind, file in self._files.items():
            file.seek(0)
            default_storage.save(stored_as(self._run, kind), File(file))
            file.close()

    @staticmethod
    def throw_away(run: ImportRun) -> None:
        """Delete the files of a run."""
        for kind in SHEETS:
            default_storage.delete(stored_as(run, kind))

    def _begin(self, kind: str, columns: tuple[str, ...]) -> None:
        self._files[kind] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by keep()
        self._texts[kind] = io.TextIOWrapper(
            self._files[kind], encoding=SPREADSHEETS_READ, newline="", write_through=True
        )
        self._columns[kind] = columns
        self._write(kind, columns)

    def _write(self, kind: str, cells: Iterable[str]) -> None:
        self._texts[kind].write(line_of(cells))


def stored_as(run: ImportRun, kind: str) -> str:
    """Where the refused rows of a kind lie."""
    return f"imports/{run.id}/refused-{kind}.csv"
