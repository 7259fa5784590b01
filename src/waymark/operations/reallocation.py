"""When somebody leaves: their caseload, activities and trackers go to others, all in one step.

What would happen is worked out in the same way for the page that shows it first and for the step
itself, which is refused when it would no longer be what was shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.account_writes import lock_administrators
from waymark.operations.activity_writes import draft_of, write_edits
from waymark.operations.assignees import write_assignees
from waymark.operations.participant_writes import write_work_coaches
from waymark.participants.models import Participant
from waymark.participants.queries import lock_participants, participants_of
from waymark.people.accounts import holder_of_work
from waymark.people.models import Staff
from waymark.people.policy import require
from waymark.people.queries import Colleague, colleagues
from waymark.people.rules import each_can_take_over, somebody_takes_over
from waymark.people.spreading import Piece, Taker, spread
from waymark.plans.models import Activity
from waymark.plans.queries import activities_of
from waymark.trackers.held import (
    ACTIVITIES,
    CASELOAD,
    KINDS,
    TRACKERS,
    activities_owned_by,
    caseload_of,
    trackers_assigned_to,
    who_can_take_over,
)
from waymark.trackers.held import Colleague as Able
from waymark.trackers.models import Tracker
from waymark.trackers.queries import trackers_of

SPREAD, COACH, LEAVE = "spread", "coach", "leave"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who takes over, and how each kind goes: spread over them, to each participant's work coach,
    or left as it is.
    """

    people: frozenset[UUID] = frozenset()
    caseload: str = LEAVE
    activities: str = LEAVE
    trackers: str = LEAVE


@dataclass(frozen=True, slots=True)
class Step:
    """One thing and who gets it; `why` instead when it stays."""

    kind: str
    id: UUID
    name: str
    to: UUID | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody who gets something: how many of each kind they have, and how many they get."""

    id: UUID
    name: str
    has: Mapping[str, int]
    gets: Mapping[str, int]
    edits_trackers: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is handed over to whom, and what is not and why."""

    steps: Sequence[Step]
    fingerprint: str
    leaver: str
    people: Sequence[Taking] = ()

    @property
    def moved(self) -> list[Step]:
        return [one for one in self.steps if not one.why]

    @property
    def kept(self) -> list[Step]:
        return [one for one in self.steps if one.why]


def preview_reallocation(*, actor: Actor, staff_id: UUID, wanted: Wanted, now: datetime) -> Plan:
    """What handing over would do; nothing is changed.

    Refused with `people.role_needed`, `staff.not_found`, PPL-18 and PPL-19.
    """
    require(actor, "people.reallocate")
    with transaction.atomic():
        return _plan(
            actor, holder_of_work(actor, staff_id), wanted, _holdings(actor, staff_id, now), now
        )


def reallocate(
    *, actor: Actor, staff_id: UUID, wanted: Wanted, seen: str | None, now: datetime
) -> Plan:
    """Hand over what somebody holds, as far as the actor sees it and whoever gets it may see it.
    `seen` is the fingerprint of what was shown; None: nothing was.

    Refused with `people.role_needed`, `staff.not_found`, `staff.work_changed`, PPL-18 and PPL-19.
    """
    require(actor, "people.reallocate")
    with acting_as(actor, "reallocate"):
        lock_administrators()
        locked = Staff.objects.filter(id__in={staff_id, *wanted.people}).order_by("id")
        list(locked.select_for_update(no_key=True).values_list("id"))
        leaver = holder_of_work(actor, staff_id)
        holdings = _locked_holdings(actor, staff_id, now)
        plan = _plan(actor, leaver, wanted, holdings, now)
        if seen not in {None, plan.fingerprint}:
            raise Refused(
                "staff.work_changed",
                "This is no longer what was shown: somebody changed it meanwhile. Check it again",
            )
        _carry_out(actor, holdings, plan, now)
        _record(actor, leaver, plan, now)
        return plan


@dataclass(frozen=True, slots=True)
class _Holdings:
    """What somebody holds. Things of one participant share it."""

    caseload: Sequence[Participant]
    activities: Sequence[Activity]
    trackers: Sequence[Tracker]

    def participants(self) -> set[UUID]:
        things: list[Activity | Tracker] = [*self.activities, *self.trackers]
        return {one.id for one in self.caseload} | {one.participant_id for one in things}


