"""Participants that an actor may see. Every read starts here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.participants.models import Marker, MarkerKind, Participant
from waymark.people.models import Staff
from waymark.people.policy import Role
from waymark.people.queries import staff_with_access
from waymark.reads.words import AS_TYPED, Instead, holding, search_words, spelled
from waymark.reads.worked_out import worked_out


def visible_to(actor: Actor, *, of: str = "", within: Collection[UUID] | None = None) -> Q:
    """Whom the actor sees: everybody in their groups and the groups below, of restricted records
    those that name them. `of` leads to the participant, as in `tracker__participant__`; `within`:
    only in these of the actor's groups, to be taken from `Actor.those_of`.

    THE rule of scope, for every list, page, count, search and export; what it lets through costs a
    list nothing but a look at the participant's row.
    """
    is_open = Q(**{f"{of}is_restricted": False})
    names_them = Q(**{f"{of}named_ids__contains": [actor.id]})
    if within is None and actor.is_everywhere:
        return is_open | names_them
    groups = actor.group_ids if within is None else within
    if len(groups) == 1:  # then an index gives its rows in order
        return Q(**{f"{of}group_id": next(iter(groups))}) & (is_open | names_them)
    return Q(**{f"{of}group_id__among": groups}) & (is_open | names_them)


def sees(actor: Actor, participant: Participant) -> bool:
    """The same rule for a participant who is at hand."""
    only = participant.restricted_to
    return participant.group_id in actor.group_ids and (only is None or actor.id in only)


@dataclass(frozen=True, slots=True)
class Nameable:
    """Somebody who can be named on a restricted record: plain values."""

    id: UUID
    name: str
    email: str
    job_title: str
    is_supervisor: bool


PEOPLE_LISTED = 60
SHORTEST_REFERENCE = 6


def people_to_name(
    participant: Participant, *, words: str = "", always: Collection[UUID] = ()
) -> tuple[list[Nameable], bool]:
    """Active staff with access to the participant's group, by name: all of them when they fit in a
    list (then True), else some always, and those whose name or address holds the words.
    """
    access = staff_with_access(participant.group, restricted_to=None)
    columns = ("id", "name", "email", "job_title", "roles")
    everybody = list(access.order_by("name", "email").values_list(*columns)[: PEOPLE_LISTED + 1])
    if len(everybody) <= PEOPLE_LISTED:
        return [_nameable(*one) for one in everybody], True
    found = access.annotate(spelled=spelled("name", "email"))
    wanted = Q(id__in=list(always))
    typed = search_words(words)
    if typed:
        wanted |= reduce(and_, (Q(spelled__contains=word) for word in typed))
    listed = found.filter(wanted).order_by("name", "email").values_list(*columns)
    return [_nameable(*one) for one in listed[: PEOPLE_LISTED * 2]], False


def _nameable(one: UUID, name: str, email: str, job_title: str, roles: Collection[str]) -> Nameable:
    return Nameable(one, name, email, job_title, Role.SUPERVISOR in roles)


def names_of_named(participant: Participant) -> list[str]:
    """The names of those who see a restricted record, in order; nobody's when it is not."""
    named = Staff.objects.filter(id__in=participant.named_ids).order_by("name", "email")
    return list(named.values_list("name", flat=True)) if participant.is_restricted else []


def participants_of(actor: Actor) -> QuerySet[Participant]:
    """The participants whom the actor sees."""
    return Participant.objects.filter(visible_to(actor))


def participant_of(actor: Actor, participant_id: UUID) -> Participant:
    """One participant with programme, group and coach; refused with `participant.not_found`."""
    found = _participant_seen(actor=actor, participant_id=participant_id)
    if not found:
        raise NotFound("participant")
    found[0].known_markers = _markers(participant_id=participant_id)
    return found[0]


@worked_out
def _participant_seen(*, actor: Actor, participant_id: UUID) -> QuerySet[Participant]:
    return (
        participants_of(actor)
        .select_related("programme", "group", "work_coach")
        .filter(id=participant_id)
        .order_by()
    )


def markers_of(participant: Participant) -> list[Marker]:
    """The markers that are switched on for somebody; one statement, or none when they are there."""
    known = participant.known_markers
    return _markers(participant_id=participant.id) if known is None else known


