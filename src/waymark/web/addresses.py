"""Addresses of pages about one record, for lists: 25 rows have some hundred and fifty of them."""

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


@cache
def addresses_of(name: str) -> Callable[[UUID], str]:
    """What gives the address of the page of that name for each record; worked out once, since the
    addresses of pages do not change while Waymark runs.
    """
    before, after = reverse(name, args=[_ANY]).split(str(_ANY))
    return lambda record_id: f"{before}{record_id}{after}"
