"""How far a run is, written where the page sees it at once, though a dry run rolls back."""

import time
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import connection

EVERY = 0.5
_NOTE = "UPDATE imports_importrun SET message = %s, rows_done = %s, rows_total = %s WHERE id = %s"


class RunProgress:
    """Notes how many rows of which file are done: on a connection of its own, twice a second."""

    def __init__(self, run_id: UUID) -> None:
        self._run_id = run_id
        self._connection = connection.copy()
        self._kind = ""
        self._last = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def show(self, kind: str, done: int, total: int) -> None:
        """Note it, unless the last note is hardly older."""
        if kind == self._kind and time.monotonic() - self._last < EVERY:
            return
        self._kind, self._last = kind, time.monotonic()
        with self._connection.cursor() as cursor:
            cursor.execute(_NOTE, [kind, done, total, self._run_id])
