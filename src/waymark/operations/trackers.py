"""Trackers: save, reassign, add a note. A monitoring tracker is made in marking.py only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.assignees import assignee_change, assignee_names, write_assignees
from waymark.operations.conflicts import changed, changes_of, events_of, refuse_if_changed
from waymark.operations.handing_on import keep_checks
from waymark.operations.recounting import begin_clock
from waymark.operations.repeats import fields_of, repeats_last_note, repeats_last_step
from waymark.operations.tracker_changes import (
    TrackerChange,
    assignee_problems,
    checks_of,
    problems_of,
    reason_kept,
    what_is_asked,
)
from waymark.operations.tracker_files import (
    add_files,
    refuse_if_final,
    staged_of,
    tracker_entry,
)
from waymark.people.policy import require
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.doubt.checking import Check
from waymark.trackers.doubt.words import CODED_REASONS
from waymark.trackers.models import Note, Tracker, Transition
from waymark.trackers.queries import locked_tracker_of, tracker_of
from waymark.trackers.rules import (
    may_be_made_by_hand,
    note_says_something,
)
from waymark.trackers.types import TYPES, status_of


def create_tracker(*, actor: Actor, type_code: str) -> None:
    """Make a tracker by hand: refused for Monitoring, which only the system makes (product.md,
    section 2).

    Refused with `people.role_needed`, `tracker.type_unknown` and `tracker.made_by_the_system_only`.
    """
    require(actor, "trackers.edit")
    kind = TYPES.get(type_code)
    if kind is None:
        raise Refused("tracker.type_unknown", "Choose a type from the list", field="type")
    raise_all(may_be_made_by_hand.check(made_by_hand=kind.made_by_hand))


def save_tracker(
    *,
    actor: Actor,
    tracker_id: UUID,
    change: TrackerChange,
    seen_version: int | None,
    now: datetime,
) -> Tracker:
    """Save the edit form, all or nothing: status, assignee, DMA paperwork with its files, and a
    note.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final`, `tracker.changed` (with
    what others changed), `documents.kind_unknown`, the codes of the workflow and TRK-11 to TRK-15.
    In one save notes and files are written before the status, so that a final status closes after
    them.
    """
    require(actor, "trackers.edit")
    with acting_as(actor, "save_tracker"):
        tracker = locked_tracker_of(actor, tracker_id)
        wanted = (
            change.status,
            change.assignee_id,
            change.dma_paperwork_raised,
            reason_kept(change),
        )
        if _is_final(tracker) and repeats_last_step(actor, tracker, wanted, change.note, now):
            return tracker
        refuse_if_final(tracker)
        change = what_is_asked(tracker, change)
        if wanted != fields_of(tracker):
            _refuse_if_changed(tracker, seen_version)
        staged = staged_of(actor, tracker, change.files)
        checks = checks_of(actor, tracker, change, staged, now)
        raise_all(problems_of(actor, tracker, change, staged, checks))
        entries = add_files(actor, tracker, staged, now)
        if change.note.strip():
            entries += _add_note(
                actor, tracker, change.note, now, for_decision_maker=change.note_for_decision_maker
            )
        entries += apply_change(actor, tracker, change, checks, now)
        record(actor, entries)
        return tracker


def what_saving_would_refuse(
    *, actor: Actor, tracker_id: UUID, change: TrackerChange, now: datetime
) -> list[Refused]:
    """Everything that would stop a save, for a page that cannot save yet but says all at once.

    Refused with `people.role_needed`, `tracker.not_found` and `tracker.final`.
    """
    require(actor, "trackers.edit")
    with transaction.atomic():
        tracker = tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        staged = staged_of(actor, tracker, change.files)
        checks = checks_of(actor, tracker, change, staged, now)
        return problems_of(actor, tracker, change, staged, checks)


def reassign_tracker(
    *,
    actor: Actor,
    tracker_id: UUID,
    assignee_id: UUID | None,
    seen_version: int | None,
    now: datetime,
) -> Tracker:
    """Give a tracker to somebody else, or to nobody (the group's queue), without touching the rest.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final`, `tracker.changed` and
    `tracker.assignee_without_access`.
    """
    require(actor, "trackers.reassign")
    with acting_as(actor, "reassign_tracker"):
        tracker = locked_tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        if assignee_id != tracker.assignee_id:
            _refuse_if_changed(tracker, seen_version)
        raise_all(assignee_problems(tracker, assignee_id))
        reassign(actor, [tracker], assignee_id, now=now)
        return tracker


def reassign(
    actor: Actor, trackers: list[Tracker], assignee_id: UUID | None, *, now: datetime
) -> None:
    """Set the assignee of locked trackers that are not final, with their history; those who have
    them already stay.
    """
    write_assignees(actor, [(one, assignee_id) for one in trackers], now=now)


def add_note(
    *,
    actor: Actor,
    tracker_id: UUID,
    text: str,
    now: datetime,
    for_decision_maker: bool = False,
) -> None:
    """Add a dated note with its author; notes are never edited and do not block anybody's edit. One
    for the decision maker goes into evidence packs, another is for staff only.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final` and
    `tracker.note_empty`.
    """
    require(actor, "trackers.add_note")
    with acting_as(actor, "add_note"):
        tracker = locked_tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        raise_all(note_says_something.check(text=text))
        record(actor, _add_note(actor, tracker, text, now, for_decision_maker=for_decision_maker))


def _refuse_if_changed(tracker: Tracker, seen_version: int | None) -> None:
    refuse_if_changed(
        "tracker.changed",
        seen=seen_version,
        now=tracker.version,
        events=events_of(tracker_id=tracker.id),
    )


def _is_final(tracker: Tracker) -> bool:
    return status_of(tracker.type, tracker.status).is_final


def _add_note(
    actor: Actor, tracker: Tracker, text: str, now: datetime, *, for_decision_maker: bool
) -> list[Entry]:
    if repeats_last_note(actor, tracker, text, now):
        return []
    Note.objects.create(
        tracker=tracker,
        text=text.strip(),
        author_id=actor.id,
        author_name=actor.name,
        at=now,
        for_decision_maker=for_decision_maker,
    )
    data: dict[str, Any] = {"note": text.strip()}
    if for_decision_maker:
        data["for_decision_maker"] = True
    return [tracker_entry("tracker.note_added", tracker, now, data)]


def apply_change(
    actor: Actor,
    tracker: Tracker,
    change: TrackerChange,
    checks: Sequence[Check],
    now: datetime,
    *,
    code: str = "tracker.edited",
) -> list[Entry]:
    """Write what is different, with its line of history; the tracker is locked."""
    reason = reason_kept(change)
    changes = changes_of(
        changed(
            "status",
            "Status",
            status_of(tracker.type, tracker.status).label,
            status_of(tracker.type, change.status).label,
        ),
        _assignee_change(tracker, change.assignee_id),
        changed(
            "dma_paperwork_raised",
            "DMA paperwork raised",
            tracker.dma_paperwork_raised,
            change.dma_paperwork_raised,
        ),
        changed("not_raised_reason", "Reason it was not raised", tracker.not_raised_reason, reason),
    )
    if not changes:
        return []
    data: dict[str, Any] = {"changes": changes}
    if change.status != tracker.status:
        own_work_reason = (
            change.own_work_reason.strip()
            if status_of(tracker.type, change.status).is_final
            else ""
        )
        Transition.objects.create(
            tracker=tracker,
            from_status=tracker.status,
            to_status=change.status,
            by_id=actor.id,
            by=actor.shown_as,
            at=now,
            own_work_reason=own_work_reason,
            **_coded(change),
        )
        data["own_work_reason"] = own_work_reason
        data |= _coded_words(change)
        tracker.status, tracker.status_set_at = change.status, now
        nation = tracker.participant.group.bank_holidays
        data["clock"] = begin_clock(tracker, reckoning(), nation=nation)
    tracker.assignee_id = change.assignee_id
    tracker.dma_paperwork_raised = change.dma_paperwork_raised
    tracker.not_raised_reason = reason
    tracker.version += 1
    tracker.save(
        update_fields=[
            "status",
            "status_set_at",
            "act_by",
            "act_by_limit",
            "assignee",
            "dma_paperwork_raised",
            "not_raised_reason",
            "version",
        ]
    )
    data |= keep_checks(actor, tracker, checks, change.reasons_for_going_on, now)
    return [tracker_entry(code, tracker, now, {**data, "version": tracker.version})]


def _coded(change: TrackerChange) -> dict[str, str]:
    """Why it was sent back or rejected."""
    return {"reason_code": change.coded_reason, "reason_text": change.coded_reason_text.strip()}


def _coded_words(change: TrackerChange) -> dict[str, str]:
    """Why it was sent back or rejected, as the history keeps it."""
    if not change.coded_reason:
        return {}
    words = CODED_REASONS[change.coded_reason]
    return {"coded_reason": words, "coded_reason_text": change.coded_reason_text.strip()}


def _assignee_change(tracker: Tracker, assignee_id: UUID | None) -> dict | None:
    if tracker.assignee_id == assignee_id:
        return None
    return assignee_change(tracker, assignee_id, assignee_names([tracker.assignee_id, assignee_id]))
