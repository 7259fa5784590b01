"""The letters of a participant's sanction record. The callers checked that the actor may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.participants.models import Participant
from waymark.sanctions.models import Letter

LETTER = "letter"


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """A letter on an entry, or one that somebody uploaded and has not saved yet."""

    id: UUID
    name: str
    size: int
    scan: str
    is_held: bool
    is_infected: bool
    by: str
    at: datetime


def letter_of(participant: Participant, letter_id: UUID) -> Document:
    """A letter, to be opened, unless its entry was withdrawn; refused with `file.not_found`."""
    found = Letter.objects.filter(id=letter_id, entry__participant=participant)
    letter = found.exclude(entry__corrected_by__withdraws=True).select_related("document").first()
    if letter is None:
        raise NotFound("file")
    return letter.document


def letters_by_entry(participant_id: UUID) -> dict[UUID, list[LetterSeen]]:
    """The letters of a record, in one statement."""
    found: dict[UUID, list[LetterSeen]] = {}
    for one in Letter.objects.filter(entry__participant_id=participant_id).select_related(
        "document"
    ):
        seen = _seen(one.id, one.document, one.added_by, one.added_at)
        found.setdefault(one.entry_id, []).append(seen)
    return found


def waiting_letters(actor: Actor, participant_id: UUID) -> Sequence[LetterSeen]:
    """What the actor uploaded for this record and has not saved yet, oldest first."""
    found = Document.objects.filter(
        staged_for=participant_id, uploaded_by_id=actor.id, attached_at=None
    ).order_by("uploaded_at", "id")
    return [_seen(one.id, one, "", one.uploaded_at) for one in found]


def _seen(one: UUID, document: Document, by: str, at: datetime) -> LetterSeen:
    return LetterSeen(
        id=one,
        name=document.name,
        size=document.size,
        scan=document.get_scan_state_display(),
        is_held=document.is_held,
        is_infected=document.is_infected,
        by=by,
        at=at,
    )
