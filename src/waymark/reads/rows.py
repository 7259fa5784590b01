"""What makes a queryset's own rows of what the database answers, as Django does it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    get_related_populators,
)


def reader_of(rows: Any, compiler: Any) -> Callable[[list], list]:
    """Turns tuples into what the queryset gives: objects, dictionaries, tuples or values."""
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
