"""A pack that somebody asked for, as the worker finds it."""

from dataclasses import dataclass
from uuid import UUID

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.people.queries import actor_of
from waymark.trackers.models import Pack
from waymark.trackers.packs import PackChoices


@dataclass(frozen=True, slots=True)
class Order:
    """Whose pack it is, of which tracker, with which choices."""

    actor: Actor
    tracker_id: UUID
    choices: PackChoices


def order_of(pack_id: UUID) -> Order:
    """What was asked for, by somebody with the rights that they have now; refused with
    `staff.not_found` when their account is not active any more.
    """
    pack = Pack.objects.select_related("asked_by").get(id=pack_id)
    if not pack.asked_by.is_active:
        raise Refused("staff.not_found", f"The account of {pack.asked_by_name} is not active")
    return Order(actor_of(pack.asked_by), pack.tracker_id, PackChoices.of_data(pack.choices))
