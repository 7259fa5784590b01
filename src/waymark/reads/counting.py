"""How many there are, counted no further than a person needs: exact up to a limit, then 1,000+."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from waymark.reads.worked_out import Sql

SHOWN_UP_TO = 1000


def up_to(limit: int, rows: QuerySet) -> QuerySet:
    """Rows to be counted, one more than the limit at most."""
    return rows.order_by().values("pk")[: limit + 1]


@dataclass(frozen=True, slots=True)
class Split:
    """Rows to be counted where a column has a value: by name, the column and its value. To the
    limit and one more.
    """

    rows: QuerySet
    arms: Mapping[str, tuple[str, Any]]
    limit: int


def how_many(rows_of: Mapping[str, QuerySet], split: Split | None = None) -> dict[str, int]:
    """How many rows each has, and each arm of a split, in one statement for all of them."""
    counting = count_of_each(rows_of, split)
    found: list = []
    if counting.text:
        with connection.cursor() as cursor:
            cursor.execute(counting.text, counting.values)
            found = cursor.fetchall()
    return counting.read(found)[0]


def how_many_alike(rows: QuerySet, *, columns: int) -> list[tuple]:
    """The values that rows have in so many columns, each combination once, and how many have it."""
    if not (found := _sql_of(rows)):
        return []
    names = ", ".join(f"c{at}" for at in range(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names}, count(*) FROM ({found[0]}) AS alike ({names}) GROUP BY {names}",  # noqa: S608
            found[1],
        )
        return cursor.fetchall()


def count_of_each(rows_of: Mapping[str, QuerySet], split: Split | None = None) -> Sql:
    """The statement that counts them, of which one row is read: how many there are by name."""
    none = dict.fromkeys((*rows_of, *(split.arms if split else ())), 0)
    before, names, arms, values = _said_once(split) if split else ("", [], [], [])
    for name, rows in rows_of.items():
        if found := _sql_of(rows):
            arms.append(f"(SELECT count(*) FROM ({found[0]}) AS counted)")  # noqa: S608
            values.extend(found[1])
            names.append(name)

    def read(found: list) -> list[dict[str, int]]:
        return [none | dict(zip(names, one, strict=True)) for one in found] or [none]

    return Sql(f"{before}SELECT {', '.join(arms)}" if arms else "", values, read)


def _said_once(split: Split) -> tuple[str, list[str], list[str], list[Any]]:
    """Rows that many arms count are put into SQL once, which is most of what counting costs here.
    Not materialized: each arm stops early, by an index of its own.
    """
    columns = list(dict.fromkeys(column for column, _ in split.arms.values()))
    found = _sql_of(split.rows.order_by().values_list(*columns))
    if found is None:
        return "", [], [], []
    names = ", ".join(f"c{at}" for at in range(len(columns)))
    before = f"WITH split ({names}) AS NOT MATERIALIZED ({found[0]}) "
    arms, values = [], [*found[1]]
    for column, value in split.arms.values():
        where = f"c{columns.index(column)} = %s"
        arms.append(f"(SELECT count(*) FROM (SELECT 1 FROM split WHERE {where} LIMIT %s) AS one)")  # noqa: S608
        values += [value, split.limit + 1]
    return before, [*split.arms], arms, values


def _sql_of(rows: QuerySet) -> tuple[str, tuple[Any, ...]] | None:
    """None where nothing can match."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def shown(amount: int, *, limit: int = SHOWN_UP_TO) -> int | str:
    """The amount, or 1,000+ when it is more than the limit."""
    return amount if amount <= limit else f"{limit:,}+"
