"""The profile: correct details, set the Mandation panel, switch markers, change work coach or
group, record leaving.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.conflicts import (
    changed,
    changed_link,
    changes_of,
    events_of,
    refuse_if_changed,
)
from waymark.operations.listings import refresh_rows_of_participants
from waymark.operations.naming import group_problems
from waymark.operations.recounting import MOVED, recount
from waymark.operations.trackers import reassign
from waymark.participants.models import Marker, MarkerKind, Participant
from waymark.participants.queries import locked_participant_of
from waymark.participants.rules import (
    SanctionStatus,
    coach_has_access,
    date_of_birth_is_past,
    group_is_in_scope,
    group_is_open,
    leaving_is_after_start,
    ni_number_in_full,
    ni_number_is_in_the_published_format,
)
from waymark.people.models import Staff
from waymark.people.policy import require
from waymark.people.queries import Colleague, colleagues, held_group
from waymark.trackers.models import Tracker
from waymark.trackers.types import not_final_statuses


@dataclass(frozen=True, slots=True)
class Details:
    """What any caseworker may correct."""

    first_name: str
    last_name: str
    date_of_birth: date
    ni_number: str
    benefit: str
    language: str
    email: str
    phone: str
    reasonable_adjustments: str = ""
    agreed_hours: Decimal | None = None


DETAIL_LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "date_of_birth": "Date of birth",
    "ni_number": "National Insurance number",
    "benefit": "Benefit",
    "language": "Language",
    "email": "Email",
    "phone": "Phone",
    "reasonable_adjustments": "Reasonable adjustments",
    "agreed_hours": "Agreed hours a week",
}


def correct_details(
    *,
    actor: Actor,
    participant_id: UUID,
    details: Details,
    seen_version: int | None,
    today: date,
    now: datetime,
) -> Participant:
    """Correct a participant's details (not the Mandation panel).

    Refused with `people.role_needed`, `participant.not_found`, `participants.changed`, PAR-01 and
    PAR-02. `today` is the London day.
    """
    require(actor, "participants.correct")
    with acting_as(actor, "correct_details"):
        participant = locked_profile(actor, participant_id, seen_version)
        raise_all(
            ni_number_is_in_the_published_format.check(ni_number=details.ni_number)
            + date_of_birth_is_past.check(date_of_birth=details.date_of_birth, today=today)
        )
        values = {field.name: getattr(details, field.name) for field in fields(details)}
        values["ni_number"] = ni_number_in_full(details.ni_number) or ""
        _change(actor, participant, "participant.corrected", values, DETAIL_LABELS, now)
        refresh_rows_of_participants([participant.id], now=now)
        return participant


def set_mandation(
    *,
    actor: Actor,
    participant_id: UUID,
    make_activity_mandatory: bool,
    sanction_status: str,
    seen_version: int | None,
    now: datetime,
) -> Participant:
    """Set Make activity mandatory and the sanction status: a Supervisor's act, never the system's
    (product.md, section 2).

    Makes no tracker in retrospect. Refused with `people.role_needed`, `participant.not_found`,
    `participants.changed` and `participants.sanction_status_unknown`.
    """
    require(actor, "participants.set_mandation")
    with acting_as(actor, "set_mandation"):
        participant = locked_profile(actor, participant_id, seen_version)
        if sanction_status not in list(SanctionStatus):
            raise Refused(
                "participants.sanction_status_unknown",
                "Choose a sanction status from the list",
                field="sanction_status",
            )
        values: dict[str, object] = {
            "make_activity_mandatory": make_activity_mandatory,
            "sanction_status": sanction_status,
        }
        labels = {
            "make_activity_mandatory": "Make activity mandatory",
            "sanction_status": "Sanction status",
        }
        stamp_settings(actor, participant, values, now)
        _change(actor, participant, "participant.mandation_set", values, labels, now)
        return participant


SETTINGS = ("make_activity_mandatory", "sanction_status")


def stamp_settings(
    actor: Actor, participant: Participant, values: Mapping[str, object], now: datetime
) -> None:
    """Note who set each field of the Mandation panel that changes, and when."""
    for name in SETTINGS:
        if values[name] != getattr(participant, name):
            setattr(participant, f"{name}_set_by_id", actor.id)
            setattr(participant, f"{name}_set_by", actor.shown_as)
            setattr(participant, f"{name}_set_at", now)


def switch_markers(
    *,
    actor: Actor,
    participant_id: UUID,
    switched_on: Mapping[UUID, str],
    seen_version: int | None,
    now: datetime,
) -> None:
    """Switch markers on and off; the map gives, for each kind that is on, what staff should know
    (may be empty).

    Refused with `people.role_needed`, `participant.not_found` and `participants.changed`.
    """
    require(actor, "participants.switch_markers")
    with acting_as(actor, "switch_markers"):
        participant = locked_profile(actor, participant_id, seen_version)
        set_markers(actor, participant, switched_on, now=now)


def set_markers(
    actor: Actor, participant: Participant, switched_on: Mapping[UUID, str], *, now: datetime
) -> None:
    """The same for a locked participant, within the caller's transaction."""
    there = {marker.kind_id: marker for marker in participant.markers.select_related("kind")}
    kinds = MarkerKind.objects.in_bulk(list(switched_on))
    changes = [
        changed("markers", marker.kind.name, "On", "Off")
        for kind_id, marker in there.items()
        if kind_id not in kinds
    ]
    for kind_id, kind in kinds.items():
        words = switched_on[kind_id].strip()
        marker = there.get(kind_id)
        if marker is not None and marker.what_to_know == words:
            continue
        changes.append(
            changed("markers", kind.name, _marker_words(marker), f"On: {words}" if words else "On")
        )
        Marker.objects.update_or_create(
            participant=participant,
            kind=kind,
            defaults={
                "what_to_know": words,
                "set_by_id": actor.id,
                "set_by": actor.shown_as,
                "set_at": now,
            },
        )
    if not changes:
        return
    participant.markers.exclude(kind_id__in=list(kinds)).delete()
    participant.version += 1
    participant.save(update_fields=["version"])
    _record(actor, participant, "participant.markers_switched", changes_of(*changes), now)


