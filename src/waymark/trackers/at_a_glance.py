"""What Home counts: trackers under several filters and activities to do, all in one statement."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from waymark.kernel.actor import Actor
from waymark.plans.to_do import Until, When, activities_until, until
from waymark.reads.counting import SHOWN_UP_TO, count_of_each, up_to
from waymark.reads.worked_out import Sql, worked_out
from waymark.trackers.lists import Asked, TrackerFilter, asked_by, trackers_asked_for

MINE, EVERYONES = "mine", "everyones"


def counted_at_a_glance(
    actor: Actor, lists: Mapping[str, TrackerFilter], names: Collection[str], *, now: datetime
) -> dict[str, int]:
    """How many there are under each of these names: trackers that the list of that name lets
    through; and `mine overdue`, `everyones today`, activities that are to be done. Counted a little
    past what is shown.
    """
    (counted,) = _counted(
        actor=actor,
        lists={name: asked_by(wanted) for name, wanted in lists.items() if name in names},
        to_do={
            name: until(when, now=now)
            for whose in (MINE, EVERYONES)
            for when in When
            if (name := f"{whose} {when}") in names
        },
        limit=SHOWN_UP_TO,
    )
    return counted


@worked_out
def _counted(
    *, actor: Actor, lists: Mapping[str, Asked], to_do: Mapping[str, Until], limit: int
) -> Sql:
    rows: dict[str, QuerySet] = {
        name: trackers_asked_for(actor, asked) for name, asked in lists.items()
    }
    for name, one in to_do.items():
        rows[name] = activities_until(actor, one, mine=name.startswith(MINE))
    return count_of_each({name: up_to(limit, found) for name, found in rows.items()})
