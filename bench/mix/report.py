"""A run of people who work, in figures, verdicts and words."""

import datetime
from collections.abc import Mapping
from typing import Any

from bench.measures.figures import AT_LEAST, AT_MOST, Verdict, judged
from bench.measures.memory import Watched, of_machine
from bench.measures.report import verdict_in_words
from bench.measures.targets import DOUBLED, ERRORS, GROWTH, P95_MS, WEB_MB, WORKER_MB
from bench.mix.work import KEYS, Setting, errors_of, figures_of

OF_THE_QUIET = "p95 of {} with import and export, of the quiet run"
TIMES_OF_QUIET, WEB, WORKER, FLAT, SECOND = 3, 180, 150, 1.15, 1000
SHOWN = 10  # looks at the memory of a process


def as_data(
    told: Mapping[str, Any], setting: Setting, wrong: int, memory: Mapping[str, Watched]
) -> dict[str, Any]:
    """The figures of one run."""
    figures = figures_of(told, setting.people)
    return {
        "figures": {name: one.as_data() for name, one in figures.items()},
        "errors": errors_of(told),
        "missing_or_doubled": wrong,
        "client_cpu": round(told["cpu"] / told["seconds"], 3),
        "memory": _memory_as_data(memory),
    }


def head(setting: Setting, chosen: Mapping[str, Any], name: str, what: str) -> dict[str, Any]:
    """Where, with which data, and how it was measured."""
    return {
        "what": what,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "scale": name,
        "machine": of_machine(),
        "held": chosen["held"],
        "people": setting.people,
        "seconds": setting.seconds,
        "think": setting.think,
        "seed": setting.seed,
    }


def report_of(
    about: Mapping[str, Any], runs: Mapping[str, Any], verdicts: list[Verdict]
) -> dict[str, Any]:
    """All of it, to be kept."""
    return {
        **about,
        "runs": runs,
        "verdicts": [one.as_data() for one in verdicts],
        "holds": all(one.reached for one in verdicts),
    }


def _memory_as_data(watched: Mapping[str, Watched]) -> dict[str, Any]:
    """Each process over time, and the largest of each kind."""
    return {
        name: {
            "peak": one.peak,
            "growth": round(one.growth, 3),
            "seen": one.seen[:: max(1, len(one.seen) // SHOWN)] if one.seen else [],
        }
        for name, one in watched.items()
    }


def verdicts_of_mix(
    quiet: Mapping[str, Any], busy: Mapping[str, Any], meanwhile: Mapping[str, Any]
) -> list[Verdict]:
    """Whether two runs hold what is asked of them."""
    both = (quiet, busy)
    fewest = min(len(meanwhile[name]) for name in ("imports", "exports"))
    found = [
        _at_most(ERRORS, 0, sum(map(errors_in, both))),
        _at_most(DOUBLED, 0, sum(one["missing_or_doubled"] for one in both)),
        _at_most("imports and exports that failed", 0, len(meanwhile["failed"])),
        judged("imports and exports that were done, the fewer", AT_LEAST, 1, fewest),
    ]
    for kind in KEYS:
        times = busy["figures"][kind]["p95"] / max(0.001, quiet["figures"][kind]["p95"])
        found.append(_at_most(OF_THE_QUIET.format(kind), TIMES_OF_QUIET, times))
    for kind, what, most in (("web", WEB_MB, WEB), ("worker", WORKER_MB, WORKER)):
        found.append(_at_most(what, most, max(one["memory"][kind]["peak"] for one in both)))
        found.append(_at_most(f"{GROWTH}: {kind}", FLAT, busy["memory"][kind]["growth"]))
    return found


def verdicts_of_crowd(run: Mapping[str, Any]) -> list[Verdict]:
    """Whether a crowd was served as is asked."""
    return [
        _at_most(ERRORS, 0, errors_in(run)),
        _at_most(DOUBLED, 0, run["missing_or_doubled"]),
        _at_most(P95_MS, SECOND, run["figures"]["all"]["p95"]),
    ]


def errors_in(run: Mapping[str, Any]) -> int:
    return run["figures"]["all"]["errors"]


def as_text(report: Mapping[str, Any]) -> str:
    """For a terminal."""
    held = ", ".join(f"{many:,} {name}" for name, many in report["held"].items())
    lines = [
        f"{report['people']} people, {report['seconds'] / 60:g} minutes, {thinking(report)}",
        f"Seed {report['seed']}; data: {report['scale']} ({held})",
    ]
    for name, run in report["runs"].items():
        lines += ["", f"{name:10}{'requests':>9}{'a second':>9}{'p50':>9}{'p95':>9}{'p99':>9} ms"]
        lines += [_line(kind, one) for kind, one in run["figures"].items()]
        lines += [f"  Wrong answers: {kind} {found}" for kind, found in run["errors"].items()]
        lines += [_memory(which, one) for which, one in run["memory"].items()]
    lines += ["", *_meanwhile(report.get("meanwhile", {}))]
    client = max(run["client_cpu"] for run in report["runs"].values())
    lines += [f"The load client took up to {client:.0%} of one core.", ""]
    lines += [verdict_in_words(one) for one in report["verdicts"]]
    return "\n".join([*lines, "", "It holds." if report["holds"] else "IT DOES NOT HOLD.", ""])


def thinking(report: Mapping[str, Any]) -> str:
    """How long somebody thinks between two things."""
    low, high = report["think"]
    return (
        f"{low:g} to {high:g} seconds to think between two things" if high else "no time to think"
    )


def _line(kind: str, one: Mapping[str, Any]) -> str:
    times = "".join(f"{one[name]:9.1f}" for name in ("a_second", "p50", "p95", "p99"))
    return f"  {kind:8}{one['requests']:9}{times}"


def _memory(name: str, one: Mapping[str, Any]) -> str:
    seen = " ".join(f"{amount:.0f}" for amount in one["seen"])
    return f"  MB of {name}: {one['peak']:.0f} at most, {one['growth']:.2f}x; {seen}"


def _meanwhile(told: Mapping[str, Any]) -> list[str]:
    lines = []
    for name in ("imports", "exports"):
        if done := told.get(name):
            rows, seconds = (sum(one[what] for one in done) for what in ("rows", "seconds"))
            lines.append(f"{len(done)} {name}: {rows:,} rows, {rows / seconds:,.0f} a second")
    return [*lines, *(f"FAILED: {one}" for one in told.get("failed", []))]


def _at_most(what: str, bound: float, measured: float) -> Verdict:
    return judged(what, AT_MOST, bound, measured)
