"""How long processes kept a core busy, read from /proc (Linux): what the web processes and the
database spent on some requests, which tells more than the clock where others work on the machine.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.measures.memory import family_of

USER, SYSTEM, CHILDRENS_USER, CHILDRENS_SYSTEM, PARENT = 11, 12, 13, 14, 1
A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of a core."""

    web: float
    database: float

    def since(self, before: "Spent") -> "Spent":
        return Spent(self.web - before.web, self.database - before.database)


def spent(web: int, database: int | None) -> Spent:
    """By a server and all below it, and by PostgreSQL with all that it has started."""
    return Spent(_by_all(family_of(web)), _by_all(family_of(database)) if database else 0.0)


def postgresql_at(address: str) -> int | None:
    """The process that all its others come from; None when it runs on another machine."""
    with psycopg.connect(address) as connection:
        backend = connection.info.backend_pid
        told = _told(backend)
        command = Path(f"/proc/{backend}/cmdline")
        is_here = bool(told) and b"postgres" in command.read_bytes()
    return int(told[PARENT]) if is_here else None


def _by_all(pids: Iterable[int]) -> float:
    """Those that have ended count with the one that started them."""
    ticks = 0
    for pid in pids:
        if told := _told(pid):
            ticks += sum(int(told[one]) for one in (USER, SYSTEM, CHILDRENS_USER, CHILDRENS_SYSTEM))
    return ticks / A_SECOND


def _told(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
