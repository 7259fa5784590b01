"""CSV that a spreadsheet program can open without running any of it: cells that it would take for a
formula are guarded on the way out, and freed on the way in. Nothing else in the house writes CSV.
"""

import csv
import io
import re
from collections.abc import Iterable

BOTH = "\r\n"
# Also the wide forms of those signs, which some programs read as the narrow ones.
_STARTS_A_FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
_LOOKS_LIKE_A_FORMULA = re.compile(rf"'*{_STARTS_A_FORMULA}")
_GUARDED = re.compile(rf"''*{_STARTS_A_FORMULA}")


def guarded(cell: str) -> str:
    """A cell with an apostrophe before it when a spreadsheet program might run it."""
    return f"'{cell}" if _LOOKS_LIKE_A_FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that `guarded` put there."""
    return cell[1:] if _GUARDED.match(cell) else cell


def line_of(cells: Iterable[str]) -> str:
    """A line of CSV, every cell guarded."""
    out = io.StringIO()
    # It puts into quotes only what is among its own line ends: an \r by itself would end a row, and
    # begin a cell that nothing guards.
    csv.writer(out, lineterminator=BOTH).writerow(guarded(cell) for cell in cells)
    return out.getvalue().removesuffix(BOTH) + "\n"
