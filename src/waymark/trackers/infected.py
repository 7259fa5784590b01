"""Files in which a virus was found after they were uploaded: whoever uploaded them is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from waymark.documents.models import Document, ScanState
from waymark.kernel.actor import Actor
from waymark.participants.queries import visible_to
from waymark.trackers.models import Tracker
from waymark.trackers.types import not_final_statuses

TOLD = 10


@dataclass(frozen=True, slots=True)
class InfectedFile:
    """Its name, and the tracker that it is on or was uploaded for."""

    name: str
    tracker_id: UUID
    tracker_number: str


def infected_files_of(actor: Actor) -> Sequence[InfectedFile]:
    """The newest of the actor's own, until they are taken away or the tracker is final."""
    trackers = Tracker.objects.filter(
        visible_to(actor, of="participant__"),
        id=OuterRef("at"),
        status__in=not_final_statuses(),
    )
    found = (
        Document.objects.filter(uploaded_by_id=actor.id, scan_state=ScanState.INFECTED)
        .exclude(tracker_link__removed_at__isnull=False)
        .annotate(at=Coalesce("tracker_link__tracker_id", "staged_for"))
        .annotate(number=Subquery(trackers.values("number")))
        .filter(number__isnull=False)
        .values_list("name", "at", "number")
    )
    return [InfectedFile(name, at, f"T{number}") for name, at, number in found[:TOLD]]
