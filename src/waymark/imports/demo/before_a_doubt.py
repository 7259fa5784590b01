"""What the demonstration's coaches gather before a doubt is raised: contacts, the question about a
good reason, and the reply.
"""

from datetime import datetime, timedelta
from typing import Any

from waymark.imports.demo.after_referral import Entering
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
from waymark.trackers.doubt.rules import proposed_failure
from waymark.trackers.models import Tracker

HOUR = timedelta(hours=1)


def asking(tracker: Tracker) -> Entering:
    """They were rung and written to, and have time to reply."""

    def step(actor: Actor, moment: datetime) -> None:
        where: dict[str, Any] = {"actor": actor, "tracker_id": tracker.id, "now": moment}
        rang = ContactDraft(moment - HOUR, "phone", "no_answer", text="Rang twice, no answer.")
        add_contact(draft=rang, **where)
        wrote = QuestionDraft(day_of(moment), "post", text="Why could you not come?")
        ask_good_reason(draft=wrote, **where)

    return step


def replying(tracker: Tracker) -> Entering:
    """They said why, and it is no good reason; the kind of failure is confirmed as proposed."""

    def step(actor: Actor, moment: datetime) -> None:
        where: dict[str, Any] = {"actor": actor, "tracker_id": tracker.id, "now": moment}
        record_reply(draft=ReplyDraft(day_of(moment), "none_of_these", "I forgot."), **where)
        decide_good_reason(accepted=False, why="Reminded the day before.", **where)
        kind = tracker.activity.kind if tracker.activity else ""
        failure = proposed_failure(kind=kind, reason=tracker.reason)
        confirm_failure(failure=failure, why="", **where)

    return step
