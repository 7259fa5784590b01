"""Room for calls.

Python keeps the frames of its calls in pieces of 16 KB, and asks the system for another at every
call that crosses the end of one. With a page's forty frames of middleware below, that may be in
every inner loop: a fifth of the time, or nothing, by chance. A frame that claims to need much gets
a piece in which there is room for all that follow (ADR 0027).
"""

from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")
MUCH = 65_536  # values: half a megabyte


def with_room(call: Callable[[], Given]) -> Given:
    """Call it, with room for whatever it calls."""
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=MUCH)
