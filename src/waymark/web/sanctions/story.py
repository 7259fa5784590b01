"""The whole story of a participant’s mandatory activities on one page, oldest first: what was
asked, what was not done, the tracker, the referral, and what came of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.audit.events import HistoryRow, told_of_participant
from waymark.kernel.london import day_of
from waymark.kernel.words import words_for_day, words_for_moment, words_for_time
from waymark.plans.queries import mandatory_ids
from waymark.sanctions.queries import EntrySeen, record_of, trackers_to_record_on
from waymark.web.history_words import timeline_entry
from waymark.web.lists import list_address
from waymark.web.opening import opened_participant
from waymark.web.participants.views import profile_context
from waymark.web.parts import Link
from waymark.web.requests import StaffRequest
from waymark.web.sanctions.pages import entry_title, fact_lines

HERE = "participant-sanction-record"
OF_THE_PERSON = ("participant.mandation_set", "participant.left")
OF_AN_ACTIVITY = (
    "activity.added",
    "activity.edited",
    "notice.issued",
    "notice.voided",
    "activity.completed",
    "activity.not_completed",
    "activity.marking_undone",
    "activity.arranged_again",
    "tracker.made",
    "tracker.still_open",
    "tracker.contact_added",
    "tracker.good_reason_asked",
    "tracker.good_reason_replied",
    "tracker.good_reason_decided",
    "tracker.failure_confirmed",
    "tracker.second_person_named",
    "tracker.edited",
    "tracker.returned",
)
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened; what stands on the sanction record has a day and no time."""

    day: date
    clock: str
    title: str
    by: str
    lines: Sequence[str]
    items: Sequence[str]
    does_not_count: str
    order: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day."""

    day: date
    happenings: Sequence[Happening]


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The story, day by day; of all trackers, or of one."""

    days: Sequence[Day]
    choices: Sequence[Link]
    is_cut: bool
    as_it_stood: str
    read_by: str


@require_safe
def story(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Everything in order of time, to be read or printed."""
    participant = opened_participant(request, participant_id)
    trackers = trackers_to_record_on(participant.id)
    only = _chosen(request.GET.get("tracker", ""), trackers)
    told = told_of_participant(participant.id, (*OF_THE_PERSON, *OF_AN_ACTIVITY), limit=LONGEST + 1)
    about = {one.activity_id for one in ([only] if only else trackers)}
    about |= set() if only else mandatory_ids(participant.id)
    record = [
        one
        for one in reversed(record_of(request.actor, participant))
        if only is None or one.fields.tracker_id == only.id
    ]
    page = StoryPage(
        days=_days([*_of_events(told[-LONGEST:], about), *map(_of_entry, record)]),
        choices=_choices(request, trackers, only),
        is_cut=len(told) > LONGEST,
        as_it_stood=words_for_moment(timezone.now()),
        read_by=request.actor.name,
    )
    context = profile_context(request.actor, participant, HERE, page=page)
    return render(request, "sanctions/story.html", context)


def _chosen(typed: str, trackers: Sequence[Any]) -> Any:
    """The tracker whose story is wanted; without one, all of them."""
    return next((one for one in trackers if str(one.id) == typed), None)


def _choices(request: StaffRequest, trackers: Sequence[Any], only: Any) -> list[Link]:
    if len(trackers) < 2:  # noqa: PLR2004
        return []
    everything = Link(
        "All trackers", list_address(request.GET, tracker=None) or "?", is_current=only is None
    )
    return [
        everything,
        *(
            Link(
                one.shown_number,
                list_address(request.GET, tracker=str(one.id)),
                is_current=one is only,
            )
            for one in trackers
        ),
    ]


def _of_events(rows: Iterable[HistoryRow], about: set[UUID | None]) -> list[Happening]:
    """What happened to the person and to these activities."""
    return [
        _of_event(row)
        for row in rows
        if row.code in OF_THE_PERSON or (row.activity_id and row.activity_id in about)
    ]


def _of_event(row: HistoryRow) -> Happening:
    entry = timeline_entry(row, names_activity=True, names_tracker=True)
    return Happening(
        day=day_of(row.at),
        clock=words_for_time(row.at),
        title=entry.title,
        by=entry.by,
        lines=entry.lines,
        items=entry.items,
        does_not_count="",
        order=row.at,
    )


def _of_entry(entry: EntrySeen) -> Happening:
    """An entry stands on the day of what it says, which may be before it was entered."""
    facts = [] if entry.withdraws else fact_lines(entry)
    lines = [f"About tracker {entry.tracker_number}"]
    day, entered = entry.fields.happened_on, day_of(entry.recorded_at)
    if entered != day:
        lines.append(f"Entered on {words_for_day(entered)}")
    if entry.why:
        lines.append(f"What was wrong: {entry.why}")
    return Happening(
        day=day,
        clock="",
        title=entry_title(entry),
        by=entry.recorded_by,
        lines=lines,
        items=[f"{name}: {words}" for name, words in facts],
        does_not_count=entry.corrected_by,
        order=entry.recorded_at,
    )


def _days(happenings: Iterable[Happening]) -> list[Day]:
    """In order of time; of one day, in the order in which things were written down."""
    found: dict[date, list[Happening]] = {}
    for one in sorted(happenings, key=lambda one: (one.day, one.order)):
        found.setdefault(one.day, []).append(one)
    return [Day(day, some) for day, some in found.items()]
