"""What the person at the terminal is told: on standard error, for standard output holds only results."""

import contextlib
import sys


class CannotGoOn(Exception):  # noqa: N818 - it is read as a sentence
    """The work could not be done; the message says why, and what helps."""


def say(text: str) -> None:
    """Tell the person one thing, even when nobody listens any more."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)
