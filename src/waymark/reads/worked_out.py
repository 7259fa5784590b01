"""A read that is written as a queryset and turned into SQL once; later only its values are filled
in. To build a queryset and turn it into SQL costs several times what the database takes for a few
rows by their key; and the database keeps the plan of a statement that comes again unchanged.

What is filled in are ids, days and moments; of a collection of them each length has a statement of
its own, and so has each number, switch and None. Of an actor it is who they are and the groups that
they see, and nothing else. Words are refused: there is no end of them.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    get_related_populators,
)
from django.utils import timezone

from waymark.kernel.actor import Actor

_Cursor: Any = ServerBindingCursor
Fill = Callable[[dict[str, Any]], Any]
_stand_ins = iter(range(1, 3_000_000))


class PreparingCursor(_Cursor):
    """Lets the database prepare each statement: it is parsed and planned once a connection."""

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


def worked_out(build: Callable[..., QuerySet]) -> Callable[..., list]:
    """Turn a function that gives a queryset into one that gives its rows. All its arguments are
    named when it is called.
    """
    known: dict[tuple, _Statement] = {}

    @wraps(build)
    def rows(**values: Any) -> list:
        shape = tuple(_shape(one) for one in values.values())
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
            return []
        inside = {name: _laid_out(one) for name, one in values.items()}
        return self.rows_from(rows_of(self.sql, [fill(inside) for fill in self.fills]))


def _work_out(build: Callable[..., QuerySet], values: dict[str, Any]) -> _Statement:
    stand_ins = {name: _stand_in(value) for name, value in values.items()}
    rows = build(**stand_ins)
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Statement("", (), list)
    if not sql.startswith("SELECT"):  # else the row history would put a statement of its own before
        sql = f"SELECT * FROM ({sql}) AS all_of_them"  # noqa: S608
    places = dict(_places(stand_ins))
    unasked = {one.id for one in stand_ins.values() if isinstance(one, Actor)}
    if lost := places.keys() - unasked - set(_all_of(params)):
        raise TypeError(f"{build.__name__} asks for something else than it was given: {lost}")
    fills = [_fill(param, places) for param in params]
    return _Statement(sql, fills, _reader(rows, compiler))


def _laid_out(value: Any) -> Any:
    """A collection in an order; of an actor who it is, then the groups."""
    if isinstance(value, Actor):
        return [value.id, *sorted(value.group_ids)]
    return sorted(value) if _is_many(value) else value


def _is_many(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


def _is_part_of_it(value: Any) -> bool:
    return value is None or isinstance(value, int)


def _shape(value: Any) -> Any:
    """What a statement is known by."""
    if isinstance(value, Actor):
        return (len(value.group_ids),)
    if _is_many(value):
        return (len(value),)
    return value if _is_part_of_it(value) else ...


def _stand_in(value: Any) -> Any:
    """Another value of the same kind, which is found again among the statement's values."""
    if _is_part_of_it(value):
        return value
    if isinstance(value, Actor):
        groups = frozenset(uuid4() for _ in value.group_ids)
        return Actor(uuid4(), "", frozenset(), groups)
    if _is_many(value):
        return [_stand_in(one) for one in sorted(value)]
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return datetime(1000, 1, 1, tzinfo=timezone.get_default_timezone()) + timedelta(
            seconds=next(_stand_ins)
        )
    if isinstance(value, date):
        return date(1, 1, 1) + timedelta(days=next(_stand_ins))
    raise TypeError(f"{value!r} may change what is asked: it cannot be filled in")


def _places(stand_ins: dict[str, Any]) -> Iterator[tuple[Any, Fill]]:
    """Where each stand-in's real value is found."""

    def whole(name: str) -> Fill:
        return lambda values: values[name]

    def one_of(name: str, at: int) -> Fill:
        return lambda values: values[name][at]

    for name, value in stand_ins.items():
        if isinstance(value, list | Actor):
            for at, one in enumerate(_laid_out(value) if isinstance(value, Actor) else value):
                yield one, one_of(name, at)
        elif not _is_part_of_it(value):
            yield value, whole(name)


def _all_of(params: Any) -> Iterator[Any]:
    for one in params:
        if isinstance(one, list):
            yield from _all_of(one)
        else:
            yield one


def _fill(param: Any, places: dict[Any, Fill]) -> Fill:
    """What goes into one place of the statement: a value of the caller, or always the same."""
    if isinstance(param, list):
        inner = [_fill(one, places) for one in param]
        return lambda values: [fill(values) for fill in inner]
    return places.get(param) or (lambda _: param)


def _reader(rows: Any, compiler: Any) -> Callable[[list], list]:
    """What makes the queryset's own rows of what the database answers, as Django does it."""
    converters = compiler.get_converters([one[0] for one in compiler.select])

    def converted(found: list) -> list:
        return list(compiler.apply_converters(found, converters)) if converters else found

    kind = rows._iterable_class
    if kind is FlatValuesListIterable:
        return lambda found: [one[0] for one in converted(found)]
    if kind is ValuesIterable:
        names = list(rows.query.selected)
        return lambda found: [dict(zip(names, one, strict=True)) for one in converted(found)]
    if kind is not ModelIterable:
        return converted
    made = _objects(rows, compiler)
    lookups = rows._prefetch_related_lookups

    def objects(found: list) -> list:
        there = [made(row) for row in converted(found)]
        if there and lookups:
            prefetch_related_objects(there, *lookups)
        return there

    return objects


def _objects(rows: Any, compiler: Any) -> Callable[[Sequence], Any]:
    told, more = compiler.klass_info, compiler.annotation_col_map or {}
    model, fields = told["model"], told["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [one[0].target.attname for one in compiler.select[first:last]]
    populators: Any = get_related_populators
    related = populators(told, compiler.select, rows.db)

    def made(row: Sequence) -> Any:
        one = model.from_db(rows.db, names, row[first:last])
        for populator in related:
            populator.populate(row, one)
        for name, at in more.items():
            setattr(one, name, row[at])
        return one

    return made
