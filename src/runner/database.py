"""Using a database: the one that DATABASE_URL names, else the private server."""

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import accounts, binaries, sockets
from .messages import CannotGoOn, say
from .places import SOURCE, Home, locked
from .roles import APPLICATION, OWNERS_ADDRESS


@dataclass(frozen=True)
class Database:
    """The application's address, and the owner's; for the private server also the connection that
    keeps it up. Without an owner's address, one role does everything.
    """

    address: str
    identity: str
    keeper: socket.socket | None = None
    owner_address: str = ""

    @property
    def is_private(self) -> bool:
        return self.keeper is not None


@contextlib.contextmanager
def in_use(home: Home) -> Iterator[Database]:
    """Use the database of an installation."""
    home.make()
    if address := os.environ.get("DATABASE_URL"):
        # The address may hold a password, so it is known by a fingerprint only.
        fingerprint = hashlib.sha256(address.encode()).hexdigest()[:16]
        yield Database(address, fingerprint, owner_address=os.environ.get(OWNERS_ADDRESS, ""))
        return
    with _served(home, "lasting") as keeper:
        yield _private(home, _identity(home), keeper)


@contextlib.contextmanager
def for_one_run() -> Iterator[tuple[Home, Database]]:
    """Use a database, and a home folder, that are gone afterwards."""
    with _home_for_one_run() as home:
        if address := os.environ.get("DATABASE_URL"):
            yield home, Database(address, "", owner_address=os.environ.get(OWNERS_ADDRESS, ""))
            return
        with _served(home, "throw-away") as keeper:
            yield home, _private(home, "", keeper)


@contextlib.contextmanager
def none() -> Iterator[tuple[Home, Database]]:
    """Use a home folder that is gone afterwards, and no database: nothing is at its address."""
    with _home_for_one_run() as home:
        yield home, Database(sockets.address(home), "")


@contextlib.contextmanager
def _home_for_one_run() -> Iterator[Home]:
    home = Home(Path(tempfile.mkdtemp(prefix="waymark-run-", dir=sockets.temporary())))
    if os.geteuid() == 0:
        home.folder.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home.folder, ignore_errors=True)


def _private(home: Home, identity: str, keeper: socket.socket) -> Database:
    """Give the addresses of both roles. The owner makes the application's when it migrates."""
    application = sockets.address(home, APPLICATION)
    return Database(application, identity, keeper, sockets.address(home))


def _identity(home: Home) -> str:
    """Tell this cluster from another that was later put in its place."""
    made = (home.folder / "database" / "PG_VERSION").stat()
    return f"{made.st_ino} {made.st_mtime_ns}"


@contextlib.contextmanager
def _served(home: Home, kind: str) -> Iterator[socket.socket]:
    """Join the users of the server, or start a keeper; one command at a time."""
    keeper = None
    with locked(home.folder):
        connection = _joined(home)
        if not connection:
            connection, keeper = _started(home, kind)
    try:
        yield connection
    finally:
        if _leave(connection) and keeper:
            keeper.wait()


def _leave(connection: socket.socket) -> bool:
    """Say that we are done, and tell whether we were the last: then the server stops first."""
    said = b""
    with contextlib.suppress(OSError), connection:
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(90)
        while heard := connection.recv(4096):
            said += heard
    return b"others" not in said


def _joined(home: Home) -> socket.socket | None:
    sockets.check(home, accounts.for_database(home.folder))
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(sockets.keeper_socket(home)))
    except OSError:
        connection.close()
        return None
    # None if that keeper was just about to go: then ours waits until it has gone.
    return _welcomed(connection)


def _started(home: Home, kind: str) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    programs = binaries.choose(_major_of_the_data(home))
    ours, theirs = socket.socketpair()
    with theirs, (home.folder / "database.log").open("ab") as log:
        keeper = subprocess.Popen(
            [
                *(sys.executable, "-m", "runner.keeper", str(home.folder), str(programs.folder)),
                *(str(theirs.fileno()), kind),
            ],
            pass_fds=[theirs.fileno()],
            env={"PYTHONPATH": str(SOURCE), "PATH": os.environ.get("PATH", os.defpath)},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Out of reach of Ctrl-C, and of a kill -9 that is meant for all of our group.
            start_new_session=True,
        )
    if connection := _welcomed(ours):
        return connection, keeper
    raise CannotGoOn(f"PostgreSQL could not be kept running; {log.name} says more.")


def _major_of_the_data(home: Home) -> int | None:
    try:
        return int((home.folder / "database" / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except PermissionError:
        raise CannotGoOn(
            f"The database in {home.folder} belongs to another user of this machine."
        ) from None


def _welcomed(connection: socket.socket) -> socket.socket | None:
    """Read what the keeper says until the server is ready; None when the keeper goes instead."""
    said = b""
    while heard := _heard(connection):
        said += heard
        *lines, said = said.split(b"\n")
        for line in lines:
            word, _, rest = line.decode(errors="replace").partition(" ")
            if word == "ready":
                return connection
            if word == "failed":
                raise CannotGoOn(rest.replace("\r", "\n"))
            say(rest)
    connection.close()
    return None


def _heard(connection: socket.socket) -> bytes:
    """Hear what is said next; nothing more also of a keeper that went before it let us in."""
    try:
        return connection.recv(4096)
    except ConnectionResetError:
        return b""
