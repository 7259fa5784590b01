"""`./run bench mix`: people at work, once by themselves, once while an import and an export run."""

import argparse
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.measures.run import say
from bench.mix.asking import kept, setting_from, the_same_for_both
from bench.mix.meanwhile import Meanwhile
from bench.mix.report import as_text, head, report_of, verdicts_of_mix
from bench.mix.serving import working

RUNS = 2


def main() -> int:
    """Measure both, report. 0 when it holds, 3 when it does not."""
    told = _asked()
    report = _report(told)
    sys.stdout.write(as_text(report))
    say(f"Kept in {kept(report, told.json)}")
    return 0 if report["holds"] else 3


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench mix",
        description="People read and write in this installation (WAYMARK_HOME, DATABASE_URL), "
        "first by themselves, then while an import and an export run over and over.",
    )
    the_same_for_both(parser, people=16, minutes=10, think=(0, 0))
    parser.add_argument(
        "--rows", type=int, default=20_000, help="activities of each import (20000)"
    )
    return parser.parse_args()


def _report(told: argparse.Namespace) -> dict[str, Any]:
    setting = setting_from(told)
    with working(setting, RUNS) as work:
        work.warm_up()
        say("People work by themselves")
        quiet = work.run()
        say("People work while an import and an export run")
        meanwhile = Meanwhile(work.inside, work.served.port, work.chosen["export"], work.folder)
        meanwhile.begin(told.rows)
        try:
            busy = work.run()
        finally:
            say("Waiting for the last import and export")
            meanwhile.end()
        done = meanwhile.as_data()
        return report_of(
            head(setting, work.chosen, told.scale_name, "mix"),
            {"quiet": quiet, "busy": busy},
            verdicts_of_mix(quiet, busy, done),
        ) | {"meanwhile": done}


if __name__ == "__main__":
    sys.exit(main())
