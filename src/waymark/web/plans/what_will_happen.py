"""The panel above the button: whether marking brings a tracker, for whom, and why."""

from dataclasses import dataclass
from typing import Any

from waymark.people.policy import Role
from waymark.reporting.evaluation_words import MARKING, condition_lines, falls_to
from waymark.trackers.preview import Preview
from waymark.trackers.types import status_of
from waymark.web.addresses import address
from waymark.web.parts import Condition, Link


@dataclass(frozen=True, slots=True)
class WhatWillHappen:
    """What the panel says: the outcome with to whom it falls, the conditions, what else to know."""

    outcome: tuple[str, str]
    opening: str
    conditions: tuple[Condition, ...]
    warnings: list[str]
    tracker: Link | None
    tracker_words: str
    closing: str


def what_will_happen(preview: Preview) -> WhatWillHappen:
    """The words of a preview, in the present tense."""
    conditions = [
        one | {"set_by": "", "set_at": ""} if one["code"] == MARKING else one
        for one in preview.verdict.as_data()
    ]
    tracker = preview.latest
    words, closing = _tracker_words(preview), "Nothing is sent to DWP."
    if preview.makes_tracker:
        closing += " The participant does not see the tracker."
    return WhatWillHappen(
        outcome=_outcome(preview),
        opening=_opening(preview),
        conditions=condition_lines(conditions, past=False),
        warnings=_warnings(preview),
        tracker=_link(tracker) if tracker is not None and words else None,
        tracker_words=words,
        closing=closing,
    )


def _outcome(preview: Preview) -> tuple[str, str]:
    """The outcome, and the end of the sentence that says why it falls to whom."""
    if preview.is_open_already:
        return "No second tracker will be made", "."
    if preview.because is None:
        return "No tracker will be made", "."
    whom, why = falls_to(
        because=preview.because,
        assignee=preview.assignee.name if preview.assignee else "",
        owner=preview.owner_name,
        past=False,
    )
    return f"A monitoring tracker will be made for {whom}", why


def _opening(preview: Preview) -> str:
    if preview.makes_tracker:
        return "All of these hold:"
    failed = sum(not condition.held for condition in preview.verdict.conditions)
    return "One of these does not hold:" if failed == 1 else "Some of these do not hold:"


def _warnings(preview: Preview) -> list[str]:
    if preview.assignee is None or preview.assignee.may_edit_trackers:
        return []
    lacks = f"{preview.assignee.name} does not have the role {Role.TRACKERS_EDIT}"
    return [f"{lacks}: somebody who has it must edit the tracker, or it is reassigned."]


def _tracker_words(preview: Preview) -> str:
    """What the present tracker of the activity has to do with it."""
    if preview.latest is None:
        return ""
    label = status_of(preview.latest.type, preview.latest.status).label
    if preview.makes_tracker:
        return f"is {label}: the new tracker follows it and is linked to it."
    if preview.has_open_tracker:
        return f"is still open ({label}): this marking becomes an entry in its history."
    return ""


def _link(tracker: Any) -> Link:
    return Link(f"Tracker {tracker.shown_number}", address("tracker", tracker.id))
