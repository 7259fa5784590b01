"""Letters in which a virus was found after they were uploaded: whoever uploaded them is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from waymark.documents.models import Document, ScanState
from waymark.kernel.actor import Actor
from waymark.participants.queries import visible_to
from waymark.sanctions.letters import LETTER

TOLD = 10


@dataclass(frozen=True, slots=True)
class InfectedLetter:
    """Its name, the participant whose record it is for, and the entry where it is on one."""

    name: str
    participant_id: UUID
    reference: str
    entry: str


def infected_letters_of(actor: Actor) -> Sequence[InfectedLetter]:
    """The newest of the actor's own, until they are thrown away or their entry is corrected."""
    on_an_entry = Q(letter_link__isnull=False, letter_link__entry__corrected_by=None)
    not_saved = Q(staged_kind=LETTER, attached_at=None, staged_for=F("participant_id"))
    found = (
        Document.objects.filter(
            visible_to(actor, of="participant__"),
            on_an_entry | not_saved,
            uploaded_by_id=actor.id,
            scan_state=ScanState.INFECTED,
        )
        .order_by("-uploaded_at", "-id")
        .values_list(
            "name", "participant_id", "participant__reference", "letter_link__entry__number"
        )
    )
    return [
        InfectedLetter(name, participant_id, reference, f"S{number}" if number else "")
        for name, participant_id, reference, number in found[:TOLD]
    ]
