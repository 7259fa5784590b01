"""`./run bench`: measures this installation, prints a report, keeps it as JSON."""

import argparse
import contextlib
import datetime
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.measures import bulk, cpu, memory, pages, servers, writes
from bench.measures.comparing import compared, in_words
from bench.measures.documents import write_documents
from bench.measures.report import as_text
from bench.measures.run import Measured, Run, Setting, say
from bench.measures.targets import BY_KEY, GETS, ROWS, START
from runner import database
from runner.installation import Installation
from runner.places import Home

SMALL = 200_000  # activities; with fewer, an import of 100,000 would change what is measured
OTHER_ROWS: dict[str, Callable[[Run], Measured]] = {
    "mark": writes.mark,
    "edit": writes.edit,
    "import": bulk.import_activities,
    "export": bulk.export,
    "verify": bulk.verify,
    "memory": bulk.memory_after,
}


def main() -> None:
    """Measure, compare, or write the documents, as was asked."""
    told = _asked()
    if told.compare:
        sys.stdout.write(in_words(compared(*(_read(path) for path in told.compare))))
    elif told.document:
        write_documents([_read(path) for path in told.document], ROOT / "docs")
    else:
        _measure(told)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench",
        description="Measure this installation (WAYMARK_HOME, DATABASE_URL); it is written to.",
    )
    parser.add_argument("--only", action="append", choices=BY_KEY, metavar="ROW", default=[])
    parser.add_argument("--seconds", type=float, default=8, help="for each figure (8)")
    parser.add_argument("--scale-name", default="as it is", help="what the data are called")
    parser.add_argument("--rows", type=int, help="how many activities to import")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to keep the figures")
    parser.add_argument(
        "--profile", action="store_true", help="say where the time goes; measure nothing"
    )
    parser.add_argument(
        "--compare", nargs=2, type=Path, metavar="FILE", help="put two runs beside each other"
    )
    parser.add_argument(
        "--document",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="write docs/scale.md from runs, of several sizes and of people at work",
    )
    return parser.parse_args()


def _measure(told: argparse.Namespace) -> None:
    wanted = [row for row in ROWS if not told.only or row.key in told.only]
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        rows = [bulk.start()] if START in wanted and not told.profile else []
        home = Home.of_this_installation()
        with database.in_use(home) as used:
            installation = Installation(home, used)
            installation.prepare(static=True)
            if told.profile:
                _profile(installation, Path(folder), wanted)
                return
            report = _report(told, installation, Path(folder), wanted, rows)
    report["load_before"] = load_before
    path = told.json or home.folder / "bench" / f"{_stamp()}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1), encoding="utf-8")
    sys.stdout.write(as_text(report))
    say(f"Kept in {path}")


def _report(
    told: argparse.Namespace,
    installation: Installation,
    folder: Path,
    wanted: list[Any],
    rows: list[Measured],
) -> dict[str, Any]:
    """Serve, sign in, measure row by row."""
    log = folder / "servers.log"
    setting = _setting(told)
    say("Choosing people and what they ask for")
    chosen = _chosen(installation, folder, setting, wanted)
    if told.rows is None and chosen["held"]["activities"] < SMALL:
        setting = _setting(told, imported=10_000)
    with contextlib.ExitStack() as stack:
        bare, cookies = stack.enter_context(servers.bare(installation, log))
        waymark = stack.enter_context(servers.waymark(log))
        postgresql = cpu.postgresql_at(installation.database.address)
        run = Run(installation, folder, setting, waymark, bare, cookies, chosen, postgresql)
        say("Counting statements")
        run.counts = _counts(run, wanted)
        sql = bulk.bare_statement(run, min(2.0, setting.seconds))
        for row in wanted:
            if row in GETS:
                say(row.work)
                rows.append(pages.measure(run, row))
            elif row.key in OTHER_ROWS:
                say(row.work)
                rows.append(OTHER_ROWS[row.key](run))
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "scale": told.scale_name,
        "machine": memory.of_machine(),
        "postgresql": bulk.server_version(installation.database.address),
        "people": chosen["people"],
        "held": chosen["held"],
        "seconds": setting.seconds,
        "bare_statement": sql,
        "client_cpu": _client_cpu(rows),
        "rows": [one.as_data() for one in rows],
    }


def _setting(told: argparse.Namespace, *, imported: int = 100_000) -> Setting:
    """Enough to write for as long as is measured, at more than can be expected."""
    return Setting(
        seconds=told.seconds,
        marks=round(150 * told.seconds) + 200,
        edits=min(400, round(50 * told.seconds)),
        imported=told.rows or imported,
    )


def _chosen(
    installation: Installation, folder: Path, setting: Setting, wanted: list[Any]
) -> dict[str, Any]:
    return servers.inside(
        installation,
        "choose",
        {
            "folder": str(folder),
            "keys": [row.key for row in wanted],
            "marks": setting.marks,
            "edits": setting.edits,
        },
    )


def _counts(run: Run, wanted: list[Any]) -> dict[str, Any]:
    """One request of each row, counted; what is written to be counted is not sent again."""
    lanes = run.chosen["lanes"]
    first = {row.key: lanes[row.key][0][0] for row in wanted if lanes.get(row.key)}
    writes = {
        key: run.chosen[forms].pop()
        for key, forms in (("mark", "marks"), ("edit", "edits"))
        if run.chosen[forms]
    }
    return run.inside("count", pages=first, writes=writes)


def _profile(installation: Installation, folder: Path, wanted: list[Any]) -> None:
    lanes = _chosen(installation, folder, Setting(0, 0, 0, 0), wanted)["lanes"]
    for key, found in lanes.items():
        sys.stdout.write(f"\n{key}\n")
        sys.stdout.flush()
        requests = [one for lane in found for one in lane][:40]
        told = {"requests": requests, "times": 100, "path": str(Path.cwd() / f"{key}.profile")}
        servers.inside(installation, "profile", told | {"folder": str(folder)})


def _client_cpu(rows: list[Measured]) -> float:
    return max(
        (
            figures["client_cpu"]
            for row in rows
            for figures in row.figures.values()
            if isinstance(figures, dict) and "client_cpu" in figures
        ),
        default=0.0,
    )


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _stamp() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d-%H%M")


if __name__ == "__main__":
    main()
