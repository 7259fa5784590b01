"""Histories to tamper with, and the hands of an owner who does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from tests.factories import MORNING
from waymark.audit.events import Entry, record
from waymark.audit.models import Event
from waymark.audit.verify import verify
from waymark.kernel.actor import Actor

GWEN = UUID("aaaaaaaa-0000-4000-8000-000000000001")
IOAN = UUID("bbbbbbbb-0000-4000-8000-000000000002")
WHOSE_GWEN, WHOSE_IOAN = f"participant {GWEN}", f"participant {IOAN}"


def entries(stream_id: UUID, *words: str, code: str = "participant.corrected") -> list[Entry]:
    return [Entry(code, "participant", stream_id, MORNING, {"word": word}) for word in words]


def live(actor: Actor) -> None:
    """Gwen's stream with four events, Ioan's with two."""
    record(actor, entries(GWEN, "one", "two", "three", "four"))
    record(actor, entries(IOAN, "one", "two"))
    owner("SET CONSTRAINTS ALL IMMEDIATE")  # committed, as it were
    owner("SET CONSTRAINTS ALL DEFERRED")


def event(stream_id: UUID, seq: int) -> Event:
    return Event.objects.get(stream_id=stream_id, seq=seq)


@contextmanager
def triggers_off() -> Iterator[None]:
    """What an owner with all rights can do: no guard, no chaining, no foreign key stands."""
    owner("SET LOCAL session_replication_role = replica")
    yield
    owner("SET LOCAL session_replication_role = origin")


def owner(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)


def tamper(statement: str, *values: Any) -> None:
    """One statement of the owner, with triggers off."""
    with triggers_off():
        owner(statement, *values)


def forget_stream(stream_id: UUID) -> None:
    """Delete a stream with contents and head, as if it had never been."""
    tamper(
        "DELETE FROM audit_eventcontent USING audit_event "
        "WHERE event_id = audit_event.id AND stream_id = %s",
        stream_id,
    )
    tamper("DELETE FROM audit_event WHERE stream_id = %s", stream_id)
    tamper("DELETE FROM audit_streamhead WHERE stream_id = %s", stream_id)


def found() -> list[str]:
    """What a verification says, the first broken link first."""
    return [str(one) for one in verify().breaks]
