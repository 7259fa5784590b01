"""Compliance sends a submitted tracker back to be put right, with a reason from a list."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import raise_all
from waymark.operations.conflicts import events_of, refuse_if_changed
from waymark.operations.repeats import REPEATED_WITHIN
from waymark.operations.tracker_changes import TrackerChange
from waymark.operations.tracker_files import refuse_if_final
from waymark.operations.trackers import apply_change
from waymark.people.policy import require
from waymark.trackers.doubt.rules import (
    is_with_compliance,
    return_has_a_code,
    return_is_explained,
)
from waymark.trackers.models import Tracker
from waymark.trackers.queries import locked_tracker_of
from waymark.trackers.types import status_of, workflow_of


def send_back(
    *,
    actor: Actor,
    tracker_id: UUID,
    code: str,
    text: str,
    seen_version: int | None,
    now: datetime,
) -> Tracker:
    """Send a submitted tracker back to its first status, with a reason from the list and what has
    to be put right. Nothing else of it changes.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final`, `tracker.changed` and
    DBT-25 to DBT-27.
    """
    require(actor, "trackers.check")
    require(actor, "trackers.edit")
    with acting_as(actor, "send_back"):
        tracker = locked_tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        if _has_just_been_sent_back(actor, tracker, code, now):
            return tracker
        raise_all(return_has_a_code.check(code=code) + return_is_explained.check(text=text))
        is_handover = status_of(tracker.type, tracker.status).is_handover
        raise_all(is_with_compliance.check(is_handover=is_handover))
        refuse_if_changed(
            "tracker.changed",
            seen=seen_version,
            now=tracker.version,
            events=events_of(tracker_id=tracker.id),
        )
        change = replace(_as_it_is(tracker), coded_reason=code, coded_reason_text=text)
        record(actor, apply_change(actor, tracker, change, (), now, code="tracker.returned"))
        return tracker


def _as_it_is(tracker: Tracker) -> TrackerChange:
    """Everything stays but the status."""
    return TrackerChange(
        status=workflow_of(tracker.type).initial.code,
        assignee_id=tracker.assignee_id,
        dma_paperwork_raised=tracker.dma_paperwork_raised,
        not_raised_reason=tracker.not_raised_reason,
    )


def _has_just_been_sent_back(actor: Actor, tracker: Tracker, code: str, now: datetime) -> bool:
    """A double click, or a retried request."""
    last = tracker.transitions.order_by("-id").first()
    return (
        last is not None
        and bool(code)
        and (last.by_id, last.to_status, last.reason_code) == (actor.id, tracker.status, code)
        and now - last.at <= REPEATED_WITHIN
    )
