"""What Home counts: trackers under several filters and activities to do, all in one statement."""

from collections.abc import Collection, Mapping
from datetime import datetime

from waymark.kernel.actor import Actor
from waymark.plans.counting import SHOWN_UP_TO, how_many, up_to
from waymark.plans.to_do import When, activities_to_do
from waymark.trackers.lists import TrackerFilter, trackers_matching

MINE, EVERYONES = "mine", "everyones"


def counted_at_a_glance(
    actor: Actor, lists: Mapping[str, TrackerFilter], names: Collection[str], *, now: datetime
) -> dict[str, int]:
    """How many there are under each of these names: trackers that the list of that name lets
    through; and `mine overdue`, `everyones today`, activities that are to be done. Counted a little
    past what is shown.
    """
    rows = {
        name: trackers_matching(actor, wanted) for name, wanted in lists.items() if name in names
    } | {
        name: activities_to_do(actor, when, now=now, mine=whose == MINE)
        for whose in (MINE, EVERYONES)
        for when in When
        if (name := f"{whose} {when}") in names
    }
    return how_many({name: up_to(SHOWN_UP_TO, found) for name, found in rows.items()})
