"""CSV files as spreadsheet programs write them, read row by row and never held in memory."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import IO

from waymark.imports.cells import in_words, short, tidy
from waymark.imports.columns import IGNORED, SHEETS, Sheet
from waymark.kernel.refusals import Refused

SEPARATORS = ",;\t"
CHUNK = 1024 * 1024
CELL_LIMIT = 128 * 1024
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SAVE_AS_CSV = "Save it from your spreadsheet program as CSV UTF-8"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its name for messages, and how to read it from its beginning, as often as
    needed.
    """

    name: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` counts records as a sheet does, the header is 1. `overflow`: it has more
    cells than the header.
    """

    number: int
    cells: dict[str, str]
    overflow: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose encoding, separator and header are understood."""

    sheet: Sheet
    source: Source
    encoding: str
    separator: str
    heading: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file has, without those that are passed over."""
        return tuple(name for name in self.heading if name and name not in IGNORED)

    def rows(self) -> Iterator[Row]:
        """Every record that is not empty; refused with `imports.not_csv` where the text breaks."""
        nothing = dict.fromkeys(self.columns, "")
        for number, record in self._numbered():
            cells = [tidy(cell) for cell in record]
            if any(cells):
                yield self._row(number, cells, nothing)

    def keys_only(self) -> Iterator[str]:
        """The key of every record that is not empty, as rows() would give it: a quick look."""
        place = self.heading.index(self.sheet.key)
        for _number, record in self._numbered():
            if any(cell and not cell.isspace() for cell in record):
                yield tidy(record[place]) if place < len(record) else ""

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        records = _records(self.source, self.encoding, self.separator)
        next(records)
        return enumerate(records, start=2)

    def _row(self, number: int, cells: Sequence[str], nothing: dict[str, str]) -> Row:
        if len(cells) == len(self.heading) == len(nothing):
            return Row(number, dict(zip(self.heading, cells, strict=True)))
        known = nothing | {
            name: cell for name, cell in zip(self.heading, cells, strict=False) if name in nothing
        }
        beyond = [*cells[len(self.heading) :]]
        beyond += [
            cell for name, cell in zip(self.heading, cells, strict=False) if not name and cell
        ]
        return Row(number, known, overflow=any(beyond))


def table_of(source: Source, *, kind: str | None = None) -> Table:
    """Understand a file; without a kind its header says which it is.

    Refused with `imports.not_csv` (not text, or broken) and `imports.columns` (which are unknown,
    missing or there twice).
    """
    encoding = _encoding(source)
    separator, names = _heading(source, encoding)
    sheet = SHEETS[kind] if kind else _sheet_of(source, names)
    heading = tuple(names)
    if problems := _column_problems(sheet, heading):
        raise Refused("imports.columns", f"{source.name}: {'; '.join(problems)}", field="files")
    return Table(sheet, source, encoding, separator, heading)


def _encoding(source: Source) -> str:
    """UTF-8, or what Excel writes when it is not asked for UTF-8; all of the file is looked at."""
    with source.open() as content:
        head = content.read(CHUNK)
        if not head.strip():
            raise _not_csv(source, "is empty")
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head.startswith(WORKBOOKS):
            raise _not_csv(source, f"is a workbook, not a CSV file. {SAVE_AS_CSV}")
        if b"\x00" in head.lstrip().splitlines()[0]:  # in a cell, that row is refused
            raise _not_csv(source, f"is not a CSV file. {SAVE_AS_CSV}")
    return next(name for name in ("utf-8-sig", "cp1252", "latin-1") if _can_be(source, name))


def _can_be(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.open() as content:
        try:
            while chunk := content.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _heading(source: Source, encoding: str) -> tuple[str, list[str]]:
    """The separator under which the header makes most sense, and the header's names."""
    readings = {one: _names(_first_record(source, encoding, one)) for one in SEPARATORS}
    known = {name for sheet in SHEETS.values() for name in sheet.by_name}
    best = max(
        readings, key=lambda one: (len(known.intersection(readings[one])), len(readings[one]))
    )
    return best, readings[best]


def _first_record(source: Source, encoding: str, separator: str) -> list[str]:
    return next(_records(source, encoding, separator), [])


def _names(record: Sequence[str]) -> list[str]:
    """Headings as they are compared: without capitals, with underscores for spaces."""
    return ["_".join(tidy(cell).lower().replace("-", " ").split()) for cell in record]


def _records(source: Source, encoding: str, separator: str) -> Iterator[list[str]]:
    """Records as the file has them; the line in which Excel names its separator is none."""
    csv.field_size_limit(CELL_LIMIT)
    with source.open() as content:
        text = io.TextIOWrapper(content, encoding=encoding, newline="")
        reader = csv.reader(text, delimiter=separator, strict=True)
        try:
            for place, record in enumerate(reader):
                if place or not _names_the_separator(record):
                    yield record
        except csv.Error as broken:
            raise _not_csv(
                source,
                f"cannot be read beyond line {reader.line_num}: look for a quotation mark that is "
                "not closed, or a cell that is far too long",
            ) from broken
        except UnicodeError as broken:
            raise _not_csv(source, f"is not text. {SAVE_AS_CSV}") from broken
        finally:
            text.detach()


def _names_the_separator(record: Sequence[str]) -> bool:
    return bool(record) and record[0].lower().startswith("sep=") and not any(record[1:])


def _sheet_of(source: Source, names: Sequence[str]) -> Sheet:
    """The kind whose columns a header has the largest share of; in doubt, what it is called."""

    def share(sheet: Sheet) -> float:
        return sum(name in names for name in sheet.required) / len(sheet.required)

    best, second = sorted(SHEETS.values(), key=share, reverse=True)[:2]
    if share(best) <= 0.5:  # noqa: PLR2004
        best = SHEETS.get(source.name.lower().removesuffix(".csv"), best)
    if share(best) == share(second):
        kinds = in_words(list(SHEETS), joined_by="or")
        raise Refused(
            "imports.columns",
            f"{source.name}: its first row does not name the columns of {kinds}",
            field="files",
        )
    return best


def _column_problems(sheet: Sheet, heading: Sequence[str]) -> list[str]:
    there = [name for name in heading if name]
    unknown = [
        name for name in dict.fromkeys(there) if name not in sheet.by_name and name not in IGNORED
    ]
    missing = [name for name in sheet.required if name not in there]
    twice = [name for name in dict.fromkeys(there) if there.count(name) > 1]
    return [
        f"{words} {in_words([_named(name, missing) for name in names], joined_by='and')}"
        for words, names in (
            ("unknown column", unknown),
            ("missing column", missing),
            ("column that stands twice:", twice),
        )
        if names
    ]


def _named(name: str, missing: Sequence[str]) -> str:
    close = get_close_matches(name, missing, n=1, cutoff=0.7)
    return (
        f"{short(name)} (did you mean {close[0]}?)"
        if close and name not in missing
        else short(name)
    )


def _not_csv(source: Source, what: str) -> Refused:
    return Refused("imports.not_csv", f"{source.name} {what}", field="files")
