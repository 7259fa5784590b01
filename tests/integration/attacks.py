"""Ways round the operations: raw SQL, update(), bulk_update, bulk_create, save and delete; each of
them also while every trigger is told to be ignored.
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError
from django.db.models.expressions import DatabaseDefault

Attack = Callable[..., None]


def raw_update(row: Model, **values: Any) -> None:
    columns = ", ".join(f'"{column(row, name)}" = %s' for name in values)
    run(
        f'UPDATE "{row._meta.db_table}" SET {columns} WHERE "{row._meta.pk.column}" = %s',
        [adapted(row, name, value) for name, value in values.items()] + [row.pk],
    )


def queryset_update(row: Model, **values: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def bulk_update(row: Model, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    type(row)._base_manager.bulk_update([row], [field(row, name).name for name in values])


def saved(row: Model, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def raw_delete(row: Model) -> None:
    run(f'DELETE FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s', [row.pk])


def queryset_delete(row: Model) -> None:
    type(row)._base_manager.filter(pk=row.pk).delete()


def past_the_collector(row: Model) -> None:
    found = type(row)._base_manager.filter(pk=row.pk)
    found._raw_delete(found.db)


def raw_insert(row: Model) -> None:
    fields = [
        one
        for one in row._meta.concrete_fields
        if one.attname in row.__dict__
        and not isinstance(getattr(row, one.attname), DatabaseDefault)
        and getattr(row, one.attname) is not None
    ]
    names = ", ".join(f'"{one.column}"' for one in fields)
    marks = ", ".join("%s" for _ in fields)
    values = [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]
    run(f'INSERT INTO "{row._meta.db_table}" ({names}) VALUES ({marks})', values)


def bulk_create(row: Model) -> None:
    type(row)._base_manager.bulk_create([row])


def created(row: Model) -> None:
    row.save(force_insert=True)


UPDATES: list[Attack] = [raw_update, queryset_update, bulk_update, saved]
DELETES: list[Attack] = [raw_delete, queryset_delete, past_the_collector]
INSERTS: list[Attack] = [raw_insert, bulk_create, created]


def attempt(attack: Attack, row: Model, match: str, **values: Any) -> None:
    """Attack twice, the second time with triggers told to be ignored; the database holds."""
    for ignoring in (False, True):
        with (
            pgtrigger.ignore() if ignoring else nullcontext(),
            pytest.raises((IntegrityError, ProtectedError), match=match),
            transaction.atomic(),
        ):
            attack(row, **values)
        if row.pk and not row._state.adding:
            row.refresh_from_db()


def run(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def field(row: Model, name: str):
    return next(one for one in row._meta.concrete_fields if name in {one.name, one.attname})


def column(row: Model, name: str) -> str:
    return field(row, name).column


def adapted(row: Model, name: str, value: Any) -> Any:
    return field(row, name).get_db_prep_save(value, connection)
