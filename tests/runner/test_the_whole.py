"""`./run` as a person starts it: a page, kill -9, and a page again, though the database was left by
a version that had one role for everything.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import IO

import psycopg

from runner import database, sockets
from runner.places import ROOT, Home

JOB = """
    SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'waymark.jobs.tasks.scan_again',
    0, NULL, NULL, '{"timestamp": 0}', NULL)::procrastinate_job_to_defer_v1]))
"""
ABANDONED = "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s"
LEFT = """
    SELECT 2 - count(*) FROM procrastinate_jobs
    WHERE args @> '{"timestamp": 0}' AND status = 'succeeded'
"""
WHO_SERVES = """
    SELECT DISTINCT usename::text FROM pg_stat_activity
    WHERE datname = 'waymark' AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
WHAT_IT_MAY = """
    SELECT has_table_privilege('waymark_app', 'audit_event', 'INSERT'),
           has_table_privilege('waymark_app', 'audit_event', 'DELETE'),
           has_database_privilege('waymark_app', 'waymark', 'TEMPORARY')
"""


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


def as_an_earlier_version_left_it(home: Home) -> None:
    """One role owned everything and ran everything; nothing was taken from anybody."""
    with database.in_use(home), psycopg.connect(sockets.address(home)) as owner:
        owner.execute("DROP OWNED BY waymark_app")
        owner.execute("DROP ROLE waymark_app")
        owner.execute("GRANT TEMPORARY ON DATABASE waymark TO PUBLIC")
        job = owner.execute(JOB).fetchone()
        owner.execute(ABANDONED, job)  # by a worker that was killed in the middle of it
    (home.folder / "prepared.json").unlink()


def all_are_done(home: Home) -> bool:
    """Give the worker a job, as the pages do, and wait for it and for the abandoned one."""
    address = sockets.address(home, "waymark_app")
    with psycopg.connect(address, autocommit=True) as application:
        application.execute(JOB)
        deadline = time.monotonic() + 20
        left = None
        while left != (0,) and time.monotonic() < deadline:
            time.sleep(0.05)
            left = application.execute(LEFT).fetchone()
    return left == (0,)


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

    as_an_earlier_version_left_it(home)
    with start(home) as run:
        address = address_of(run)
        assert answers(address)
        assert all_are_done(home)
        with psycopg.connect(sockets.address(home)) as owner:
            assert owner.execute(WHO_SERVES).fetchall() == [("waymark_app",)]
            assert owner.execute(WHAT_IT_MAY).fetchone() == (True, False, False)
        stopped = family_of(run.pid)
        run.send_signal(signal.SIGINT)
        said, told = run.communicate(timeout=30)
    assert (run.returncode, said) == (0, "")
    plain = {line for line in told.splitlines() if not line.startswith("{")}
    assert plain <= {"Ctrl-C stops it."}  # the worker announces nothing
    assert not running(killed | stopped)
    assert not answers(address)
