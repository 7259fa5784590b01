"""A file on its way in: checked, its location taken out, scanned, put into the store.

A file store knows no transactions. So before bytes are put there a Leftover is written that says
they may be there, and it goes in the transaction that makes a Document of them: whatever happens in
between, the sweep finds what nobody owns.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import QuerySet

from waymark.documents.judging import flaw_in
from waymark.documents.kinds import PICTURES, Kind, kind_of, kinds_in_words
from waymark.documents.location import without_location
from waymark.documents.models import Document, Leftover, ScanState
from waymark.documents.rules import (
    OF_CONTENT,
    content_is_what_the_name_says,
    ending_of,
    file_is_among_the_first,
    file_is_not_empty,
    file_is_not_too_large,
    file_kind_is_allowed,
    safe_name,
    store_has_room,
    store_took_it,
)
from waymark.documents.scanning import Scanner
from waymark.documents.store import StoreFull, StoreUnreachable, keep, sha256_of
from waymark.documents.unfit import Unfit
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.participants.queries import visible_to

FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was posted, what kind of file somebody says it is, and the field it was in."""

    name: str
    size: int
    content: BinaryIO
    kind: str
    field: str = "files"

    def refused(self, wrong: Refused) -> Refused:
        """What is wrong, with the file's name, at the field it was in."""
        return Refused(wrong.code, f"{safe_name(self.name)}: {wrong.message}", field=self.field)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that lies in the store, and is not saved in the database yet unless it was here."""

    upload: Upload
    document: Document
    found: str = ""
    was_here: bool = False

    @property
    def same_as(self) -> tuple[str, str, str]:
        """Two with the same are the same file."""
        return (self.document.staged_kind, self.document.name, self.document.sha256)


@dataclass(frozen=True, slots=True)
class Place:
    """What files are uploaded for, such as a tracker, and of which kinds they may be there."""

    id: UUID
    participant_id: UUID
    kinds: tuple[str, ...]


class Arrivals:
    """The files of one request, one by one. A store that failed once is not tried again."""

    def __init__(self, actor: Actor, place: Place, now: datetime) -> None:
        self.actor, self.place, self.now = actor, place, now
        self.scanner = Scanner()
        self.store_answers = True
        self.here: list[Arrival] = []
        self.refused: list[Refused] = []

    def take(self, uploads: Iterable[Upload]) -> None:
        """Take what can be taken; say of the others what is wrong."""
        for position, upload in enumerate(uploads, start=1):
            wrong = file_is_among_the_first.check(position=position) or _problems(
                upload, self.place.kinds
            )
            if not wrong:
                wrong = self._take(upload)
            if wrong:
                self.refused.append(upload.refused(wrong[0]))

    def _take(self, upload: Upload) -> list[Refused]:
        kind = _promised(upload)
        if kind is None:
            return [_kind_refused()]
        try:
            content, was_changed = _to_be_stored(upload.content, kind)
        except Unfit as unfit:
            return content_is_what_the_name_says.check(flaw=unfit.flaw)
        document = self._document(upload, kind, content, was_changed=was_changed)
        if self._is_here(upload, document):
            return []
        try:
            self._put(upload, document, content)
        except StoreFull:
            return [store_has_room.refusal]
        except StoreUnreachable:
            self.store_answers = False
        return store_took_it.check(is_stored=self.store_answers)

    def _document(
        self, upload: Upload, kind: Kind, content: BinaryIO, *, was_changed: bool
    ) -> Document:
        document_id = uuid4()
        return Document(
            id=document_id,
            participant_id=self.place.participant_id,
            name=safe_name(upload.name),
            content_type=kind.media_type,
            size=content.seek(0, io.SEEK_END),
            sha256=sha256_of(content),
            stored_as=f"{document_id.hex[:2]}/{document_id}",
            uploaded_by_id=self.actor.id,
            uploaded_at=self.now,
            staged_for=self.place.id,
            staged_kind=upload.kind,
            location_removed=was_changed,
        )

    def _is_here(self, upload: Upload, document: Document) -> bool:
        """Whether this very file waits here already: it is kept once."""
        new = Arrival(upload, document)
        if any(one.same_as == new.same_as for one in self.here):
            return True
        there = waiting_for(self.actor, self.place.id).filter(
            staged_kind=document.staged_kind, name=document.name, sha256=document.sha256
        )
        if known := there.first():
            self.here.append(Arrival(upload, known, was_here=True))
        return known is not None

    def _put(self, upload: Upload, document: Document, content: BinaryIO) -> None:
        if not self.store_answers:
            raise StoreUnreachable
        scan = self.scanner.scan(content)
        document.scan_state = scan.state
        Leftover.objects.create(stored_as=document.lies_at, due_at=self.now + FORGOTTEN_AFTER)
        keep(document.lies_at, content)
        self.here.append(Arrival(upload, document, found=scan.found))


def own_unsaved(actor: Actor) -> QuerySet[Document]:
    """What the actor uploaded and has not saved, of participants whom they see."""
    return Document.objects.filter(
        visible_to(actor, of="participant__"), uploaded_by_id=actor.id, attached_at=None
    )


def waiting_for(actor: Actor, place_id: UUID) -> QuerySet[Document]:
    """What the actor uploaded for a tracker, or another place, and has not saved."""
    return own_unsaved(actor).filter(staged_for=place_id)


def held_for(actor: Actor, place_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Document]:
    """Of those named, the actor's own that wait here; not an infected one. They are locked, so
    that none is swept away meanwhile.
    """
    mine = Document.objects.select_for_update().filter(
        id__in=list(ids), staged_for=place_id, uploaded_by_id=actor.id, attached_at=None
    )
    return mine.exclude(scan_state=ScanState.INFECTED).in_bulk()


def saved(arrival: Arrival) -> Document:
    """From now on the bytes belong to a file."""
    if not arrival.was_here:
        arrival.document.save(force_insert=True)
        Leftover.objects.filter(stored_as=arrival.document.lies_at).delete()
    return arrival.document


def kind_unknown() -> Refused:
    return Refused("documents.kind_unknown", "Choose what kind of file it is", field="files")


def _promised(upload: Upload) -> Kind | None:
    return kind_of(ending_of(safe_name(upload.name)), among=settings.FILE_KINDS)


def _problems(upload: Upload, kinds: tuple[str, ...]) -> list[Refused]:
    kind = _promised(upload)
    limit = settings.FILE_SIZE_LIMIT_MB * 1024 * 1024
    found = file_is_not_empty.check(size=upload.size)
    if not file_kind_is_allowed(is_taken=kind is not None):
        found.append(_kind_refused())
    if not file_is_not_too_large(size=upload.size, limit=limit):
        found.append(_size_refused())
    if upload.kind not in kinds:
        found.append(kind_unknown())
    if found or kind is None:
        return found
    flaw = flaw_in(upload.content, kind)
    return [one for rule in OF_CONTENT for one in rule.check(flaw=flaw)]


def _kind_refused() -> Refused:
    return Refused(
        file_kind_is_allowed.refusal_code,
        f"The file must be {kinds_in_words(settings.FILE_KINDS)}",
        field="files",
    )


def _size_refused() -> Refused:
    return Refused(
        file_is_not_too_large.refusal_code,
        f"The file must be smaller than {settings.FILE_SIZE_LIMIT_MB} MB",
        field="files",
    )


def _to_be_stored(content: BinaryIO, kind: Kind) -> tuple[BinaryIO, bool]:
    """The file as it was posted, or a picture without what says where it was made; and whether that
    made a difference.
    """
    content.seek(0)
    if kind.code not in PICTURES or not settings.STRIP_LOCATION:
        return content, False
    before = content.read()
    after = without_location(before, kind.code)
    return (io.BytesIO(after), True) if after != before else (content, False)
