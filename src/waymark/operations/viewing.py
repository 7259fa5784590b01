"""Opening a record: reads it and notes who looked, in one transaction. No note, no page."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.audit.access import note_access
from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound, Refused
from waymark.participants.models import Participant
from waymark.participants.queries import participant_of
from waymark.people.policy import require
from waymark.plans.models import Activity
from waymark.plans.queries import activity_of
from waymark.trackers.models import Tracker, TrackerFile
from waymark.trackers.queries import tracker_of


@transaction.atomic
def view_participant(
    *, actor: Actor, participant_id: UUID, now: datetime, address: str | None = None
) -> Participant:
    """Open a participant's record; refused with `participant.not_found`."""
    require(actor, "participants.view")
    participant = participant_of(actor, participant_id)
    note_access(
        actor,
        kind="participant",
        at=now,
        record_id=participant.id,
        participant_id=participant.id,
        address=address,
    )
    return participant


@transaction.atomic
def view_activity(
    *, actor: Actor, activity_id: UUID, now: datetime, address: str | None = None
) -> Activity:
    """Open an activity; refused with `activity.not_found`."""
    require(actor, "participants.view")
    activity = activity_of(actor, activity_id)
    note_access(
        actor,
        kind="activity",
        at=now,
        record_id=activity.id,
        participant_id=activity.participant_id,
        address=address,
    )
    return activity


@transaction.atomic
def view_tracker(
    *, actor: Actor, tracker_id: UUID, now: datetime, address: str | None = None
) -> Tracker:
    """Open a tracker; refused with `tracker.not_found`."""
    require(actor, "participants.view")
    tracker = tracker_of(actor, tracker_id)
    note_access(
        actor,
        kind="tracker",
        at=now,
        record_id=tracker.id,
        participant_id=tracker.participant_id,
        address=address,
    )
    return tracker


@transaction.atomic
def view_file(
    *, actor: Actor, tracker_id: UUID, file_id: UUID, now: datetime, address: str | None = None
) -> Document:
    """Open a file of a tracker, until it is removed; refused with `file.not_found`,
    `file.infected`, and `file.held` while the scanner has not said that it is clean.
    """
    require(actor, "participants.view")
    file = (
        TrackerFile.objects.select_related("document")
        .filter(
            id=file_id,
            tracker_id=tracker_id,
            removed_at=None,
            tracker__participant__group_id__in=actor.group_ids,
        )
        .first()
    )
    if file is None:
        raise NotFound("file")
    if file.document.is_infected:
        raise Refused("file.infected", "This file is infected and cannot be opened")
    if file.document.is_held:
        raise Refused(
            "file.held", "This file is waiting to be scanned for viruses. Try again later"
        )
    note_access(
        actor,
        kind="file",
        at=now,
        record_id=file.id,
        participant_id=file.document.participant_id,
        address=address,
    )
    return file.document


@transaction.atomic
def open_export(*, actor: Actor, now: datetime, address: str | None = None) -> None:
    """Take the trackers that one may see away in a file: asks for the right, and puts on record who
    took them. Refused with `people.role_needed`.
    """
    require(actor, "trackers.export")
    note_access(actor, kind="export", at=now, address=address)
