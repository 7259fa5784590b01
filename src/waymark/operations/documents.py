"""Files: checked and staged when first posted, attached on Save, swept after a day."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from waymark.audit.context import acting_as
from waymark.documents.content import content_type_of
from waymark.documents.models import Document, ScanState
from waymark.documents.rules import (
    content_is_what_the_name_says,
    ending_of,
    file_is_among_the_first,
    file_is_not_empty,
    file_is_not_too_large,
    file_kind_is_allowed,
    safe_name,
)
from waymark.documents.scanning import scan
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.tracker_files import kind_unknown, refuse_if_final, throw_away
from waymark.participants.queries import visible_to
from waymark.people.policy import require
from waymark.trackers.models import FileKind
from waymark.trackers.queries import locked_tracker_of

STAGED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was posted, what kind of file somebody says it is, and the field it was in."""

    name: str
    size: int
    content: BinaryIO
    kind: str
    field: str = "files"


def stage_files(
    *, actor: Actor, tracker_id: UUID, uploads: Iterable[Upload], now: datetime
) -> tuple[list[Document], list[Refused]]:
    """Keep posted files as *uploaded, not yet saved* for a day; says which were kept and what was
    wrong with the others. The same file twice is kept once.

    Refused as a whole with `people.role_needed`, `tracker.not_found` and `tracker.final`; a single
    file with DOC-01 to DOC-05 or `documents.kind_unknown`.
    """
    require(actor, "trackers.edit")
    kept, refused = [], []
    with acting_as(actor, "stage_files"):
        tracker = locked_tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        for position, upload in enumerate(uploads, start=1):
            wrong = file_is_among_the_first.check(position=position) or _problems(upload)
            if wrong:
                refused.append(
                    Refused(
                        wrong[0].code,
                        f"{safe_name(upload.name)}: {wrong[0].message}",
                        field=upload.field,
                    )
                )
            else:
                kept.append(_store(actor, tracker.participant_id, tracker.id, upload, now))
    return kept, refused


def staged_files(*, actor: Actor, tracker_id: UUID) -> list[Document]:
    """What the actor uploaded for a tracker and has not saved yet, oldest first."""
    return list(_own_staged(actor).filter(staged_for=tracker_id).order_by("uploaded_at", "id"))


def _own_staged(actor: Actor) -> QuerySet[Document]:
    """What the actor uploaded and has not saved, of participants whom they see."""
    return Document.objects.filter(
        visible_to(actor, of="participant__"), uploaded_by_id=actor.id, attached_at=None
    )


def discard_staged_file(*, actor: Actor, document_id: UUID) -> None:
    """Throw away a file of one's own that was not saved yet; one that is not there is none."""
    require(actor, "trackers.edit")
    with acting_as(actor, "discard_staged_file"):
        _throw_away(_own_staged(actor).filter(id=document_id))


def sweep_staged_files(*, now: datetime) -> int:
    """Throw away what was uploaded over a day ago and never saved; says how many files went."""
    with transaction.atomic():
        return _throw_away(
            Document.objects.filter(attached_at=None, uploaded_at__lt=now - STAGED_FOR)
        )


def scan_held_files(*, at_most: int = 50) -> int:
    """Ask the scanner again about files that it could not be asked about; says how many it has
    answered for. The oldest come first.
    """
    with transaction.atomic():
        held = Document.objects.filter(scan_state=ScanState.WAITING).order_by("uploaded_at", "id")
        return sum(_scan_again(one) for one in held.select_for_update(skip_locked=True)[:at_most])


def _scan_again(document: Document) -> bool:
    with default_storage.open(document.stored_as) as content:
        document.scan_state = scan(cast("BinaryIO", content))
    document.save(update_fields=["scan_state"])
    return document.scan_state != ScanState.WAITING


def _throw_away(documents) -> int:
    found = list(documents.select_for_update(skip_locked=True, of=("self",)))
    for document in found:
        throw_away(document)
    return len(found)


def _problems(upload: Upload) -> list[Refused]:
    ending = ending_of(safe_name(upload.name))
    limit = settings.FILE_SIZE_LIMIT_MB * 1024 * 1024
    found = file_is_not_empty.check(size=upload.size) + file_kind_is_allowed.check(ending=ending)
    if upload.size > limit:
        found.append(
            Refused(
                file_is_not_too_large.refusal_code,
                f"The file must be smaller than {settings.FILE_SIZE_LIMIT_MB} MB",
                field="files",
            )
        )
    if upload.kind not in FileKind.values:
        found.append(kind_unknown())
    return found or content_is_what_the_name_says.check(
        ending=ending, found_type=content_type_of(upload.content)
    )


def _store(
    actor: Actor, participant_id: UUID, tracker_id: UUID, upload: Upload, now: datetime
) -> Document:
    """Keep a file, unless this very file waits here already."""
    name, sha256 = safe_name(upload.name), _sha256(upload.content)
    here = Document.objects.filter(
        staged_for=tracker_id, uploaded_by_id=actor.id, attached_at=None, staged_kind=upload.kind
    )
    if there := here.filter(name=name, sha256=sha256).first():
        return there
    document_id = uuid4()
    stored_as = default_storage.save(f"{document_id.hex[:2]}/{document_id}", File(upload.content))
    return Document.objects.create(
        id=document_id,
        participant_id=participant_id,
        name=name,
        content_type=content_type_of(upload.content),
        size=upload.size,
        sha256=sha256,
        stored_as=stored_as,
        scan_state=scan(upload.content),
        uploaded_by_id=actor.id,
        uploaded_at=now,
        staged_for=tracker_id,
        staged_kind=upload.kind,
    )


def _sha256(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while chunk := content.read(1024 * 1024):
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