def _holdings(
    actor: Actor, staff_id: UUID, now: datetime, among: set[UUID] | None = None
) -> _Holdings:
    """What the actor sees of it; `among`: of these participants only."""
    mine = caseload_of(staff_id, now, participants_of(actor)).order_by("reference")
    owned = activities_owned_by(staff_id, now, activities_of(actor)).order_by("reference")
    assigned = trackers_assigned_to(staff_id, trackers_of(actor)).order_by("number")
    if among is not None:
        mine = mine.filter(id__in=among)
        owned = owned.filter(participant_id__in=among)
        assigned = assigned.filter(participant_id__in=among)
        assigned = assigned.select_for_update(of=("self",), no_key=True)
    caseload = {one.id: one for one in mine.select_related("group", "work_coach")}
    around = ("participant__group", "participant__work_coach")
    activities = list(owned.select_related(*around))
    trackers = list(assigned.select_related(*around, "activity"))
    _share(caseload, [*activities, *trackers])
    return _Holdings(list(caseload.values()), activities, trackers)


def _share(caseload: Mapping[UUID, Participant], things: Iterable[Activity | Tracker]) -> None:
    """Let things of one participant know of the new work coach at once."""
    for one in things:
        one.participant = caseload.get(one.participant_id, one.participant)


def _locked_holdings(actor: Actor, staff_id: UUID, now: datetime) -> _Holdings:
    """The same, with the participants locked first and then the trackers, as everywhere."""
    involved = _holdings(actor, staff_id, now).participants()
    lock_participants(participants_of(actor).filter(id__in=involved))
    return _holdings(actor, staff_id, now, among=involved)


def _plan(actor: Actor, leaver: Staff, wanted: Wanted, holdings: _Holdings, now: datetime) -> Plan:
    if not holdings.participants():
        return Plan((), _fingerprint(()), leaver.name)
    able = {one.id: one for one in who_can_take_over(actor, leaver.id, now=now)}
    how = {
        CASELOAD: SPREAD if wanted.caseload == SPREAD else LEAVE,
        ACTIVITIES: wanted.activities,
        TRACKERS: wanted.trackers,
    }
    raise_all(
        each_can_take_over.check(strangers=len(wanted.people - able.keys()))
        or somebody_takes_over.check(
            people=len(wanted.people), is_spread=SPREAD in set(how.values())
        )
    )
    takers = {
        kind: [
            Taker(one.id, one.name, one.group_ids, one.load[kind])
            for one in able.values()
            if one.id in wanted.people
        ]
        for kind in KINDS
    }
    steps = []
    if how[CASELOAD] == SPREAD:
        of_caseload = {one.id: one for one in holdings.caseload}
        steps += _spread(CASELOAD, of_caseload, takers[CASELOAD])
    coaches = _Coaches(leaver, holdings, {one.id: one.to for one in steps if not one.why})
    for kind, things in ((ACTIVITIES, holdings.activities), (TRACKERS, holdings.trackers)):
        if how[kind] == SPREAD:
            steps += _spread(kind, {one.id: one for one in things}, takers[kind])
        elif how[kind] == COACH:
            steps += [coaches.step(kind, one) for one in things]
    takings = _takings(steps, wanted.people, able, coaches.people)
    return Plan(steps, _fingerprint(steps), leaver.name, takings)


def _takings(
    steps: Sequence[Step],
    chosen: frozenset[UUID],
    able: Mapping[UUID, Able],
    coaches: Mapping[UUID, Colleague],
) -> list[Taking]:
    """Everybody who gets something or was chosen to, by name. Of a work coach who could not be
    chosen only what they get is known.
    """
    gets = Counter((one.to, one.kind) for one in steps if not one.why)
    ids = chosen | {one for one, _ in gets if one}
    found = []
    for one in ids:
        person = able.get(one)
        coach = coaches.get(one)
        found.append(
            Taking(
                id=one,
                name=person.name if person else coach.name if coach else "",
                has=person.load if person else dict.fromkeys(KINDS, 0),
                gets={kind: gets[one, kind] for kind in KINDS},
                edits_trackers=person.edits_trackers
                if person
                else bool(coach and coach.may_edit_trackers),
            )
        )
    return sorted(found, key=lambda one: (one.name, str(one.id)))


