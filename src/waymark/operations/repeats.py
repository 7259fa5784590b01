"""A double click, a retried request, the back button: what is asked twice is done once."""

from datetime import datetime, timedelta
from uuid import UUID

from waymark.kernel.actor import Actor
from waymark.trackers.models import Tracker

REPEATED_WITHIN = timedelta(minutes=1)

Fields = tuple[str, UUID | None, bool, str]


def fields_of(tracker: Tracker) -> Fields:
    """The fields of a tracker that two people can disagree about."""
    return (
        tracker.status,
        tracker.assignee_id,
        tracker.dma_paperwork_raised,
        tracker.not_raised_reason,
    )


def repeats_last_note(actor: Actor, tracker: Tracker, text: str, now: datetime) -> bool:
    """Whether this is the note that the same person has just added."""
    last = tracker.notes.order_by("-at", "-id").first()
    return (
        last is not None
        and last.author_id == actor.id
        and last.text == text.strip()
        and now - last.at <= REPEATED_WITHIN
    )


def repeats_last_step(
    actor: Actor, tracker: Tracker, wanted: Fields, note: str, now: datetime
) -> bool:
    """Whether this very save, to a final status, is what the same person has just done."""
    if fields_of(tracker) != wanted or now - tracker.status_set_at > REPEATED_WITHIN:
        return False
    last = tracker.transitions.order_by("-id").first()
    is_theirs = last is not None and last.by_id == actor.id
    return is_theirs and (not note.strip() or repeats_last_note(actor, tracker, note, now))
