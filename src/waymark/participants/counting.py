"""How many participants there are, by group: those who have not left."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.participants.models import Participant
from waymark.participants.queries import participants_of


def still_here(now: datetime, of: str = "") -> Q:
    """Participants who have not left: no leaving date, or one to come."""
    return Q(**{f"{of}left_on": None}) | Q(**{f"{of}left_on__gt": day_of(now)})


def participants_by_group(actor: Actor, *, now: datetime) -> Mapping[UUID, int]:
    """How many of the actor's participants are in each group."""
    here = participants_of(actor).filter(still_here(now)).order_by()
    return dict(here.values_list("group_id").annotate(Count("id")))


def participants_in(actor: Actor, group_id: UUID, *, now: datetime) -> tuple[int, int]:
    """How many in a group the actor sees, and how many there are."""
    seen = participants_of(actor).filter(still_here(now), group_id=group_id).count()
    return seen, Participant.objects.filter(still_here(now), group_id=group_id).count()
