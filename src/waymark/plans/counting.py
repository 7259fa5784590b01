"""How many there are, counted no further than a person needs: exact up to a limit, then 1,000+."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

SHOWN_UP_TO = 1000


def up_to(limit: int, rows: QuerySet) -> QuerySet:
    """Rows to be counted, one more than the limit at most."""
    return rows.order_by().values("pk")[: limit + 1]


def how_many(rows_of: Mapping[str, QuerySet]) -> dict[str, int]:
    """How many rows each has, in one statement for all of them."""
    counted = dict.fromkeys(rows_of, 0)
    arms: list[str] = []
    values: list[Any] = []
    names: list[str] = []
    for name, rows in rows_of.items():
        try:
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        arms.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608
        values.extend(given)
        names.append(name)
    if arms:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(arms)}", values)
            counted |= dict(zip(names, cursor.fetchone(), strict=True))
    return counted


def shown(amount: int, *, limit: int = SHOWN_UP_TO) -> int | str:
    """The amount, or 1,000+ when it is more than the limit."""
    return amount if amount <= limit else f"{limit:,}+"
