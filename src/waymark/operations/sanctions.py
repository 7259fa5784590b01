"""The sanction record: entries are added, and put right by entries that name them. Nothing here
touches a tracker.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotFound, Refused, raise_all
from waymark.operations.repeats import REPEATED_WITHIN
from waymark.operations.sanction_letters import keep_letters
from waymark.participants.models import Participant
from waymark.participants.queries import locked_participant_of
from waymark.people.policy import require
from waymark.sanctions.facts import facts_of, label_of
from waymark.sanctions.models import SanctionEntry
from waymark.sanctions.queries import fields_of
from waymark.sanctions.rules import (
    EntryFields,
    EntryKind,
    correction_changes_something,
    correction_is_explained,
    effective_on,
    stands_still,
    what_is_wrong,
)
from waymark.trackers.models import Tracker


def add_entry(
    *,
    actor: Actor,
    participant_id: UUID,
    fields: EntryFields,
    now: datetime,
    letters: Collection[UUID] = (),
) -> SanctionEntry:
    """Add an entry to a participant's sanction record, whatever the status of its tracker, with the
    letters that were uploaded for it.

    What the same person has just entered is not entered twice. Refused with `people.role_needed`,
    `participant.not_found` and SAN-01 to SAN-14.
    """
    require(actor, "sanctions.record")
    with acting_as(actor, "add_entry"):
        participant = locked_participant_of(actor, participant_id)
        about = _about(participant, fields)
        repeated = _repeated(actor, participant, about.fields, now)
        if repeated:
            return repeated
        raise_all(_problems(participant, about, now))
        entry = _write(actor, participant, about.fields, now)
        kept = keep_letters(actor, entry, letters, now)
        record(actor, [_told("sanction.entry_added", entry, now, kept)])
        return entry


def correct_entry(
    *,
    actor: Actor,
    participant_id: UUID,
    entry_id: UUID,
    fields: EntryFields,
    why: str,
    now: datetime,
    letters: Collection[UUID] = (),
) -> SanctionEntry:
    """Put an entry right: another takes its place and names it; the first stays as it was written.

    Refused with `people.role_needed`, `participant.not_found`, `sanction_entry.not_found`, SAN-02
    to SAN-14, and SAN-15 to SAN-17.
    """
    require(actor, "sanctions.record")
    with acting_as(actor, "correct_entry"):
        participant = locked_participant_of(actor, participant_id)
        wrong = _entry_of(participant, entry_id)
        about = _about(participant, replace(fields, kind=wrong.kind))
        repeated = _repeated(actor, participant, about.fields, now, corrects_id=wrong.id)
        if repeated:
            return repeated
        raise_all(stands_still.check(stands=_stands(wrong)))
        is_the_same = about.fields == fields_of(wrong) and not letters
        raise_all(
            correction_is_explained.check(why=why)
            + correction_changes_something.check(is_the_same=is_the_same)
            + _problems(participant, about, now)
        )
        entry = _write(actor, participant, about.fields, now, corrects=wrong, why=why)
        kept = keep_letters(actor, entry, letters, now)
        record(actor, [_told("sanction.entry_corrected", entry, now, kept)])
        return entry


def withdraw_entry(
    *, actor: Actor, participant_id: UUID, entry_id: UUID, why: str, now: datetime
) -> SanctionEntry:
    """Say that an entry should not be there: an entry of its own, which names it. The first stays
    as it was written, and does not count.

    Refused with `people.role_needed`, `participant.not_found`, `sanction_entry.not_found`, SAN-15
    and SAN-16.
    """
    require(actor, "sanctions.record")
    with acting_as(actor, "withdraw_entry"):
        participant = locked_participant_of(actor, participant_id)
        wrong = _entry_of(participant, entry_id)
        after = SanctionEntry.objects.filter(corrects=wrong).first()
        if after and after.withdraws and _is_just_now(actor, after, now):
            return after
        raise_all(stands_still.check(stands=_stands(wrong)))
        raise_all(correction_is_explained.check(why=why))
        entry = _write(
            actor, participant, fields_of(wrong), now, corrects=wrong, why=why, withdraws=True
        )
        record(actor, [_told("sanction.entry_withdrawn", entry, now)])
        return entry


def _entry_of(participant: Participant, entry_id: UUID) -> SanctionEntry:
    found = SanctionEntry.objects.filter(participant=participant, id=entry_id)
    entry = found.select_related("tracker").first()
    if entry is None:
        raise NotFound("sanction_entry")
    return entry


def _stands(entry: SanctionEntry) -> bool:
    return not entry.withdraws and not SanctionEntry.objects.filter(corrects=entry).exists()


@dataclass(frozen=True, slots=True)
class About:
    """The fields tidied, and what they are about: a decision and its tracker, or a tracker."""

    fields: EntryFields
    tracker: Tracker | None
    has_decision: bool


def _about(participant: Participant, fields: EntryFields) -> About:
    decision = _decision_of(participant, fields)
    tracker = decision.tracker if decision else _tracker_of(participant, fields)
    tidied = replace(
        fields,
        about_id=decision.id if decision else None,
        tracker_id=tracker.id if tracker else None,
        text=fields.text.strip(),
        reference=fields.reference.strip(),
    )
    return About(tidied, tracker, decision is not None)


def _problems(participant: Participant, about: About, now: datetime) -> list[Refused]:
    return what_is_wrong(
        fields=about.fields,
        benefit=participant.benefit,
        today=day_of(now),
        failed_on=_failed_on(about.tracker) if about.tracker else None,
        has_decision=about.has_decision,
    )


def _decision_of(participant: Participant, fields: EntryFields) -> SanctionEntry | None:
    """The decision that a result is about: an outcome that stands."""
    if fields.about_id is None:
        return None
    found = SanctionEntry.objects.filter(
        participant=participant,
        id=fields.about_id,
        kind=EntryKind.OUTCOME,
        withdraws=False,
        corrected_by=None,
    )
    return found.select_related("tracker").first()


def _tracker_of(participant: Participant, fields: EntryFields) -> Tracker | None:
    if fields.tracker_id is None:
        return None
    return Tracker.objects.filter(participant=participant, id=fields.tracker_id).first()


def _failed_on(tracker: Tracker) -> date:
    """When the activity was missed: the day it was due, or was marked before that."""
    marked_on = day_of(tracker.created_at)
    return min(tracker.due_on, marked_on) if tracker.due_on else marked_on


def _repeated(
    actor: Actor,
    participant: Participant,
    fields: EntryFields,
    now: datetime,
    *,
    corrects_id: UUID | None = None,
) -> SanctionEntry | None:
    """What the same person has just entered, word for word."""
    last = SanctionEntry.objects.filter(participant=participant).order_by("-number").first()
    if last is None or not _is_just_now(actor, last, now) or last.corrects_id != corrects_id:
        return None
    return last if fields_of(last) == fields and not last.withdraws else None


def _is_just_now(actor: Actor, entry: SanctionEntry, now: datetime) -> bool:
    return entry.recorded_by_id == actor.id and now - entry.recorded_at <= REPEATED_WITHIN


def _write(
    actor: Actor, participant: Participant, fields: EntryFields, now: datetime, **more: Any
) -> SanctionEntry:
    ends = effective_on(fields.kind, fields.happened_on, benefit=participant.benefit)
    if more.get("withdraws"):
        ends = more["corrects"].effective_on
    if "why" in more:
        more["why"] = more["why"].strip()
    entry = SanctionEntry.objects.create(
        participant=participant,
        effective_on=ends,
        recorded_by_id=actor.id,
        recorded_by=actor.shown_as,
        recorded_at=now,
        **asdict(fields),
        **more,
    )
    entry.refresh_from_db(fields=["number"])
    return entry


def _told(
    code: str, entry: SanctionEntry, now: datetime, letters: Sequence[Document] = ()
) -> Entry:
    """The entry for the history of the participant: that of the tracker stays as it was."""
    facts = facts_of(fields_of(entry), entry.effective_on)
    data = {
        "entry": entry.shown_number,
        "kind": label_of(entry.kind),
        "tracker": entry.tracker.shown_number,
        "facts": [[one.label, one.value] for one in facts],
        "corrects": entry.corrects.shown_number if entry.corrects else "",
        "why": entry.why,
        "letters": [one.name for one in letters],
    }
    return Entry(code, Stream.PARTICIPANT, entry.participant_id, now, data)
