"""The sanction record of a participant whom the actor sees, and what it suggests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.participants.models import Participant
from waymark.participants.queries import sees
from waymark.participants.rules import Benefit
from waymark.sanctions.facts import Fact, facts_of, label_of
from waymark.sanctions.letters import LetterSeen, letters_by_entry
from waymark.sanctions.missing import Around, Missing, what_may_be_missing
from waymark.sanctions.models import SanctionEntry
from waymark.sanctions.rules import EntryFields
from waymark.sanctions.suggestion import Course, Standing, Suggestion, suggest
from waymark.trackers.doubt.rules import proposed_failure
from waymark.trackers.doubt.words import Failure
from waymark.trackers.models import FailureKind, Tracker
from waymark.trackers.types import status_of


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """An entry as it was written, and what became of it."""

    id: UUID
    number: int
    fields: EntryFields
    effective_on: date | None
    tracker_number: str
    why: str
    withdraws: bool
    corrects: str
    corrects_id: UUID | None
    corrected_by: str
    was_withdrawn: bool
    recorded_by: str
    recorded_at: datetime
    letters: Sequence[LetterSeen] = ()

    @property
    def shown_number(self) -> str:
        return f"S{self.number}"

    @property
    def label(self) -> str:
        return label_of(self.fields.kind)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return facts_of(self.fields, self.effective_on)

    @property
    def stands(self) -> bool:
        """Nothing has taken its place, and it says more than that something should not be there."""
        return not self.corrected_by and not self.withdraws


def record_of(actor: Actor, participant: Participant) -> Sequence[EntrySeen]:
    """Everything on the sanction record, newest first; refused with `participant.not_found`."""
    if not sees(actor, participant):
        raise NotFound("participant")
    found = list(
        SanctionEntry.objects.filter(participant_id=participant.id)
        .select_related("tracker")
        .order_by("-number")
    )
    return entries_as_seen(found, letters_by_entry(participant.id) if found else {})


def entries_as_seen(
    found: Sequence[SanctionEntry], letters: Mapping[UUID, Sequence[LetterSeen]]
) -> list[EntrySeen]:
    """Whole records as they were written, and what became of each entry."""
    numbers = {one.id: one.shown_number for one in found}
    after = {one.corrects_id: one for one in found if one.corrects_id}
    return [_seen(one, numbers, after, letters.get(one.id, ())) for one in found]


def _seen(
    entry: SanctionEntry,
    numbers: Mapping[UUID, str],
    after: Mapping[UUID, SanctionEntry],
    letters: Sequence[LetterSeen],
) -> EntrySeen:
    then = after.get(entry.id)
    return EntrySeen(
        id=entry.id,
        number=entry.number,
        fields=fields_of(entry),
        effective_on=entry.effective_on,
        tracker_number=entry.tracker.shown_number,
        why=entry.why,
        withdraws=entry.withdraws,
        corrects=numbers.get(entry.corrects_id, "") if entry.corrects_id else "",
        corrects_id=entry.corrects_id,
        corrected_by=then.shown_number if then else "",
        was_withdrawn=then is not None and then.withdraws,
        recorded_by=entry.recorded_by,
        recorded_at=entry.recorded_at,
        letters=letters,
    )


def fields_of(entry: SanctionEntry) -> EntryFields:
    """What an entry says, as somebody said it."""
    return EntryFields(
        kind=entry.kind,
        happened_on=entry.happened_on,
        tracker_id=entry.tracker_id,
        about_id=entry.about_id,
        result=entry.result,
        channel=entry.channel,
        reference=entry.reference,
        text=entry.text,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        fixed_days=entry.fixed_days,
        told_on=entry.told_on,
    )


def trackers_to_record_on(participant_id: UUID) -> Sequence[Tracker]:
    """The trackers of a participant with their activities and the kind of failure that was
    confirmed, newest first. The caller has checked that the actor sees them.
    """
    found = Tracker.objects.filter(participant_id=participant_id).select_related("activity")
    return list(with_confirmed_failure(found).order_by("-created_at", "-number"))


def with_confirmed_failure(found: QuerySet[Tracker]) -> QuerySet[Tracker]:
    """Trackers, each with the kind of failure that was confirmed last."""
    confirmed = FailureKind.objects.filter(tracker=OuterRef("id")).order_by("-at", "-id")
    return found.annotate(confirmed_failure=Subquery(confirmed.values("failure")[:1]))


def suggested_sanction_status(
    actor: Actor, participant: Participant, *, today: date
) -> Suggestion | None:
    """What trackers and sanction record suggest, in two statements."""
    record = record_of(actor, participant)
    return suggestion_from(trackers_to_record_on(participant.id), record, today=today)


def suggestion_from(
    trackers: Iterable[Tracker], record: Sequence[EntrySeen], *, today: date
) -> Suggestion | None:
    """The same from what has been read already."""
    standing = standing_entries(record)
    return suggest([course_of(one, standing) for one in trackers], today=today)


def missing_from(
    participant: Participant, trackers: Iterable[Any], record: Sequence[EntrySeen], *, today: date
) -> list[Missing]:
    """What may be missing from the record, from what has been read already."""
    standing = standing_entries(record)
    around = Around(
        is_universal_credit=participant.benefit == Benefit.UNIVERSAL_CREDIT,
        left_on=participant.left_on,
        still_mandatory=frozenset(
            one.id for one in trackers if one.activity and one.activity.mandatory
        ),
        today=today,
    )
    return what_may_be_missing([course_of(one, standing) for one in trackers], around)


def standing_entries(record: Sequence[EntrySeen]) -> list[Standing]:
    """The entries that count. A result about a decision that was corrected is about the
    correction.
    """
    latest = latest_of(record)
    return [
        Standing(one.id, one.number, _about(one.fields, latest), one.effective_on)
        for one in record
        if one.stands
    ]


def latest_of(record: Sequence[EntrySeen]) -> dict[UUID, UUID]:
    """What each entry has become: the last of its corrections, or itself."""
    latest = {one.id: one.id for one in record}
    for one in record:  # newest first: what was corrected twice leads to the last
        if one.corrects_id:
            latest[one.corrects_id] = latest[one.id]
    return latest


def _about(fields: EntryFields, latest: Mapping[UUID, UUID]) -> EntryFields:
    if fields.about_id is None:
        return fields
    return replace(fields, about_id=latest[fields.about_id])


def course_of(tracker: Any, standing: Iterable[Standing]) -> Course:
    """A tracker with what stands on the record about it."""
    status = status_of(tracker.type, tracker.status)
    return Course(
        tracker_id=tracker.id,
        tracker_number=tracker.number,
        status=status.label,
        is_with_dwp=status.is_with_dwp,
        is_final=status.is_final,
        failed_to_attend=_failure(tracker) == Failure.ATTEND,
        is_confirmed=bool(tracker.confirmed_failure),
        entries=[one for one in standing if one.fields.tracker_id == tracker.id],
    )


def _failure(tracker: Any) -> str:
    """The kind of failure that was confirmed, else what activity and reason point to."""
    if tracker.confirmed_failure or not tracker.activity:
        return tracker.confirmed_failure or Failure.ATTEND
    return proposed_failure(kind=tracker.activity.kind, reason=tracker.reason)
