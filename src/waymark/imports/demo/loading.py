"""Fills an empty installation with the demonstration, by the importer and the operations."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from waymark.imports.actors import importing_actor
from waymark.imports.demo.caseload import (
    Person,
    accounts,
    activities,
    participants,
    people,
    plan_of,
)
from waymark.imports.demo.story import DAY, HOUR, Story
from waymark.imports.files import Table
from waymark.imports.importing import import_files
from waymark.kernel.london import day_of, moment_of, start_of
from waymark.participants.models import Participant
from waymark.people.models import Staff
from waymark.programmes.models import Programme

FIRST, SECOND, LAST_NIGHT = 45, 20, 1
WHO_LEFT, LEFT_US, STANDS_IN = "gethin.morris", 16, "alexandra.herbert"
NO_TRACKER = 3


def is_empty() -> bool:
    """Whether there is nobody here yet, neither staff nor participants."""
    return not Staff.objects.exists() and not Participant.objects.exists()


@transaction.atomic
def load(now: datetime) -> bool:
    """Load the demonstration as if it had begun 45 days ago: all of it, or nothing. Says whether
    it did, which is only where the installation is empty.
    """
    if not is_empty():
        return False
    story = Story(now.astimezone(UTC) - timedelta(minutes=10))
    today = day_of(now)
    _installed_on(today - timedelta(days=FIRST))
    missed = _missed(people(here_for=0), today, story.now)
    for days_ago, step in (
        (FIRST, lambda at: _import(at, *accounts())),
        (FIRST, lambda at: _import_people(at, today, FIRST)),
        (SECOND, lambda at: _import_people(at, today, SECOND)),
        (LEFT_US, lambda at: _import(at, *accounts(without=WHO_LEFT))),
        (LAST_NIGHT, lambda at: _import_what_was_done(at, today, missed)),
    ):
        story.at(start_of(today - timedelta(days=days_ago)) + 6 * HOUR, step)
    for place, (reference, (coach, due_at)) in enumerate(missed.items()):
        marked_at = _marked_at(due_at, story.now, place)
        story.at(marked_at, story.miss(reference, _marker(coach, marked_at, today)))
    _notices(story, missed, today)
    _corrections(story, missed)
    story.tell()
    return True


def _installed_on(first_day: date) -> None:
    """Let the switches be as old as the story: a tracker is never older than what made it."""
    never_switched = Programme.objects.filter(monitoring_trackers_set_by_id=None)
    never_switched.update(monitoring_trackers_set_at=start_of(first_day))


def _missed(everybody: list[Person], today: date, now: datetime) -> dict[str, tuple[str, datetime]]:
    """The activities that were not done, each with the coach and the moment it was due: of most
    people one or more, mandatory ones where there are.
    """
    found = {}
    for place, person in enumerate(everybody):
        coach = person.cells["work_coach"].partition("@")[0]
        chosen = [row for row in _gone_by(person, today, now) if row["mandatory"] == "Yes"]
        if place % 6 == NO_TRACKER or not chosen:
            chosen = [row for row in _gone_by(person, today, now) if row["mandatory"] == "No"]
        for row in chosen[-1:] if coach == WHO_LEFT else chosen[place % 2 :: 2]:
            found[row["activity"]] = (coach, _due_at(row))
    return found


def _gone_by(person: Person, today: date, now: datetime) -> list[dict[str, str]]:
    """What was due since they were imported, and some hours ago; one person in five missed
    nothing.
    """
    arrival = now - (FIRST if person.days_here > FIRST + 1 else SECOND) * DAY
    if int(person.cells["reference"].removeprefix("WM")) % 5 == 0:
        return []
    plan = plan_of(person, today)
    return [row for row in plan if arrival < _due_at(row) < now - 3 * HOUR]


def _due_at(row: dict[str, str]) -> datetime:
    return moment_of(date.fromisoformat(row["due_date"]), time.fromisoformat(row["due_time"]))


def _marked_at(due_at: datetime, now: datetime, place: int) -> datetime:
    """Two hours after it was due; what was due in the last days, this morning or yesterday."""
    if due_at < now - 4 * DAY:
        return due_at + 2 * HOUR
    this_morning = start_of(day_of(now)) + 9 * HOUR + timedelta(minutes=25 * (place % 8))
    catching_up = this_morning if this_morning < now else this_morning - DAY
    return max(due_at + 2 * HOUR, catching_up)


def _marker(coach: str, marked_at: datetime, today: date) -> str:
    """Who marks it: the coach, or a colleague once the coach has gone."""
    left_at = start_of(today - timedelta(days=LEFT_US)) + 6 * HOUR
    return STANDS_IN if coach == WHO_LEFT and marked_at > left_at else coach


def _notices(story: Story, missed: Mapping[str, object], today: date) -> None:
    """What was missed had been told in a notice where its description was exact. Of what lies
    ahead, a third has a notice in force, of a third it no longer holds, for the rest it is needed.
    """
    place = 0
    for person in people(here_for=0):
        coach = person.cells["work_coach"].partition("@")[0]
        for row in plan_of(person, today) if person.reads_english else ():
            is_exact = row["mandatory"] == "Yes" and row["evidence"]
            lies_ahead = _due_at(row) > story.now + DAY
            if not is_exact or not (lies_ahead or row["activity"] in missed):
                continue
            place += 1
            days_ago = place % 4 + 2
            told_at = story.now - days_ago * DAY if lies_ahead else _told_at(person, row, story.now)
            by = _marker(coach, told_at, today)
            if not lies_ahead or place % 3:
                story.at(told_at, story.notify(row["activity"], by))
            if lies_ahead and place % 3 == 1:
                story.at(told_at + DAY, story.move(row["activity"], by))


def _told_at(person: Person, row: dict[str, str], now: datetime) -> datetime:
    """Eight days before it was due, or on the day after they were imported."""
    arrival = start_of(day_of(now) - (FIRST if person.days_here > FIRST + 1 else SECOND) * DAY)
    return max(_due_at(row) - 8 * DAY, arrival + DAY + 10 * HOUR)


def _corrections(story: Story, missed: dict[str, tuple[str, datetime]]) -> None:
    """One marking was wrong, and one activity gets another day."""
    adams = [(key, due_at) for key, (coach, due_at) in missed.items() if coach == "adam.stewart"]
    if len(adams) > 1:
        (wrong, wrong_due), (again, again_due) = adams[:2]
        story.at(wrong_due + 5 * HOUR, story.correct(wrong, "adam.stewart"))
        story.at(again_due + 5 * HOUR, story.arrange_again(again, "adam.stewart"))


def _import(at: datetime, *tables: Table) -> None:
    import_files(actor=importing_actor(), tables=tables, now=at)


def _import_people(at: datetime, today: date, days_ago: int) -> None:
    arrived = people(here_for=days_ago + 1)
    _import(at, participants(arrived, today, with_leavers=False), activities(arrived, today))


def _import_what_was_done(at: datetime, today: date, missed: Iterable[str]) -> None:
    everybody = people(here_for=0)
    _import(
        at,
        participants(everybody, today, with_leavers=True),
        activities(everybody, today, as_of=day_of(at), missed=missed),
    )
