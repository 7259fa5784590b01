"""What a pack tells of a tracker: its sections, from what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from waymark.audit.events import HistoryRow, history_of_tracker
from waymark.kernel.actor import Actor
from waymark.kernel.words import words_for_day, words_for_moment, words_for_time
from waymark.plans.notice_queries import NoticeSeen, notices_of_activity
from waymark.programmes.queries import REASON_CATEGORIES
from waymark.reporting.change_words import change_words
from waymark.reporting.evaluation_words import HEADS, evaluation_told
from waymark.reporting.packs.before_a_doubt import (
    contacts_section,
    failure_words,
    good_reason_section,
    notice_section,
    readiness_section,
)
from waymark.reporting.packs.sections import Entries, Facts, Lines, Section, Table
from waymark.trackers.doubt_queries import Gathered, gathered_on
from waymark.trackers.models import Note, Tracker
from waymark.trackers.packs import PackChoices, pack_notes_of
from waymark.trackers.types import TYPES, status_of

ENTRIES = 10_000
OF_PACKS = ("tracker.pack_asked_for", "tracker.pack_made")
OF_FILES = ("tracker.file_added", "tracker.file_removed", "tracker.file_infected")
# What a pack tells of an entry beside its title: nothing that was typed for staff only.
TELLS_CHANGES = ("tracker.edited", "tracker.reassigned")


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a pack or a referral sheet tells of, read once."""

    tracker: Tracker
    gathered: Gathered
    notices: Sequence[NoticeSeen]


def case_of(tracker: Tracker) -> Case:
    """A tracker that the actor sees, with what belongs to it."""
    notices = notices_of_activity(tracker.activity_id) if tracker.activity_id else []
    return Case(tracker, gathered_on(tracker.id), notices)


def sections_of(case: Case, choices: PackChoices, actor: Actor) -> list[Section]:
    """Why there is a tracker, what it is about, what was done and noted, what happened."""
    tracker = case.tracker
    found = [
        _why(case.gathered),
        _tracker(case),
        readiness_section(tracker, private=choices.private),
        notice_section(case.notices, tracker) if tracker.activity else None,
        _activity(tracker),
        contacts_section(case.gathered),
        good_reason_section(case.gathered, actor if choices.private else None),
        _notes(tracker, choices),
        _history(tracker),
    ]
    return [one for one in found if one is not None]


def dated(tracker: Tracker) -> datetime:
    """When what the pack tells was last added to: the date of the document, so that the same state
    gives the same document.
    """
    last = next(iter(_told(history_of_tracker(tracker.id, limit=50))), None)
    return last.at if last else tracker.created_at


def cover_facts(tracker: Tracker) -> list[tuple[str, str]]:
    """The references by which everybody knows the case."""
    participant = tracker.participant
    return [
        ("Tracker", tracker.shown_number),
        ("Type", TYPES[tracker.type].label),
        ("Status", status_of(tracker.type, tracker.status).label),
        ("Participant", participant.name),
        ("Participant reference", participant.reference),
        ("National Insurance number", participant.ni_number or "Not recorded"),
        ("Date of birth", words_for_day(participant.date_of_birth)),
        ("Benefit", participant.benefit),
        ("Language", participant.language),
        ("Programme", participant.programme.name),
        ("Office", participant.group.path),
    ]


def _why(gathered: Gathered) -> Section | None:
    evaluation = gathered.why_it_exists
    if evaluation is None:
        return None
    told = evaluation_told(evaluation)
    rows = [(row.name, row.value, row.set_by) for row in told.rows]
    return Section(
        "why",
        told.heading,
        [
            Lines([told.opening]),
            Table("Conditions at the moment of the marking", HEADS, rows),
            Lines([told.closing]),
        ],
    )


