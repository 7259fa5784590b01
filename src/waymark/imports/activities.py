"""activities.csv: action plans. What becomes Not complete is decided on as on a screen."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from waymark.imports.cells import as_text, short
from waymark.imports.columns import PARTICIPANTS, SHEETS
from waymark.imports.files import Row, Table
from waymark.imports.readings import Comparison, Reading, compare
from waymark.imports.run import Batch, Run
from waymark.kernel.refusals import Refused
from waymark.kernel.words import words_for_day
from waymark.operations.activity_corrections import begin_as, write_reasons
from waymark.operations.activity_writes import (
    ActivityDraft,
    draft_of,
    new_activity,
    problems,
    write_edits,
    write_new_activities,
    write_statuses,
)
from waymark.operations.deciding import Marking
from waymark.operations.marking import (
    decide_on,
    outcomes_of,
    record_markings,
    set_not_complete,
)
from waymark.participants.models import Participant
from waymark.participants.queries import lock_participants, participants_of
from waymark.people.queries import Colleague, colleagues_with_email
from waymark.plans.models import Activity
from waymark.plans.rules import (
    ActivityStatus,
    not_complete_has_a_category,
    not_complete_has_a_reason,
)

COLUMN_OF = {"due_on": "due_date"}
LONG_AGO = date(1900, 1, 1)
REASON = ("reason", "reason_category")


@dataclass(slots=True)
class Writes:
    """What the rows of a batch come to."""

    new: list[Activity] = field(default_factory=list)
    edits: list[tuple[Activity, ActivityDraft]] = field(default_factory=list)
    statuses: list[tuple[Activity, str]] = field(default_factory=list)
    reasons: list[tuple[Activity, str, str]] = field(default_factory=list)
    markings: list[Marking] = field(default_factory=list)
    new_markings: list[Marking] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of a batch may name: participants and activities by reference, owners by
    address.
    """

    participants: Mapping[str, Participant]
    activities: Mapping[str, Activity]
    owners: Mapping[str, Colleague]


def import_activities(run: Run, table: Table, rows: Iterable[Row]) -> None:
    """Take some rows of activities.csv."""
    batch = Batch(run, table, rows)
    known, writes = _known(batch), Writes()
    for reading in batch.readings:
        _take(batch, reading, known, writes)
    if run.dry_run:
        _foresee(run, writes)
    else:
        _write(run, writes)
    batch.close()


def _write(run: Run, writes: Writes) -> None:
    """Write what the rows come to. New activities arrive as Not complete, which saves an update."""
    past_records = run.summary.past_records
    before = set_not_complete(run.actor, writes.new_markings, now=run.now)
    write_new_activities(run.actor, writes.new, now=run.now)
    evaluations = decide_on(
        run.actor, writes.new_markings, before, now=run.now, past_records=past_records
    )
    write_edits(run.actor, writes.edits, now=run.now)
    write_statuses(run.actor, writes.statuses, now=run.now)
    write_reasons(run.actor, writes.reasons, now=run.now)
    evaluations += record_markings(
        run.actor, writes.markings, now=run.now, past_records=past_records
    )
    run.summary.outcomes.update(str(one.outcome) for one in evaluations)


def _foresee(run: Run, writes: Writes) -> None:
    """Count what the markings would come to. Nothing is written, so nobody waits for a dry run and
    no tracker's number is used up.
    """
    edited = {activity.id: draft for activity, draft in writes.edits}
    markings = []
    for marking in (*writes.new_markings, *writes.markings):
        activity = copy(marking.activity)
        if draft := edited.get(activity.id):
            activity.mandatory = draft.mandatory
        markings.append(Marking(activity, marking.reason_category, marking.reason))
    outcomes = outcomes_of(run.actor, markings, now=run.now, past_records=run.summary.past_records)
    run.summary.outcomes.update(str(one) for one in outcomes)


