"""One import at a time on a database: a lock that goes when whoever holds it does."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from waymark.kernel.refusals import Refused

# The two numbers by which PostgreSQL knows this lock from others.
KEY = (22337, 1)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Refused with `imports.under_way` while another import runs on this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", KEY)
        if not cursor.fetchone()[0]:
            raise Refused(
                "imports.under_way", "Another import is under way. Try again when it has finished"
            )
    try:
        yield
    finally:
        # A connection that broke has let go of the lock itself.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", KEY)


def is_under_way() -> bool:
    """Whether an import runs on this database at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
            " AND classid = %s AND objid = %s AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))",
            KEY,
        )
        return bool(cursor.fetchone()[0])
