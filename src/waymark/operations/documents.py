"""Files: checked and staged when first posted, attached on Save, thrown away when one says so."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.documents.models import Document
from waymark.documents.rules import file_has_no_virus
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.file_arrivals import (
    Arrivals,
    Place,
    Upload,
    own_unsaved,
    saved,
    waiting_for,
)
from waymark.operations.staged_files import discard
from waymark.operations.tracker_files import infected_entry, refuse_if_final
from waymark.people.policy import require
from waymark.trackers.models import FileKind
from waymark.trackers.queries import locked_tracker_of, tracker_of

__all__ = ["Upload", "discard_staged_file", "stage_files", "staged_files"]


def stage_files(
    *, actor: Actor, tracker_id: UUID, uploads: Iterable[Upload], now: datetime
) -> tuple[list[Document], list[Refused]]:
    """Keep posted files as *uploaded, not yet saved* for a day; says which were kept and what was
    wrong with the others. The same file twice is kept once, an infected one is held apart.

    Refused as a whole with `people.role_needed`, `tracker.not_found` and `tracker.final`; a single
    file with DOC-01 to DOC-13 or `documents.kind_unknown`. Nothing is locked while the scanner and
    the store are waited for.
    """
    require(actor, "trackers.edit")
    tracker = tracker_of(actor, tracker_id)
    refuse_if_final(tracker)
    place = Place(tracker.id, tracker.participant_id, tuple(FileKind.values))
    arrivals = Arrivals(actor, place, now)
    arrivals.take(uploads)
    with acting_as(actor, "stage_files"):
        tracker = locked_tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        kept = [saved(one) for one in arrivals.here]
        infected = [one for one in arrivals.here if one.document.is_infected]
        record(
            actor,
            [
                infected_entry(tracker, one.document, actor.shown_as, one.found, now)
                for one in infected
                if not one.was_here
            ],
        )
    virus = file_has_no_virus.refusal
    refused = arrivals.refused + [one.upload.refused(virus) for one in infected]
    return [one for one in kept if not one.is_infected], refused


def staged_files(*, actor: Actor, tracker_id: UUID) -> list[Document]:
    """What the actor uploaded for a tracker and has not saved yet, oldest first."""
    return list(waiting_for(actor, tracker_id).order_by("uploaded_at", "id"))


def discard_staged_file(*, actor: Actor, document_id: UUID) -> None:
    """Throw away a file of one's own that was not saved yet; one that is not there is none. An
    infected one is no longer shown, and stays apart for a while.
    """
    require(actor, "trackers.edit")
    with acting_as(actor, "discard_staged_file"):
        discard(own_unsaved(actor).filter(id=document_id))
