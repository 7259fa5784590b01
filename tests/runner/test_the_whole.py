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
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
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
    ours = {"WAYMARK_HOME": str(home.folder), "PORT": "0", "WAYMARK_LOCK_SECONDS": "1"}
    return subprocess.Popen(
        [ROOT / "run", *([] if demo else ["--no-demo"])],
        env={**os.environ, **ours},
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
    )


@contextmanager
def stopped_if_it_fails(run: subprocess.Popen[str]) -> Iterator[None]:
    """Else a test that fails would wait for it for ever."""
    try:
        yield
    except BaseException:
        run.kill()
        raise


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


def signing_in(address: str) -> tuple[int, str]:
    """The status and the page of a form that reads who works here."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(f"{address}/sign-in/", timeout=20) as page:
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[0]
    typed = {"csrfmiddlewaretoken": token, "email": "a@b.example", "password": "not this one"}
    try:
        with browser.open(f"{address}/sign-in/", urllib.parse.urlencode(typed).encode()) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def who_waits_is_told_and_others_are_served(home: Home, address: str) -> None:
    """Somebody holds a table: three who need it are told after a second; nobody else notices."""
    told: list[tuple[int, str]] = []
    waiting = [Thread(target=lambda: told.append(signing_in(address))) for _ in range(3)]
    with psycopg.connect(sockets.address(home)) as owner:
        owner.execute("LOCK TABLE people_staff IN ACCESS EXCLUSIVE MODE")
        for one in waiting:
            one.start()
        served = 0
        while any(one.is_alive() for one in waiting):
            assert answers(f"{address}/sign-in/")
            served += 1
            time.sleep(0.1)  # nobody reads the lines that they leave in the log
        for one in waiting:
            one.join()
    assert served
    assert [status for status, _ in told] == [503, 503, 503]
    assert all("Waymark stopped it" in page and "a@b.example" in page for _, page in told)
    assert not any("not this one" in page for _, page in told)  # a password is never shown back
    assert signing_in(address)[0] == 200


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
    with start(home) as run, stopped_if_it_fails(run):
        address = address_of(run)
        assert answers(address)
        assert all_are_done(home)
        who_waits_is_told_and_others_are_served(home, address)
        with psycopg.connect(sockets.address(home)) as owner:
            assert owner.execute(WHO_SERVES).fetchall() == [("waymark_app",)]
            assert owner.execute(WHAT_IT_MAY).fetchone() == (True, False, False)
        stopped = family_of(run.pid)
        run.send_signal(signal.SIGINT)
        said, told = run.communicate(timeout=30)
    assert (run.returncode, said) == (0, "")
    plain = {line for line in told.splitlines() if not line.startswith("{")}
    # What came with the address was read with it; and the worker announces nothing.
    assert plain <= {
        "Nobody can sign in yet: ./run manage create_administrator EMAIL",
        "Ctrl-C stops it.",
    }
    assert not running(killed | stopped)
    assert not answers(address)