def _marker_words(marker: Marker | None) -> str:
    if marker is None:
        return "Off"
    return f"On: {marker.what_to_know}" if marker.what_to_know else "On"


def move_participant(
    *,
    actor: Actor,
    participant_id: UUID,
    work_coach_id: UUID | None,
    group_id: UUID,
    hand_over_trackers: bool,
    seen_version: int | None,
    now: datetime,
) -> int:
    """Change the work coach or the group, and hand the trackers that are not final to the new coach
    if asked. Returns how many.

    Handed over are those of the former coach, and those of people who lose access by the move.
    Refused with `people.role_needed`, `participant.not_found`, `participants.changed`, PAR-03,
    PAR-05, PAR-12 and, where no Supervisor named on a restricted record would see it, PAR-08.
    """
    require(actor, "participants.correct")
    with acting_as(actor, "move_participant"):
        participant = locked_profile(actor, participant_id, seen_version)
        group = held_group(group_id)
        raise_all(group_is_in_scope.check(group_id=group_id, scope=actor.group_ids))
        if group is None:
            raise group_is_in_scope.refusal
        is_new_there = group_id != participant.group_id
        raise_all(group_is_open.check(is_closed=is_new_there and group.is_closed))
        coach = colleagues([work_coach_id]).get(work_coach_id) if work_coach_id else None
        raise_all(
            coach_has_access.check(
                coach_may_see=work_coach_id is None
                or (
                    coach is not None
                    and coach.sees(group.lineage, restricted_to=participant.restricted_to)
                )
            )
        )
        raise_all(group_problems(participant.restricted_to, group))
        former_coach, former_group = participant.work_coach, participant.group
        changes = changes_of(
            changed_link("work_coach", "Work coach", named(former_coach), named(coach)),
            changed("group", "Group", former_group.path, group.path),
        )
        if not changes:
            return 0
        participant.work_coach_id, participant.group = work_coach_id, group
        participant.version += 1
        participant.save(update_fields=["work_coach", "group", "version"])
        _record(actor, participant, "participant.moved", changes, now)
        refresh_rows_of_participants([participant.id], now=now)
        if group.bank_holidays != former_group.bank_holidays:
            recount(actor, Tracker.objects.filter(participant=participant), why=MOVED, now=now)
        if not hand_over_trackers:
            return 0
        mine = trackers_to_hand_over(
            participant, former_coach_id=former_coach.id if former_coach else None
        )
        reassign(actor, mine, work_coach_id, now=now)
        return len(mine)


