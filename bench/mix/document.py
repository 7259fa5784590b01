"""Runs of people at work for docs/scale.md. Pure."""

from collections.abc import Mapping
from typing import Any

from bench.measures.report import amount
from bench.mix.report import thinking

TITLES = {
    "mix": "{people} people at work, while an import and an export run",
    "crowd": "{people} people at work, who think in between",
}
RUNS = {"quiet": "by themselves", "busy": "with import and export", "crowd": "all of them"}


def people_at_work(report: Mapping[str, Any]) -> list[str]:
    """A section: the targets, then each kind of work in each run."""
    lines = [
        f"## {TITLES[report['what']].format(**report)}",
        "",
        f"Measured on {report['date']} with the data of the scale *{report['scale']}*: "
        f"{report['seconds'] / 60:g} minutes, {thinking(report)}."
        + _meanwhile(report.get("meanwhile", {})),
        "",
        "| | Must | Measured | |",
        "|---|---|---|---|",
    ]
    for one in report["verdicts"]:
        measured, bound = (amount(one["what"], one[name]) for name in ("measured", "bound"))
        said = "reached" if one["reached"] else "**not reached**"
        lines.append(f"| {one['what']} | {one['must']} {bound} | {measured} | {said} |")
    lines += ["", "| Milliseconds | | Requests | A second | p50 | p95 | p99 |", "|---" * 7 + "|"]
    for name, run in report["runs"].items():
        lines += [_kind(kind, RUNS[name], one) for kind, one in run["figures"].items()]
    lines += ["", "| Memory, MB | | At most | Last third of first |", "|---|---|---|---|"]
    for name, run in report["runs"].items():
        for kind in ("web", "worker"):
            one = run["memory"][kind]
            said = f"{one['peak']:.0f} | {one['growth']:.2f}x"
            lines.append(f"| largest {kind} process | {RUNS[name]} | {said} |")
    return [*lines, ""]


def _kind(kind: str, run: str, one: Mapping[str, Any]) -> str:
    times = " | ".join(f"{one[name]:.1f}" for name in ("a_second", "p50", "p95", "p99"))
    return f"| {kind} | {run} | {one['requests']:,} | {times} |"


def _meanwhile(told: Mapping[str, Any]) -> str:
    done = [
        f"{len(told[name])} {name} of {sum(one['rows'] for one in told[name]):,} rows"
        for name in ("imports", "exports")
        if told.get(name)
    ]
    return f" Meanwhile {' and '.join(done)} were done." if done else ""
