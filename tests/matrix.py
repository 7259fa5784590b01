"""The status matrix that was typed by hand: who may take a tracker from which status to which."""

import csv
from itertools import product
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "unit" / "trackers" / "matrix.csv"
LABELS = ("New", "Resolved", "Submitted", "Referred", "Rejected", "Closed")
ROLES = {
    "edit": "Process Automation Trackers (Edit)",
    "pre_authorise": "Process Automation Trackers (Pre-Authorise)",
    "process": "Process Automation Trackers (Process)",
}


class Line(NamedTuple):
    """One line of the file: somebody's roles, a tracker's status, the statuses they may set."""

    roles: frozenset[str]
    current: str
    allowed: frozenset[str]

    def __str__(self) -> str:
        short = sorted(role.split("(")[1].rstrip(")") for role in self.roles)
        return f"{self.current} by {' and '.join(short) or 'nobody'}"


def read() -> list[Line]:
    """Every line; a cell that is neither yes nor no, or a line twice or missing, fails."""
    with FILE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row[name] for row in rows for name in (*ROLES, *LABELS)} == {"yes", "no"}
    lines = [
        Line(
            frozenset(role for name, role in ROLES.items() if row[name] == "yes"),
            row["from"],
            frozenset(label for label in LABELS if row[label] == "yes"),
        )
        for row in rows
    ]
    held = [
        frozenset(role for role, has in zip(ROLES.values(), answers, strict=True) if has)
        for answers in product([True, False], repeat=len(ROLES))
    ]
    assert len(lines) == len(held) * len(LABELS)
    assert {line[:2] for line in lines} == set(product(held, LABELS))
    return lines


MATRIX = read()