def _known(batch: Batch) -> Known:
    """Participants before activities, each in one order, so that nobody waits for each other."""
    references = {str(reading.values["participant"]) for reading in batch.readings}
    keys = [batch.key_of(reading) for reading in batch.readings]
    owner_of = dict(
        Activity.objects.filter(reference__in=keys)
        .order_by()
        .values_list("reference", "participant_id")
    )
    there = participants_of(batch.run.actor).filter(reference__in=references)
    activities = Activity.objects.filter(reference__in=list(owner_of)).select_related(
        "chosen_owner"
    )
    if not batch.run.dry_run:
        lock_participants(there)
        activities = activities.select_for_update(of=("self",), no_key=True).order_by("id")
    # One object for each programme, group and coach, not one for each participant.
    participants = there.prefetch_related("programme", "group", "work_coach")
    return Known(
        participants={one.reference: one for one in participants},
        activities={one.reference: one for one in activities},
        owners=colleagues_with_email(str(one.values["owner"]) for one in batch.readings),
    )


def _take(batch: Batch, reading: Reading, known: Known, writes: Writes) -> None:
    """Decide on one row, and note what it comes to."""
    participant = _participant(batch, reading, known)
    activity = known.activities.get(batch.key_of(reading))
    owner = _owner(reading, known)
    if participant is None:
        batch.take(reading, None)
    elif activity is None:
        _take_new(batch, reading, participant, owner, writes)
    elif activity.participant_id != participant.id:
        reading.refuse("participant", "This activity is another participant’s, and does not move")
        batch.take(reading, None)
    else:
        activity.participant = participant
        _take_known(batch, reading, activity, owner, writes)


def _take_new(
    batch: Batch,
    reading: Reading,
    participant: Participant,
    owner: Colleague | None,
    writes: Writes,
) -> None:
    values, run = reading.values, batch.run
    draft = _draft(values, _chosen(owner, participant))
    _refuse_all(reading, problems(draft, participant, None) + _reason_problems(values))
    if not batch.take(reading, None):
        return
    _warn(batch, reading, participant, owner)
    activity = new_activity(
        run.actor, participant, draft, reference=values["activity"], now=run.now
    )
    writes.new.append(activity)
    if values["status"] == ActivityStatus.NOT_COMPLETE:
        marking = Marking(activity, values["reason_category"], values["reason"])
        writes.new_markings.append(marking)
    else:
        begin_as(run.actor, activity, values["status"], now=run.now)


def _take_known(
    batch: Batch, reading: Reading, activity: Activity, owner: Colleague | None, writes: Writes
) -> None:
    participant = activity.participant
    here = _values_of(activity)
    comparison = _compare(reading, batch.said(reading), here, participant)
    wanted = here | {name: reading.values[name] for name in comparison.names}
    is_marked = comparison.applies("status") and wanted["status"] == ActivityStatus.NOT_COMPLETE
    if is_marked:
        wanted |= {name: reading.values[name] for name in REASON}
    draft = _draft(
        wanted,
        _chosen(owner, participant) if comparison.applies("owner") else activity.chosen_owner_id,
    )
    if comparison.applied:
        _refuse_all(reading, problems(draft, participant, activity) + _reason_problems(wanted))
    if not batch.take(reading, comparison):
        return
    _warn(batch, reading, participant, owner)
    if draft != draft_of(activity):
        writes.edits.append((activity, draft))
    if is_marked:
        writes.markings.append(Marking(activity, wanted["reason_category"], wanted["reason"]))
    elif comparison.applies("status"):
        writes.statuses.append((activity, wanted["status"]))
    elif comparison.applies(*REASON):
        writes.reasons.append((activity, wanted["reason_category"], wanted["reason"]))


def _participant(batch: Batch, reading: Reading, known: Known) -> Participant | None:
    """The participant of a row; a reference that its own file has twice is not safe to use."""
    reference = reading.values["participant"]
    if not reference:
        return None
    if batch.run.is_repeated(SHEETS[PARTICIPANTS], reference):
        reading.refuse(
            "participant", f"{short(reference)} stands on more than one row of participants"
        )
        return None
    found = known.participants.get(reference)
    if found is None:
        why = "their row is refused" if reference in batch.run.refused_participants else ""
        reading.refuse(
            "participant", f"There is no participant {short(reference)}{why and ': '}{why}"
        )
    return found


