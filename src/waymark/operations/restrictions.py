"""Restricted records: seen by named people only. For protected people, and where a member of staff
and a participant are related.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.activity_writes import draft_of, write_edits
from waymark.operations.conflicts import changed, changes_of
from waymark.operations.listings import refresh_rows_of_participants
from waymark.operations.naming import naming_problems, supervisors_in, who_would_see
from waymark.operations.participants import locked_profile, trackers_to_hand_over
from waymark.operations.trackers import reassign
from waymark.participants.models import Participant
from waymark.participants.rules import restriction_is_explained
from waymark.people.policy import require
from waymark.people.queries import Colleague, colleagues
from waymark.plans.models import Activity
from waymark.plans.rules import SET_BY_HAND


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went to somebody else because whoever had it does not see the record any more."""

    to: str = ""
    activities: int = 0
    trackers: int = 0


def restrict_record(
    *,
    actor: Actor,
    participant_id: UUID,
    named_ids: Collection[UUID],
    why: str,
    seen_version: int | None,
    now: datetime,
) -> HandedOver:
    """From now on only the named people see this record; whoever restricts it is one of them.

    Activities still to do and trackers that are not final, of people who are not named, go to the
    work coach, else to a named Supervisor. Refused with `people.role_needed`,
    `participant.not_found`, `participants.changed`, `participants.restricted_already`, PAR-06 to
    PAR-09 and PAR-13.
    """
    require(actor, "participants.restrict")
    with acting_as(actor, "restrict_record"):
        participant = locked_profile(actor, participant_id, seen_version)
        if participant.is_restricted:
            raise Refused("participants.restricted_already", "This record is restricted already")
        named = frozenset({*named_ids, actor.id})
        raise_all(_problems(participant, named, why))
        return _name(actor, participant, named, why, "participant.restricted", now)


def change_named_people(
    *,
    actor: Actor,
    participant_id: UUID,
    named_ids: Collection[UUID],
    why: str,
    seen_version: int | None,
    now: datetime,
) -> HandedOver:
    """Name others on a restricted record; one's own name may go when another Supervisor's stays.

    Work of people who are no longer named goes as in `restrict_record`. Refused with
    `people.role_needed`, `participant.not_found`, `participants.changed`,
    `participants.not_restricted`, PAR-06 to PAR-09 and PAR-13.
    """
    require(actor, "participants.restrict")
    with acting_as(actor, "change_named_people"):
        participant = locked_profile(actor, participant_id, seen_version)
        _refuse_if_not_restricted(participant)
        named = frozenset(named_ids)
        raise_all(_problems(participant, named, why))
        if named == participant.restricted_to:
            return HandedOver()
        return _name(actor, participant, named, why, "participant.named_people_changed", now)


def lift_restriction(
    *,
    actor: Actor,
    participant_id: UUID,
    why: str,
    seen_version: int | None,
    now: datetime,
) -> Participant:
    """Let everybody with access to the group see this record again.

    Refused with `people.role_needed`, `participant.not_found`, `participants.changed`,
    `participants.not_restricted` and PAR-06.
    """
    require(actor, "participants.restrict")
    with acting_as(actor, "lift_restriction"):
        participant = locked_profile(actor, participant_id, seen_version)
        _refuse_if_not_restricted(participant)
        raise_all(restriction_is_explained.check(why=why))
        before = participant.restricted_to
        participant.is_restricted, participant.named_ids = False, []
        _write(
            actor,
            participant,
            before,
            code="participant.restriction_lifted",
            data={"why": why.strip()},
            now=now,
        )
        return participant


def _refuse_if_not_restricted(participant: Participant) -> None:
    if not participant.is_restricted:
        raise Refused("participants.not_restricted", "This record is not restricted any more")


def _problems(participant: Participant, named: frozenset[UUID], why: str) -> list[Refused]:
    return restriction_is_explained.check(why=why) + naming_problems(participant, named)


def _name(
    actor: Actor,
    participant: Participant,
    named: frozenset[UUID],
    why: str,
    code: str,
    now: datetime,
) -> HandedOver:
    """Write who is named, with its history, and hand over the work of those who are not."""
    before = participant.restricted_to
    participant.is_restricted, participant.named_ids = True, sorted(named)
    seeing = who_would_see(named, participant.group)
    taker = _taker(actor, participant, seeing)
    activities = _activities_left(participant)
    trackers = trackers_to_hand_over(participant, former_coach_id=None)
    _write(
        actor,
        participant,
        before,
        code=code,
        data={
            "why": why.strip(),
            "activities": len(activities),
            "trackers": len(trackers),
            "handed_to": taker.name,
        },
        now=now,
    )
    write_edits(
        actor, [(one, replace(draft_of(one), owner_id=taker.id)) for one in activities], now=now
    )
    reassign(actor, trackers, taker.id, now=now)
    return HandedOver(taker.name, len(activities), len(trackers))


def _taker(actor: Actor, participant: Participant, seeing: list[Colleague]) -> Colleague:
    """The work coach, else whoever names the people, else the first Supervisor among them."""
    of_id = {one.id: one for one in seeing}
    for one in (participant.work_coach_id, actor.id):
        if one in of_id:
            return of_id[one]
    return supervisors_in(seeing)[0]


def _activities_left(participant: Participant) -> list[Activity]:
    """Activities still to do whose chosen owner does not see the record, locked."""
    found = list(
        Activity.objects.filter(
            participant=participant, status__in=SET_BY_HAND, chosen_owner__isnull=False
        )
        .select_for_update(no_key=True)
        .order_by("id")
    )
    owners = colleagues(one.chosen_owner_id for one in found)
    lineage, only = participant.group.lineage, participant.restricted_to
    sees = {one.id for one in owners.values() if one.sees(lineage, restricted_to=only)}
    left = [one for one in found if one.chosen_owner_id not in sees]
    for one in left:
        one.participant = participant
    return left


def _write(
    actor: Actor,
    participant: Participant,
    before: frozenset[UUID] | None,
    *,
    code: str,
    data: dict,
    now: datetime,
) -> None:
    after = participant.restricted_to
    people = colleagues((before or frozenset()) | (after or frozenset()))
    label = "People who see this record"
    change = changed("named", label, _names(people, before), _names(people, after))
    participant.version += 1
    participant.save(update_fields=["is_restricted", "named_ids", "version"])
    refresh_rows_of_participants([participant.id], now=now)
    entry = {"version": participant.version, "changes": changes_of(change), **data}
    record(actor, [Entry(code, Stream.PARTICIPANT, participant.id, now, entry)])


def _names(people: dict[UUID, Colleague], ids: frozenset[UUID] | None) -> str:
    if ids is None:
        return "Everybody with access to the group"
    return ", ".join(sorted(people[one].name for one in ids if one in people))
