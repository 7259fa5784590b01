"""A read that is written as a queryset and turned into SQL once; later only its values are filled
in. To build a queryset and turn it into SQL costs several times what the database takes for a few
rows by their key; and the database keeps the plan of a statement that comes again unchanged.

What is filled in are ids, days, moments, and numbers that are `Given`; of a collection of them each
length has a statement of its own, and so has each other number, switch, `Code` and None. Of an
actor it is who they are, the groups that they see, and whether those are all there are. A dataclass
is what its fields are. Words are refused: there is no end of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet
from psycopg.sql import Literal
from psycopg.types.datetime import TimestamptzLoader

from waymark.kernel.actor import Actor
from waymark.reads.filling import Fill, fill_of, laid_out, places_of, shape_of, stand_in_for
from waymark.reads.rows import reader_of

_Cursor: Any = ServerBindingCursor
_PLACE = re.compile("%.")


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement that is no queryset, with its values, and what is made of its rows."""

    text: str
    values: Sequence[Any] = ()
    read: Callable[[list], list] = list


class PreparingCursor(_Cursor):
    """Lets the database prepare each statement: it is parsed and planned once a connection. Moments
    are read by psycopg, in UTC as the connection is: Django's way, written for any zone, takes
    several times as long.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
        return super().execute(query, params, prepare=True)

    def _send_query_prepared(self, name: bytes, pgq: Any, **more: Any) -> None:
        """Says what was asked, as other cursors do: who counts statements reads it."""
        self._query = pgq
        super()._send_query_prepared(name, pgq, **more)


def rows_of(sql: str, values: Sequence[Any] = ()) -> list:
    """What the database answers to a statement that it keeps prepared."""
    connection.ensure_connection()
    database: Any = connection  # wraps a cursor as it wraps its own
    with database._prepare_cursor(PreparingCursor(database.connection)) as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def worked_out(build: Callable[..., QuerySet | Sql]) -> Callable[..., list]:
    """Turn a function that gives a queryset into one that gives its rows. All its arguments are
    named when it is called.
    """
    known: dict[tuple, _Statement] = {}

    @wraps(build)
    def rows(**values: Any) -> list:
        shape = tuple([shape_of(one) for one in values.values()])
        statement = known.get(shape)
        if statement is None:
            statement = known[shape] = _work_out(build, values)
        return statement.rows(values)

    return rows


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL, what fills each of its places, and what makes rows of an answer."""

    sql: str
    fills: Sequence[Fill]
    rows_from: Callable[[list], list]

    def rows(self, values: dict[str, Any]) -> list:
        if not self.sql:
            return self.rows_from([])
        inside = {name: laid_out(one) for name, one in values.items()}
        return self.rows_from(rows_of(self.sql, [fill(inside) for fill in self.fills]))


def _work_out(build: Callable[..., QuerySet | Sql], values: dict[str, Any]) -> _Statement:
    stand_ins = {name: stand_in_for(value) for name, value in values.items()}
    asked = build(**stand_ins)
    try:
        statement = asked if isinstance(asked, Sql) else _sql_of(asked)
    except EmptyResultSet:
        return _Statement("", (), list)
    sql, params = statement.text, statement.values
    if sql and not sql.startswith("SELECT"):
        sql = f"SELECT * FROM ({sql}) AS all_of_them"  # noqa: S608 - for the row history's sake
    _refuse_what_cannot_be_filled(build, stand_ins, params)
    places = dict(places_of(stand_ins, lambda values: values))
    sql, params = _with_what_is_always_so(sql, params, places)
    return _Statement(sql, [fill_of(param, places) for param in params], statement.read)


def _with_what_is_always_so(
    sql: str, params: Sequence[Any], places: Mapping[Any, Fill]
) -> tuple[str, list[Any]]:
    """Codes, numbers and limits that are part of what is asked stand in the statement itself: the
    database plans it once for all values that are filled in, and so knows these.
    """
    left: list[Any] = []
    given = iter(params)

    def said(place: re.Match) -> str:
        if place[0] != "%s":
            return place[0]
        param = next(given)
        if not isinstance(param, str | int) or param in places:
            left.append(param)
            return place[0]
        plain = str(param) if isinstance(param, str) else param
        return Literal(plain).as_string().replace("%", "%%")

    return _PLACE.sub(said, sql), left


def _sql_of(rows: QuerySet) -> Sql:
    compiler = rows.query.get_compiler(rows.db)
    sql, params = compiler.as_sql()
    return Sql(sql, params, reader_of(rows, compiler))


def _refuse_what_cannot_be_filled(
    build: Any, stand_ins: dict[str, Any], params: Sequence[Any]
) -> None:
    """What was worked with before it is asked for would be that of the first time, for ever; and
    there are as many groups as an actor has.
    """
    actors = [one for one in stand_ins.values() if isinstance(one, Actor)]
    groups = {group for one in actors for group in one.group_ids if len(one.group_ids) > 1}
    if groups.intersection(one for one in params if not isinstance(one, list)):
        raise TypeError(f"{build.__name__} asks for groups one by one: use group_id__among")
    others = {name: one for name, one in stand_ins.items() if one not in actors}
    wanted = {key for key, _ in places_of(others, lambda values: values)}
    if lost := wanted - set(_all_of(params)):
        raise TypeError(f"{build.__name__} asks for something else than it was given: {lost}")


def _all_of(params: Any) -> Iterator[Any]:
    for one in params:
        if isinstance(one, list):
            yield from _all_of(one)
        else:
            yield one
