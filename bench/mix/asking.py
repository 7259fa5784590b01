"""What can be asked for on the command line of those who measure people at work."""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from bench.mix.work import Setting
from runner.places import Home


def the_same_for_both(
    parser: argparse.ArgumentParser, *, people: int, minutes: float, think: tuple[float, float]
) -> None:
    """Options that each has, with values of its own."""
    low, high = think
    parser.add_argument("--people", type=int, default=people, help=f"how many ({people})")
    parser.add_argument(
        "--minutes", type=float, default=minutes, help=f"for each run ({minutes:g})"
    )
    parser.add_argument(
        "--think",
        type=float,
        nargs=2,
        metavar="SECONDS",
        default=think,
        help=f"from how long to how long somebody reads before they go on ({low:g} {high:g})",
    )
    parser.add_argument("--seed", type=int, default=1, help="what chance decides by (1)")
    parser.add_argument("--scale-name", default="as it is", help="what the data are called")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to keep the report")


def setting_from(told: argparse.Namespace) -> Setting:
    return Setting(told.people, told.minutes * 60, tuple(told.think), told.seed)


def kept(report: dict[str, Any], path: Path | None) -> Path:
    """Keep the report: where it was asked for, or in the home folder."""
    name = f"{report['what']}-{time.strftime('%Y-%m-%d-%H%M')}.json"
    path = path or Home.of_this_installation().folder / "bench" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return path
