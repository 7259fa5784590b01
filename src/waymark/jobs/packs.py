"""Evidence packs for whoever asked for them: reporting makes the bytes, operations keep them."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from uuid import UUID

from waymark.documents.store import StoreFull, StoreUnreachable
from waymark.kernel.refusals import Refused
from waymark.operations.packs import begin_pack, give_up_pack, keep_pack, note_pack_progress
from waymark.reporting.packs.making import pack_pdf
from waymark.reporting.packs.orders import order_of

OUR_FAULT = "Something went wrong on our side"
FULL = "There is no room left to store it. Whoever looks after Waymark has to make some"
STORE = "The file store does not answer. Ask for the pack again later"
Clock = Callable[[], datetime]


def carry_out_pack(pack_id: UUID, *, clock: Clock) -> None:
    """Make it with the rights that the person has by now. What cannot be done is said on the pack;
    an error of ours is raised as well.
    """
    if not begin_pack(pack_id=pack_id):
        return
    try:
        _make(pack_id, clock)
    except Refused as refused:
        give_up_pack(pack_id=pack_id, message=refused.message)
    except StoreFull:
        give_up_pack(pack_id=pack_id, message=FULL)
    except StoreUnreachable:
        give_up_pack(pack_id=pack_id, message=STORE)
    except Exception:
        give_up_pack(pack_id=pack_id, message=OUR_FAULT)
        raise


def _make(pack_id: UUID, clock: Clock) -> None:
    order = order_of(pack_id)
    numbers = count(1)
    content = pack_pdf(
        actor=order.actor,
        tracker_id=order.tracker_id,
        choices=order.choices,
        now=clock(),
        on_read=lambda: note_pack_progress(pack_id=pack_id, done=next(numbers)),
    )
    keep_pack(actor=order.actor, pack_id=pack_id, content=content, now=clock())
