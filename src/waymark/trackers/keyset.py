"""Pages of a list by key: from where the last one ended, so that page 1,000 costs no more than 2.

A page is named by the number of the tracker it follows or precedes, which tells nothing of anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value


@dataclass(frozen=True, slots=True)
class Key:
    """What a list is ordered by, with the number to tell equals apart; empty is the largest."""

    field: str
    nullable: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,) if self.field == "number" else (self.field, "number")


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a page, and whether there is something on either side of it."""

    rows: Sequence[tuple]
    has_previous: bool = False
    has_next: bool = False


def page_by_key(
    rows: QuerySet,
    key: Key,
    *,
    columns: Sequence[str],
    anchors: QuerySet,
    descending: bool,
    before: int | None,
    after: int | None,
    size: int,
) -> Found:
    """The page before or after the anchor of that number; the first one when there is no such."""
    start = after if before is None else before
    anchor = None
    if start is not None:
        anchor = anchors.filter(number=start).values_list(*key.fields).first()
    backward = anchor is not None and before is not None
    falling = descending != backward
    found = _read(rows, key, anchor, columns=columns, falling=falling, at_most=size + 1)
    more = len(found) > size
    found = found[:size]
    if not backward:
        return Found(found, has_previous=anchor is not None, has_next=more)
    return Found(found[::-1], has_previous=more, has_next=True)


def _read(
    rows: QuerySet,
    key: Key,
    anchor: tuple | None,
    *,
    columns: Sequence[str],
    falling: bool,
    at_most: int,
) -> list[tuple]:
    """Rows beyond the anchor in order; empty keys have a statement of their own: indexes serve."""
    order = [f"-{field}" if falling else field for field in key.fields]
    found: list[tuple] = []
    for beyond in _stretches(key, anchor, falling=falling):
        found += rows.filter(beyond).order_by(*order).values_list(*columns)[: at_most - len(found)]
        if len(found) == at_most:
            break
    return found


def _stretches(key: Key, anchor: tuple | None, *, falling: bool) -> list:
    """The conditions for what lies beyond the anchor, one after the other."""
    if anchor is None:
        return [Q()]
    if anchor[0] is not None:
        beyond = [_beyond(key.fields, anchor, falling=falling)]
        return beyond if falling or not key.nullable else [*beyond, Q(**{key.field: None})]
    among_the_empty = Q(**{key.field: None, f"number__{'lt' if falling else 'gt'}": anchor[-1]})
    return [among_the_empty, ~Q(**{key.field: None})] if falling else [among_the_empty]


def _beyond(fields: Sequence[str], anchor: tuple, *, falling: bool) -> Func:
    """A comparison of whole rows, which an index on the same fields answers at once."""
    here = Func(*(F(field) for field in fields), function="ROW", output_field=TextField())
    there = Func(*(Value(value) for value in anchor), function="ROW", output_field=TextField())
    return Func(
        here,
        there,
        template="%(expressions)s",
        arg_joiner=" < " if falling else " > ",
        output_field=BooleanField(),
    )
