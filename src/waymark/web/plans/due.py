"""When something is due, as lists show it: only Overdue and Due today stand out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.kernel.london import day_of
from waymark.kernel.words import short_day, words_for_day, words_for_time

OVERDUE, TODAY = "red", "yellow"


@dataclass(frozen=True, slots=True)
class Clock:
    """Words with a second line; a colour only for Overdue and Due today."""

    words: str
    detail: str = ""
    colour: str = ""


NOTHING_PLANNED = Clock("None", "No activity planned")


def next_due(activity: Any, now: datetime) -> Clock:
    """The next thing of somebody who has it still to do: when, and what it is."""
    if activity is None:
        return NOTHING_PLANNED
    if activity.due_at < now:
        return Clock("Overdue", f"{short_day(activity.due_on)}, {activity.title}", OVERDUE)
    if activity.due_on == day_of(now):
        at = f"{words_for_time(activity.due_time)}, " if activity.due_time else ""
        return Clock("Due today", f"{at}{activity.title}", TODAY)
    return Clock(short_day(activity.due_on), activity.title)


def due_clock(activity: Any, now: datetime, *, to_do: bool) -> Clock:
    """The due date of an activity in its plan; a tag only while it is still to be done."""
    time = words_for_time(activity.due_time) if activity.due_time else ""
    day = words_for_day(activity.due_on)
    if to_do and activity.due_at < now:
        return Clock("Overdue", " at ".join(part for part in (day, time) if part), OVERDUE)
    if to_do and activity.due_on == day_of(now):
        return Clock("Due today", time, TODAY)
    return Clock(day, time)


def due_words(activity: Any) -> str:
    """17 November 2026 at 10:30am."""
    day = words_for_day(activity.due_on)
    return f"{day} at {words_for_time(activity.due_time)}" if activity.due_time else day
