"""What integration tests expect of an operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest

from tests.snapshot import nothing_changes
from waymark.audit.models import Event
from waymark.kernel.refusals import Refused, SeveralRefused

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")


@contextmanager
def refused(*codes: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The operation refuses with just these codes, in this order, and leaves no trace."""
    with nothing_changes(), pytest.raises(Refused) as raised:
        yield raised
    found = raised.value.refusals if isinstance(raised.value, SeveralRefused) else [raised.value]
    assert [one.code for one in found] == list(codes)


def told(**which: object) -> list[tuple[str, str]]:
    """The history of a record, oldest first: what happened, by whom."""
    events = Event.objects.filter(**which).select_related("content").order_by("id")
    return [(event.code, event.content.actor_name) for event in events]


def last_event(**which: object) -> Event:
    """The latest entry of a history, with its content."""
    return Event.objects.filter(**which).select_related("content").order_by("-id")[0]


def changes_in(event: Event) -> dict[str, tuple[str, str]]:
    """What an entry says has changed: label, before, after."""
    return {
        change["label"]: (change["before"], change["after"])
        for change in event.content.data["changes"]
    }
