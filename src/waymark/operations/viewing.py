"""Opening a record: reads it and notes who looked, in one transaction. No note, no page. Of a
restricted record the first opening in a while asks why; the reason stands on every note.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from waymark.audit.access import REASON, note_access, reason_given
from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound, ReasonNeeded, Refused, raise_all
from waymark.participants.models import Participant
from waymark.participants.queries import participant_of, visible_to
from waymark.participants.rules import opening_is_explained
from waymark.people.policy import require
from waymark.plans.models import Activity, Notice
from waymark.plans.notice_queries import notice_of
from waymark.plans.queries import activity_of
from waymark.sanctions.letters import letter_of
from waymark.trackers.models import Tracker, TrackerFile
from waymark.trackers.packs import made_pack_of
from waymark.trackers.queries import tracker_of

LONGEST_REASON = 500


@transaction.atomic
def view_participant(
    *,
    actor: Actor,
    participant_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Participant:
    """Open a participant's record; refused with `participant.not_found` and, where it is restricted
    and nobody has said why lately, `participant.reason_needed`.
    """
    require(actor, "participants.view")
    participant = participant_of(actor, participant_id)
    _note(
        actor, "participant", participant.id, participant, now=now, address=address, reason=reason
    )
    return participant


@transaction.atomic
def view_activity(
    *,
    actor: Actor,
    activity_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Activity:
    """Open an activity; refused with `activity.not_found` and `participant.reason_needed`."""
    require(actor, "participants.view")
    activity = activity_of(actor, activity_id)
    _note(
        actor,
        "activity",
        activity.id,
        activity.participant,
        now=now,
        address=address,
        reason=reason,
    )
    return activity


@transaction.atomic
def view_tracker(
    *,
    actor: Actor,
    tracker_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Tracker:
    """Open a tracker; refused with `tracker.not_found` and `participant.reason_needed`."""
    require(actor, "participants.view")
    tracker = tracker_of(actor, tracker_id)
    _note(
        actor, "tracker", tracker.id, tracker.participant, now=now, address=address, reason=reason
    )
    return tracker


@transaction.atomic
def view_file(
    *,
    actor: Actor,
    tracker_id: UUID,
    file_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Document:
    """Open a file of a tracker, until it is removed; refused with `file.not_found`,
    `participant.reason_needed`, `file.infected`, and `file.held` while the scanner has not said
    that it is clean.
    """
    require(actor, "participants.view")
    file = (
        TrackerFile.objects.select_related("document__participant")
        .filter(
            visible_to(actor, of="tracker__participant__"),
            id=file_id,
            tracker_id=tracker_id,
            removed_at=None,
        )
        .first()
    )
    if file is None:
        raise NotFound("file")
    _note(
        actor, "file", file.id, file.document.participant, now=now, address=address, reason=reason
    )
    _refuse_if_held(file.document)
    return file.document


@transaction.atomic
def view_letter(
    *,
    actor: Actor,
    participant_id: UUID,
    letter_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Document:
    """Open a letter of a sanction record, unless its entry was withdrawn; refused with
    `participant.not_found`, `participant.reason_needed` and `file.not_found`, and with
    `file.infected` or `file.held`.
    """
    require(actor, "participants.view")
    participant = participant_of(actor, participant_id)
    _note(actor, "file", letter_id, participant, now=now, address=address, reason=reason)
    document = letter_of(participant, letter_id)
    _refuse_if_held(document)
    return document


@transaction.atomic
def view_notice(
    *,
    actor: Actor,
    activity_id: UUID,
    notice_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Notice:
    """Open the PDF of a notice, whether it holds or not; refused with `notice.not_found` and
    `participant.reason_needed`.
    """
    require(actor, "participants.view")
    notice = notice_of(actor, activity_id, notice_id)
    _note(actor, "notice", notice.id, notice.participant, now=now, address=address, reason=reason)
    return notice


@transaction.atomic
def view_pack(
    *,
    actor: Actor,
    tracker_id: UUID,
    pack_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Document:
    """Take an evidence pack away; refused with `people.role_needed`, `tracker.not_found`,
    `pack.not_found` and `participant.reason_needed`, and with `file.infected` or `file.held`.
    """
    require(actor, "trackers.make_packs")
    tracker = tracker_of(actor, tracker_id)
    _note(
        actor,
        "evidence pack",
        pack_id,
        tracker.participant,
        now=now,
        address=address,
        reason=reason,
    )
    pack, document = made_pack_of(tracker, pack_id)
    if pack.holds_private and pack.asked_by_id != actor.id:
        require(actor, "trackers.read_private", to="Take away a pack with private details")
    _refuse_if_held(document)
    return document


@transaction.atomic
def view_sheet(
    *,
    actor: Actor,
    tracker_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Tracker:
    """Take the referral sheet of a tracker away; refused with `people.role_needed`,
    `tracker.not_found` and `participant.reason_needed`.
    """
    require(actor, "trackers.make_packs")
    tracker = tracker_of(actor, tracker_id)
    _note(
        actor,
        "referral sheet",
        tracker.id,
        tracker.participant,
        now=now,
        address=address,
        reason=reason,
    )
    return tracker


@transaction.atomic
def give_reason(
    *,
    actor: Actor,
    participant_id: UUID,
    reason: str,
    now: datetime,
    address: str | None = None,
) -> None:
    """Say why one opens a restricted record, before it is shown; for one that is not restricted
    there is nothing to say. Refused with `participant.not_found` and PAR-11.
    """
    require(actor, "participants.view")
    participant = participant_of(actor, participant_id)
    if participant.is_restricted:
        raise_all(opening_is_explained.check(reason=reason))
        _note_reason(actor, participant, reason, now=now, address=address)


@transaction.atomic
def open_export(*, actor: Actor, now: datetime, address: str | None = None) -> None:
    """Take the trackers that one may see away in a file: asks for the right, and puts on record who
    took them. Refused with `people.role_needed`.
    """
    require(actor, "trackers.export")
    note_access(actor, kind="export", at=now, address=address)


@transaction.atomic
def open_record_export(
    *,
    actor: Actor,
    participant_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> Participant:
    """Take a participant's sanction record away in a file: that too is put on record. Refused with
    `people.role_needed`, `participant.not_found` and `participant.reason_needed`.
    """
    require(actor, "trackers.export")
    participant = participant_of(actor, participant_id)
    _note(
        actor,
        "sanction record",
        participant.id,
        participant,
        now=now,
        address=address,
        reason=reason,
    )
    return participant


@transaction.atomic
def open_access_export(
    *,
    actor: Actor,
    now: datetime,
    participant_id: UUID | None = None,
    address: str | None = None,
) -> None:
    """Take away in a file who opened what: that too is put on record. Refused with
    `people.role_needed`; where it is about one participant also with `participant.not_found` and
    `participant.reason_needed`.
    """
    require(actor, "access_records.view")
    why = ""
    if participant_id is not None:
        participant = participant_of(actor, participant_id)
        why = _why_opened(actor, participant, "", now=now, address=address)
    note_access(
        actor,
        kind="access records",
        at=now,
        record_id=participant_id,
        participant_id=participant_id,
        address=address,
        reason=why,
    )


def _note(
    actor: Actor,
    kind: str,
    record_id: UUID,
    participant: Participant,
    *,
    now: datetime,
    address: str | None,
    reason: str,
) -> None:
    """Note who looked, and of a restricted record also why."""
    note_access(
        actor,
        kind=kind,
        at=now,
        record_id=record_id,
        participant_id=participant.id,
        address=address,
        reason=_why_opened(actor, participant, reason, now=now, address=address),
    )


def _refuse_if_held(document: Document) -> None:
    if document.is_infected:
        raise Refused("file.infected", "This file is infected and cannot be opened")
    if document.is_held:
        raise Refused(
            "file.held", "This file is waiting to be scanned for viruses. Try again later"
        )


def _why_opened(
    actor: Actor, participant: Participant, reason: str, *, now: datetime, address: str | None
) -> str:
    """Why a restricted record is opened: as it was said lately, or is said now."""
    if not participant.is_restricted:
        return ""
    since = now - timedelta(minutes=settings.RESTRICTED_REASON_MINUTES)
    if known := reason_given(actor, participant.id, since=since):
        return known
    if not opening_is_explained(reason=reason):
        raise ReasonNeeded({"participant_id": participant.id, "reference": participant.reference})
    return _note_reason(actor, participant, reason, now=now, address=address)


def _note_reason(
    actor: Actor, participant: Participant, reason: str, *, now: datetime, address: str | None
) -> str:
    said = reason.strip()[:LONGEST_REASON]
    note_access(
        actor,
        kind=REASON,
        at=now,
        record_id=participant.id,
        participant_id=participant.id,
        address=address,
        reason=said,
    )
    return said
