"""Opening a file: its bytes, once it is certain that they are the ones that were uploaded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.documents.models import Document
from waymark.documents.store import StoreUnreachable, opened, sha256_of
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.notice_writes import notice_entry
from waymark.operations.sanction_letters import letter_entry
from waymark.operations.tracker_files import tracker_entry
from waymark.operations.viewing import view_file, view_letter, view_notice
from waymark.people.policy import require
from waymark.trackers.queries import tracker_of


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that may be sent: the stream, the name to save it under, media type and length."""

    content: Any
    name: str
    media_type: str
    size: int


def open_file(
    *,
    actor: Actor,
    tracker_id: UUID,
    file_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> OpenFile:
    """Open a file of a tracker and read it whole once, so that nothing is sent that is not what was
    uploaded. Who opened it is on record.

    Refused with `file.not_found`, `participant.reason_needed`, `file.infected`, `file.held`,
    `file.gone`, `file.damaged` (which is on record too) and `file.store_unreachable`.
    """
    require(actor, "participants.view")
    document = view_file(
        actor=actor,
        tracker_id=tracker_id,
        file_id=file_id,
        now=now,
        address=address,
        reason=reason,
    )
    if found := _as_stored(document):
        return found
    with acting_as(actor, "open_file"):
        tracker = tracker_of(actor, tracker_id)
        data = {"file": document.name, "sha256": document.sha256}
        record(actor, [tracker_entry("tracker.file_damaged", tracker, now, data)])
    raise Refused(
        "file.damaged", "This file is not what was uploaded: its contents have changed in the store"
    )


def open_notice(
    *,
    actor: Actor,
    activity_id: UUID,
    notice_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> OpenFile:
    """Open the PDF of a notice exactly as it was issued. Who opened it is on record.

    Refused with `notice.not_found`, `participant.reason_needed`, `file.gone`, `file.damaged` (which
    is on record too) and `file.store_unreachable`.
    """
    require(actor, "participants.view")
    notice = view_notice(
        actor=actor,
        activity_id=activity_id,
        notice_id=notice_id,
        now=now,
        address=address,
        reason=reason,
    )
    if found := _as_stored(notice.document):
        return found
    with acting_as(actor, "open_notice"):
        data = {"sha256": notice.document.sha256}
        record(actor, [notice_entry("notice.file_damaged", notice, now, data)])
    raise Refused(
        "file.damaged", "This file is not what was issued: its contents have changed in the store"
    )


def open_letter(
    *,
    actor: Actor,
    participant_id: UUID,
    letter_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> OpenFile:
    """Open a letter of a sanction record, as a file of a tracker is opened.

    Refused with `participant.not_found` and as `open_file` is.
    """
    require(actor, "participants.view")
    document = view_letter(
        actor=actor,
        participant_id=participant_id,
        letter_id=letter_id,
        now=now,
        address=address,
        reason=reason,
    )
    if found := _as_stored(document):
        return found
    with acting_as(actor, "open_letter"):
        data = {"file": document.name, "sha256": document.sha256}
        record(actor, [letter_entry("sanction.letter_damaged", document, now, data)])
    raise Refused(
        "file.damaged", "This file is not what was uploaded: its contents have changed in the store"
    )


def _as_stored(document: Document) -> OpenFile | None:
    """The file, when its bytes are still those that were put there."""
    content = _content_of(document)
    if sha256_of(content) == document.sha256:
        return OpenFile(content, document.name, document.content_type, document.size)
    content.close()
    return None


def _content_of(document: Document) -> Any:
    try:
        return opened(document.lies_at)
    except FileNotFoundError:
        raise Refused("file.gone", "The file store does not have this file") from None
    except StoreUnreachable:
        raise Refused("file.store_unreachable", "The file store does not answer") from None
