"""Many rows, some thousand at a time, never all of them in memory."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from psycopg.types.datetime import TimestamptzLoader

PATIENT = "SET LOCAL idle_in_transaction_session_timeout = '15min'"


def streamed(rows: QuerySet[Any, Any], at_once: int) -> Iterator[list[tuple]]:
    """Rows of plain values as of one moment. Within a transaction the database hands them out as it
    finds them, and need not lay all of them aside first; moments are read as by `PreparingCursor`.
    Whoever takes them over a slow link may stand still for a quarter of an hour.
    """
    sql, values = rows.query.sql_with_params()
    with (
        transaction.atomic(),
        connection.cursor() as at_first,
        connection.chunked_cursor() as cursor,
    ):
        at_first.execute(PATIENT)
        cursor.cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(sql, values)
        while batch := cursor.fetchmany(at_once):
            yield batch
