"""The sanction record as its pages show it, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from waymark.kernel.actor import Actor
from waymark.kernel.words import words_for_day, words_for_moment
from waymark.participants.rules import Benefit
from waymark.people.policy import may, needed_for
from waymark.sanctions.facts import label_of
from waymark.sanctions.letters import LetterSeen
from waymark.sanctions.missing import Missing
from waymark.sanctions.queries import EntrySeen
from waymark.sanctions.rules import FOR_UNIVERSAL_CREDIT, EntryKind
from waymark.sanctions.suggestion import Suggestion
from waymark.trackers.types import status_of
from waymark.web.addresses import address
from waymark.web.history_words import value_words
from waymark.web.parts import Action, File, Link, Tag

RECORD = "sanctions.record"
EXPORT = "trackers.export"


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """What Waymark suggests for the sanction status, why, and what it rests on."""

    heading: str
    why: str
    rests_on: Link


def suggestion_line(participant: Any, suggestion: Suggestion | None) -> SuggestionLine | None:
    """What is suggested, unless it is what is set already."""
    if suggestion is None or suggestion.status == participant.sanction_status:
        return None
    if suggestion.entry_number:
        href = address("participant-sanction-record", participant.id)
        number = suggestion.entry_number
        rests_on = Link(f"entry {number} of the sanction record", f"{href}#{number}")
    else:
        href = address("tracker", suggestion.tracker_id)
        rests_on = Link(f"tracker {suggestion.tracker_number}", href)
    return SuggestionLine(suggestion.status or "Nothing", suggestion.why, rests_on)


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One entry: what it says, by whom, and what became of it."""

    number: str
    title: str
    state: Tag | None
    facts: list[tuple[str, str]]
    why: str
    what_became: str
    recorded_by: str
    recorded_at: datetime
    links: Sequence[Link]
    letters: Sequence[File] = ()
    infected: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CourseOnPage:
    """A tracker, and the entries about it, newest first."""

    tracker: Link
    status: Tag
    activity: str
    entries: list[EntryCard]


