"""`./run bench data`: fills an empty installation with a caseload of a given size."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.data.scales import SCALES, TRACKERS, scale_of
from runner import database, environment
from runner.installation import Installation
from runner.messages import CannotGoOn, say
from runner.places import Home
from runner.supervise import in_the_foreground

COULD_NOT = 2


def main() -> int:
    """Prepare the installation, then fill it as the owner of its tables."""
    parser = argparse.ArgumentParser(
        prog="./run bench data",
        description="Fill an empty installation (WAYMARK_HOME, DATABASE_URL) with a made-up "
        "caseload. Cut short and called again it goes on.",
    )
    parser.add_argument("--scale", choices=[*SCALES, TRACKERS], required=True)
    parser.add_argument(
        "--trackers",
        type=int,
        default=5_000_000,
        help=f"about how many with --scale {TRACKERS}: only what lists read (5 million)",
    )
    parser.add_argument("--workers", type=int, default=2, help="how many at once (2)")
    told = parser.parse_args()
    scale = f"{TRACKERS}:{told.trackers}" if told.scale == TRACKERS else told.scale
    try:
        scale_of(scale)
    except ValueError as reason:
        parser.error(str(reason))
    try:
        home = Home.of_this_installation()
        with database.in_use(home) as used:
            installation = Installation(home, used)
            installation.prepare(static=True)
            code = in_the_foreground(
                [*environment.python(), "-m", "bench.data.filling", scale, str(told.workers)],
                installation.environment(as_owner=True, PYTHONPATH=f"{ROOT}:{ROOT / 'src'}"),
                cwd=ROOT,
            )
            installation.forget()
    except CannotGoOn as reason:
        say(str(reason))
        return COULD_NOT
    return COULD_NOT if code else 0


if __name__ == "__main__":
    sys.exit(main())
