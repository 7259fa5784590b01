"""Time limits in working days, and the bank holidays by which they are counted: an
administrator's. What was once set stays; a later version, or correction, comes beside it.
"""

from datetime import date, datetime

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotFound, Refused, raise_all
from waymark.kernel.working_days import WEEKEND, Nation
from waymark.operations.recounting import ask_to_recount
from waymark.people.policy import require
from waymark.programmes.models import HolidayCorrection, LimitVersion
from waymark.programmes.queries import calendar_of, limit_on
from waymark.programmes.rules import (
    LIMIT_KINDS,
    correction_changes_something,
    correction_is_explained,
    correction_is_of_a_weekday,
    number_is_possible,
    past_is_explained,
)


def set_limit(
    *, actor: Actor, code: str, number: int, valid_from: date, why: str, now: datetime
) -> LimitVersion:
    """Set a limit to so many working days from a London day on. What runs already keeps the version
    that it began under.

    Refused with `people.role_needed`, `limit.not_found`, LIM-01 and LIM-02.
    """
    require(actor, "programmes.set_limits")
    with acting_as(actor, "set_limit"):
        if code not in LIMIT_KINDS:
            raise NotFound("limit")
        raise_all(
            number_is_possible.check(number=number)
            + past_is_explained.check(valid_from=valid_from, today=day_of(now), why=why)
        )
        there = limit_on(code, valid_from)
        if (there.valid_from, there.number) == (valid_from, number):
            return LimitVersion.objects.get(id=there.id)
        made = LimitVersion.objects.create(
            code=code,
            number=number,
            valid_from=valid_from,
            why=why.strip(),
            set_by_id=actor.id,
            set_by=actor.shown_as,
            set_at=now,
        )
        told = {
            "limit": LIMIT_KINDS[code].label,
            "working_days": number,
            "before": there.number,
            "valid_from": valid_from.isoformat(),
            "why": why.strip(),
        }
        record(actor, [Entry("limit.set", Stream.INSTALLATION, None, now, told)])
        return made


def correct_bank_holidays(
    *, actor: Actor, nation: str, day: date, is_holiday: bool, why: str, now: datetime
) -> HolidayCorrection:
    """Make a day a bank holiday of a nation, or none: one-off days come by proclamation. Running
    clocks are counted again by the worker.

    Refused with `people.role_needed`, `limits.nation_unknown` and LIM-03 to LIM-05.
    """
    require(actor, "programmes.set_limits")
    with acting_as(actor, "correct_bank_holidays"):
        if nation not in set(Nation):
            raise Refused("limits.nation_unknown", "Choose a nation from the list", field="nation")
        is_weekend = day.weekday() >= WEEKEND
        raise_all(
            correction_is_of_a_weekday.check(is_weekend=is_weekend)
            + ([] if is_weekend else _no_change(nation, day, is_holiday=is_holiday))
            + correction_is_explained.check(why=why)
        )
        made = HolidayCorrection.objects.create(
            nation=nation,
            day=day,
            is_holiday=is_holiday,
            why=why.strip(),
            set_by_id=actor.id,
            set_by=actor.shown_as,
            set_at=now,
        )
        told = {
            "nation": nation,
            "day": day.isoformat(),
            "is_holiday": is_holiday,
            "why": why.strip(),
        }
        record(actor, [Entry("bank_holidays.corrected", Stream.INSTALLATION, None, now, told)])
        ask_to_recount()
        return made


def _no_change(nation: str, day: date, *, is_holiday: bool) -> list[Refused]:
    return correction_changes_something.check(
        is_holiday=not calendar_of(nation).works_on(day), becomes_holiday=is_holiday
    )