@dataclass(frozen=True, slots=True)
class MissingLine:
    """An entry that may be missing, and why one would think so; a link for those who may add it."""

    label: str
    why: str
    href: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The record of a participant, tracker by tracker; what can be added, and by whom."""

    actions: Sequence[Action]
    courses: list[CourseOnPage]
    has_trackers: bool
    sanction_status: str
    suggestion: SuggestionLine | None
    missing: list[MissingLine]
    kinds: list[Link]
    not_for_jsa: bool
    who_may: str
    change_status: str


def sanction_page(
    actor: Actor,
    participant: Any,
    trackers: Sequence[Any],
    record: Sequence[EntrySeen],
    suggestion: Suggestion | None,
    missing: Sequence[Missing],
) -> RecordPage:
    """Everything on the record, under the tracker that it is about."""
    may_record = may(actor.roles, RECORD)
    is_jsa = participant.benefit != Benefit.UNIVERSAL_CREDIT
    mandation = address("participant-mandation", participant.id)
    return RecordPage(
        actions=_actions(actor, participant.id),
        courses=_courses(participant.id, trackers, record, may_record=may_record),
        has_trackers=bool(trackers),
        sanction_status=participant.sanction_status,
        suggestion=suggestion_line(participant, suggestion),
        missing=[_missing(participant.id, one, may_record=may_record) for one in missing],
        kinds=_kinds(participant.id, record, is_jsa=is_jsa) if may_record and trackers else [],
        not_for_jsa=is_jsa,
        who_may="" if may_record else f"To add to it you need {needed_for(RECORD)}.",
        change_status=mandation if may(actor.roles, "participants.set_mandation") else "",
    )


def _actions(actor: Actor, participant_id: UUID) -> list[Action]:
    """What can be taken from here."""
    found = [Action("The whole story", address("participant-story", participant_id))]
    if may(actor.roles, EXPORT):
        export = address("sanction-record-export", participant_id)
        found.append(Action("Export", export))
    return found


def _missing(participant_id: UUID, missing: Missing, *, may_record: bool) -> MissingLine:
    href = reverse("sanction-entry-add", args=[participant_id, str(missing.kind)])
    to_add = f"{href}?tracker={missing.tracker_id}" if may_record else ""
    return MissingLine(label_of(missing.kind), missing.why, to_add)


def _kinds(participant_id: UUID, record: Sequence[EntrySeen], *, is_jsa: bool) -> list[Link]:
    """What can be added now."""
    decided = any(one.stands and one.fields.kind == EntryKind.OUTCOME for one in record)
    left_out = set(FOR_UNIVERSAL_CREDIT) if is_jsa else set()
    left_out |= set() if decided else {EntryKind.RECONSIDERATION, EntryKind.APPEAL}
    return [
        Link(label_of(kind), reverse("sanction-entry-add", args=[participant_id, str(kind)]))
        for kind in EntryKind
        if kind not in left_out
    ]


def _courses(
    participant_id: UUID, trackers: Sequence[Any], record: Sequence[EntrySeen], *, may_record: bool
) -> list[CourseOnPage]:
    """The trackers about which there is something, newest first."""
    found = []
    for tracker in trackers:
        entries = [
            _card(participant_id, one, may_record=may_record)
            for one in record
            if one.fields.tracker_id == tracker.id
        ]
        if entries:
            status = status_of(tracker.type, tracker.status)
            found.append(
                CourseOnPage(
                    Link(tracker.shown_number, address("tracker", tracker.id)),
                    Tag(status.label, status.tag),
                    tracker.activity.title if tracker.activity else "",
                    entries,
                )
            )
    return found


def _card(participant_id: UUID, entry: EntrySeen, *, may_record: bool) -> EntryCard:
    where = [participant_id, entry.id]
    links = [
        Link("Correct", reverse("sanction-entry-correct", args=where), hidden=entry.shown_number),
        Link("Withdraw", reverse("sanction-entry-withdraw", args=where), hidden=entry.shown_number),
    ]
    return EntryCard(
        number=entry.shown_number,
        title=entry_title(entry),
        state=_state(entry),
        facts=[] if entry.withdraws else fact_lines(entry),
        why=entry.why,
        what_became=f"It does not count: see {entry.corrected_by}." if entry.corrected_by else "",
        recorded_by=entry.recorded_by,
        recorded_at=entry.recorded_at,
        links=links if may_record and entry.stands else (),
        letters=[
            _letter(participant_id, one, is_open=not entry.was_withdrawn) for one in entry.letters
        ],
        infected=[one.name for one in entry.letters if one.is_infected],
    )


def _letter(participant_id: UUID, letter: LetterSeen, *, is_open: bool) -> File:
    """A letter on an entry; nobody opens one whose entry should not be there."""
    opens = is_open and not letter.is_held
    return File(
        letter.name,
        reverse("sanction-letter", args=[participant_id, letter.id]) if opens else "",
        letter.size,
        (letter.scan, letter.by, words_for_moment(letter.at)),
    )


def entry_title(entry: EntrySeen) -> str:
    """S104 Outcome from DWP; of a correction also what it is about."""
    if entry.withdraws:
        return f"{entry.shown_number} {entry.corrects} should not be there"
    if entry.corrects:
        return f"{entry.shown_number} {entry.label}: in place of {entry.corrects}"
    return f"{entry.shown_number} {entry.label}"


def _state(entry: EntrySeen) -> Tag | None:
    if not entry.corrected_by:
        return None
    return Tag("Withdrawn" if entry.was_withdrawn else "Corrected", "grey")


def fact_lines(entry: EntrySeen) -> list[tuple[str, str]]:
    """The facts of an entry with days as people write them."""
    return [(one.label, value_words(one.value)) for one in entry.facts]


def tracker_choices(trackers: Sequence[Any]) -> list[tuple[str, str]]:
    """The trackers of a participant as a drop-down."""
    return [(str(one.id), _tracker_words(one)) for one in trackers]


def _tracker_words(tracker: Any) -> str:
    title = tracker.activity.title if tracker.activity else ""
    due = f", due {words_for_day(tracker.due_on)}" if tracker.due_on else ""
    status = status_of(tracker.type, tracker.status).label
    return f"{tracker.shown_number}: {title}{due} ({status})"


def decision_choices(record: Sequence[EntrySeen]) -> list[tuple[str, str]]:
    """The decisions that stand, as a drop-down."""
    return [
        (str(one.id), f"{one.shown_number}: {one.facts[0].value}, {one.tracker_number}")
        for one in record
        if one.fields.kind == EntryKind.OUTCOME and one.stands
    ]
