"""What Home counts: trackers under several filters and activities to do, all in one statement."""

from collections.abc import Mapping
from datetime import datetime

from waymark.kernel.actor import Actor
from waymark.plans.counting import SHOWN_UP_TO, how_many, up_to
from waymark.plans.to_do import When, activities_to_do
from waymark.trackers.lists import TrackerFilter, trackers_matching

MINE, EVERYONES = "mine", "everyones"


def counted_at_a_glance(
    actor: Actor, filters: Mapping[str, TrackerFilter], *, now: datetime
) -> dict[str, int]:
    """How many trackers each named filter lets through; and `mine overdue`, `everyones today`: how
    many activities are to be done. Counted a little past what is shown.
    """
    arms = {name: trackers_matching(actor, wanted) for name, wanted in filters.items()}
    activities = {
        f"{whose} {when}": activities_to_do(actor, when, now=now, mine=whose == MINE)
        for whose in (MINE, EVERYONES)
        for when in When
    }
    return how_many({name: up_to(SHOWN_UP_TO, rows) for name, rows in (arms | activities).items()})
