"""Activities that an actor may see."""

from uuid import UUID

from django.db.models import QuerySet

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.plans.models import Activity


def activities_of(actor: Actor) -> QuerySet[Activity]:
    """The activities of the participants in the actor's groups."""
    return Activity.objects.filter(participant__group_id__in=actor.group_ids)


def activity_of(actor: Actor, activity_id: UUID) -> Activity:
    """One activity with its participant and owner; refused with `activity.not_found`."""
    found = (
        activities_of(actor)
        .select_related(
            "participant__programme",
            "participant__group",
            "participant__work_coach",
            "chosen_owner",
        )
        .filter(id=activity_id)
        .first()
    )
    if found is None:
        raise NotFound("activity")
    return found


def locked_activity_of(actor: Actor, activity_id: UUID) -> Activity:
    """The activity, with its participant locked first and then itself, so that markings of one
    activity queue up.
    """
    participant_id = (
        activities_of(actor).filter(id=activity_id).values_list("participant_id", flat=True).first()
    )
    if participant_id is None:
        raise NotFound("activity")
    list(
        Activity.participant.field.related_model.objects.select_for_update(no_key=True).filter(
            id=participant_id
        )
    )
    found = (
        activities_of(actor)
        .select_related(
            "participant__programme",
            "participant__group",
            "participant__work_coach",
            "chosen_owner",
        )
        .select_for_update(of=("self",), no_key=True)
        .filter(id=activity_id)
        .first()
    )
    if found is None:
        raise NotFound("activity")
    return found
