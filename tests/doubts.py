"""What is gathered before a doubt is raised, for tests: plain defaults, by the operations."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories import MORNING, make_notice
from tests.people import Person
from waymark.operations.doubt import (
    ContactDraft,
    QuestionDraft,
    ReplyDraft,
    add_contact,
    ask_good_reason,
    confirm_failure,
    decide_good_reason,
    record_reply,
)
from waymark.participants.models import Marker, MarkerKind, Participant
from waymark.trackers.models import Tracker

RANG = ContactDraft(datetime(2026, 11, 18, 15, 0, tzinfo=UTC), "phone", "no_answer", text="Rang.")
WROTE = QuestionDraft(date(2026, 11, 18), "post", text="Why did you not come?")
WAS_ILL = ReplyDraft(date(2026, 11, 20), "disability", "My back was bad.")


def contact(who: Person, tracker: Tracker, draft: ContactDraft = RANG, now=MORNING) -> None:
    add_contact(actor=who.actor, tracker_id=tracker.id, draft=draft, now=now)


def ask(who: Person, tracker: Tracker, draft: QuestionDraft = WROTE, now=MORNING) -> None:
    ask_good_reason(actor=who.actor, tracker_id=tracker.id, draft=draft, now=now)


def reply(who: Person, tracker: Tracker, draft: ReplyDraft = WAS_ILL, now=MORNING) -> None:
    record_reply(actor=who.actor, tracker_id=tracker.id, draft=draft, now=now)


def decide(who: Person, tracker: Tracker, *, accepted: bool = False, now=MORNING) -> None:
    why = "The letter of the surgery says so" if accepted else "The surgery knows of nothing"
    decide_good_reason(actor=who.actor, tracker_id=tracker.id, accepted=accepted, why=why, now=now)


def confirm(who: Person, tracker: Tracker, failure="attend", why="", now=MORNING) -> None:
    confirm_failure(actor=who.actor, tracker_id=tracker.id, failure=failure, why=why, now=now)


def mark(participant: Participant, *names: str) -> None:
    """Switch markers on, past the operations."""
    for kind in MarkerKind.objects.filter(name__in=names):
        Marker.objects.create(
            participant=participant, kind=kind, set_by="Adam Stewart", set_at=MORNING
        )


def later(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def typed_contact(**given: Any) -> dict[str, Any]:
    """The form of a contact as a browser sends it."""
    return {
        "day": "18/11/2026",
        "at_time": "3pm",
        "channel": "phone",
        "outcome": "no_answer",
        "made_by": "Adam Stewart",
        "text": "Rang.",
    } | given


def make_ready(cast, tracker: Tracker) -> None:
    """All that Adam can do before the 28th, but for the DMA paperwork: asked, rang, confirmed."""
    make_notice(tracker.activity)
    contact(cast.adam, tracker)
    ask(cast.adam, tracker)
    reply(cast.adam, tracker)
    decide(cast.adam, tracker)
    confirm(cast.adam, tracker)
