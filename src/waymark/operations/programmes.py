"""The switch of a programme, and the list of reasons for non-completion: an administrator's."""

from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound, Refused
from waymark.people.policy import require
from waymark.programmes.models import NonCompletionReason, Programme, ReasonCategory


def set_monitoring_trackers(
    *, actor: Actor, programme_id: UUID, on: bool, now: datetime
) -> Programme:
    """Switch monitoring trackers on or off for a programme; makes nothing in retrospect.

    Refused with `people.role_needed` and `programme.not_found`.
    """
    require(actor, "programmes.set_switch")
    with acting_as(actor, "set_monitoring_trackers"):
        programme = Programme.objects.select_for_update().filter(id=programme_id).first()
        if programme is None:
            raise NotFound("programme")
        if programme.monitoring_trackers != on:
            programme.monitoring_trackers = on
            programme.monitoring_trackers_set_by_id = actor.id
            programme.monitoring_trackers_set_by = actor.shown_as
            programme.monitoring_trackers_set_at = now
            programme.save()
            data = {"programme": programme.name, "monitoring_trackers": "Yes" if on else "No"}
            record(actor, [Entry("programme.switched", Stream.PROGRAMME, programme.id, now, data)])
        return programme


def keep_reason(
    *,
    actor: Actor,
    reason_id: UUID | None,
    category: str,
    text: str,
    is_offered: bool,
    now: datetime,
) -> NonCompletionReason:
    """Add a reason for non-completion to the list, or change one; markings that used it keep its
    words.

    Refused with `people.role_needed`, `reason.not_found`, `lists.category_unknown`,
    `lists.text_needed` and `lists.there_already`.
    """
    require(actor, "lists.keep")
    with acting_as(actor, "keep_reason"):
        text = text.strip()
        if category not in ReasonCategory.values:
            raise Refused(
                "lists.category_unknown", "Choose a category from the list", field="category"
            )
        if not text:
            raise Refused("lists.text_needed", "Enter the reason", field="text")
        of_category = NonCompletionReason.objects.select_for_update().filter(category=category)
        others = [one for one in of_category if one.id != reason_id]
        if any(one.text.casefold() == text.casefold() for one in others):
            raise Refused("lists.there_already", "This reason is on the list already", field="text")
        reason = (
            NonCompletionReason.objects.select_for_update().filter(id=reason_id).first()
            if reason_id
            else NonCompletionReason(position=max((one.position for one in others), default=0) + 1)
        )
        if reason is None:
            raise NotFound("reason")
        if (reason.category, reason.text, reason.is_offered) == (category, text, is_offered):
            return reason
        reason.category, reason.text, reason.is_offered = category, text, is_offered
        reason.save()
        data = {
            "list": "reasons for non-completion",
            "category": category,
            "text": text,
            "is_offered": is_offered,
        }
        record(actor, [Entry("list.changed", Stream.INSTALLATION, None, now, data)])
        return reason
