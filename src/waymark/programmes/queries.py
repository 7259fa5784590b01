"""Programmes and the lists that an administrator keeps, as pages offer them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, QuerySet
from django.db.models.functions import Cast

from waymark.kernel.refusals import NotFound
from waymark.kernel.working_days import Calendar, Nation, working_days_after
from waymark.programmes.models import (
    HolidayCorrection,
    LimitVersion,
    NonCompletionReason,
    Programme,
    ReasonCategory,
)
from waymark.programmes.rules import RECEIVED, Limit, LimitBook
from waymark.reads.worked_out import worked_out

_LIMIT = ("code", "number", "valid_from")
_SETTING = ("set_by", "set_at", "why", "set_by_id")
REASON_CATEGORIES: dict[str, str] = {one.value: str(one.label) for one in ReasonCategory}


def programmes() -> QuerySet[Programme]:
    """Every programme, by name."""
    return Programme.objects.all()


@worked_out
def programmes_by_name() -> QuerySet[Programme, Any]:
    """Id and name of every programme."""
    return Programme.objects.values_list("id", "name")


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
    by_category: dict[str, list[str]] = {category: [] for category in REASON_CATEGORIES}
    for category, text in _offered():
        by_category[category].append(text)
    return by_category


@worked_out
def _offered() -> QuerySet[NonCompletionReason, Any]:
    offered = NonCompletionReason.objects.filter(is_offered=True).order_by("position", "text")
    return offered.values_list("category", "text")


def limit_book() -> LimitBook:
    """Every version of every limit, for those who count more than once."""
    return counted_by()[0]


def counted_by() -> tuple[LimitBook, Mapping[str, Calendar]]:
    """The limits and the working days of each nation as they are by now, in one statement."""
    rows = _limits_and_corrections()
    return (
        LimitBook(Limit(*values) for values in rows if values[0] > 0),
        _calendars((nation, day, bool(on)) for key, nation, on, day, *_ in sorted(rows) if key < 0),
    )


@worked_out
def _limits_and_corrections() -> QuerySet:
    limits = LimitVersion.objects.order_by().values_list("id", *_LIMIT, *_SETTING)
    corrected = (
        corrections()
        .order_by()
        .annotate(number=Cast("is_holiday", IntegerField()))
        .values_list(-F("id"), "nation", "number", "day", *_SETTING)
    )
    return limits.union(corrected, all=True)


def limit_on(code: str, day: date, *, known_at: datetime | None = None) -> Limit:
    """The version of a limit in force on a London day; `known_at`: as it was set by that moment."""
    of_code = LimitVersion.objects.filter(code=code).values_list("id", *_LIMIT, *_SETTING)
    return LimitBook(Limit(*values) for values in of_code).on(code, day, known_at=known_at)


def corrections() -> QuerySet[HolidayCorrection]:
    """What was ever corrected in the list of bank holidays, newest first."""
    return HolidayCorrection.objects.order_by("-id")


def calendars() -> Mapping[str, Calendar]:
    """The working days of each nation, as they are counted by now."""
    return _calendars(corrections().values_list("nation", "day", "is_holiday"))


def _calendars(newest_first: Iterable[tuple[str, date, bool]]) -> Mapping[str, Calendar]:
    latest: dict[tuple[str, date], bool] = {}
    for nation, day, is_holiday in newest_first:
        latest.setdefault((nation, day), is_holiday)
    return {
        nation.value: Calendar(
            nation,
            added=frozenset(day for (of, day), on in latest.items() if on and of == nation),
            removed=frozenset(day for (of, day), on in latest.items() if not on and of == nation),
        )
        for nation in Nation
    }


def calendar_of(nation: str) -> Calendar:
    """The working days of one nation, as they are counted by now."""
    return calendars()[nation]


def received_on(way: str, sent_on: date, nation: str) -> date:
    """The day on which something counts as received that was sent in a way: `handed_over`, `post`,
    `email` or `journal`.
    """
    return working_days_after(
        sent_on, limit_on(RECEIVED + way, sent_on).number, calendar_of(nation)
    )
