"""Reads of what somebody typed before their time ran out. The actor first: it is theirs alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from waymark.kernel.actor import Actor
from waymark.people.models import KeptForm

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it stood: which page it is on, when it was kept, and what was in its fields."""

    id: UUID
    path: str
    kept_at: datetime
    fields: Mapping[str, Sequence[str]]


def kept_pages(staff_id: UUID, *, now: datetime) -> dict[str, str]:
    """The pages for which something is kept, each with the id of what is."""
    kept = KeptForm.objects.filter(staff_id=staff_id, kept_at__gte=now - KEPT_FOR)
    return {path: str(one) for path, one in kept.values_list("path", "id")}


def kept_form(actor: Actor, form_id: UUID, *, now: datetime) -> Kept | None:
    """One of the actor's own, if it is still kept."""
    one = KeptForm.objects.filter(
        id=form_id, staff_id=actor.id, kept_at__gte=now - KEPT_FOR
    ).first()
    return Kept(one.id, one.path, one.kept_at, one.fields) if one else None
