"""Final statuses that people set on their own work, with the reason that they gave, as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_after, start_of
from waymark.trackers.keyset import Key, page_by_key
from waymark.trackers.lists import ROWS_A_PAGE
from waymark.trackers.models import Transition
from waymark.trackers.queries import trackers_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWorkFilter:
    """What the list is narrowed to; both ends of the days are in."""

    by_id: UUID | None = None
    status: str = ""
    from_day: date | None = None
    to_day: date | None = None


def own_work_of(actor: Actor) -> QuerySet[Transition]:
    """The final statuses on own work that the actor may see. An index holds these steps alone."""
    return Transition.objects.filter(
        tracker__in=trackers_of(actor), to_status__in=final_statuses()
    ).exclude(own_work_reason="")


def who_decided_own_work(actor: Actor) -> list[tuple[UUID, str]]:
    """Those who did, by name."""
    found = own_work_of(actor).order_by("by", "by_id").values_list("by_id", "by").distinct()
    return list({by_id: (by_id, by) for by_id, by in found}.values())


def _matching(actor: Actor, wanted: OwnWorkFilter) -> QuerySet[Transition]:
    found = own_work_of(actor)
    if wanted.by_id:
        found = found.filter(by_id=wanted.by_id)
    if wanted.status:
        found = found.filter(to_status=wanted.status)
    if wanted.from_day:
        found = found.filter(at__gte=start_of(wanted.from_day))
    if wanted.to_day:
        found = found.filter(at__lt=day_after(wanted.to_day))
    return found


NO_FILTER = OwnWorkFilter()


def page_of_own_work(
    actor: Actor,
    wanted: OwnWorkFilter = NO_FILTER,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = ROWS_A_PAGE,
) -> OwnWorkPage:
    """Newest first: who set a final status after marking the activity or submitting the tracker.
    A tracker has one at most, so that its number names a place in the list.
    """
    found = page_by_key(
        _matching(actor, wanted).annotate(number=F("tracker__number")),
        NEWEST,
        columns=_COLUMNS,
        anchors=own_work_of(actor).annotate(number=F("tracker__number")),
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
