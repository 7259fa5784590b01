"""How far a command is: a bar where somebody is watching, else a line every few seconds."""

import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 30
EVERY = 5.0


class Bar:
    """Draws on standard error, so that standard output holds only the result."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_watched = stream.isatty()
        self._last = time.monotonic()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_open:
            self._say("\n")

    def show(self, what: str, done: int, total: int) -> None:
        """Say how many of what are done."""
        if self._is_watched:
            self._draw(what, done, total)
        elif time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            self._say(f"{what}: {done:,} of {total:,}\n")

    def _draw(self, what: str, done: int, total: int) -> None:
        filled = WIDTH * done // total if total else WIDTH
        bar = "█" * filled + "░" * (WIDTH - filled)
        is_done = done >= total
        self._say(f"\r{what:<12} {bar} {done:,} of {total:,}" + ("\n" if is_done else ""))
        self._is_open = not is_done

    def _say(self, words: str) -> None:
        self._stream.write(words)
        self._stream.flush()
