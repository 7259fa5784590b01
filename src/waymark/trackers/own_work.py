"""Final statuses that people set on their own work, with the reason that they gave, as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from waymark.kernel.actor import Actor
from waymark.participants.queries import visible_to
from waymark.trackers.keyset import Key, page_by_key
from waymark.trackers.lists import ROWS_A_PAGE
from waymark.trackers.models import Transition
from waymark.trackers.types import final_statuses

NEWEST = Key("id")
_COLUMNS = (
    "tracker_id",
    "number",
    "tracker__type",
    "to_status",
    "tracker__participant_id",
    "tracker__participant__reference",
    "tracker__participant__first_name",
    "tracker__participant__last_name",
    "by",
    "at",
    "own_work_reason",
    "tracker__participant__is_restricted",
)


@dataclass(frozen=True, slots=True)
class OwnWorkRow:
    """One final status that somebody set on their own work: plain values."""

    tracker_id: UUID
    number: int
    type: str
    status: str
    participant_id: UUID
    reference: str
    first_name: str
    last_name: str
    by: str
    at: datetime
    reason: str
    is_restricted: bool

    @property
    def shown_number(self) -> str:
        return f"T{self.number}"

    @property
    def participant(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class OwnWorkPage:
    """A page of them; `before` and `after`: the trackers at which the neighbouring pages start."""

    rows: Sequence[OwnWorkRow]
    before: int | None
    after: int | None


def page_of_own_work(
    actor: Actor, *, before: int | None = None, after: int | None = None, size: int = ROWS_A_PAGE
) -> OwnWorkPage:
    """Newest first: who set a final status after marking the activity or submitting the tracker.
    A tracker has one at most, so that its number names a place in the list.
    """
    rows = (
        Transition.objects.filter(
            visible_to(actor, of="tracker__participant__"), to_status__in=final_statuses()
        )
        .exclude(own_work_reason="")
        .annotate(number=F("tracker__number"))
    )
    found = page_by_key(
        rows,
        NEWEST,
        columns=_COLUMNS,
        anchors=rows,
        descending=True,
        before=before,
        after=after,
        size=size,
    )
    listed = [OwnWorkRow(*values) for values in found.rows]
    return OwnWorkPage(
        rows=listed,
        before=listed[0].number if listed and found.has_previous else None,
        after=listed[-1].number if listed and found.has_next else None,
    )
