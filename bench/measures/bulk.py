"""The rows of bulk work: import, export, verify, each beside a bare COPY; and starting."""

import http.client
import io
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO

import psycopg

from bench.measures import memory, servers
from bench.measures.bare.names import SCHEMA
from bench.measures.run import Measured, Run
from bench.measures.targets import (
    EVENTS_A_MINUTE,
    EXPORT,
    GROWTH,
    IMPORT,
    MEMORY,
    PEAK_MB,
    RATE_OF_COPY,
    RATE_OF_COPY_OUT,
    SECONDS,
    START,
    VERIFY,
    WEB_MB,
    WORKER_MB,
)
from runner.places import ROOT

RUN = [sys.executable, str(ROOT / "run")]
# What the export says of a tracker, in SQL and with nothing of ours.
COPY_OUT = """
COPY (
    SELECT 'T' || t.number, t.type, t.status, p.reference, a.reference, s.email, t.due_on,
        t.reason_category, t.reason, t.dma_paperwork_raised, t.not_raised_reason, t.created_at,
        t.created_by, f.number, t.act_by, g.bank_holidays
    FROM trackers_tracker t
    JOIN participants_participant p ON p.id = t.participant_id
    JOIN people_group g ON g.id = p.group_id
    LEFT JOIN plans_activity a ON a.id = t.activity_id
    LEFT JOIN people_staff s ON s.id = t.assignee_id
    LEFT JOIN trackers_tracker f ON f.id = t.follows_id
    WHERE NOT p.is_restricted
    ORDER BY t.created_at DESC, t.number DESC
) TO STDOUT (FORMAT csv)
"""


def start() -> Measured:
    """From `./run` to the first page, with everything there: the median of three."""
    measured, taken = Measured(START), []
    for _ in range(3):
        port = servers.free_port()
        surroundings = os.environ | {"PORT": str(port), "HOST": "127.0.0.1"}
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*RUN, "--no-demo"],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not servers.answers(port, "/sign-in/"):
                if process.poll() is not None:
                    raise SystemExit("./run ended before it showed a page")
                time.sleep(0.02)
            taken.append(time.perf_counter() - begun)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    measured.figures = {"seconds": [round(one, 2) for one in taken]}
    # The very first may have to collect static files or migrate: it is no warm one.
    measured.judge({SECONDS: statistics.median(taken)})
    return measured


def import_activities(run: Run) -> Measured:
    """The import of so many new activities, and the same rows by COPY into a table with the same
    columns and indexes, without triggers.
    """
    measured, many = Measured(IMPORT), run.setting.imported
    file, command = import_of(run.inside, run.folder / "import", many)
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with memory.watching(process.pid, named="import_caseload") as watched:
        told, _ = process.communicate()
    seconds = time.perf_counter() - begun
    mark = file.read_text(encoding="utf-8").splitlines()[1].split(",")[1][:9]
    copied, taken = _copied(_owner(run), mark)
    summary = json.loads(told)
    measured.figures = {
        "rows": copied,
        "seconds": round(seconds, 1),
        "a_second": round(copied / seconds),
        "peak_mb": watched.peak,
        "growth": round(watched.growth, 3),
        "summary": summary,
    }
    measured.yardstick = {"rows": copied, "seconds": taken, "a_second": round(copied / taken)}
    measured.judge({RATE_OF_COPY: taken / seconds, GROWTH: watched.growth})
    if copied != many:
        measured.notes.append(f"{copied} of {many} rows were taken")
    return measured


def import_of(
    inside: Callable[..., dict[str, Any]], folder: Path, many: int
) -> tuple[Path, list[str]]:
    """A file of so many new activities, and the command that takes them in."""
    folder.mkdir(exist_ok=True)
    file = folder / "activities.csv"
    email = inside("activities", path=str(file), many=many)["email"]
    return file, [*RUN, "import", str(folder), "--as", email, "--json"]


def _copied(address: str, mark: str) -> tuple[int, float]:
    """How many rows came in, and how long COPY takes for the same."""
    twin = f"{SCHEMA}.twin"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {twin}")
        connection.execute(f"CREATE TABLE {twin} (LIKE plans_activity INCLUDING ALL)")
        rows = io.BytesIO()
        asked = f"SELECT * FROM plans_activity WHERE reference LIKE '{mark}%'"
        with connection.cursor().copy(f"COPY ({asked}) TO STDOUT") as copy:
            for part in copy:
                rows.write(part)
        begun = time.perf_counter()
        cursor = connection.cursor()
        with cursor.copy(f"COPY {twin} FROM STDIN") as copy:
            copy.write(rows.getvalue())
        taken = time.perf_counter() - begun
        many = cursor.rowcount
        connection.execute(f"DROP TABLE {twin}")
    return many, taken


