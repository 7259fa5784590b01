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
from waymark.operations.sanction_letters import letter_entry
from waymark.operations.tracker_files import tracker_entry
from waymark.operations.viewing import view_file, view_letter
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
    if (file := _whole(document)) is not None:
        return file
    with acting_as(actor, "open_file"):
        record(actor, [_damaged(actor, tracker_id, document, now)])
    raise _not_as_it_was()


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
    if (file := _whole(document)) is not None:
        return file
    with acting_as(actor, "open_letter"):
        data = {"file": document.name, "sha256": document.sha256}
        record(actor, [letter_entry("sanction.letter_damaged", document, now, data)])
    raise _not_as_it_was()


def _whole(document: Document) -> OpenFile | None:
    """What is stored, if it is what was stored then."""
    content = _content_of(document)
    if sha256_of(content) == document.sha256:
        return OpenFile(content, document.name, document.content_type, document.size)
    content.close()
    return None


def _damaged(actor: Actor, tracker_id: UUID, document: Document, now: datetime) -> Entry:
    data = {"file": document.name, "sha256": document.sha256}
    return tracker_entry("tracker.file_damaged", tracker_of(actor, tracker_id), now, data)


def _not_as_it_was() -> Refused:
    return Refused(
        "file.damaged", "This file is not what was uploaded: its contents have changed in the store"
    )


def _content_of(document: Document) -> Any:
    try:
        return opened(document.lies_at)
    except FileNotFoundError:
        raise Refused("file.gone", "The file store does not have this file") from None
    except StoreUnreachable:
        raise Refused("file.store_unreachable", "The file store does not answer") from None
