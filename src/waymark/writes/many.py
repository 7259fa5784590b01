"""Writes rows of a table, many at once where there are many. COPY fires the same triggers and
checks the same constraints as INSERT, and costs a fraction: no row is made into SQL, and none is
parsed.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Field, GeneratedField, JSONField, Model
from django.db.models.expressions import DatabaseDefault
from psycopg import sql
from psycopg.types.json import Jsonb

ROWS_AT_ONCE = 500
FEW = 25  # up to so many rows an INSERT is quicker: COPY has one more journey to the database


def add_many(objects: Sequence[Model]) -> None:
    """Insert objects of one model, all of whose values are known; as bulk_create does, in order."""
    if len(objects) <= FEW:
        if objects:
            type(objects[0])._default_manager.bulk_create(objects)
        return
    model = type(objects[0])
    fields = [one for one in model._meta.concrete_fields if not isinstance(one, GeneratedField)]
    fields = [one for one in fields if not _is_left_to_the_database(objects[0], one)]
    values = _values_of(fields)
    copy_rows(model._meta.db_table, [str(one.column) for one in fields], map(values, objects))
    for one in objects:
        one._state.adding, one._state.db = False, connection.alias


def update_many(objects: Sequence[Model], fields: Sequence[str]) -> None:
    """Save some fields of objects of one model: one alone without Django's statement for many,
    which takes several times as long to put together.
    """
    if len(objects) == 1:
        objects[0].save(update_fields=fields)
    elif objects:
        type(objects[0])._default_manager.bulk_update(objects, fields, batch_size=ROWS_AT_ONCE)


def insert_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values, by whichever is quicker."""
    if len(rows) > FEW:
        copy_rows(table, columns, rows)
    elif rows:
        row = f"({', '.join(['%s'] * len(columns))})"
        names = ", ".join(f'"{one}"' for one in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) VALUES {", ".join([row] * len(rows))}',  # noqa: S608
                [value for one in rows for value in one],
            )


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows of plain values into a table, in the caller's transaction."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, connection.wrap_database_errors:
        # What tells the row history who acts goes before statements of Django's own, never before
        # COPY; it holds until the transaction ends.
        cursor.execute("VALUES (1)")
        with cursor.copy(statement) as copy:
            write = copy.write_row
            for row in rows:
                write(row)


def _is_left_to_the_database(one: Model, field: Field) -> bool:
    value = getattr(one, field.attname)
    return isinstance(value, DatabaseDefault) or (field.primary_key and value is None)


def _values_of(fields: Sequence[Field]) -> Callable[[Model], Sequence[Any]]:
    values = attrgetter(*(one.attname for one in fields))
    documents = [place for place, one in enumerate(fields) if isinstance(one, JSONField)]
    if not documents:
        return values

    def with_documents(one: Model) -> Sequence[Any]:
        row = list(values(one))
        for place in documents:
            row[place] = None if row[place] is None else Jsonb(row[place])
        return row

    return with_documents
