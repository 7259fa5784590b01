"""docs/scale.md and its picture, made from the figures of runs: the first is the one that counts,
the others stand beside it.
"""

from pathlib import Path
from typing import Any

from bench.measures.comparing import compared
from bench.measures.curves import growth_picture, named
from bench.measures.growth import FLAT, LOGARITHMIC, Curve, curves_of, sizes_of, trackers_of
from bench.measures.picture import picture
from bench.measures.report import amount, counted
from bench.measures.targets import SLOWER_AT_SCALE
from bench.mix.document import people_at_work

PICTURE, GROWTH_PICTURE = Path("pictures") / "scale.svg", Path("pictures") / "growth.svg"
MADE_BY = (
    "Made by `./run bench --document`; not edited by hand. How to measure: "
    "[bench/README.md](../bench/README.md)."
)
YARDSTICKS = """\
**Every figure is held against its yardstick of the same run**: the *bare page* is a signed-in
Django page with stock session and authentication middleware, one user read and nothing of ours, on
the same server with the same settings; *bare COPY* fills a table with the same columns and indexes
and no triggers; the *empty view* receives the same upload and hashes it."""
IN_FULL = """\
Milliseconds; the bare page (or empty view) of that moment in brackets. *CPU*: milliseconds of a
core for one request, web processes and database together: where others work on the machine, it
tells more than the clock. Statements: work, then those that begin and end transactions, then those
that record who looked."""
GROWTH = (
    "Time of one at sixteen at once, in bare pages of the same run (of bulk work, in rows of bare "
    f"COPY). *Flat*: no size takes more than {SLOWER_AT_SCALE} times the smallest; *logarithmic*: "
    f"none more than {SLOWER_AT_SCALE} times what grows as the logarithm of the number of trackers."
)
BESIDE = (
    "Time of a request, in bare pages of the same run, at sixteen at once. Pages but searches "
    f"must stay within {SLOWER_AT_SCALE} times."
)


def write_documents(runs: list[dict[str, Any]], docs: Path) -> None:
    """Both files, in the folder of the documents."""
    measured = [run for run in runs if "rows" in run]
    (docs / PICTURE).write_text(picture(measured[0]), encoding="utf-8")
    if curves := curves_of(measured):
        (docs / GROWTH_PICTURE).write_text(growth_picture(curves), encoding="utf-8")
    (docs / "scale.md").write_text(scale_page(runs), encoding="utf-8")


def scale_page(runs: list[dict[str, Any]]) -> str:
    """The page, from its first run; the smallest of the others beside it, then how all grow, and
    those in which people work.
    """
    measured = [run for run in runs if "rows" in run]
    told, others = measured[0], measured[1:]
    parts = [*_head(told), *_targets(told), *_figures(told)]
    if others:
        parts += [*_beside(told, min(others, key=trackers_of)), *_growth(measured)]
    for run in runs:
        if "runs" in run:
            parts += people_at_work(run)
    return "\n".join(parts).rstrip() + "\n"


def _head(told: dict[str, Any]) -> list[str]:
    reached, all_of_them = counted(told)
    return [
        "# Figures at scale",
        "",
        MADE_BY,
        "",
        _where(told),
        "",
        YARDSTICKS,
        f"A bare SQL statement by key takes {told['bare_statement']['p50']:.2f} ms here.",
        f"The load client took up to {told['client_cpu'] * 100:.0f} % of one core.",
        "",
        f"**{reached} of {all_of_them} targets are reached.**",
        "",
        f"![How far each target is reached]({PICTURE})",
        "",
    ]


def _where(told: dict[str, Any]) -> str:
    machine, people = told["machine"], len(told["people"])
    held = ", ".join(f"{many:,} {name}" for name, many in told["held"].items())
    return (
        f"Measured on {told['date']} on {machine['cores']} cores with {machine['memory_gb']} GB "
        f"of memory, PostgreSQL {told['postgresql']}, with the data of the scale "
        f"*{told['scale']}*: {held}. Two web processes with four threads each, database and "
        f"load client on the same cores; {told['seconds']:g} seconds for each figure, {people} "
        "people signed in, each with the groups in their scope."
    )


