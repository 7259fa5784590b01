"""What is in the database, table by table, so that a test can say what changed and what did not."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Nothing that Waymark keeps: sessions, and what the job queue and Django note for themselves.
NOT_OURS = ("django_", "auth_", "procrastinate_")


def tables() -> list[str]:
    """The tables that hold what Waymark keeps."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return sorted(name for name in names if not name.startswith(NOT_OURS))


def snapshot() -> dict[str, str]:
    """A sum of the content of each table."""
    each = " UNION ALL ".join(
        f"SELECT '{table}', md5(coalesce(string_agg(one::text, ' ' ORDER BY one::text), '')) "
        f'FROM "{table}" AS one'
        for table in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return dict(cursor.fetchall())


def changed_since(before: dict[str, str]) -> set[str]:
    """The tables whose content is not what it was."""
    return {table for table, content in snapshot().items() if before[table] != content}


@contextmanager
def nothing_changes(*, but: tuple[str, ...] = ()) -> Iterator[None]:
    """The block leaves every table as it was, save those named."""
    before = snapshot()
    yield
    changed = changed_since(before) - set(but)
    assert not changed, f"changed: {sorted(changed)}"
