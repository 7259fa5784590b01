"""The keeper of the private PostgreSQL: a process that lives as long as somebody uses the server.

Every command that needs the server holds a connection to the keeper. The kernel closes it however
the command ends, by kill -9 too; when the last is closed, the keeper stops the server and goes. The
server in turn is tied to the keeper. So two commands share a server, whichever of them ends first.
A server that ends by itself, or is killed, is started again.
"""

import contextlib
import fcntl
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from . import sockets
from .cluster import Cluster
from .messages import CannotGoOn
from .places import Home

PATIENCE_WITH_THE_LAST_KEEPER = 90
OFTEN, MEANWHILE = 5, 60  # a server that ends so often in so many seconds will not stay up


class Keeper:
    """Starts the server, counts who uses it, and stops it after the last."""

    last: socket.socket | None = None

    def __init__(
        self, home: Home, programs: Path, first_user: socket.socket, *, throw_away: bool
    ) -> None:
        self.users = [first_user]
        self.waiting = [first_user]
        self.ended_at: list[float] = []
        self.home = home
        self.cluster = Cluster(home, programs, throw_away, self.tell)

    def tell(self, text: str) -> None:
        """Pass a line on to whoever waits for the server."""
        for user in self.waiting:
            with contextlib.suppress(OSError):
                user.sendall(f"say {text}\n".encode())

    def keep(self) -> None:
        """Run the server from the first user's arrival to the last one's leaving."""
        try:
            self.cluster.start()
            with listening(self.home) as door:
                while self.users:
                    if not self.cluster.runs():
                        self._start_again()
                    self._welcome()
                    self._wait(door)
        except CannotGoOn as reason:
            self._answer("failed " + str(reason).replace("\n", "\r"))
        finally:
            self.cluster.stop()

    def _start_again(self) -> None:
        """Bring back a server that ended though somebody uses it; but not for ever."""
        now = time.monotonic()
        self.ended_at = [*(then for then in self.ended_at if now - then < MEANWHILE), now]
        if len(self.ended_at) >= OFTEN:
            raise CannotGoOn("PostgreSQL ends again and again.")
        self.cluster.start()

    def _welcome(self) -> None:
        """Let in who waits, once the server answers: it may have died a moment ago."""
        if self.waiting and self.cluster.answers():
            self._answer("ready")

    def _answer(self, text: str) -> None:
        while self.waiting:
            with contextlib.suppress(OSError):
                self.waiting.pop().sendall(f"{text}\n".encode())

    def _wait(self, door: socket.socket) -> None:
        """Wait until somebody comes or goes; now and then, to see whether the server still runs."""
        timeout = 0.05 if self.waiting else 1
        for ready in select.select([door, *self.users], [], [], timeout)[0]:
            if ready is door:
                user, _ = door.accept()
                self.users.append(user)
                self.waiting.append(user)
            elif not _still_there(ready):
                self._say_good_bye(ready)

    def _say_good_bye(self, user: socket.socket) -> None:
        """Let a user go. The last has to wait until the server has stopped, and we with it."""
        self.users.remove(user)
        self.last = user
        if self.users:
            with contextlib.suppress(OSError), user:
                user.sendall(b"others\n")


def _still_there(user: socket.socket) -> bool:
    try:
        return bool(user.recv(64))
    except OSError:
        return False


@contextlib.contextmanager
def listening(home: Home) -> Iterator[socket.socket]:
    """Open the door by which further users come."""
    path = sockets.keeper_socket(home)
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen(64)
        try:
            yield door
        finally:
            path.unlink(missing_ok=True)


def only_one(home: Home) -> bool:
    """Wait until the keeper before us has gone, and hold the lock until we go ourselves."""
    lock = os.open(home.folder / "database.lock", os.O_CREAT | os.O_RDWR, 0o600)
    deadline = time.monotonic() + PATIENCE_WITH_THE_LAST_KEEPER
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        else:
            return True


def main() -> None:
    """Keep the server of one home folder, for the first user at the other end of a socket."""
    folder, programs, descriptor, kind = sys.argv[1:]
    home = Home(Path(folder))
    first_user = socket.socket(fileno=int(descriptor))
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # `finally` stops the server
    if only_one(home):
        Keeper(home, Path(programs), first_user, throw_away=kind == "throw-away").keep()
    else:
        first_user.sendall(b"failed Another command has the database, and does not answer.\n")
    os._exit(0)  # at once: the last user waits for us


if __name__ == "__main__":
    main()