def _targets(told: dict[str, Any]) -> list[str]:
    lines = [
        "## Targets",
        "",
        "| Work | | Must | Measured | |",
        "|---|---|---|---|---|",
    ]
    for row in told["rows"]:
        for verdict in row["verdicts"]:
            what = verdict["what"]
            said = "reached" if verdict["reached"] else "**not reached**"
            lines.append(
                f"| {row['work']} | {what} | {verdict['must']} {amount(what, verdict['bound'])} "
                f"| {amount(what, verdict['measured'])} | {said} |"
            )
        if not row["verdicts"]:
            lines.append(f"| {row['work']} | | | not measured | |")
    notes = [f"- {row['work']}: {note}" for row in told["rows"] for note in row["notes"]]
    return [*lines, "", *notes, ""]


def _figures(told: dict[str, Any]) -> list[str]:
    """The pages and forms in full: at one and at many at once."""
    lines = [
        "## Pages and forms in full",
        "",
        IN_FULL,
        "",
        "| Work | At once | A second | p50 | p95 | p99 | CPU | Statements | KB, compressed |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in told["rows"]:
        alone = row["figures"].get("alone", {})
        for name, one in row["figures"].items():
            if isinstance(one, dict) and "p95" in one:
                bare = row["yardstick"].get(name)
                lines.append(_figure(row["work"], one, bare, alone))
    return [*lines, ""]


def _figure(
    work: str, one: dict[str, Any], bare: dict[str, Any] | None, alone: dict[str, Any]
) -> str:
    def beside(name: str) -> str:
        return f"{one[name]:.1f}" + (f" ({bare[name]:.1f})" if bare else "")

    counts = alone.get("statements", {})
    statements = [counts.get(name, 0) for name in ("work", "transaction", "access record")]
    size = ""
    if "bytes" in alone:
        size = f"{alone['bytes'] / 1024:.1f}, {alone['bytes_compressed'] / 1024:.1f}"
    return (
        f"| {work} | {one['at_once']} | {beside('a_second')} | {beside('p50')} | {beside('p95')} "
        f"| {beside('p99')} | {beside('cpu_ms')} | {' + '.join(map(str, statements))} | {size} |"
    )


def _beside(told: dict[str, Any], other: dict[str, Any]) -> list[str]:
    lines = [
        f"## The same with other data: *{other['scale']}* and *{told['scale']}*",
        "",
        BESIDE,
        "",
        f"| Work | {other['scale']} | {told['scale']} | Times | |",
        "|---|---|---|---|---|",
    ]
    for row in compared(other, told):
        said = ("reached" if row.reached else "**not reached**") if row.must_hold else ""
        lines.append(
            f"| {row.work} | {row.first:.1f} | {row.second:.1f} | {row.times:.2f} | {said} |"
        )
    return [*lines, ""]


def _growth(runs: list[dict[str, Any]]) -> list[str]:
    """Every row at every size, and how it grows."""
    curves = curves_of(runs)
    if not curves:
        return []
    sizes = sizes_of(runs)
    without = [f"*{run['scale']}*" for run in sizes if not run["held"]["events"]]
    about = f" Without histories: {', '.join(without)}." if without else ""
    columns = " | ".join(named(trackers_of(run)) for run in sizes)
    return [
        "## Growth",
        "",
        GROWTH + about,
        "",
        f"![How each page and write grows]({GROWTH_PICTURE})",
        "",
        f"| Work, with so many trackers | {columns} | Times | |",
        "|---" * (len(sizes) + 3) + "|",
        *(_grown(curve, [trackers_of(run) for run in sizes]) for curve in curves),
        "",
    ]


def _grown(curve: Curve, sizes: list[int]) -> str:
    found = dict(curve.points)
    figures = " | ".join(f"{found[size]:.1f}" if size in found else "" for size in sizes)
    shape = curve.shape if curve.shape in {FLAT, LOGARITHMIC} else f"**{curve.shape}**"
    return f"| {curve.work} | {figures} | {curve.times:.2f} | {shape} |"