def export(run: Run) -> Measured:
    """The export as somebody takes it from the list, and COPY of the same columns."""
    measured, asked = Measured(EXPORT), run.chosen["export"]
    with psycopg.connect(_owner(run), autocommit=True) as connection:
        begun, lines = time.perf_counter(), 0
        with connection.cursor().copy(COPY_OUT) as copy:
            for part in copy:
                lines += bytes(part).count(b"\n")
        bare = time.perf_counter() - begun
    with memory.watching(run.waymark.pid, named=" -m gunicorn ") as watched:
        taken, rows = export_taken(run.waymark.port, asked, run.folder / "export.csv")
    peak = max([watched.peak, *(one["rss"] for one in memory.of_waymark(run.waymark.pid)["web"])])
    measured.figures = {
        "rows": rows,
        "seconds": round(taken, 2),
        "a_second": round(rows / taken),
        "peak_mb": peak,
    }
    measured.yardstick = {
        "rows": lines,
        "seconds": round(bare, 2),
        "a_second": round(lines / bare),
    }
    measured.judge({RATE_OF_COPY_OUT: (rows / taken) / (lines / bare), PEAK_MB: peak})
    return measured


def export_taken(port: int, asked: dict[str, str], path: Path) -> tuple[float, int]:
    """Seconds, and trackers in the file; what was received is taken apart after the clock."""
    head = f"GET {asked['path']} HTTP/1.1\r\nHost: localhost\r\nCookie: {asked['cookie']}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as one, path.open("wb") as file:
        begun, tail = time.perf_counter(), b""
        one.sendall(head.encode())
        while not tail.endswith(b"\r\n0\r\n\r\n") and (part := one.recv(1 << 18)):
            file.write(part)
            tail = (tail + part)[-16:]
        taken = time.perf_counter() - begun
    with path.open("rb") as file:
        answer = http.client.HTTPResponse(_Received(file))  # type: ignore[arg-type]
        answer.begin()
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"The export was answered with {answer.status}")
        lines = sum(1 for _ in answer) - 1
    path.unlink()
    return taken, lines


class _Received:
    """What http.client needs of a socket, for an answer that lies in a file."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def makefile(self, _mode: str) -> BinaryIO:
        return self.file


def verify(run: Run) -> Measured:
    """Every chain of the history."""
    measured = Measured(VERIFY)
    with psycopg.connect(_owner(run)) as connection:
        events = connection.execute("SELECT count(*) FROM audit_event").fetchone()
    begun = time.perf_counter()
    done = subprocess.run(
        [*RUN, "verify"], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    seconds = time.perf_counter() - begun
    many = events[0] if events else 0
    measured.figures = {"events": many, "seconds": round(seconds, 1), "exit": done.returncode}
    measured.judge({EVENTS_A_MINUTE: many / seconds * 60})
    if done.returncode:
        measured.notes.append(f"it ended with {done.returncode}")
    return measured


def memory_after(run: Run) -> Measured:
    """What the processes hold when all is done."""
    measured, kept = Measured(MEMORY), memory.of_waymark(run.waymark.pid)
    measured.figures = kept
    largest = {
        name: max((one["rss"] for one in found), default=0.0) for name, found in kept.items()
    }
    measured.judge({WEB_MB: largest["web"], WORKER_MB: largest["worker"]})
    return measured


def bare_statement(run: Run, seconds: float) -> dict[str, float]:
    """One row by its key, over one connection, again and again: what the database itself can do."""
    address, taken = run.installation.database.address, []
    with psycopg.connect(address, autocommit=True) as connection:
        keys = connection.execute("SELECT id FROM people_staff LIMIT 100").fetchall()
        until = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < until:
            key = keys[len(taken) % len(keys)]
            connection.execute("SELECT * FROM people_staff WHERE id = %s", key).fetchone()
            taken.append((time.perf_counter() - begun) * 1000)
    return {"p50": round(statistics.median(taken), 3), "a_second": round(len(taken) / seconds)}


def _owner(run: Run) -> str:
    database = run.installation.database
    return database.owner_address or database.address


def server_version(address: str) -> str:
    """Which PostgreSQL it is."""
    with psycopg.connect(address) as connection:
        return connection.info.parameter_status("server_version") or ""
