"""`./run bench faults`: kills what serves, again and again, while people work; then looks whether
everything is there that was acknowledged.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.faults.killing import KINDS, Serving, kill
from bench.faults.mix import Mix, Probe, forms_of
from bench.faults.report import as_text
from bench.measures import servers
from bench.measures.memory import of_machine
from bench.measures.run import say
from runner import database
from runner.installation import Installation
from runner.places import Home

PAGES = ("list-open", "participants", "tracker", "profile", "home")
PAUSES = 0.5, 4.0  # seconds between a page that came and the next kill
ABANDONED = 150  # seconds after which a job whose worker was killed has been done after all


def main() -> int:
    """Kill, check, report. 0 when nothing was lost or doubled, 3 when it was."""
    told = _asked()
    home = Home.of_this_installation()
    with tempfile.TemporaryDirectory(prefix="waymark-faults-") as folder:
        with database.in_use(home) as used:
            if not used.is_private:
                raise SystemExit("It kills PostgreSQL: only with the private one.")
            installation = Installation(home, used)
            installation.prepare(static=True)
            chosen = _chosen(installation, folder, told.kills)
        # From here on the database is that of the one which is killed, and comes back with it.
        report = _report(told, installation, chosen, Path(folder))
    path = told.json or home.folder / "bench" / f"faults-{time.strftime('%Y-%m-%d-%H%M')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1), encoding="utf-8")
    sys.stdout.write(as_text(report))
    say(f"Kept in {path}")
    return 0 if report["holds"] else 3


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench faults",
        description="Kill processes of this installation (WAYMARK_HOME) while people work in it, "
        "and look whether anything is lost. It is written to.",
    )
    parser.add_argument("--kills", type=int, default=60, help="how often (60)")
    parser.add_argument("--seed", type=int, default=1, help="which order, which moments (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to keep the report")
    return parser.parse_args()


def _chosen(installation: Installation, folder: str, kills: int) -> dict[str, Any]:
    say("Choosing people and what they do")
    wanted = {"keys": [*PAGES, "mark", "edit"], "marks": 40 * kills, "edits": 20 * kills}
    return servers.inside(installation, "choose", wanted | {"folder": folder})


def _report(
    told: argparse.Namespace, installation: Installation, chosen: dict[str, Any], folder: Path
) -> dict[str, Any]:
    chance = random.Random(told.seed)
    kinds = [KINDS[number % len(KINDS)] for number in range(told.kills)]
    chance.shuffle(kinds)
    with Serving(installation.home, folder / "log") as serving:
        lanes = [lane for key in PAGES for lane in chosen["lanes"][key]]
        probe = Probe(serving, chosen["lanes"]["list-open"][0][0])
        probe.until_it_answers()
        with Mix(serving.port, lanes, forms_of(chosen), told.seed) as mix:
            killed = []
            for number, kind in enumerate(kinds, start=1):
                time.sleep(chance.uniform(*PAUSES))
                what = kill(kind, serving, chance)
                killed.append({"kind": kind, "what": what, **probe.until_it_answers()})
                say(f"{number} of {told.kills}: {what}; a page after {killed[-1]['seconds']} s")
        say("Waiting for what the worker has to do")
        checked = _checked(installation, mix, folder)
        verified = _verified()
        unhandled = serving.unhandled()
    wrong = {name: many for name, many in checked["wrong"].items() if many}
    return {
        "machine": of_machine(),
        "seed": told.seed,
        "killed": killed,
        "answers": mix.answers(),
        "checked": checked,
        "verify": verified,
        "unhandled": unhandled,
        "holds": not wrong and verified == 0 and all(one["answered"] for one in killed),
    }


def _checked(installation: Installation, mix: Mix, folder: Path) -> dict[str, Any]:
    """What the database and the store have of what was sent."""
    told = {"sent": mix.sent, "folder": str(folder), "patience": ABANDONED}
    answer = folder / "checked.json"
    subprocess.run(
        [*servers.PYTHON, "-m", "bench.faults.checking", str(answer)],
        env=installation.environment(PYTHONPATH=f"{ROOT / 'src'}:{ROOT}"),
        input=json.dumps(told).encode(),
        check=True,
    )
    return json.loads(answer.read_text(encoding="utf-8"))


def _verified() -> int:
    """The exit code of `./run verify`."""
    say("Verifying every chain")
    done = subprocess.run([sys.executable, ROOT / "run", "verify"], stdout=2, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
