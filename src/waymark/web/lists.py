"""Links that keep a list as it is but for one thing: its order, a filter less, another page.

The order is `?sort=due` or `?sort=-due`, the page `?page=2`; changing anything else begins again
at the first page.
"""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict

from waymark.web.parts import Head, Page, Pages

NEIGHBOURS = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `order` is its name in ?sort=; a column without one cannot be sorted."""

    label: str
    order: str = ""
    falls_first: bool = False
    classes: str = ""
    is_hidden: bool = False


ACTIONS = Column("Actions", classes="wm-table__act", is_hidden=True)


def list_address(query: QueryDict, **changes: str | list[str] | None) -> str:
    """This list with some of its query changed; None takes a name out."""
    changed: dict[str, str | list[str]] = {
        name: values for name, values in query.lists() if name != "page"
    }
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return _encoded(
        tuple(
            (name, value if isinstance(value, str) else tuple(value))
            for name, value in changed.items()
        )
    )


@lru_cache(maxsize=2000)  # some twenty on each page, the same each time that it is opened
def _encoded(asked: tuple[tuple[str, str | tuple[str, ...]], ...]) -> str:
    return f"?{urlencode(asked, doseq=True)}"


def without(query: QueryDict, name: str, value: str) -> str:
    """This list without one value of a filter that may have several: what a chip does."""
    return list_address(query, **{name: [one for one in query.getlist(name) if one != value]})


def heads(columns: list[Column], query: QueryDict, *, order: str) -> list[Head]:
    """The heads of a list in a given order, each a link to its own; the present one turns round."""
    return [_head(column, query, order) for column in columns]


def numbered(query: QueryDict, *, number: int, pages: int) -> Pages:
    """The pages round this one, with the first and the last; none when there is but one."""
    if pages <= 1:
        return Pages()
    near = range(number - NEIGHBOURS, number + NEIGHBOURS + 1)
    shown = sorted({1, pages, *(one for one in near if 1 <= one <= pages)})
    links: list[Page] = []
    for one in shown:
        gap = one - links[-1].number - 1 if links else 0
        if gap:  # a gap of one page is that page
            links.append(_page(one - 1, query, number) if gap == 1 else Page(one - 1))
        links.append(_page(one, query, number))
    return Pages(
        previous=list_address(query, page=str(number - 1)) if number > 1 else "",
        next=list_address(query, page=str(number + 1)) if number < pages else "",
        numbers=tuple(links),
    )


def _page(one: int, query: QueryDict, number: int) -> Page:
    return Page(one, list_address(query, page=str(one)), is_current=one == number)


def _head(column: Column, query: QueryDict, order: str) -> Head:
    if not column.order:
        return Head(column.label, classes=column.classes, is_hidden=column.is_hidden)
    rising, falling = column.order, f"-{column.order}"
    asked = falling if column.falls_first else rising
    if order == asked:
        asked = rising if column.falls_first else falling
    direction = {rising: "ascending", falling: "descending"}.get(order, "none")
    return Head(column.label, list_address(query, sort=asked), direction, column.classes)
