"""Whom a tracker can be given to: a drop-down, narrowed by part of a name where it is long."""

from typing import Any
from uuid import UUID

from waymark.kernel.actor import Actor
from waymark.trackers.record import people_for, people_without_access
from waymark.web.environment import printable
from waymark.web.trackers.forms import Choosable


def choosable_for(actor: Actor, tracker: Any, typed: Any = None) -> Choosable:
    """The people to choose from: those who have to do with the tracker stand in the list always."""
    words = printable(typed.get("find", ""))[:100] if typed else ""
    chosen = _id(typed.get("assignee", "")) if typed else None
    owner_id = tracker.activity.chosen_owner_id if tracker.activity else None
    named = {tracker.assignee_id, chosen} - {None}
    remarks = {
        actor.id: "you",
        owner_id: "owner of the activity",
        tracker.participant.work_coach_id: "work coach",
    }
    remarks.pop(None, None)
    found = people_for(tracker, words=words, always={*named, *remarks})
    strangers = named - {one.id for one in found.listed}
    return Choosable(
        people=[*(people_without_access(strangers) if strangers else ()), *found.listed],
        are_all=found.are_all,
        remarks=remarks,
        queue=tracker.participant.group.path,
    )


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