def _tracker(case: Case) -> Section:
    tracker = case.tracker
    rows = [
        ("Made", f"{words_for_moment(tracker.created_at)}, by {_made_by(tracker)}"),
        ("Status", status_of(tracker.type, tracker.status).label),
        ("Assignee", tracker.assignee.name if tracker.assignee else "Nobody"),
        ("Due, as it was then", due_words(tracker.due_on, tracker.due_time)),
        ("Reason for non-completion, as it was then", reason_words(tracker)),
        ("Details of the reason", tracker.reason_details),
        ("Kind of failure", failure_words(case.gathered)),
        ("DMA paperwork raised", "Yes" if tracker.dma_paperwork_raised else "No"),
        ("Reason it was not raised", tracker.not_raised_reason),
    ]
    return Section("tracker", "The tracker", [Facts([row for row in rows if row[1]])])


def reason_words(tracker: Tracker) -> str:
    """They did not do it: Did not attend."""
    category = REASON_CATEGORIES.get(tracker.reason_category, "")
    return ": ".join(part for part in (category, tracker.reason) if part)


def _made_by(tracker: Tracker) -> str:
    if tracker.made_by_system:
        return f"the system, when {tracker.created_by} marked the activity not complete"
    return tracker.created_by


def _activity(tracker: Tracker) -> Section | None:
    activity = tracker.activity
    if activity is None:
        return None
    owner = activity.chosen_owner or tracker.participant.work_coach
    rows = [
        ("Activity", activity.title),
        ("Reference", activity.reference),
        ("Kind", activity.kind),
        ("What was to be done", activity.instructions),
        ("Due", due_words(activity.due_on, activity.due_time)),
        ("Place", activity.place),
        ("How", activity.channel),
        ("Evidence needed", activity.evidence),
        ("Owner", owner.name if owner else "Nobody"),
        ("Shown to the participant", "Yes" if activity.visible_to_participant else "No"),
        ("Mandatory", _mandatory(activity)),
        ("Status", f"{activity.status}{_set(activity.status_set_by, activity.status_set_at)}"),
    ]
    return Section("activity", "The activity", [Facts([row for row in rows if row[1]])])


def _mandatory(activity) -> str:  # type: ignore[no-untyped-def]
    said = "Yes" if activity.mandatory else "No"
    return f"{said}{_set(activity.mandatory_set_by, activity.mandatory_set_at)}"


def _set(by: str, at: datetime | None) -> str:
    when = f", {words_for_moment(at)}" if at else ""
    return f", set by {by}{when}" if by else ""


def due_words(day: date | None, clock: time | None) -> str:
    """17 November 2026 at 10:30am."""
    if day is None:
        return ""
    return f"{words_for_day(day)} at {words_for_time(clock)}" if clock else words_for_day(day)


def _notes(tracker: Tracker, choices: PackChoices) -> Section:
    notes = [one for one in pack_notes_of(tracker) if one.id in choices.notes]
    told = [Entries([_note(one) for one in notes])] if notes else []
    says = "Notes for staff only are not in this pack, unless somebody chose to put them in."
    return Section("notes", "Notes for the decision maker", [*told, Lines([*_none(notes), says])])


def _none(found: Sequence[Note]) -> list[str]:
    return [] if found else ["There are none."]


def _note(note: Note) -> tuple[str, str, Sequence[str]]:
    title = "Note" if note.for_decision_maker else "Note that was for staff only"
    return title, f"{note.author_name}, {words_for_moment(note.at)}", note.text.split("\n")


def _history(tracker: Tracker) -> Section:
    """What happened, oldest first: without what notes say, and without the making of packs."""
    rows = list(_told(history_of_tracker(tracker.id, limit=ENTRIES)))
    return Section("history", "History", [Entries([_entry(one) for one in reversed(rows)])])


def _told(rows: Iterable[HistoryRow]) -> Iterable[HistoryRow]:
    return (one for one in rows if one.code not in OF_PACKS)


def _entry(row: HistoryRow) -> tuple[str, str, Sequence[str]]:
    lines: list[str] = []
    title = ""
    if row.code in TELLS_CHANGES:
        title, lines = change_words(row.data.get("changes", []))
    if row.code in OF_FILES:
        said = (row.data.get("file", ""), row.data.get("kind", ""))
        lines = [", ".join(part for part in said if part)]
    return title or row.title, f"{row.by}, {words_for_moment(row.at)}", lines