def _owner(reading: Reading, known: Known) -> Colleague | None:
    email = reading.values["owner"]
    if email and email not in known.owners:
        reading.refuse("owner", f"Nobody here has the address {short(email)}")
    return known.owners.get(email)


def _chosen(owner: Colleague | None, participant: Participant) -> UUID | None:
    """The id of an owner who is somebody else than the work coach."""
    return owner.id if owner and owner.id != participant.work_coach_id else None


def _compare(
    reading: Reading,
    said: Mapping[str, str],
    here: Mapping[str, Any],
    participant: Participant,
) -> Comparison:
    """What differs. A work coach who is named as owner is the same as none; a reason counts only
    where the activity is and stays Not complete.
    """
    coach = participant.work_coach
    texts = {name: as_text(value) for name, value in here.items()}
    in_file, last = (
        {**cells, "owner": ""} if coach and cells.get("owner") == coach.email else dict(cells)
        for cells in (reading.texts(), said)
    )
    without_reason = {name: text for name, text in in_file.items() if name not in REASON}
    comparison = compare(without_reason, last, texts)
    was_missed = here["status"] == ActivityStatus.NOT_COMPLETE
    if was_missed and in_file.get("status") == here["status"]:
        return compare(in_file, last, texts)
    return comparison


def _values_of(activity: Activity) -> dict[str, Any]:
    """The values that a file would have for an activity as it is."""
    is_missed = activity.status == ActivityStatus.NOT_COMPLETE
    owner = activity.chosen_owner
    return {
        "kind": activity.kind,
        "title": activity.title,
        "instructions": activity.instructions,
        "owner": owner.email if owner else "",
        "due_date": activity.due_on,
        "due_time": activity.due_time,
        "place": activity.place,
        "channel": activity.channel,
        "hours": activity.hours,
        "evidence": activity.evidence,
        "visible_to_participant": activity.visible_to_participant,
        "mandatory": activity.mandatory,
        "status": activity.status,
        "reason": activity.reason if is_missed else "",
        "reason_category": activity.reason_category if is_missed else "",
    }


def _draft(values: Mapping[str, Any], owner_id: UUID | None) -> ActivityDraft:
    """An activity as a row wants it; a date that could not be read is stood in for."""
    return ActivityDraft(
        kind=values["kind"],
        title=values["title"],
        instructions=values["instructions"],
        owner_id=owner_id,
        due_on=values["due_date"] or LONG_AGO,
        due_time=values["due_time"],
        place=values["place"],
        channel=values.get("channel", ""),
        hours=values.get("hours"),
        evidence=values.get("evidence", ""),
        visible_to_participant=values.get("visible_to_participant", True),
        mandatory=values["mandatory"],
    )


def _reason_problems(values: Mapping[str, Any]) -> list[Refused]:
    if values["status"] != ActivityStatus.NOT_COMPLETE:
        return []
    return not_complete_has_a_reason.check(
        reason=values["reason"]
    ) + not_complete_has_a_category.check(reason_category=values["reason_category"])


def _refuse_all(reading: Reading, found: Iterable[Refused]) -> None:
    for refused in found:
        name = refused.field or "activity"
        reading.refuse(COLUMN_OF.get(name, name), refused.message)


def _warn(
    batch: Batch, reading: Reading, participant: Participant, owner: Colleague | None
) -> None:
    """Say what does not stop a row: an owner who cannot act, and a date before the start."""
    only = participant.restricted_to
    if owner and not owner.sees(participant.group.lineage, restricted_to=only):
        why = "has no access to this participant" if owner.is_active else "is not active"
        batch.warn(reading, "owner", f"{owner.name} {why}: a tracker would go to the work coach")
    if reading.values["due_date"] < participant.started_on:
        start = words_for_day(participant.started_on)
        batch.warn(reading, "due_date", f"This is before the start date, {start}")
