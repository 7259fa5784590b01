"""Participants that an actor may see. Every read starts here."""

from uuid import UUID

from django.db.models import F, Func, Prefetch, Q, QuerySet, TextField, Value

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.participants.models import Marker, MarkerKind, Participant


def visible_to(actor: Actor, *, of: str = "") -> Q:
    """Whom the actor sees: everybody in their groups and the groups below, of restricted records
    those that name them. `of` leads to the participant, as in `tracker__participant__`.

    THE rule of scope, for every list, page, count, search and export; what it lets through costs a
    list nothing but a look at the participant's row.
    """
    is_open = Q(**{f"{of}is_restricted": False})
    names_them = Q(**{f"{of}named_ids__contains": [actor.id]})
    return Q(**{f"{of}group_id__in": actor.group_ids}) & (is_open | names_them)


def sees(actor: Actor, participant: Participant) -> bool:
    """The same rule for a participant who is at hand."""
    only = participant.restricted_to
    return participant.group_id in actor.group_ids and (only is None or actor.id in only)


def participants_of(actor: Actor) -> QuerySet[Participant]:
    """The participants whom the actor sees."""
    return Participant.objects.filter(visible_to(actor))


def participant_of(actor: Actor, participant_id: UUID) -> Participant:
    """One participant with programme, group and coach; refused with `participant.not_found`."""
    found = (
        participants_of(actor)
        .select_related("programme", "group", "work_coach")
        .prefetch_related(with_markers())
        .filter(id=participant_id)
        .first()
    )
    if found is None:
        raise NotFound("participant")
    return found


def with_markers(*, of: str = "markers") -> Prefetch:
    """The markers of participants with their kinds, in one statement; risks first."""
    return Prefetch(of, Marker.objects.select_related("kind"))


def markers_of(participant: Participant) -> list[Marker]:
    """The markers that are switched on for somebody; one statement, or none when they are there."""
    there = getattr(participant, "_prefetched_objects_cache", {})
    if "markers" in there:
        return list(participant.markers.all())
    return list(participant.markers.select_related("kind"))


def marker_kinds() -> QuerySet[MarkerKind]:
    """Every support need and risk that can be shown, risks first."""
    return MarkerKind.objects.all()


def locked_participant_of(actor: Actor, participant_id: UUID) -> Participant:
    """The same, locked until the transaction ends: what the mandation rules read cannot change
    meanwhile.
    """
    if not lock_participant(actor, id=participant_id):
        raise NotFound("participant")
    return (
        participants_of(actor)
        .select_related("programme", "group", "work_coach")
        .get(id=participant_id)
    )


def lock_participant(actor: Actor, **having: object) -> bool:
    """Lock the participant who has this, if the actor may see them; whether there is one."""
    return lock_participants(participants_of(actor).filter(**having)) > 0


def lock_participants(participants: QuerySet[Participant]) -> int:
    """Wait for whoever is changing participants or what is theirs, then keep others waiting until
    the transaction ends; gives how many there are.

    Read what is needed afterwards, in a statement of its own: what is joined to a row that had to
    be waited for is what it was before.
    """
    locked = participants.order_by("id").select_for_update(of=("self",), no_key=True)
    return len(locked.only("id"))


def search_words(typed: str) -> list[Func]:
    """The words typed, each as the search text spells it."""
    return [
        Func(Value(word), function="waymark_search_text", output_field=TextField())
        for word in typed.split()[:8]
    ]


def matching(participants: QuerySet[Participant], typed: str) -> QuerySet[Participant]:
    """Those whose name or reference holds every word typed."""
    for word in search_words(typed):
        participants = participants.filter(search_text__contains=word)
    return participants


def newest_first(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    return participants.order_by(F("created_at").desc(), F("id").desc())
