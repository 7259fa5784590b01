"""What people of the demonstration write down before a doubt is raised, by the operations."""

from datetime import datetime, timedelta

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
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
from waymark.operations.returning import send_back
from waymark.trackers.doubt.rules import proposed_failure
from waymark.trackers.models import Tracker


def rang_and_wrote(actor: Actor, tracker: Tracker, now: datetime) -> None:
    """They were rung, and asked by letter whether they had a good reason."""
    an_hour_ago = now - timedelta(hours=1)
    rang = ContactDraft(an_hour_ago, "phone", "no_answer", text="Rang twice, no answer.")
    add_contact(actor=actor, tracker_id=tracker.id, draft=rang, now=now)
    wrote = QuestionDraft(day_of(now), "post", text="Why could you not come?")
    ask_good_reason(actor=actor, tracker_id=tracker.id, draft=wrote, now=now)


def said_why(actor: Actor, tracker: Tracker, now: datetime) -> None:
    """They said why, it is no good reason, and the kind of failure is confirmed as proposed."""
    said = ReplyDraft(day_of(now), "none_of_these", "I forgot.")
    record_reply(actor=actor, tracker_id=tracker.id, draft=said, now=now)
    why = "Reminded the day before."
    decide_good_reason(actor=actor, tracker_id=tracker.id, accepted=False, why=why, now=now)
    kind = tracker.activity.kind if tracker.activity else ""
    failure = proposed_failure(kind=kind, reason=tracker.reason)
    confirm_failure(actor=actor, tracker_id=tracker.id, failure=failure, why="", now=now)


def sent_back(actor: Actor, tracker: Tracker, now: datetime) -> None:
    """Compliance sends it back to be put right."""
    send_back(
        actor=actor,
        tracker_id=tracker.id,
        code="r_evidence",
        text="The register of that day is missing.",
        seen_version=None,
        now=now,
    )
