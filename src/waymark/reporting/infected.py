"""What was uploaded and in which a virus was found later: whoever uploaded it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from waymark.documents.models import Document, ScanState
from waymark.kernel.actor import Actor
from waymark.participants.queries import visible_to
from waymark.reads.worked_out import worked_out
from waymark.sanctions.letters import LETTER
from waymark.trackers.models import Tracker
from waymark.trackers.types import not_final_statuses

TOLD = 10


@dataclass(frozen=True, slots=True)
class InfectedFile:
    """A file, and the tracker that it is on or was uploaded for."""

    name: str
    tracker_id: UUID
    tracker_number: str


@dataclass(frozen=True, slots=True)
class InfectedLetter:
    """A letter, the participant whose sanction record it is for, and its entry where it has one."""

    name: str
    participant_id: UUID
    reference: str
    entry: str


def infected_uploads_of(actor: Actor) -> Sequence[InfectedFile | InfectedLetter]:
    """The newest of the actor's own: files until they are taken away or the tracker is final,
    letters until they are thrown away or their entry is corrected. One statement.
    """
    return [_upload(*one) for one in _infected(actor=actor)]


@worked_out
def _infected(*, actor: Actor) -> QuerySet[Document, Any]:
    trackers = Tracker.objects.filter(id=OuterRef("at"), status__in=not_final_statuses())
    on_a_tracker = Q(number__isnull=False, tracker_link__removed_at=None)
    on_an_entry = Q(letter_link__isnull=False, letter_link__entry__corrected_by=None)
    letter_not_saved = Q(staged_kind=LETTER, attached_at=None, staged_for=F("participant_id"))
    return (
        Document.objects.filter(
            visible_to(actor, of="participant__"),
            uploaded_by_id=actor.id,
            scan_state=ScanState.INFECTED,
        )
        .annotate(at=Coalesce("tracker_link__tracker_id", "staged_for"))
        .annotate(number=Subquery(trackers.values("number")))
        .filter(on_a_tracker | on_an_entry | letter_not_saved)
        .order_by("-uploaded_at", "-id")
        .values_list(
            "name",
            "at",
            "number",
            "participant_id",
            "participant__reference",
            "letter_link__entry__number",
        )[:TOLD]
    )


def _upload(
    name: str,
    at: UUID,
    tracker: int | None,
    participant_id: UUID,
    reference: str,
    entry: int | None,
) -> InfectedFile | InfectedLetter:
    if tracker is not None:
        return InfectedFile(name, at, f"T{tracker}")
    return InfectedLetter(name, participant_id, reference, f"S{entry}" if entry else "")
