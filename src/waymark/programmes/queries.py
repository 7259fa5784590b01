"""Programmes and the lists that an administrator keeps, as pages offer them."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from waymark.programmes.models import NonCompletionReason, Programme, ReasonCategory

REASON_CATEGORIES: dict[str, str] = {one.value: str(one.label) for one in ReasonCategory}


def programmes() -> QuerySet[Programme]:
    """Every programme, by name."""
    return Programme.objects.all()


def offered_reasons() -> Mapping[str, Sequence[str]]:
    """The reasons for non-completion that are offered, by category, in the order of the list."""
    offered = NonCompletionReason.objects.filter(is_offered=True).order_by("position", "text")
    by_category: dict[str, list[str]] = {category: [] for category in REASON_CATEGORIES}
    for reason in offered:
        by_category[reason.category].append(reason.text)
    return by_category
