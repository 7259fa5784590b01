"""Somebody who has got hold of the application's own connection, and may send any SQL over it."""

from collections.abc import Sequence
from contextlib import suppress

import psycopg

NO_RIGHT = "42501"
GUARDED = "23514"
DONE = ""


class Intruder:
    """Sends SQL as the application's role; whatever succeeds is taken back at the end."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def tries(self, *statements: str, after: Sequence[str] = ()) -> str:
        """How the last statement ends: the SQLSTATE of its refusal, or nothing when it is done.

        What is said before it may be refused, and then the intruder goes on.
        """
        with self.connection.transaction(force_rollback=True):
            for statement in (*after, *statements[:-1]):
                with suppress(psycopg.Error), self.connection.transaction():
                    self.connection.execute(statement)  # type: ignore[arg-type]
            try:
                with self.connection.transaction():
                    self.connection.execute(statements[-1])  # type: ignore[arg-type]
            except psycopg.Error as refusal:
                return refusal.sqlstate or "lost"
        return DONE
