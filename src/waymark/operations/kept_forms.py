"""What somebody typed into a form when their time ran out: kept for them alone, for a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.audit.context import acting_as
from waymark.kernel.actor import Actor
from waymark.people.kept_forms import KEPT_FOR
from waymark.people.models import KeptForm
from waymark.people.policy import require

MOST_FORMS = 20
MOST_CHARACTERS = 200_000
LONGEST_PATH = 500


def keep_form(
    *, actor: Actor, path: str, fields: Mapping[str, Sequence[str]], now: datetime
) -> bool:
    """Keep what was typed into the form of a page, instead of what was kept of it before; says
    whether it could be kept: not if it is far too much. Of many forms the newest stay.
    """
    require(actor, "own.keep_typing")
    typed = {_storable(name): [_storable(one) for one in all_] for name, all_ in fields.items()}
    size = sum(len(name) + sum(map(len, values)) for name, values in typed.items())
    if not typed or size > MOST_CHARACTERS or len(path) > LONGEST_PATH:
        return False
    with acting_as(actor, "keep_form"):
        KeptForm.objects.update_or_create(
            staff_id=actor.id, path=path, defaults={"fields": typed, "kept_at": now}
        )
        newest = KeptForm.objects.filter(staff_id=actor.id).values("id")[:MOST_FORMS]
        KeptForm.objects.filter(staff_id=actor.id).exclude(id__in=newest).delete()
    return True


def discard_form(*, actor: Actor, form_id: UUID) -> None:
    """Throw away what was kept of a form; of somebody else's nothing happens."""
    require(actor, "own.keep_typing")
    with acting_as(actor, "discard_form"):
        KeptForm.objects.filter(id=form_id, staff_id=actor.id).delete()


def sweep_kept_forms(*, now: datetime) -> None:
    """Throw away what was kept for more than a day. The worker's."""
    with transaction.atomic():
        KeptForm.objects.filter(kept_at__lt=now - KEPT_FOR).delete()


def _storable(text: str) -> str:
    """The database takes no NUL; nobody typed one."""
    return text.replace("\0", "")