def named(coach: Staff | Colleague | None) -> tuple[UUID | None, str]:
    """Who it is, and the name that history shows."""
    return (coach.id, coach.name) if coach else (None, "Nobody")


def trackers_to_hand_over(
    participant: Participant, *, former_coach_id: UUID | None
) -> list[Tracker]:
    """The trackers that are not final and that the former coach, or somebody who now lacks access,
    has.
    """
    found = list(
        Tracker.objects.filter(
            participant=participant, status__in=not_final_statuses(), assignee__isnull=False
        )
        .select_for_update(no_key=True)
        .order_by("number")
    )
    people = colleagues(tracker.assignee_id for tracker in found)
    lineage, only = participant.group.lineage, participant.restricted_to
    keep = {one.id for one in people.values() if one.sees(lineage, restricted_to=only)}
    keep.discard(former_coach_id)
    return [tracker for tracker in found if tracker.assignee_id not in keep]


def record_leaving(
    *,
    actor: Actor,
    participant_id: UUID,
    left_on: date | None,
    seen_version: int | None,
    now: datetime,
) -> Participant:
    """Enter, change or take back a leaving date: from that London day on nothing new is made
    (product.md, section 3).

    Refused with `people.role_needed`, `participant.not_found`, `participants.changed`, PAR-04, and
    PAR-12 when somebody would be back in a group that has been closed.
    """
    require(actor, "participants.correct")
    with acting_as(actor, "record_leaving"):
        participant = locked_profile(actor, participant_id, seen_version)
        raise_all(leaving_is_after_start.check(left_on=left_on, started_on=participant.started_on))
        has_left = left_on is not None and left_on <= day_of(now)
        raise_all(group_is_open.check(is_closed=participant.group.is_closed and not has_left))
        _change(
            actor,
            participant,
            "participant.left",
            {"left_on": left_on},
            {"left_on": "Leaving date"},
            now,
        )
        refresh_rows_of_participants([participant.id], now=now)
        return participant


def locked_profile(actor: Actor, participant_id: UUID, seen_version: int | None) -> Participant:
    """The participant, locked; refused with `participants.changed` when somebody changed the
    profile since its page was opened.
    """
    participant = locked_participant_of(actor, participant_id)
    refuse_if_changed(
        "participants.changed",
        seen=seen_version,
        now=participant.version,
        events=events_of(
            stream=Stream.PARTICIPANT, stream_id=participant.id, activity_id=None, tracker_id=None
        ),
    )
    return participant


def _change(
    actor: Actor,
    participant: Participant,
    code: str,
    values: Mapping[str, object],
    labels: Mapping[str, str],
    now: datetime,
) -> None:
    """Write the fields that differ, raise the version, record what changed. Nothing differs:
    nothing happens.
    """
    changes = changes_of(
        *(
            changed(name, labels[name], getattr(participant, name), value)
            for name, value in values.items()
        )
    )
    if not changes:
        return
    for name, value in values.items():
        setattr(participant, name, value)
    participant.version += 1
    participant.save()
    _record(actor, participant, code, changes, now)


def _record(
    actor: Actor, participant: Participant, code: str, changes: Sequence[dict], now: datetime
) -> None:
    data = {"version": participant.version, "changes": list(changes)}
    record(actor, [Entry(code, Stream.PARTICIPANT, participant.id, now, data)])
