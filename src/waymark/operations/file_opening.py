"""Opening a file: its bytes, once it is certain that they are the ones that were uploaded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.documents.models import Document
from waymark.documents.store import StoreUnreachable, opened, sha256_of
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.notice_writes import notice_entry
from waymark.operations.sanction_letters import letter_entry
from waymark.operations.tracker_files import tracker_entry
from waymark.operations.viewing import view_file, view_letter, view_notice, view_pack
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
        record(actor, [_damaged(actor, tracker_id, document, now)])
    raise _not_what("uploaded")


def open_pack(
    *,
    actor: Actor,
    tracker_id: UUID,
    pack_id: UUID,
    now: datetime,
    address: str | None = None,
    reason: str = "",
) -> OpenFile:
    """Open an evidence pack, as a file is opened. Who took it away is on record.

    Refused with `people.role_needed`, `tracker.not_found`, `pack.not_found`,
    `participant.reason_needed` and as `open_file` is.
    """
    require(actor, "trackers.make_packs")
    document = view_pack(
        actor=actor,
        tracker_id=tracker_id,
        pack_id=pack_id,
        now=now,
        address=address,
        reason=reason,
    )
    if found := _as_stored(document):
        return found
    with acting_as(actor, "open_pack"):
        record(actor, [_damaged(actor, tracker_id, document, now)])
    raise _not_what("made")


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
    raise _not_what("issued")


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
    raise _not_what("uploaded")


def _as_stored(document: Document) -> OpenFile | None:
    """The file, when its bytes are still those that were put there."""
    content = _content_of(document)
    if sha256_of(content) == document.sha256:
        return OpenFile(content, document.name, document.content_type, document.size)
    content.close()
    return None


def _damaged(actor: Actor, tracker_id: UUID, document: Document, now: datetime) -> Entry:
    data = {"file": document.name, "sha256": document.sha256}
    return tracker_entry("tracker.file_damaged", tracker_of(actor, tracker_id), now, data)


def _not_what(was: str) -> Refused:
    return Refused(
        "file.damaged", f"This file is not what was {was}: its contents have changed in the store"
    )


def _content_of(document: Document) -> Any:
    try:
        return opened(document.lies_at)
    except FileNotFoundError:
        raise Refused("file.gone", "The file store does not have this file") from None
    except StoreUnreachable:
        raise Refused("file.store_unreachable", "The file store does not answer") from None
