"""Reading a backup back into an empty installation."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from waymark.config.backups.archive import CHUNK, Checked, check, members
from waymark.config.backups.programs import address_of_the_database, program
from waymark.config.backups.writing import migrations_here

# Ours, though no model of the application says so.
OTHERS_OF_OURS = "procrastinate_", "django_migrations", "django_cache"
STRANGERS = """
    SELECT relname FROM pg_class
    WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname
"""


class CannotRestore(Exception):
    """Nothing was changed; the message says why."""


class CouldNotRestore(Exception):
    """pg_restore gave up, and the database is as it was; the message is its own."""


def restore(path: Path, *, tell: Callable[[str], None]) -> Checked:
    """Look at every byte of a backup, then put back files and keys, and at last, in one
    transaction, the database: cut short, the installation is still an empty one.
    """
    tell("Checking the backup …")
    checked = check(path)
    _refuse_if_not_fit(checked)
    tell("Restoring the files …")
    for member in members(path):
        kind, _, rest = member.name.partition("/")
        if kind == "files":
            _put_back(rest, member.content)
        elif kind == "keys":
            key = Path(settings.SIGNING_KEY).parent / rest
            key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            key.write_bytes(member.content.read())
    tell("Restoring the database …")
    _restore_database(path)
    return checked


def _refuse_if_not_fit(checked: Checked) -> None:
    if not _is_empty():
        raise CannotRestore(
            "this installation is not empty: a backup is restored into a new home folder or a new "
            "database"
        )
    if strangers := _strangers():
        raise CannotRestore(
            f"the database holds what is not Waymark's ({', '.join(strangers[:3])}), and all of it "
            "would go: restore into a database of its own"
        )
    newer = set(checked.about.get("migrations", ())) - migrations_here()
    if newer:
        raise CannotRestore("a later version of Waymark wrote it: restore it with that version")
    if _major() < int(checked.about["postgresql"]):
        raise CannotRestore(
            f"it was written by PostgreSQL {checked.about['postgresql']}, and this is "
            f"PostgreSQL {_major()}: restore it into that version or a later one"
        )


def _is_empty() -> bool:
    """Nobody works here, and nothing has happened; there may be no tables yet."""
    with connection.cursor() as cursor:
        for table in ("people_staff", "participants_participant", "audit_event"):
            cursor.execute("SELECT to_regclass(%s)", [f"public.{table}"])
            if cursor.fetchone()[0] is None:
                continue
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608
            if cursor.fetchone()[0]:
                return False
    return True


def _strangers() -> list[str]:
    """Tables and views that another program has in this database."""
    ours = {*connection.introspection.django_table_names(include_views=True)}
    with connection.cursor() as cursor:
        cursor.execute(STRANGERS)
        names = [name for (name,) in cursor.fetchall()]
    return [name for name in names if name not in ours and not name.startswith(OTHERS_OF_OURS)]


def _major() -> int:
    connection.ensure_connection()
    return int(connection.pg_version // 10000)  # type: ignore[attr-defined]


def _put_back(key: str, content: Any) -> None:
    """A file, in the place of what a restore that was cut short has left."""
    default_storage.delete(key)
    default_storage.save(key, File(content))


def _restore_database(path: Path) -> None:
    """Everything that is there goes, and what was comes, in one transaction of pg_restore's."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
    connection.close()
    address, environment = address_of_the_database()
    command = [
        *(str(program("pg_restore", at_least=_major())), "--single-transaction", "--exit-on-error"),
        *("--no-owner", "--no-privileges", f"--dbname={address}"),
    ]
    with tempfile.TemporaryFile() as complaints:
        reading = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=complaints, stderr=complaints, env=environment
        )
        assert reading.stdin is not None  # noqa: S101
        try:
            for piece in _database(path):
                reading.stdin.write(piece)
            reading.stdin.close()
        except BrokenPipeError:
            pass  # it says why
        if reading.wait():
            complaints.seek(0)
            raise CouldNotRestore(complaints.read()[-2000:].decode(errors="replace").strip())


def _database(path: Path) -> Iterator[bytes]:
    for member in members(path):
        if member.name.startswith("database/"):
            while piece := member.content.read(CHUNK):
                yield piece
