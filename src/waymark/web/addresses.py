"""Addresses of pages, worked out once: those of a list of 25 rows are some hundred and fifty."""

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


@cache
def address_of_page(name: str) -> str:
    """The address of the one page of that name."""
    return reverse(name)


@cache
def addresses_of(name: str) -> Callable[[UUID], str]:
    """What gives the address of the page of that name for each record; worked out once, since the
    addresses of pages do not change while Waymark runs.
    """
    before, after = reverse(name, args=[_ANY]).split(str(_ANY))
    return lambda record_id: f"{before}{record_id}{after}"


def address(name: str, key: object) -> str:
    """The address of the page of that name for one record."""
    if isinstance(key, UUID):
        return addresses_of(name)(key)
    return reverse(name, args=[key])
