"""All documents of a participant in one list: files of trackers, notices, and letters of the
sanction record. The callers checked that the actor sees the participant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from waymark.documents.models import Document
from waymark.plans.models import Notice
from waymark.sanctions.facts import label_of
from waymark.sanctions.models import Letter
from waymark.trackers.models import TrackerFile

FILE, NOTICE, LETTER = "file", "notice", "letter"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document, and the tracker, activity or entry that it belongs to. `state` is what is to be
    known before one opens it: the scanner's word or, of a notice, whether it holds.
    """

    source: str
    id: UUID
    name: str
    size: int
    kind: str
    state: str
    is_held: bool
    by: str
    at: datetime
    of_id: UUID
    of_number: str


def documents_of(participant_id: UUID, *, start: int, stop: int) -> Sequence[DocumentLine]:
    """Newest first, without files that were removed and letters whose entry was withdrawn."""
    ids = [one for _, one in _dated_ids(participant_id).order_by("-at", "-id")[start:stop]]
    files = TrackerFile.objects.select_related("tracker", "document").in_bulk(ids)
    notices = Notice.objects.select_related("activity", "document").in_bulk(ids)
    letters = Letter.objects.select_related("entry", "document").in_bulk(ids)
    lines = {one.id: _of_file(one) for one in files.values()}
    lines |= {one.id: _of_notice(one) for one in notices.values()}
    lines |= {one.id: _of_letter(one) for one in letters.values()}
    return [lines[one] for one in ids]


def count_of_documents(participant_id: UUID) -> int:
    """How many there are."""
    return int(_dated_ids(participant_id).count())


def _dated_ids(participant_id: UUID) -> Any:
    files = TrackerFile.objects.filter(tracker__participant_id=participant_id, removed_at=None)
    notices = Notice.objects.filter(participant_id=participant_id)
    letters = Letter.objects.filter(entry__participant_id=participant_id)
    letters = letters.exclude(entry__corrected_by__withdraws=True)
    return _dated(files, "added_at").union(
        _dated(notices, "issued_at"), _dated(letters, "added_at"), all=True
    )


def _dated(found: Any, moment: str) -> Any:
    return found.order_by().annotate(at=F(moment)).values_list("at", "id")


def _of_file(file: TrackerFile) -> DocumentLine:
    return DocumentLine(
        source=FILE,
        id=file.id,
        name=file.document.name,
        size=file.document.size,
        kind=file.get_kind_display(),
        state=_scan(file.document),
        is_held=file.document.is_held,
        by=file.added_by,
        at=file.added_at,
        of_id=file.tracker_id,
        of_number=file.tracker.shown_number,
    )


def _of_notice(notice: Notice) -> DocumentLine:
    """A notice was made here: it is held by no scanner, and stays when it is void."""
    return DocumentLine(
        source=NOTICE,
        id=notice.id,
        name=notice.document.name,
        size=notice.document.size,
        kind="Notice",
        state="No longer holds" if notice.voided_at else "In force",
        is_held=False,
        by=notice.issued_by,
        at=notice.issued_at,
        of_id=notice.activity_id,
        of_number=notice.activity.reference,
    )


def _of_letter(letter: Letter) -> DocumentLine:
    return DocumentLine(
        source=LETTER,
        id=letter.id,
        name=letter.document.name,
        size=letter.document.size,
        kind=f"Letter: {label_of(letter.entry.kind)}",
        state=_scan(letter.document),
        is_held=letter.document.is_held,
        by=letter.added_by,
        at=letter.added_at,
        of_id=letter.entry_id,
        of_number=letter.entry.shown_number,
    )


def _scan(document: Document) -> str:
    return document.get_scan_state_display().capitalize()
