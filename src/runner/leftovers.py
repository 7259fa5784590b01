"""Processes that outlived a kill -9 of `./run`, where the kernel cannot end them with it (macOS).

The next start ends them.
"""

import contextlib
import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from .places import Home
from .processes import command_line


@contextlib.contextmanager
def noted(home: Home) -> Iterator[Callable[[int], None]]:
    """List our children in the home folder for as long as we live, and end those of the dead."""
    folder = home.folder / "processes"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        _clear(path)
    ours = folder / str(os.getpid())
    with ours.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        def note(pid: int) -> None:
            file.write(f"{pid}\n")
            file.flush()

        try:
            yield note
        finally:
            ours.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """End what a list names, unless the one who wrote it still holds it."""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for line in file:
            _end(int(line))
    path.unlink(missing_ok=True)


def _end(pid: int) -> None:
    """Kill a process and its group, if it is ours: its number may have been given to another."""
    if "waymark.config" in command_line(pid).replace(os.sep, "."):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
