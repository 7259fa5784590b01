"""The report as text: a line for each target, with what was measured and whether it is reached."""

from typing import Any

from bench.measures.targets import (
    EVENTS_A_MINUTE,
    GROWTH,
    P50_OF_EMPTY,
    P95,
    P95_OF_ONE,
    RATE,
    RATE_OF_COPY,
    RATE_OF_COPY_OUT,
    RATE_OF_EMPTY,
    SIZE,
)

SHARES = {RATE, RATE_OF_EMPTY, RATE_OF_COPY, RATE_OF_COPY_OUT}
MULTIPLES = {P95, P50_OF_EMPTY, P95_OF_ONE, GROWTH}
HUNDRED = 100


def as_text(told: dict[str, Any]) -> str:
    """All of it, for a terminal."""
    lines = [*_head(told), ""]
    for row in told["rows"]:
        lines.append(row["work"])
        lines += [f"    {line}" for line in figures_of(row)]
        lines += [f"    {verdict_in_words(one)}" for one in row["verdicts"]]
        lines += [f"    Note: {note}" for note in row["notes"]]
    reached, all_of_them = counted(told)
    lines += ["", f"{reached} of {all_of_them} targets reached", *_about_the_client(told)]
    return "\n".join(lines) + "\n"


def counted(told: dict[str, Any]) -> tuple[int, int]:
    """How many targets were reached, and how many were measured."""
    verdicts = [one for row in told["rows"] for one in row["verdicts"]]
    return sum(one["reached"] for one in verdicts), len(verdicts)


def verdict_in_words(verdict: dict[str, Any]) -> str:
    """Reached or not reached, what, how much, and how much it must be."""
    mark = "reached    " if verdict["reached"] else "NOT reached"
    what = verdict["what"]
    measured, bound = (amount(what, verdict[name]) for name in ("measured", "bound"))
    return f"{mark}  {what}: {measured} ({verdict['must']} {bound})"


def amount(what: str, figure: float) -> str:
    """A figure as its kind is written."""
    if what in SHARES:
        return f"1/{1 / figure:.1f}" if 0 < figure < 1 else f"{figure:.2f}"
    if what in MULTIPLES:
        return f"{figure:.2f}x"
    if what == SIZE:
        return f"{figure / 1024:.1f} KB"
    if what == EVENTS_A_MINUTE:
        return f"{figure:,.0f}"
    return f"{figure:.2f}".rstrip("0").rstrip(".")


def figures_of(row: dict[str, Any]) -> list[str]:
    """What was measured at one and at many at once, and the yardstick beside it."""
    lines = []
    for name, at_once in row["figures"].items():
        if isinstance(at_once, dict) and "p95" in at_once:
            lines.append(_timing(at_once, row["yardstick"].get(name)))
        elif name == "alone":
            lines.append(_alone(at_once))
    if "a_second" in row["figures"]:
        bare = row["yardstick"].get("a_second")
        beside = f"; bare: {bare:,}" if bare else ""
        lines.append(f"{row['figures']['a_second']:,} rows a second{beside}")
    return lines


def _timing(one: dict[str, Any], bare: dict[str, Any] | None) -> str:
    beside = f"   bare: {_short(bare)}" if bare else ""
    return f"{one['at_once']:>2} at once: {_short(one)}{beside}"


def _short(one: dict[str, Any]) -> str:
    return (
        f"{one['a_second']:7.1f}/s  p50 {one['p50']:6.1f}  p95 {one['p95']:6.1f}"
        f"  p99 {one['p99']:6.1f} ms  cpu {one['web_ms']:.1f}+{one['database_ms']:.1f} ms"
    )


def _alone(counts: dict[str, Any]) -> str:
    kinds = ", ".join(f"{many} {kind}" for kind, many in sorted(counts["statements"].items()))
    size = ""
    if "bytes" in counts:
        size = (
            f"; {counts['bytes'] / 1024:.1f} KB, compressed {counts['bytes_compressed'] / 1024:.1f}"
        )
    return (
        f"alone: {counts['ms']:.1f} ms, of which {counts['ms_in_database']:.1f} in the database"
        f"; statements: {kinds}{size}"
    )


def _head(told: dict[str, Any]) -> list[str]:
    machine, held = told["machine"], told["held"]
    many = ", ".join(f"{number:,} {name}" for name, number in held.items())
    return [
        (
            f"Waymark, measured on {told['date']}: {machine['cores']} cores, "
            f"{machine['memory_gb']} GB of memory, PostgreSQL {told['postgresql']}"
        ),
        f"Data: {told['scale']} ({many})",
        f"Signed in: {', '.join(told['people'])}",
        (
            f"{told['seconds']:g} s for each figure; other load on the machine before: "
            f"{told['load_before']:.1f}"
        ),
    ]


def _about_the_client(told: dict[str, Any]) -> list[str]:
    sql = told["bare_statement"]
    return [
        f"The load client took up to {told['client_cpu'] * HUNDRED:.0f} % of one core.",
        f"A bare SQL statement by key: {sql['p50']:.2f} ms, {sql['a_second']:,} a second.",
    ]
