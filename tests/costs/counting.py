"""Counts statements by what they are for; what travels with another is no statement of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from bench.measures.counting import ACCESS, WORK, Counted


@contextmanager
def statements() -> Iterator[Counted]:
    """Count what is executed within."""
    counts = Counted()
    with connection.execute_wrapper(counts):
        yield counts


def work_and_access(counts: Counted) -> tuple[int, int]:
    """The two kinds that are decided on."""
    return counts.kinds[WORK], counts.kinds[ACCESS]
