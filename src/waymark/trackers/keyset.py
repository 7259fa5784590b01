"""Pages of a list by key: from where the last one ended, so that page 1,000 costs no more than 2.

A page is named by the number of the tracker it follows or precedes, which tells nothing of anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value

from waymark.reads.filling import Code, Given


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


ALL, BEYOND, EMPTY, EMPTY_BEYOND, FULL = (
    Code(one) for one in ("all", "beyond", "empty", "empty beyond", "full")
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a list, in order: all of it, or what lies beyond an anchor; empty keys are a stretch
    of their own, so that an index serves.
    """

    which: Code = ALL
    anchor: tuple[Any, ...] = ()

    def within(self, rows: QuerySet, key: Key, *, falling: bool) -> QuerySet:
        """The rows of this stretch, in order."""
        order = [f"-{field}" if falling else field for field in key.fields]
        empty = Q(**{key.field: None})
        if self.which == BEYOND:
            rows = rows.filter(_beyond(key.fields, self.anchor, falling=falling))
        elif self.which == EMPTY_BEYOND:
            rows = rows.filter(empty, _beyond(("number",), self.anchor, falling=falling))
        elif self.which == EMPTY:
            rows = rows.filter(empty)
        elif self.which == FULL:
            rows = rows.filter(~empty)
        return rows.order_by(*order)


Read = Callable[[Stretch, bool, int], Sequence[tuple]]


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
    """The page before or after the anchor of that number; the first one when there is no such. Of
    many rows their keys are put in order, and only what the page shows is read in full.
    """

    def read(stretch: Stretch, falling: bool, at_most: int) -> Sequence[tuple]:
        keys = stretch.within(rows, key, falling=falling).values("pk")[:at_most]
        shown = Stretch().within(anchors.filter(pk__in=keys), key, falling=falling)
        return list(shown.values_list(*columns))

    def find(number: int) -> tuple | None:
        return anchors.filter(number=number).values_list(*key.fields).first()

    return page_read(read, find, key, descending=descending, before=before, after=after, size=size)


def page_read(
    read: Read,
    find: Callable[[int], tuple | None],
    key: Key,
    *,
    descending: bool,
    before: int | None,
    after: int | None,
    size: int,
) -> Found:
    """The same by whoever reads the rows of a stretch and finds the key of an anchor."""
    start = after if before is None else before
    anchor = find(start) if start is not None else None
    backward = anchor is not None and before is not None
    falling = descending != backward
    found: list[tuple] = []
    for stretch in _stretches(key, anchor, falling=falling):
        found += read(stretch, falling, size + 1 - len(found))
        if len(found) > size:
            break
    more = len(found) > size
    found = found[:size]
    if not backward:
        return Found(found, has_previous=anchor is not None, has_next=more)
    return Found(found[::-1], has_previous=more, has_next=True)


def _stretches(key: Key, anchor: tuple | None, *, falling: bool) -> list[Stretch]:
    """What lies beyond the anchor, one stretch after the other."""
    if anchor is None:
        return [Stretch()]
    there = (*anchor[:-1], Given(anchor[-1]))
    if anchor[0] is not None:
        beyond = [Stretch(BEYOND, there)]
        return beyond if falling or not key.nullable else [*beyond, Stretch(EMPTY)]
    among_the_empty = Stretch(EMPTY_BEYOND, there[-1:])
    return [among_the_empty, Stretch(FULL)] if falling else [among_the_empty]


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
