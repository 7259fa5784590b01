"""Entries of a sanction record, as somebody enters them."""

from datetime import date, datetime
from typing import Any

from tests.factories import MORNING
from tests.people import Person
from waymark.operations.sanctions import add_entry
from waymark.sanctions.models import SanctionEntry
from waymark.sanctions.rules import EntryFields
from waymark.trackers.models import Tracker

RECEIVED = date(2026, 11, 20)
PLAIN: dict[str, dict[str, Any]] = {
    "referral": {"channel": "Secure email", "reference": "DM 4471"},
    "outcome": {"result": "adverse"},
    "period": {"starts_on": date(2026, 11, 17)},
    "condition": {"text": "Come to the next appointment", "channel": "In person"},
    "re-compliance": {"channel": "In person"},
    "no-longer-required": {"result": "left", "channel": "Post", "told_on": RECEIVED},
    "reconsideration": {"result": "unchanged"},
    "appeal": {"result": "overturned"},
}


def fields(kind: str, tracker: Tracker | None, **given: Any) -> EntryFields:
    values = {"kind": kind, "happened_on": RECEIVED, **PLAIN.get(kind, {})}
    return EntryFields(**values | {"tracker_id": tracker.id if tracker else None} | given)


def enter(
    who: Person, kind: str, tracker: Tracker, *, now: datetime = MORNING, **given: Any
) -> SanctionEntry:
    return add_entry(
        actor=who.actor,
        participant_id=tracker.participant_id,
        fields=fields(kind, tracker, **given),
        now=now,
    )
