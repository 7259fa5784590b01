"""`./run` as a person starts it: a page, kill -9, and a page again."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import IO

from runner.places import ROOT, Home


def start(
    home: Home, *, demo: bool = False, said: IO[bytes] | int = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Start it on a free port, from a folder of no importance."""
    ours = {"WAYMARK_HOME": str(home.folder), "PORT": "0"}
    return subprocess.Popen(
        [ROOT / "run", *([] if demo else ["--no-demo"])],
        env={**os.environ, **ours},
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
    )


def address_of(run: subprocess.Popen[str]) -> str:
    """Read on until it says where it serves."""
    said = []
    assert run.stderr
    for line in run.stderr:
        said.append(line)
        if found := re.fullmatch(r"Waymark is at (http://localhost:\d+)\n", line):
            return found[1]
    raise AssertionError("".join(said))


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as page:
            return page.status == 200
    except urllib.error.URLError:
        return False


def family_of(pid: int) -> set[int]:
    """A process and all that came of it."""
    shown = subprocess.run(
        ["ps", "axo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, shown.splitlines())}
    family, size = {pid}, 0
    while len(family) > size:
        size = len(family)
        family |= {child for child, parent in parents.items() if parent in family}
    return family


def running(pids: set[int]) -> set[int]:
    return {pid for pid in pids if not is_gone(pid)}


def is_gone(pid: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return state == "" or state.startswith("Z")


def test_it_serves_survives_a_kill_and_stops_when_told(home: Home) -> None:
    with start(home) as run:
        assert answers(address_of(run))
        killed = family_of(run.pid)
        assert len(killed) >= 6  # itself, the keeper, PostgreSQL, gunicorn, its workers, the worker
        run.kill()
    deadline = time.monotonic() + 5
    while running(killed) and time.monotonic() < deadline:
        time.sleep(0.05)
    if sys.platform == "linux":  # elsewhere the next start clears up
        assert not running(killed)

    with start(home) as run:
        address = address_of(run)
        assert answers(address)
        stopped = family_of(run.pid)
        run.send_signal(signal.SIGINT)
        said, _ = run.communicate(timeout=30)
    assert (run.returncode, said) == (0, "")
    assert not running(killed | stopped)
    assert not answers(address)
