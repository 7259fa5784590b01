"""Days and times as people in the UK mean them: Europe/London, clock change included."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
END_OF_DAY = time(23, 59, 59)


def day_of(moment: datetime) -> date:
    """The London day on which a moment falls."""
    return moment.astimezone(LONDON).date()


def moment_of(day: date, clock: time | None = None) -> datetime:
    """The moment of a London day and time, in UTC; without a time, the last second of that day."""
    return datetime.combine(day, clock or END_OF_DAY, tzinfo=LONDON).astimezone(UTC)


def start_of(day: date) -> datetime:
    """The moment at which a London day begins, in UTC."""
    return datetime.combine(day, time(0), tzinfo=LONDON).astimezone(UTC)


def day_after(day: date) -> datetime:
    """The moment at which a London day is over, in UTC: the end, excluded, of a range of days."""
    return start_of(day + timedelta(days=1))
