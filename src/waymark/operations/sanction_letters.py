"""The letters of a sanction record: uploaded first, then kept with the entry that they prove."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.documents.models import Document
from waymark.documents.rules import file_has_no_virus
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.file_arrivals import (
    Arrivals,
    Place,
    Upload,
    held_for,
    own_unsaved,
    saved,
)
from waymark.operations.staged_files import discard
from waymark.participants.models import Participant
from waymark.participants.queries import locked_participant_of, participant_of
from waymark.people.policy import require
from waymark.sanctions.letters import LETTER
from waymark.sanctions.models import Letter, SanctionEntry


def stage_letters(
    *, actor: Actor, participant_id: UUID, uploads: Iterable[Upload], now: datetime
) -> tuple[list[Document], list[Refused]]:
    """Keep posted letters as *uploaded, not yet saved* for a day; says which were kept and what was
    wrong with the others.

    Refused as a whole with `people.role_needed` and `participant.not_found`; a single file with
    DOC-01 to DOC-13 or `documents.kind_unknown`.
    """
    require(actor, "sanctions.record")
    participant = participant_of(actor, participant_id)
    arrivals = Arrivals(actor, _place(participant), now)
    arrivals.take(uploads)
    with acting_as(actor, "stage_letters"):
        locked_participant_of(actor, participant_id)
        kept = [saved(one) for one in arrivals.here]
        infected = [one for one in arrivals.here if one.document.is_infected]
        told = [
            infected_letter(one.document, actor.shown_as, one.found, now)
            for one in infected
            if not one.was_here
        ]
        record(actor, told)
    virus = file_has_no_virus.refusal
    refused = arrivals.refused + [one.upload.refused(virus) for one in infected]
    return [one for one in kept if not one.is_infected], refused


def discard_letter(*, actor: Actor, document_id: UUID) -> None:
    """Throw away a letter of one's own that was not saved yet; one that is not there is none.

    Refused with `people.role_needed`.
    """
    require(actor, "sanctions.record")
    with acting_as(actor, "discard_letter"):
        discard(own_unsaved(actor).filter(id=document_id, staged_kind=LETTER))


def keep_letters(
    actor: Actor, entry: SanctionEntry, letters: Iterable[UUID], now: datetime
) -> list[Document]:
    """Put the letters that the form names on an entry that was just written: the actor's own, that
    wait for this participant.
    """
    kept = list(held_for(actor, entry.participant_id, letters).values())
    for document in kept:
        document.attached_at = now
        document.save(update_fields=["attached_at"])
        Letter.objects.create(entry=entry, document=document, added_by=actor.shown_as, added_at=now)
    return kept


def _place(participant: Participant) -> Place:
    return Place(participant.id, participant.id, (LETTER,))


def infected_letter(document: Document, uploader: str, found: str, now: datetime) -> Entry:
    """What the history says of a letter in which the scanner found something."""
    data = {"file": document.name, "uploaded_by": uploader, "found": found}
    return letter_entry("sanction.letter_infected", document, now, data, by_system=True)


def letter_entry(
    code: str, document: Document, now: datetime, data: dict, *, by_system: bool = False
) -> Entry:
    return Entry(code, Stream.PARTICIPANT, document.participant_id, now, data, by_system=by_system)
