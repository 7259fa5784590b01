"""The rows that read: lists, searches, pages. Each beside the bare page, a moment before."""

from typing import Any

from bench.measures.run import MANY, ONE, Measured, Run
from bench.measures.targets import P95, P95_MS, RATE, SIZE, STATEMENTS, Row


def measure(run: Run, row: Row) -> Measured:
    """One person at a time, then sixteen requests at once."""
    measured, lanes = Measured(row), run.chosen["lanes"].get(row.key, [])
    if not lanes:
        measured.notes.append("these data have nothing to show here: not measured")
        return measured
    found, bare = run.pages(lanes)
    counts = run.counts.get(row.key, {})
    measured.figures = {
        "one": found[ONE].as_data(),
        "many": found[MANY].as_data(),
        **_counted(counts),
    }
    measured.yardstick = {"one": bare[ONE].as_data(), "many": bare[MANY].as_data()}
    measured.judge(
        {
            RATE: found[MANY].a_second / bare[MANY].a_second,
            P95: found[MANY].p95 / bare[MANY].p95,
            P95_MS: found[MANY].p95,
            SIZE: found[MANY].size,
            STATEMENTS: counts.get("statements", {}).get("work", 0),
        }
    )
    if len(lanes) != len(run.chosen["people"]):
        measured.notes.append(f"{len(lanes)} of {len(run.chosen['people'])} people have any")
    if errors := found[ONE].errors + found[MANY].errors:
        measured.notes.append(f"{errors} answers were errors")
    return measured


def _counted(counts: dict[str, Any]) -> dict[str, Any]:
    """What was counted of a request inside, where it was."""
    kept = ("statements", "ms", "ms_in_database", "bytes", "bytes_compressed")
    return {"alone": {name: counts[name] for name in kept}} if counts else {}
