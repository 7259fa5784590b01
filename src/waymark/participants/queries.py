"""Participants that an actor may see. Every read starts here."""

from uuid import UUID

from django.db.models import F, Func, QuerySet, TextField, Value

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.participants.models import Participant


def participants_of(actor: Actor) -> QuerySet[Participant]:
    """The participants in the actor's groups and the groups below."""
    return Participant.objects.filter(group_id__in=actor.group_ids)


def participant_of(actor: Actor, participant_id: UUID) -> Participant:
    """One participant with programme, group and coach; refused with `participant.not_found`."""
    found = (
        participants_of(actor)
        .select_related("programme", "group", "work_coach")
        .prefetch_related("markers__kind")
        .filter(id=participant_id)
        .first()
    )
    if found is None:
        raise NotFound("participant")
    return found


def locked_participant_of(actor: Actor, participant_id: UUID) -> Participant:
    """The same, locked until the transaction ends: what the mandation rules read cannot change
    meanwhile.
    """
    found = (
        participants_of(actor)
        .select_related("programme", "group", "work_coach")
        .select_for_update(of=("self",), no_key=True)
        .filter(id=participant_id)
        .first()
    )
    if found is None:
        raise NotFound("participant")
    return found


def search_words(typed: str) -> list[Func]:
    """The words typed, each as the search text spells it."""
    return [
        Func(Value(word), function="waymark_search_text", output_field=TextField())
        for word in typed.replace("%", " ").replace("_", " ").replace("\\", " ").split()[:8]
    ]


def matching(participants: QuerySet[Participant], typed: str) -> QuerySet[Participant]:
    """Those whose name or reference holds every word typed."""
    for word in search_words(typed):
        participants = participants.filter(search_text__contains=word)
    return participants


def newest_first(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    return participants.order_by(F("created_at").desc(), F("id").desc())
