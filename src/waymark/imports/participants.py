"""participants.csv: people with their programme, coach, mandation panel and markers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from waymark.imports.cells import as_text, did_you_mean, folded, in_words, short
from waymark.imports.files import Row, Table
from waymark.imports.groups import Tree
from waymark.imports.readings import Comparison, Reading, compare
from waymark.imports.run import Batch, Run
from waymark.kernel.london import day_of
from waymark.kernel.refusals import Refused
from waymark.operations.participant_writes import (
    ParticipantDraft,
    participant_problems,
    write_new_participants,
    write_participant_changes,
)
from waymark.participants.models import MarkerKind, Participant
from waymark.participants.queries import lock_participants, sees
from waymark.participants.rules import ni_number_in_full
from waymark.people.queries import Colleague, colleagues_with_email
from waymark.programmes.models import Programme
from waymark.trackers.models import Tracker
from waymark.trackers.types import not_final_statuses

COLUMN_OF = {
    "started_on": "start_date",
    "planned_end_on": "planned_end_date",
}
LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of a batch may name, by the word that a file uses."""

    tree: Tree
    programmes: Mapping[str, Programme]
    markers: Mapping[str, MarkerKind]
    coaches: Mapping[str, Colleague]


def import_participants(run: Run, table: Table, rows: Iterable[Row]) -> None:
    """Take some rows of participants.csv."""
    batch = Batch(run, table, rows)
    there = _there(batch)
    known = _known(batch, there.values())
    new: list[ParticipantDraft] = []
    changes: list[tuple[Participant, ParticipantDraft]] = []
    moved: dict[Participant, Reading] = {}
    for reading in batch.readings:
        participant = there.get(batch.key_of(reading))
        comparison, draft = _consider(batch, reading, known, participant)
        if not batch.take(reading, comparison) or draft is None:
            continue
        if participant is None:
            new.append(draft)
        elif comparison and comparison.applied:
            changes.append((participant, draft))
            if comparison.applies("work_coach", "group"):
                moved[participant] = reading
    write_new_participants(run.actor, new, now=run.now)
    write_participant_changes(run.actor, changes, now=run.now)
    _warn_of_trackers_left_behind(batch, moved)
    batch.close()


def _known(batch: Batch, there: Iterable[Participant]) -> Known:
    emails = {str(reading.values["work_coach"]) for reading in batch.readings}
    emails |= {one.work_coach.email for one in there if one.work_coach}
    return Known(
        tree=Tree(),
        programmes={folded(one.name): one for one in Programme.objects.all()},
        markers={folded(one.name): one for one in MarkerKind.objects.all()},
        coaches=colleagues_with_email(emails),
    )


def _there(batch: Batch) -> dict[str, Participant]:
    references = [batch.key_of(reading) for reading in batch.readings]
    there = Participant.objects.filter(reference__in=references)
    lock_participants(there)
    found = there.select_related("programme", "group", "work_coach")
    return {one.reference: one for one in found.prefetch_related("markers__kind")}


def _consider(
    batch: Batch, reading: Reading, known: Known, participant: Participant | None
) -> tuple[Comparison | None, ParticipantDraft | None]:
    """What a row would change, and the participant as it wants them; faults go to the reading."""
    _look_up(reading, known)
    actor = batch.run.actor
    if participant is not None and not sees(actor, participant):
        reading.refuse("reference", "This reference is in use, and the participant is not yours")
        return None, None
    comparison = None
    values = reading.values
    if participant is not None:
        here = _values_of(participant)
        texts = {name: as_text(value) for name, value in here.items()}
        comparison = compare(reading.texts(), known.tree.as_now(batch.said(reading)), texts)
        if not comparison.applied:
            return comparison, None
        values = here | {name: values[name] for name in comparison.names}
    draft = _draft(values, known, participant)
    today = day_of(batch.run.now)
    for refused in participant_problems(actor, draft, participant, today=today):
        _refuse(reading, refused, draft)
    return comparison, draft


def _refuse(reading: Reading, refused: Refused, draft: ParticipantDraft) -> None:
    """Put what a rule says at its column. Who has access to a wrong group cannot be told."""
    name = COLUMN_OF.get(refused.field or "", refused.field or "reference")
    if name == "work_coach" and reading.is_wrong("group"):
        return
    message = refused.message
    if name == "work_coach" and draft.work_coach and not draft.work_coach.is_active:
        message = f"{draft.work_coach.name}’s account is not active. {message}"
    reading.refuse(name, message)


