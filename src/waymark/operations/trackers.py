"""Trackers: save, reassign, add a note. A monitoring tracker is made in marking.py only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotAllowed, Refused, raise_all
from waymark.operations.assignees import assignee_change, assignee_names, write_assignees
from waymark.operations.conflicts import changed, changes_of, events_of, refuse_if_changed
from waymark.operations.recounting import begin_clock
from waymark.operations.repeats import fields_of, repeats_last_note, repeats_last_step
from waymark.operations.tracker_files import (
    add_files,
    counts_as_paperwork,
    files_of,
    refuse_if_final,
    staged_of,
    tracker_entry,
)
from waymark.people.policy import require
from waymark.people.queries import colleagues
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.models import Note, Tracker, Transition
from waymark.trackers.queries import locked_tracker_of, tracker_of
from waymark.trackers.record import around
from waymark.trackers.rules import (
    assignee_can_take_it,
    may_be_made_by_hand,
    no_later_tracker_is_open,
    not_raised_has_a_reason,
    note_says_something,
    own_work_is_explained,
    raised_paperwork_is_there,
)
from waymark.trackers.types import TYPES, open_statuses, status_of, workflow_of


@dataclass(frozen=True, slots=True)
class TrackerChange:
    """What the edit form says. `assignee_id` None: nobody. Files are staged ones, each with its
    kind.
    """

    status: str
    assignee_id: UUID | None
    dma_paperwork_raised: bool
    not_raised_reason: str = ""
    note: str = ""
    note_for_decision_maker: bool = False
    own_work_reason: str = ""
    files: tuple[tuple[UUID, str], ...] = ()


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
            _not_raised_reason(change),
        )
        if _is_final(tracker) and repeats_last_step(actor, tracker, wanted, change.note, now):
            return tracker
        refuse_if_final(tracker)
        if wanted != fields_of(tracker):
            _refuse_if_changed(tracker, seen_version)
        staged = staged_of(actor, tracker, change.files)
        raise_all(_problems(actor, tracker, change, staged))
        entries = add_files(actor, tracker, staged, now)
        if change.note.strip():
            entries += _add_note(
                actor, tracker, change.note, now, for_decision_maker=change.note_for_decision_maker
            )
        entries += _apply(actor, tracker, change, now)
        record(actor, entries)
        return tracker


def what_saving_would_refuse(
    *, actor: Actor, tracker_id: UUID, change: TrackerChange
) -> list[Refused]:
    """Everything that would stop a save, for a page that cannot save yet but says all at once.

    Refused with `people.role_needed`, `tracker.not_found` and `tracker.final`.
    """
    require(actor, "trackers.edit")
    with transaction.atomic():
        tracker = tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        return _problems(actor, tracker, change, staged_of(actor, tracker, change.files))


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
        raise_all(_assignee_problems(tracker, assignee_id))
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


def _not_raised_reason(change: TrackerChange) -> str:
    """The reason that is kept: none beside a Yes."""
    return "" if change.dma_paperwork_raised else change.not_raised_reason.strip()


def is_own_work(actor: Actor, tracker: Tracker) -> bool:
    """Whether the actor marked the activity or submitted this tracker (product.md, section 5)."""
    return around(actor, tracker).is_own_work


def _problems(
    actor: Actor, tracker: Tracker, change: TrackerChange, staged: list[tuple[Document, str]]
) -> list[Refused]:
    decision = workflow_of(tracker.type).decide(
        current=tracker.status, target=change.status, roles=actor.roles
    )
    if isinstance(decision, NotAllowed) and decision.field is None:
        raise decision
    if isinstance(decision, Refused):
        return [decision, *_paperwork_problems(tracker, change, staged)]
    target = decision.target
    found = (
        []
        if change.assignee_id == tracker.assignee_id
        else _assignee_problems(tracker, change.assignee_id)
    )
    found += _paperwork_problems(tracker, change, staged)
    found += no_later_tracker_is_open.check(
        target_is_open=target.is_open and tracker.status not in open_statuses(),
        later_open=_later_is_open(tracker),
    )
    found += own_work_is_explained.check(
        target_is_final=target.is_final,
        own_work=target.is_final and is_own_work(actor, tracker),
        own_work_reason=change.own_work_reason,
    )
    return found


def _paperwork_problems(
    tracker: Tracker, change: TrackerChange, staged: list[tuple[Document, str]]
) -> list[Refused]:
    there = sum(counts_as_paperwork(one.kind, one.document) for one in files_of(tracker))
    there += sum(counts_as_paperwork(kind, document) for document, kind in staged)
    return raised_paperwork_is_there.check(
        dma_paperwork_raised=change.dma_paperwork_raised, dma_files=there
    ) + not_raised_has_a_reason.check(
        dma_paperwork_raised=change.dma_paperwork_raised, not_raised_reason=change.not_raised_reason
    )


def _assignee_problems(tracker: Tracker, assignee_id: UUID | None) -> list[Refused]:
    if assignee_id is None:
        return []
    person = colleagues([assignee_id]).get(assignee_id)
    participant = tracker.participant
    can_take_it = person is not None and person.sees(
        participant.group.lineage, restricted_to=participant.restricted_to
    )
    return assignee_can_take_it.check(can_take_it=can_take_it)


def _later_is_open(tracker: Tracker) -> bool:
    return (
        Tracker.objects.filter(
            activity=tracker.activity, type=tracker.type, status__in=open_statuses()
        )
        .exclude(id=tracker.id)
        .exists()
    )


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


def _apply(actor: Actor, tracker: Tracker, change: TrackerChange, now: datetime) -> list[Entry]:
    reason = _not_raised_reason(change)
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
        )
        data["own_work_reason"] = own_work_reason
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
    return [tracker_entry("tracker.edited", tracker, now, {**data, "version": tracker.version})]


def _assignee_change(tracker: Tracker, assignee_id: UUID | None) -> dict | None:
    if tracker.assignee_id == assignee_id:
        return None
    return assignee_change(tracker, assignee_id, assignee_names([tracker.assignee_id, assignee_id]))
