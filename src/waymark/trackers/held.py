"""What a member of staff holds: their caseload, activities they own, trackers assigned to them.

Counted as a whole and as far as the actor sees it, so that nothing is left behind unseen.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Func, Q, QuerySet, UUIDField, Value

from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.participants.counting import still_here
from waymark.participants.models import Participant
from waymark.participants.queries import participants_of
from waymark.people.models import Group, Staff
from waymark.people.policy import does_casework, may
from waymark.people.queries import staff_in_scope
from waymark.plans.models import Activity
from waymark.plans.queries import activities_of
from waymark.plans.rules import SET_BY_HAND
from waymark.reads.counting import how_many
from waymark.trackers.models import Tracker
from waymark.trackers.queries import trackers_of
from waymark.trackers.types import not_final_statuses, open_statuses

CASELOAD, ACTIVITIES, TRACKERS = "caseload", "activities", "trackers"
KINDS = (CASELOAD, ACTIVITIES, TRACKERS)
RESOLVED, UPLOADS = "not open", "uploads"


def caseload_of(
    staff_id: UUID, now: datetime, among: QuerySet[Participant]
) -> QuerySet[Participant]:
    """Participants whose work coach they are and who have not left."""
    return among.filter(still_here(now), work_coach_id=staff_id)


def activities_owned_by(
    staff_id: UUID, now: datetime, among: QuerySet[Activity]
) -> QuerySet[Activity]:
    """Activities for which they were chosen as owner and that nobody has marked, whenever they are
    due. Those of a work coach go with the participant.
    """
    here = still_here(now, of="participant__")
    return among.filter(here, chosen_owner_id=staff_id, status__in=SET_BY_HAND)


def trackers_assigned_to(staff_id: UUID, among: QuerySet[Tracker]) -> QuerySet[Tracker]:
    """Trackers assigned to them that are not final: the open ones, and Resolved, which can be
    opened again.
    """
    return among.filter(assignee_id=staff_id, status__in=not_final_statuses())


@dataclass(frozen=True, slots=True)
class Held:
    """How much somebody holds, by kind: what the actor sees, and all of it."""

    seen: Mapping[str, int]
    everything: Mapping[str, int]
    resolved: int = 0
    uploads: int = 0

    @property
    def unseen(self) -> int:
        """How much of it is not the actor's to see."""
        return sum(self.everything.values()) - sum(self.seen.values())

    @property
    def total(self) -> int:
        return sum(self.seen.values())


def held_by(actor: Actor, staff_id: UUID, *, now: datetime) -> Held:
    """How much somebody holds, in one statement."""
    seen = {
        CASELOAD: caseload_of(staff_id, now, participants_of(actor)),
        ACTIVITIES: activities_owned_by(staff_id, now, activities_of(actor)),
        TRACKERS: trackers_assigned_to(staff_id, trackers_of(actor)),
    }
    everything = {
        CASELOAD: caseload_of(staff_id, now, Participant.objects.all()),
        ACTIVITIES: activities_owned_by(staff_id, now, Activity.objects.all()),
        TRACKERS: trackers_assigned_to(staff_id, Tracker.objects.all()),
    }
    extra: dict[str, QuerySet] = {
        RESOLVED: seen[TRACKERS].exclude(status__in=open_statuses()),
        UPLOADS: Document.objects.filter(uploaded_by_id=staff_id, attached_at=None),
    }
    arms = {kind: rows.order_by().values("pk") for kind, rows in (seen | extra).items()}
    arms |= {f"all {kind}": rows.order_by().values("pk") for kind, rows in everything.items()}
    counted = how_many(arms)
    return Held(
        seen={kind: counted[kind] for kind in KINDS},
        everything={kind: counted[f"all {kind}"] for kind in KINDS},
        resolved=counted[RESOLVED],
        uploads=counted[UPLOADS],
    )


