"""What is measured, started as in production: Waymark by `./run`, the bare pages by the same server
with the same settings; and commands inside the application.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.measures.bare.names import SCHEMA
from runner.installation import Installation
from runner.places import ROOT, SOURCE

PATIENCE = 120
# So many that nobody measured is told to wait; the statement that counts stays.
LIMITS = {
    f"WAYMARK_LIMIT_{name}": "100000/second" for name in ("SIGN_IN", "SEARCH", "EXPORT", "UPLOAD")
}
PYTHON = [sys.executable, "-P"]
CLIENT = "-I", str(Path(__file__).with_name("load.py"))
_PATH = f"{SOURCE}{os.pathsep}{ROOT}"


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: where, and the process to look for others under."""

    port: int
    pid: int


@contextlib.contextmanager
def waymark(log: Path) -> Iterator[Served]:
    """Waymark as `./run` serves it: two web processes, pool, worker."""
    port = free_port()
    surroundings = os.environ | LIMITS | {"PORT": str(port), "HOST": "127.0.0.1"}
    command = [sys.executable, str(ROOT / "run"), "--no-demo"]
    with _running(command, surroundings, log, port, "/sign-in/") as served:
        yield served


@contextlib.contextmanager
def bare(installation: Installation, log: Path) -> Iterator[tuple[Served, list[str]]]:
    """The bare pages, and the cookies of eight people. Their tables are gone afterwards."""
    owner = installation.database.owner_address or installation.database.address
    surroundings = _inside(installation) | {
        "DJANGO_SETTINGS_MODULE": "bench.measures.bare.settings",
        "BENCH_DATABASE_URL": owner,
    }
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    try:
        made = subprocess.run(
            [*PYTHON, "-m", "bench.measures.bare.people"],
            env=surroundings,
            stdout=subprocess.PIPE,
            check=True,
        )
        port = free_port()
        command = [
            *(*PYTHON, "-m", "gunicorn"),
            *("--config", str(SOURCE / "waymark" / "config" / "gunicorn.py")),
            *("--bind", f"127.0.0.1:{port}", "bench.measures.bare.wsgi"),
        ]
        with _running(command, surroundings, log, port, "/") as served:
            yield served, json.loads(made.stdout)
    finally:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def inside(installation: Installation, command: str, told: dict[str, Any]) -> dict[str, Any]:
    """Do something inside the application, with its settings and rights."""
    answer = Path(told["folder"]) / f"{command}.json"
    subprocess.run(
        [*PYTHON, "-m", "bench.measures.inside", command, str(answer)],
        env=_inside(installation) | LIMITS,
        input=json.dumps(told).encode(),
        check=True,
    )
    return json.loads(answer.read_text(encoding="utf-8"))


def load(told: dict[str, Any], client: Sequence[str] = CLIENT) -> dict[str, Any]:
    """Let a load client ask, in a process of its own."""
    done = subprocess.run(
        [sys.executable, *client],
        env=os.environ | {"PYTHONPATH": _PATH},
        input=json.dumps(told).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port: int, path: str) -> bool:
    """Whether a page can be had there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
            one.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            return one.recv(12).startswith(b"HTTP/1.1 ")
    except OSError:
        return False


@contextlib.contextmanager
def _running(
    command: list[str], surroundings: dict[str, str], log: Path, port: int, path: str
) -> Iterator[Served]:
    with log.open("ab") as told:
        process = subprocess.Popen(
            command, env=surroundings, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=told, stderr=told
        )
    try:
        until = time.monotonic() + PATIENCE
        while not answers(port, path):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"A server did not start; {log} says why.")
            time.sleep(0.02)
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _inside(installation: Installation) -> dict[str, str]:
    return installation.environment(PYTHONPATH=_PATH)
