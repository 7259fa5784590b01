"""Erasing what the histories hold about a person, by the owner of the tables.

The guards let nobody change history, so the owner sets them aside for the length of one
transaction; no other role can. The chain holds afterwards, and says itself that it was done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pgtrigger
from django.apps import apps
from django.db import connection
from django.db.models import Model

from waymark.audit.context import acting_as
from waymark.audit.events import ERASED_WITH_CONTENT, EVENT_TYPES, Entry, record
from waymark.audit.models import Event, EventContent
from waymark.audit.row_history import ERASURES
from waymark.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased: contents of events, and rows of row history by table."""

    contents: int
    rows: dict[str, int]


def erase_history_of(*, actor: Actor, stream: str, stream_id: UUID, now: datetime) -> Erased:
    """Erase what the events of a stream and the row history hold about the person whose they are,
    and put on record that it was done. Events, their codes, times and ids stay, and verify.
    """
    with acting_as(actor, "erase_history_of"):
        contents = _erase_contents(stream, stream_id)
        rows = {
            name: _erase_rows(_model(name), rule.by, stream_id)
            for name, rule in ERASURES.items()
            if rule.stream == stream
        }
        record(actor, [Entry("history.erased", stream, stream_id, now)])
    return Erased(contents, rows)


def _erase_contents(stream: str, stream_id: UUID) -> int:
    codes = [kind.code for kind in EVENT_TYPES.values() if kind.erasure == ERASED_WITH_CONTENT]
    events = Event.objects.filter(stream=stream, stream_id=stream_id, code__in=codes)
    with _guards_aside(EventContent):
        deleted, _ = EventContent.objects.filter(event__in=events).delete()
    return deleted


def _erase_rows(model: type[Model], column: str, person_id: UUID) -> int:
    with _guards_aside(model):
        deleted, _ = model._base_manager.filter(**{column: person_id}).delete()
    return deleted


@contextmanager
def _guards_aside(model: type[Model]) -> Iterator[None]:
    """Only the owner of a table may do this; until the transaction ends nobody else writes there.
    Should anything fail, the transaction puts the guards back.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    guards = [one.get_pgid(of) for of, one in pgtrigger.registered() if of is model]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a check put off would stand in the way
        for guard in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        yield
        for guard in guards:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {guard}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _model(name: str) -> type[Model]:
    return next(model for model in apps.get_models() if model.__name__ == name)
