"""Waymark as `./run` serves it, and which of its processes are killed."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.measures.memory import family_of
from bench.measures.servers import LIMITS, PATIENCE, answers, free_port
from runner.places import ROOT, Home

WEB, WORKER, POSTGRESQL, EVERYTHING = KINDS = (
    "a web process",
    "the worker",
    "PostgreSQL",
    "everything",
)


class Serving:
    """`./run`, which is started again whenever it ends: that is a service manager's part."""

    def __init__(self, home: Home, log: Path) -> None:
        self.home = home
        self.log = log
        self.port = free_port()

    def __enter__(self) -> "Serving":
        self.start()
        until = time.monotonic() + PATIENCE
        while not answers(self.port, "/sign-in/"):
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(self.log.read_text())
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def start(self) -> None:
        surroundings = os.environ | LIMITS | {"PORT": str(self.port), "HOST": "127.0.0.1"}
        surroundings["WAYMARK_HOME"] = str(self.home.folder)
        with self.log.open("ab") as told:
            self.process = subprocess.Popen(
                [sys.executable, ROOT / "run", "--no-demo"],
                env=surroundings,
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
            )

    def start_again_if_ended(self) -> None:
        """As `Restart=always` does: a port may be in use for as long as those who died need."""
        if self.process.poll() is not None:
            self.start()

    def unhandled(self) -> dict[str, int]:
        """What the log says of errors that no page and no job has dealt with, by kind."""
        found: dict[str, int] = {}
        for line in self.log.read_text(errors="replace").splitlines():
            with contextlib.suppress(ValueError):
                told = json.loads(line)
                if told.get("level") == "ERROR":
                    kind = " < ".join(one.get("kind", "") for one in told.get("errors", []))
                    name = f"{told.get('logger')}: {kind or told.get('message')}"
                    found[name] = found.get(name, 0) + 1
        return found


def kill(kind: str, serving: Serving, chance: random.Random) -> str:
    """End one process, or all of them, without a chance to put anything in order."""
    family = family_of(serving.process.pid)
    if kind == EVERYTHING:
        for pid in sorted(family):
            _end(pid)
        serving.process.wait()
        serving.start()
        return EVERYTHING
    what, pids = chance.choice(sorted(_named(family)[kind].items()))
    if pids:
        _end(chance.choice(sorted(pids)))
    return what if pids else f"{what} (there was none at that moment)"


def _named(family: dict[int, str]) -> dict[str, dict[str, list[int]]]:
    """The processes that a kind may mean, by what each of them is."""
    gunicorn = [pid for pid, command in family.items() if " -m gunicorn " in command]
    serving = max(gunicorn, key=lambda pid: sum(_parent(one) == pid for one in gunicorn), default=0)
    server = [pid for pid, command in family.items() if " -D " in command and "postgres" in command]
    connections = [
        pid for pid, command in family.items() if command.startswith("postgres: waymark_app")
    ]
    return {
        WEB: {
            WEB: [pid for pid in gunicorn if pid != serving],
            "the web server, with its processes": [serving] if serving else [],
        },
        WORKER: {WORKER: [pid for pid, said in family.items() if said.rstrip().endswith(" work")]},
        POSTGRESQL: {
            "PostgreSQL's server": server,
            "a connection of PostgreSQL": connections,
        },
    }


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
