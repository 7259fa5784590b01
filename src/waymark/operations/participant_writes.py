"""Participants, many at once, as an import brings them: checks and writes. The callers have locked
those that exist.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.operations.conflicts import changed, changed_link, changes_of
from waymark.operations.listings import refresh_rows_of_participants
from waymark.operations.naming import group_problems
from waymark.operations.participants import DETAIL_LABELS, SETTINGS, named, stamp_settings
from waymark.operations.recounting import MOVED, recount
from waymark.participants.models import Marker, MarkerKind, Participant
from waymark.participants.rules import (
    coach_has_access,
    date_of_birth_is_past,
    group_is_in_scope,
    group_is_open,
    leaving_is_after_start,
    ni_number_is_in_the_published_format,
)
from waymark.people.models import Group
from waymark.people.queries import Colleague
from waymark.programmes.models import Programme
from waymark.trackers.models import Tracker


@dataclass(frozen=True, slots=True)
class ParticipantDraft:
    """A participant as a file wants them. `work_coach` None: nobody."""

    reference: str
    first_name: str
    last_name: str
    date_of_birth: date
    ni_number: str
    benefit: str
    programme: Programme
    started_on: date
    planned_end_on: date | None
    work_coach: Colleague | None
    group: Group
    make_activity_mandatory: bool
    sanction_status: str
    markers: tuple[MarkerKind, ...]
    language: str
    email: str
    phone: str
    reasonable_adjustments: str = ""
    agreed_hours: Decimal | None = None
    left_on: date | None = None
    restricted_to: frozenset[UUID] | None = None

    @property
    def coach_may_see(self) -> bool:
        return self.work_coach is None or self.work_coach.sees(
            self.group.lineage, restricted_to=self.restricted_to
        )


PLAIN = {
    **DETAIL_LABELS,
    "started_on": "Start date",
    "planned_end_on": "Planned end date",
}
MANDATION = {
    "make_activity_mandatory": "Make activity mandatory",
    "sanction_status": "Sanction status",
}
CHANGED_FIELDS = [
    *PLAIN,
    *MANDATION,
    *(f"{name}_{part}" for name in SETTINGS for part in ("set_by_id", "set_by", "set_at")),
    "programme",
    "work_coach",
    "group",
    "left_on",
    "version",
]


def participant_problems(
    actor: Actor, draft: ParticipantDraft, previous: Participant | None, *, today: date
) -> list[Refused]:
    """What stops this draft from being saved. Coach and group count when they are new."""
    found = ni_number_is_in_the_published_format.check(ni_number=draft.ni_number)
    found += date_of_birth_is_past.check(date_of_birth=draft.date_of_birth, today=today)
    found += leaving_is_after_start.check(left_on=draft.left_on, started_on=draft.started_on)
    is_moved = previous is None or (previous.work_coach_id, previous.group_id) != (
        draft.work_coach.id if draft.work_coach else None,
        draft.group.id,
    )
    if is_moved:
        found += coach_has_access.check(coach_may_see=draft.coach_may_see)
        found += group_is_in_scope.check(group_id=draft.group.id, scope=actor.group_ids)
        found += group_problems(draft.restricted_to, draft.group)
    if previous is None or previous.group_id != draft.group.id:
        found += group_is_open.check(is_closed=draft.group.is_closed)
    return found


def write_new_participants(
    actor: Actor, drafts: Sequence[ParticipantDraft], *, now: datetime
) -> list[Participant]:
    """Add participants with their markers and history, within the caller's transaction."""
    participants = [_new(actor, draft, now) for draft in drafts]
    Participant.objects.bulk_create(participants, batch_size=500)
    pairs = list(zip(participants, drafts, strict=True))
    _switch_on(actor, ((one, kind) for one, draft in pairs for kind in draft.markers), now)
    record(
        actor,
        [
            _entry(one, "participant.added", now, {"changes": _what_is_said(draft)})
            for one, draft in pairs
        ],
    )
    return participants


def write_participant_changes(
    actor: Actor, changes: Sequence[tuple[Participant, ParticipantDraft]], *, now: datetime
) -> None:
    """Change participants, with a history entry for each part of the profile that changed."""
    entries: list[Entry] = []
    abroad = [
        one.id for one, draft in changes if one.group.bank_holidays != draft.group.bank_holidays
    ]
    for participant, draft in changes:
        parts = _parts(participant, draft)
        stamp_settings(actor, participant, _mandation(draft), now)
        _apply(participant, draft)
        participant.version += 1
        entries += [_entry(participant, code, now, {"changes": part}) for code, part in parts]
    _switch_markers(actor, changes, now)
    Participant.objects.bulk_update([one for one, _ in changes], CHANGED_FIELDS, batch_size=200)
    record(actor, entries)
    refresh_rows_of_participants([one.id for one, _ in changes], now=now)
    if abroad:
        recount(actor, Tracker.objects.filter(participant_id__in=abroad), why=MOVED, now=now)


