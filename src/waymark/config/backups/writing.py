"""Writing a backup: the database as of one moment, and the files that it names."""

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from waymark.config.backups.archive import ABOUT, CHUNK, PIECE, VERSION, Writer
from waymark.config.backups.programs import address_of_the_database, program
from waymark.documents.models import Document
from waymark.documents.store import APART, apart, opened

IN_MEMORY = 8 * 1024 * 1024


class CouldNotDump(Exception):
    """pg_dump gave up; the message is its own."""


def back_up(path: Path, *, now: datetime, tell: Callable[[str], None]) -> list[str]:
    """Write database and files to a file that only its owner can read, whole or not at all. Gives
    the keys of files that the database names and the store does not have.
    """
    with _appearing_whole(path) as stream:
        return write(stream, now=now, tell=tell)


def write(stream: BinaryIO, *, now: datetime, tell: Callable[[str], None]) -> list[str]:
    """The same into a stream. Who works meanwhile is not held up: the database is read as it was
    at one moment, and of the files those that it named then.
    """
    writer = Writer(stream)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version_num')::int")
        snapshot, server = cursor.fetchone()
        major = server // 10000
        about = {
            "format": VERSION,
            "made_at": now.isoformat(),
            "postgresql": major,
            "migrations": sorted(migrations_here()),
        }
        writer.add_bytes(ABOUT, json.dumps(about).encode())
        tell("Writing the database …")
        _add_database(writer, snapshot, major)
        for key in sorted(Path(settings.SIGNING_KEY).parent.glob("*.pub")):
            writer.add_bytes(f"keys/{key.name}", key.read_bytes())
        tell("Writing the files …")
        missing = [key for key in _keys() if not _add_file(writer, key)]
    writer.finish(missing=missing)
    return missing


@contextmanager
def _appearing_whole(path: Path) -> Iterator[BinaryIO]:
    """A file under another name until it is finished and on the disk."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
    try:
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def migrations_here() -> set[str]:
    """The migrations that this version of Waymark has."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _add_database(writer: Writer, snapshot: str, major: int) -> None:
    address, environment = address_of_the_database()
    command = [
        *(str(program("pg_dump", at_least=major)), "--format=custom", f"--snapshot={snapshot}"),
        *("--no-owner", "--no-privileges", f"--dbname={address}"),
    ]
    with tempfile.TemporaryFile() as complaints:
        dump = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=complaints, env=environment
        )
        assert dump.stdout is not None  # noqa: S101
        try:
            for number, piece in enumerate(_pieces(dump.stdout), start=1):
                writer.add_bytes(f"database/{number:06}", piece)
        finally:
            dump.stdout.close()
            code = dump.wait()
        if code:
            complaints.seek(0)
            raise CouldNotDump(complaints.read()[-2000:].decode(errors="replace").strip())


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def _keys() -> Iterator[str]:
    """Where the files lie that the database names at this moment."""
    for one in Document.objects.order_by("stored_as").iterator(chunk_size=2000):
        yield one.lies_at


def _add_file(writer: Writer, key: str) -> bool:
    content = _content_of(key)
    if content is None:
        return False
    digest = hashlib.sha256()
    with content, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        while piece := content.read(CHUNK):
            digest.update(piece)
            copy.write(piece)
        size = copy.tell()
        copy.seek(0)
        writer.add(f"files/{key}", cast("BinaryIO", copy), size=size, sha256=digest.hexdigest())
    return True


def _content_of(key: str) -> Any:
    """What lies there; or, since the scanner may have moved it meanwhile, apart."""
    try:
        return opened(key)
    except FileNotFoundError:
        other = key.removeprefix(f"{APART}/") if key.startswith(APART) else apart(key)
    try:
        return opened(other)
    except FileNotFoundError:
        return None
