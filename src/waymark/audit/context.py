"""Who is acting and in what operation, told to the row history in the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from waymark.kernel.actor import Actor


@contextmanager
def acting_as(actor: Actor, operation: str) -> Iterator[None]:
    """One transaction in which every changed row knows who changed it and by which operation."""
    with (
        transaction.atomic(),
        pghistory.context(actor=str(actor.id), operation=operation, by_import=actor.is_import),
    ):
        yield