def write_work_coaches(
    actor: Actor, changes: Sequence[tuple[Participant, Colleague]], *, now: datetime
) -> None:
    """Give locked participants another work coach, with their history, within the caller's
    transaction.
    """
    entries = []
    for participant, coach in changes:
        former = participant.work_coach
        change = changed_link("work_coach", "Work coach", named(former), named(coach))
        participant.work_coach_id = coach.id
        participant.version += 1
        data = {"changes": changes_of(change)}
        entries.append(_entry(participant, "participant.moved", now, data))
    Participant.objects.bulk_update(
        [one for one, _ in changes], ["work_coach", "version"], batch_size=500
    )
    record(actor, entries)
    refresh_rows_of_participants([one.id for one, _ in changes], now=now)


def _new(actor: Actor, draft: ParticipantDraft, now: datetime) -> Participant:
    participant = Participant(id=uuid4(), reference=draft.reference, created_at=now)
    for name in SETTINGS:
        setattr(participant, f"{name}_set_by_id", actor.id)
        setattr(participant, f"{name}_set_by", actor.shown_as)
        setattr(participant, f"{name}_set_at", now)
    _apply(participant, draft)
    return participant


def _apply(participant: Participant, draft: ParticipantDraft) -> None:
    for name in (*PLAIN, *MANDATION, "left_on", "programme", "group"):
        setattr(participant, name, getattr(draft, name))
    participant.work_coach_id = draft.work_coach.id if draft.work_coach else None


def _mandation(draft: ParticipantDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in MANDATION}


def _what_is_said(draft: ParticipantDraft) -> list[dict]:
    """What a new participant's history says of the panel that decides on trackers."""
    return changes_of(
        *(changed(name, label, "", getattr(draft, name)) for name, label in MANDATION.items())
    )


def _parts(participant: Participant, draft: ParticipantDraft) -> list[tuple[str, list[dict]]]:
    """What changes, by the kind of event that tells it."""
    coach = participant.work_coach
    parts = {
        "participant.corrected": [
            *_plain_changes(participant, draft, PLAIN),
            changed("programme", "Programme", participant.programme.name, draft.programme.name),
        ],
        "participant.mandation_set": _plain_changes(participant, draft, MANDATION),
        "participant.moved": [
            changed_link("work_coach", "Work coach", named(coach), named(draft.work_coach)),
            changed("group", "Group", participant.group.path, draft.group.path),
        ],
        "participant.markers_switched": _marker_changes(participant, draft),
        "participant.left": _plain_changes(participant, draft, {"left_on": "Leaving date"}),
    }
    found = {code: changes_of(*part) for code, part in parts.items()}
    return [(code, part) for code, part in found.items() if part]


def _plain_changes(
    participant: Participant, draft: ParticipantDraft, labels: dict[str, str]
) -> list[dict | None]:
    return [
        changed(name, label, getattr(participant, name), getattr(draft, name))
        for name, label in labels.items()
    ]


def _marker_changes(participant: Participant, draft: ParticipantDraft) -> list[dict | None]:
    there = {marker.kind.name for marker in participant.markers.all()}
    wanted = {kind.name for kind in draft.markers}
    return [
        changed("markers", name, *(("Off", "On") if name in wanted else ("On", "Off")))
        for name in sorted(there ^ wanted)
    ]


def _switch_markers(
    actor: Actor, changes: Sequence[tuple[Participant, ParticipantDraft]], now: datetime
) -> None:
    """Switch what differs; what staff should know about a marker that stays on is not touched."""
    gone, switched_on = [], []
    for participant, draft in changes:
        there = {marker.kind_id: marker for marker in participant.markers.all()}
        wanted = {kind.id: kind for kind in draft.markers}
        gone += [marker.id for kind_id, marker in there.items() if kind_id not in wanted]
        switched_on += [(participant, kind) for key, kind in wanted.items() if key not in there]
    if gone:
        Marker.objects.filter(id__in=gone).delete()
    _switch_on(actor, switched_on, now)


def _switch_on(
    actor: Actor, switched: Iterable[tuple[Participant, MarkerKind]], now: datetime
) -> None:
    markers = [
        Marker(
            participant=participant,
            kind=kind,
            set_by_id=actor.id,
            set_by=actor.shown_as,
            set_at=now,
        )
        for participant, kind in switched
    ]
    if markers:
        Marker.objects.bulk_create(markers, batch_size=500)


def _entry(participant: Participant, code: str, now: datetime, data: dict) -> Entry:
    return Entry(
        code,
        Stream.PARTICIPANT,
        participant.id,
        now,
        {"reference": participant.reference, "version": participant.version, **data},
    )
