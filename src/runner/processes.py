"""Processes: tying a child's life to its parent's, and looking at those that were left behind."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


def tied(last_signal: int) -> Callable[[], None] | None:
    """Make a `preexec_fn` by which the kernel sends the child a signal when its parent has gone.

    Only Linux can; elsewhere the next start looks for what was left (see `leftovers`).
    The tie is to the thread that starts the child: start children in the main thread.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # loaded here, for after a fork it might hang
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, last_signal)
        if os.getppid() != parent:  # it went before the tie was there
            os.kill(os.getpid(), signal.SIGKILL)

    return tie


def command_line(pid: int) -> str:
    """Tell what a process was started as: nothing for one that is gone, or a zombie."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, UnicodeDecodeError):
            return ""
    shown = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return shown.stdout.strip()
