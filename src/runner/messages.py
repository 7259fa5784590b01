"""What the person at the terminal is told: on standard error, for results go to standard output."""

import contextlib
import sys


class CannotGoOn(Exception):
    """The work could not be done; the message says why, and what helps."""


def say(text: str) -> None:
    """Tell the person one thing, even when nobody listens any more."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
