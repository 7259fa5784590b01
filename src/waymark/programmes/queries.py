"""Programmes and the lists that an administrator keeps, as pages offer them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from waymark.kernel.refusals import NotFound
from waymark.programmes.models import NonCompletionReason, Programme, ReasonCategory

REASON_CATEGORIES: dict[str, str] = {one.value: str(one.label) for one in ReasonCategory}


def programmes() -> QuerySet[Programme]:
    """Every programme, by name."""
    return Programme.objects.all()


def programme_of(programme_id: UUID) -> Programme:
    """One programme; refused with `programme.not_found`."""
    found = Programme.objects.filter(id=programme_id).first()
    if found is None:
        raise NotFound("programme")
    return found


def every_reason() -> QuerySet[NonCompletionReason]:
    """The whole list of reasons for non-completion, in its order, offered or not."""
    return NonCompletionReason.objects.order_by("category", "position", "text")


def reason_of(reason_id: UUID) -> NonCompletionReason:
    """One reason of the list; refused with `reason.not_found`."""
    found = NonCompletionReason.objects.filter(id=reason_id).first()
    if found is None:
        raise NotFound("reason")
    return found


def offered_reasons() -> Mapping[str, Sequence[str]]:
    """The reasons for non-completion that are offered, by category, in the order of the list."""
    offered = NonCompletionReason.objects.filter(is_offered=True).order_by("position", "text")
    by_category: dict[str, list[str]] = {category: [] for category in REASON_CATEGORIES}
    for reason in offered:
        by_category[reason.category].append(reason.text)
    return by_category
