"""Cells that a spreadsheet program would take for a formula: guarded on the way out, freed on the
way in.
"""

import re

_LOOKS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """A cell with an apostrophe before it when a spreadsheet program might run it."""
    return f"'{cell}" if _LOOKS_LIKE_A_FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that `guarded` put there."""
    return cell[1:] if _GUARDED.match(cell) else cell
