"""What an import found: rows accepted and refused, warnings, and cells kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from waymark.imports.columns import SHEETS


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a row, at one of its fields. `row` counts records, the header is 1."""

    row: int
    field: str
    message: str
    key: str = ""
    cell: str = ""

    def as_data(self) -> dict:
        """The three that a summary has."""
        return {"row": self.row, "field": self.field, "message": self.message}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row."""

    field: str
    message: str


@dataclass(slots=True)
class Tally:
    """What came of the rows of one file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    kept: list[Remark] = field(default_factory=list)
    changes: list[Remark] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return self.added + self.changed + self.unchanged

    @property
    def rows(self) -> int:
        return self.accepted + len(self.refused)

    def as_data(self) -> dict:
        """What the summary says of this file."""
        return {
            "accepted": self.accepted,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": [one.as_data() for one in self.refused],
            "warnings": [one.as_data() for one in self.warnings],
            "kept": [one.as_data() for one in self.kept],
        }


@dataclass(slots=True)
class Summary:
    """What an import did, or in a dry run would do. `outcomes` counts the decisions on markings."""

    dry_run: bool
    past_records: bool
    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in SHEETS})
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def trackers_created(self) -> int:
        return self.outcomes["made"]

    @property
    def changed_something(self) -> bool:
        return any(tally.added or tally.changed for tally in self.tallies.values())

    def as_data(self) -> dict:
        """The summary as plain values, for --json."""
        return {
            "dry_run": self.dry_run,
            "past_records": self.past_records,
            **{kind: tally.as_data() for kind, tally in self.tallies.items()},
            "trackers": {"created": self.trackers_created},
        }


def told(sort: str, remarks: Iterable[Remark]) -> list[tuple[Remark, int]]:
    """Equal warnings once, with how many rows they are about; everything else row by row."""
    if sort == "warnings":
        return list(_alike(remarks).items())
    return [(one, 1) for one in remarks]


def _alike(remarks: Iterable[Remark]) -> dict[Remark, int]:
    """The first of those that say the same at the same field, and how many rows do."""
    first: dict[tuple[str, str], Remark] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in remarks:
        said = (one.field, one.message)
        first.setdefault(said, one)
        counts[said] += 1
    return {one: counts[said] for said, one in first.items()}


def first_fault(faults: Iterable[Fault], order: Mapping[str, int]) -> Fault:
    """The first fault in the order of the columns, with what else is wrong in its message."""
    ranked = sorted(_one_a_field(faults), key=lambda fault: order[fault.field])
    first, others = ranked[0], ranked[1:]
    if not others:
        return first
    also = "; ".join(f"{fault.field}: {fault.message}" for fault in others)
    return Fault(first.field, f"{first.message}. Also {also}")


def _one_a_field(faults: Iterable[Fault]) -> Iterator[Fault]:
    """What was found first at a field explains what is found there later."""
    seen: set[str] = set()
    for fault in faults:
        if fault.field not in seen:
            seen.add(fault.field)
            yield fault