def _look_up(reading: Reading, known: Known) -> None:
    """Put names in the spelling that they have here, and refuse those that lead nowhere."""
    values: dict[str, Any] = reading.values
    values["ni_number"] = ni_number_in_full(str(values["ni_number"])) or values["ni_number"]
    programme, names = str(values["programme"]), {k: v.name for k, v in known.programmes.items()}
    if found := known.programmes.get(folded(programme)):
        values["programme"] = found.name
    elif programme:
        listed = in_words(sorted(names.values()), joined_by="or")
        reading.refuse("programme", f"There is no programme {short(programme)}. Enter {listed}")
    coach = str(values["work_coach"])
    if coach and coach not in known.coaches:
        reading.refuse("work_coach", f"Nobody here has the address {short(coach)}")
    path = str(values["group"])
    if group := known.tree.find(path):
        values["group"] = group.path
    elif path:
        reading.refuse("group", known.tree.is_missing(path))
    values["markers"] = _marker_names(reading, known)


def _marker_names(reading: Reading, known: Known) -> tuple[str, ...]:
    cell = reading.values["markers"]
    wanted = {folded(name): name for name in (cell if isinstance(cell, tuple) else ())}
    names = {key: kind.name for key, kind in known.markers.items()}
    for key, name in wanted.items():
        if key not in known.markers:
            reading.refuse(
                "markers", f"There is no marker {short(name)}{did_you_mean(name, names)}"
            )
    return tuple(name for key, name in sorted(names.items()) if key in wanted)


def _values_of(participant: Participant) -> dict[str, Any]:
    """The values that a file would have for a participant as they are."""
    coach = participant.work_coach
    plain = (
        "first_name",
        "last_name",
        "date_of_birth",
        "ni_number",
        "benefit",
        "make_activity_mandatory",
        "sanction_status",
        "language",
        "email",
        "phone",
        "reasonable_adjustments",
        "agreed_hours",
        "left_on",
    )
    kinds = sorted((marker.kind.name for marker in participant.markers.all()), key=folded)
    return {
        **{name: getattr(participant, name) for name in plain},
        "start_date": participant.started_on,
        "planned_end_date": participant.planned_end_on,
        "programme": participant.programme.name,
        "work_coach": coach.email if coach else "",
        "group": participant.group.path,
        "markers": tuple(kinds),
    }


def _draft(
    values: Mapping[str, Any], known: Known, participant: Participant | None
) -> ParticipantDraft:
    """A participant as a row wants them. What could not be read is stood in for: the row is
    refused, but the rules still find what else is wrong.
    """
    return ParticipantDraft(
        reference=participant.reference if participant else values["reference"],
        first_name=values["first_name"],
        last_name=values["last_name"],
        date_of_birth=values["date_of_birth"] or LONG_AGO,
        ni_number=values["ni_number"],
        benefit=values["benefit"],
        programme=known.programmes.get(folded(values["programme"])) or Programme(),
        started_on=values["start_date"] or LONG_AGO,
        planned_end_on=values["planned_end_date"],
        work_coach=known.coaches.get(values["work_coach"]),
        group=known.tree.find(values["group"]) or known.tree.root,
        make_activity_mandatory=values["make_activity_mandatory"],
        sanction_status=values["sanction_status"],
        markers=tuple(known.markers[folded(name)] for name in values["markers"]),
        language=values["language"],
        email=values["email"],
        phone=values["phone"],
        reasonable_adjustments=values.get("reasonable_adjustments", ""),
        agreed_hours=values.get("agreed_hours"),
        left_on=values.get("left_on"),
        restricted_to=participant.restricted_to if participant else None,
    )


def _warn_of_trackers_left_behind(batch: Batch, moved: Mapping[Participant, Reading]) -> None:
    """A file cannot be asked whether to hand over, so what stays with the former coach is said."""
    left = (
        Tracker.objects.filter(
            participant__in=list(moved), status__in=not_final_statuses(), assignee__isnull=False
        )
        .values_list("participant_id")
        .annotate(Count("id"))
    )
    many = dict(left) if moved else {}
    for participant, reading in moved.items():
        if count := many.get(participant.id):
            words = f"Trackers that are not final stay with whom they are ({count}): reassign them"
            batch.warn(reading, "work_coach", words)
