"""CSV that a spreadsheet program can open without running any of it: cells that it would take for a
formula are guarded on the way out, and freed on the way in. Nothing else in the house writes CSV.
"""

import csv
import re
from collections.abc import Iterable

BOTH = "\r\n"
# Also the wide forms of those signs, which some programs read as the narrow ones.
_MAY_BEGIN_ONE = frozenset("'=+-@\t\r\n＝＋－＠")
_STARTS_A_FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
_LOOKS_LIKE_A_FORMULA = re.compile(rf"'*{_STARTS_A_FORMULA}")
_GUARDED = re.compile(rf"''*{_STARTS_A_FORMULA}")


def guarded(cell: str) -> str:
    """A cell with an apostrophe before it when a spreadsheet program might run it."""
    begins_like_one = cell[:1] in _MAY_BEGIN_ONE and _LOOKS_LIKE_A_FORMULA.match(cell)
    return f"'{cell}" if begins_like_one else cell


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that `guarded` put there."""
    return cell[1:] if _GUARDED.match(cell) else cell


def line_of(cells: Iterable[str]) -> str:
    """A line of CSV, every cell guarded."""
    return lines_of([cells])


def lines_of(rows: Iterable[Iterable[str]]) -> str:
    """Lines of CSV, every cell guarded."""
    lines = _Lines()
    # It puts into quotes only what is among its own line ends: an \r by itself would end a row, and
    # begin a cell that nothing guards.
    csv.writer(lines, lineterminator=BOTH).writerows([guarded(one) for one in row] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """Takes each line as it is written, and ends it with one sign."""

    def write(self, line: str) -> None:
        """Keep a line."""
        self.append(f"{line.removesuffix(BOTH)}\n")