def first_of_caseload(
    actor: Actor, staff_id: UUID, *, now: datetime, limit: int
) -> Sequence[Participant]:
    """Some of their participants, by reference."""
    found = caseload_of(staff_id, now, participants_of(actor)).select_related("group")
    return list(found.order_by("reference")[:limit])


def first_of_activities(
    actor: Actor, staff_id: UUID, *, now: datetime, limit: int
) -> Sequence[Activity]:
    """Some of the activities that they own, those due first on top."""
    found = activities_owned_by(staff_id, now, activities_of(actor)).select_related("participant")
    return list(found.order_by("due_at", "id")[:limit])


def first_of_trackers(actor: Actor, staff_id: UUID, *, limit: int) -> Sequence[Tracker]:
    """Some of the trackers assigned to them, the oldest first."""
    found = trackers_assigned_to(staff_id, trackers_of(actor))
    found = found.select_related("participant", "activity")
    return list(found.order_by("created_at", "number")[:limit])


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could take over: where they are, how much they have, whether they may edit."""

    id: UUID
    name: str
    email: str
    job_title: str
    groups: str
    group_ids: frozenset[UUID]
    load: Mapping[str, int]
    edits_trackers: bool


def who_can_take_over(actor: Actor, staff_id: UUID, *, now: datetime) -> list[Colleague]:
    """Active people of the actor's groups who work with participants and see some of what that
    person holds; with what each has already, as far as the actor sees it.
    """
    staff = staff_in_scope(actor).filter(is_active=True).exclude(id=staff_id)
    staff = staff.filter(groups__in=_lineages(actor, staff_id, now))
    people = [
        one
        for one in staff.prefetch_related("groups").order_by("name", "email")
        if does_casework(frozenset(one.roles))
    ]
    loads = _loads(actor, [one.id for one in people], now)
    return [_colleague(one, {kind: loads[one.id, kind] for kind in KINDS}) for one in people]


def _lineages(actor: Actor, staff_id: UUID, now: datetime) -> QuerySet:
    """The groups of what somebody holds, and those above: from there it is seen."""
    mine = caseload_of(staff_id, now, participants_of(actor)).order_by().values("group_id")
    owned = activities_owned_by(staff_id, now, activities_of(actor)).order_by()
    assigned = trackers_assigned_to(staff_id, trackers_of(actor)).order_by()
    groups = Group.objects.filter(
        Q(id__in=mine)
        | Q(id__in=owned.values("participant__group_id"))
        | Q(id__in=assigned.values("participant__group_id"))
    )
    return groups.order_by().values(
        one=Func(F("lineage"), function="unnest", output_field=UUIDField())
    )


def _colleague(one: Staff, load: Mapping[str, int]) -> Colleague:
    groups = list(one.groups.all())
    return Colleague(
        id=one.id,
        name=one.name,
        email=one.email,
        job_title=one.job_title,
        groups=", ".join(group.path for group in groups),
        group_ids=frozenset(group.id for group in groups),
        load=load,
        edits_trackers=may(frozenset(one.roles), "trackers.edit"),
    )


def _loads(actor: Actor, ids: Sequence[UUID], now: datetime) -> Counter[tuple[UUID, str]]:
    """How much of each kind each of them has, in one statement."""
    here = still_here(now, of="participant__")
    arms = {
        CASELOAD: (participants_of(actor).filter(still_here(now)), "work_coach_id"),
        ACTIVITIES: (activities_of(actor).filter(here, status__in=SET_BY_HAND), "chosen_owner_id"),
        TRACKERS: (trackers_of(actor).filter(status__in=not_final_statuses()), "assignee_id"),
    }
    counted = [
        found.filter(**{f"{whose}__in": ids})
        .order_by()
        .values_list(whose, Value(kind))
        .annotate(amount=Count("id"))
        for kind, (found, whose) in arms.items()
    ]
    if not ids:
        return Counter()
    found = counted[0].union(*counted[1:], all=True)
    return Counter({(one, kind): amount for one, kind, amount in found})