def markers_on_a_page(participant_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Marker]]:
    """The markers of each participant of a page, all in one statement."""
    on: dict[UUID, list[Marker]] = {one: [] for one in participant_ids}
    for marker in _markers_on_a_page(participant_ids=participant_ids):
        on[marker.participant_id].append(marker)
    return on


@worked_out
def _markers_on_a_page(*, participant_ids: Collection[UUID]) -> QuerySet[Marker]:
    return Marker.objects.filter(participant_id__in=participant_ids).select_related("kind")


@worked_out
def _markers(*, participant_id: UUID) -> QuerySet[Marker]:
    return Marker.objects.filter(participant_id=participant_id).select_related("kind")


def marker_kinds() -> QuerySet[MarkerKind]:
    """Every support need and risk that can be shown, risks first."""
    return MarkerKind.objects.all()


@worked_out
def marker_kinds_by_name() -> QuerySet[MarkerKind, Any]:
    """Id and name of each, in the same order."""
    return marker_kinds().values_list("id", "name")


def locked_participant_of(actor: Actor, participant_id: UUID) -> Participant:
    """The same, locked until the transaction ends: what the mandation rules read cannot change
    meanwhile.
    """
    if not lock_participant(actor, participant_id):
        raise NotFound("participant")
    return _participant_seen(actor=actor, participant_id=participant_id)[0]


def lock_participant(actor: Actor, participant_id: UUID) -> bool:
    """Lock one whom the actor may see, as `lock_participants` does; whether there is one."""
    return bool(_participant_locked(actor=actor, participant_id=participant_id))


def lock_participant_of_activity(actor: Actor, activity_id: UUID) -> bool:
    """The same of whose an activity is."""
    return bool(_owner_of_activity_locked(actor=actor, activity_id=activity_id))


def lock_participant_of_tracker(actor: Actor, tracker_id: UUID) -> bool:
    """The same of whom a tracker is about."""
    return bool(_owner_of_tracker_locked(actor=actor, tracker_id=tracker_id))


def lock_participants(participants: QuerySet[Participant]) -> int:
    """Wait for whoever is changing participants or what is theirs, then keep others waiting until
    the transaction ends; gives how many there are.

    Read what is needed afterwards, in a statement of its own: what is joined to a row that had to
    be waited for is what it was before.
    """
    return len(_locked(participants))


@worked_out
def _participant_locked(*, actor: Actor, participant_id: UUID) -> QuerySet[Participant, Any]:
    return _locked(participants_of(actor).filter(id=participant_id))


@worked_out
def _owner_of_activity_locked(*, actor: Actor, activity_id: UUID) -> QuerySet[Participant, Any]:
    return _locked(participants_of(actor).filter(activities=activity_id))


@worked_out
def _owner_of_tracker_locked(*, actor: Actor, tracker_id: UUID) -> QuerySet[Participant, Any]:
    return _locked(participants_of(actor).filter(trackers=tracker_id))


def _locked(participants: QuerySet[Participant]) -> QuerySet[Participant, Any]:
    in_order = participants.order_by("id").select_for_update(of=("self",), no_key=True)
    return in_order.values_list("id")


def matching(
    participants: QuerySet[Participant], typed: str, instead: Instead = AS_TYPED
) -> QuerySet[Participant]:
    """Those whose name or reference holds every word typed, or one that may stand instead."""
    return participants.filter(holding("search_text", typed, instead))


def named_in_full(actor: Actor, typed: str) -> tuple[UUID | None, str]:
    """The actor's participant whose whole reference is among the words typed, with the words beside
    it; a reference is found by its own index in no time, and is nobody else.
    """
    words = typed.split()
    for word in words:
        if len(word) >= SHORTEST_REFERENCE and any(one.isdigit() for one in word):
            spelled_so = {word, word.upper()}
            found = participants_of(actor).filter(reference__in=spelled_so).order_by()
            if (one := found.values_list("id", flat=True).first()) is not None:
                return one, " ".join(other for other in words if other != word)
    return None, typed


def newest_first(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    return participants.order_by(F("created_at").desc(), F("id").desc())
