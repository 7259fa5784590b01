"""Statements and time of one request, measured inside a process of its own by Django's test client:
nothing of this is in the application. Runs with the application's settings.
"""

import cProfile
import gzip
import pstats
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

WORK, TRANSACTION, CONTEXT, ACCESS = "work", "transaction", "context", "access record"
BEGINS_A_TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)
ONLY_CONTEXT = re.compile(r"\s*SELECT\s+set_config[^;]*;?\s*$", re.IGNORECASE)
TIMES = 5
CLIENT = Client()  # one for all: each of its own would load the middleware again


def kind_of(statement: str) -> str:
    """What a statement is for. Those of the row history's context travel with the one they
    accompany, unless they stand alone.
    """
    if BEGINS_A_TRANSACTION.match(statement):
        return TRANSACTION
    if ONLY_CONTEXT.match(statement):
        return CONTEXT
    if 'INSERT INTO "audit_accessrecord"' in statement:
        return ACCESS
    return WORK


class Counted:
    """Every statement that goes to the database, by kind, with the time it took."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.statements: list[str] = []
        self.seconds = 0.0

    def __call__(self, execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - begun
            self.kinds[kind_of(str(sql))] += 1
            self.statements.append(str(sql))


@contextmanager
def counted() -> Iterator[Counted]:
    """Count what is executed, and the BEGIN and COMMIT that psycopg sends by itself."""
    counts = Counted()
    connection.ensure_connection()
    ends = {name: getattr(connection, name) for name in ("_commit", "_rollback")}

    def counting(end: Callable[[], Any]) -> Callable[[], Any]:
        def ended() -> Any:
            counts.kinds[TRANSACTION] += 2
            return end()

        return ended

    for name, end in ends.items():
        setattr(connection, name, counting(end))
    try:
        with connection.execute_wrapper(counts):
            yield counts
    finally:
        for name in ends:
            delattr(connection, name)


def asked(request: dict[str, Any]) -> Any:
    """The answer to a request as the load client would send it, but in this process."""
    told: dict[str, Any] = {"headers": {"host": "localhost", "cookie": request["cookie"]}}
    if "fields" not in request:
        return CLIENT.get(request["path"], **told)
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(Path(path).open("rb"))
            for name, path in request.get("files", {}).items()
        }
        return CLIENT.post(request["path"], request["fields"] | files, **told)


def counts_of(request: dict[str, Any], *, again: bool = True) -> dict[str, Any]:
    """Statements by kind, bytes, and how long it takes with nobody else about (the quickest of
    five): in all, and in the database. What can be done only once is done once.
    """
    if again:
        asked(request)
    found: list[tuple[float, float, Counted, Any]] = []
    for _ in range(TIMES if again else 1):
        with counted() as counts:
            begun = time.perf_counter()
            answer = asked(request)
            found.append((time.perf_counter() - begun, counts.seconds, counts, answer))
    whole, database, counts, answer = min(found, key=lambda one: one[0])
    body = b"" if answer.streaming else answer.content
    return {
        "status": answer.status_code,
        "statements": dict(counts.kinds),
        "ms": round(whole * 1000, 2),
        "ms_in_database": round(database * 1000, 2),
        "bytes": len(body),
        "bytes_compressed": len(gzip.compress(body, 6)),
        "texts": counts.statements,
    }


def profile_of(requests: list[dict[str, Any]], times: int, path: Path) -> str:
    """Where the time of some requests goes; the whole profile is left in a file."""
    asked(requests[0])
    profile = cProfile.Profile()
    with profile:
        for number in range(times):
            asked(requests[number % len(requests)])
    profile.dump_stats(path)
    stats = pstats.Stats(profile)
    stats.sort_stats("cumulative").print_stats(70)
    stats.sort_stats("tottime").print_stats(40)
    return str(path)