Thing = Participant | Activity | Tracker


def _participant(thing: Thing) -> Participant:
    return thing if isinstance(thing, Participant) else thing.participant


def _name(thing: Thing) -> str:
    return thing.shown_number if isinstance(thing, Tracker) else thing.reference


def _spread(kind: str, things: Mapping[UUID, Thing], takers: Sequence[Taker]) -> list[Step]:
    pieces = [_piece(one) for one in things.values()]
    return [_given(kind, things[key], to) for key, to in spread(pieces, takers).items()]


def _piece(thing: Thing) -> Piece:
    who = _participant(thing)
    return Piece(thing.id, _name(thing), tuple(who.group.lineage), who.restricted_to)


def _given(kind: str, thing: Thing, to: UUID | None) -> Step:
    who = _participant(thing)
    where = "this restricted record" if who.is_restricted else who.group.path
    why = "" if to else f"None of those chosen has access to {where}"
    return Step(kind, thing.id, _name(thing), to, why)


class _Coaches:
    """The work coach of each participant, once the caseload is handed over."""

    def __init__(self, leaver: Staff, holdings: _Holdings, new: Mapping[UUID, UUID | None]) -> None:
        self._leaver, self._new = leaver, new
        things: list[Activity | Tracker] = [*holdings.activities, *holdings.trackers]
        self.people: Mapping[UUID, Colleague] = colleagues(
            self._of(one.participant) for one in things
        )

    def step(self, kind: str, thing: Activity | Tracker) -> Step:
        """Something goes to the work coach of its participant, or stays where there is none who
        can take it.
        """
        coach_id = self._of(thing.participant)
        coach = self.people.get(coach_id) if coach_id else None
        if coach is None:
            why = "The participant has no work coach"
        elif coach.id == self._leaver.id:
            why = f"{self._leaver.name} is still the work coach of the participant"
        elif not coach.sees(
            thing.participant.group.lineage, restricted_to=thing.participant.restricted_to
        ):
            why = f"{coach.name}, the work coach, is not active or has no access"
        else:
            return Step(kind, thing.id, _name(thing), coach.id)
        return Step(kind, thing.id, _name(thing), None, why)

    def _of(self, participant: Participant) -> UUID | None:
        return self._new.get(participant.id) or participant.work_coach_id


def _fingerprint(steps: Sequence[Step]) -> str:
    """The same for the same hand-over, so that a page can say which one it showed."""
    told = sorted(f"{one.kind} {one.id} {one.to} {one.why}" for one in steps)
    return sha256("\n".join(told).encode()).hexdigest()


def _carry_out(actor: Actor, holdings: _Holdings, plan: Plan, now: datetime) -> None:
    """Write it all, the caseload first: the owner of an activity may be the new work coach."""
    to = {(one.kind, one.id): one.to for one in plan.moved}
    people = colleagues(to.values())
    coaches = [(one, to.get((CASELOAD, one.id))) for one in holdings.caseload]
    write_work_coaches(actor, [(one, people[who]) for one, who in coaches if who], now=now)
    write_edits(
        actor,
        [
            (one, replace(draft_of(one), owner_id=to[ACTIVITIES, one.id]))
            for one in holdings.activities
            if (ACTIVITIES, one.id) in to
        ],
        now=now,
    )
    write_assignees(
        actor,
        [(one, to[TRACKERS, one.id]) for one in holdings.trackers if (TRACKERS, one.id) in to],
        now=now,
    )


def _record(actor: Actor, leaver: Staff, plan: Plan, now: datetime) -> None:
    if not plan.moved:
        return
    amounts = Counter(one.kind for one in plan.moved)
    people = colleagues(one.to for one in plan.moved).values()
    told = {
        "amounts": {kind: amounts[kind] for kind in KINDS},
        "to": sorted(one.name for one in people),
    }
    record(actor, [Entry("staff.work_handed_over", Stream.STAFF, leaver.id, now, told)])
