"""Two runs beside each other: how much slower each row is with the second data. Pure."""

from dataclasses import dataclass
from typing import Any

from bench.measures.targets import SAME_AT_EVERY_SCALE, SLOWER_AT_SCALE


@dataclass(frozen=True, slots=True)
class Beside:
    """A row of both runs, at sixteen at once. Each is first held against the bare page of its own
    run, so that a busier machine does not count as slower data.
    """

    key: str
    work: str
    first: float
    second: float
    times: float
    must_hold: bool

    @property
    def reached(self) -> bool:
        return not self.must_hold or self.times <= SLOWER_AT_SCALE


def compared(first: dict[str, Any], second: dict[str, Any]) -> list[Beside]:
    """The rows that both runs have, by the mean time of a request in bare pages."""
    others = {row["key"]: row for row in second["rows"]}
    found = []
    for row in first["rows"]:
        one, other = in_bare_pages(row), in_bare_pages(others.get(row["key"], {}))
        if one and other:
            holds = row["key"] in SAME_AT_EVERY_SCALE
            found.append(Beside(row["key"], row["work"], one, other, other / one, holds))
    return found


def in_words(rows: list[Beside]) -> str:
    """A line a row."""
    lines = [f"{'':44}{'first':>8}{'second':>8}{'times':>8}   (in bare pages)"]
    for row in rows:
        verdict = ("reached" if row.reached else "NOT reached") if row.must_hold else ""
        figures = f"{row.first:8.2f}{row.second:8.2f}{row.times:8.2f}"
        lines.append(f"{row.work[:43]:44}{figures}   {verdict}".rstrip())
    lines.append(f"Pages but searches must stay within {SLOWER_AT_SCALE} times.")
    return "\n".join(lines) + "\n"


def in_bare_pages(row: dict[str, Any]) -> float:
    """How many bare pages are served in the time of one of these; of bulk work, how many rows bare
    COPY writes in the time of one.
    """
    figures, yardstick = row.get("figures", {}), row.get("yardstick", {})
    ours = figures.get("many", figures).get("a_second")
    bare = yardstick.get("many", yardstick).get("a_second")
    return bare / ours if ours and bare else 0.0
