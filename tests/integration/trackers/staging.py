"""Files for trackers, as somebody uploads them."""

import io
from datetime import datetime
from uuid import UUID

from tests.factories import MORNING
from tests.people import Person
from waymark.documents.models import Document
from waymark.operations.documents import Upload, stage_files
from waymark.operations.sanction_letters import stage_letters
from waymark.trackers.models import Tracker

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n%%EOF\n"


def upload(kind="dma_paperwork", *, name="UCD603.pdf", content=PDF, size=None) -> Upload:
    return Upload(name, len(content) if size is None else size, io.BytesIO(content), kind)


def stage(who: Person, tracker: Tracker, *uploads: Upload, now=MORNING) -> list[Document]:
    """Upload files that are in order; give the documents, uploaded and not yet saved."""
    kept, wrong = stage_files(
        actor=who.actor, tracker_id=tracker.id, uploads=uploads or (upload(),), now=now
    )
    assert not wrong
    return kept


def stage_letter(
    who: Person, participant_id: UUID, *, name: str = "decision.pdf", now: datetime = MORNING
) -> Document:
    """Upload a letter for a sanction record; give the document, uploaded and not yet saved."""
    kept, wrong = stage_letters(
        actor=who.actor,
        participant_id=participant_id,
        uploads=[upload("letter", name=name)],
        now=now,
    )
    assert not wrong
    return kept[0]
