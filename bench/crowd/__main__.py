"""`./run bench crowd`: hundreds of people who are signed in, and think between two pages."""

import argparse
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.measures.run import say
from bench.mix.asking import kept, setting_from, the_same_for_both
from bench.mix.report import as_text, head, report_of, verdicts_of_crowd
from bench.mix.serving import working


def main() -> int:
    """Measure, report. 0 when it holds, 3 when it does not."""
    told = _asked()
    report = _report(told)
    sys.stdout.write(as_text(report))
    say(f"Kept in {kept(report, told.json)}")
    return 0 if report["holds"] else 3


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench crowd",
        description="Many people, each signed in, read and write in this installation "
        "(WAYMARK_HOME, DATABASE_URL), and think in between.",
    )
    the_same_for_both(parser, people=500, minutes=3, think=(5, 15))
    return parser.parse_args()


def _report(told: argparse.Namespace) -> dict[str, Any]:
    setting = setting_from(told)
    with working(setting, 1) as work:
        work.warm_up()
        say("People work")
        run = work.run()
        about = head(setting, work.chosen, told.scale_name, "crowd")
        return report_of(about, {"crowd": run}, verdicts_of_crowd(run))


if __name__ == "__main__":
    sys.exit(main())
