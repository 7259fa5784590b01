"""Activities: add, edit, mark complete, undo, arrange again. Not complete is in marking.py."""

from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.activity_writes import (
    STATUS_FIELDS,
    ActivityDraft,
    draft_of,
    entry,
    new_activity,
    next_reference,
    problems,
    refuse_if_activity_changed,
    stamp_status,
    status_change,
    write_edits,
    write_new_activities,
    write_statuses,
)
from waymark.participants.models import Participant
from waymark.participants.queries import locked_participant_of
from waymark.people.policy import require
from waymark.people.queries import colleagues
from waymark.plans.models import Activity
from waymark.plans.queries import locked_activity_of
from waymark.plans.rules import (
    SET_BY_HAND,
    ActivityStatus,
    owner_has_access,
    undoing_has_a_reason,
)


def add_activity(
    *,
    actor: Actor,
    participant_id: UUID,
    draft: ActivityDraft,
    now: datetime,
    once: UUID | None = None,
) -> Activity:
    """Add an activity to a participant's action plan; the owner is the work coach unless somebody
    else is chosen.

    Refused with `people.role_needed`, `participant.not_found` and the codes of plans/rules.py.
    `now` is a moment. `once` comes with the page: the same draft saved twice from one page is one.
    """
    require(actor, "plans.edit")
    with acting_as(actor, "add_activity"):
        participant = locked_participant_of(actor, participant_id)
        if there := _saved_already(participant, draft, once):
            return there
        raise_all(problems(draft, participant, None) + _owner_problems(draft, participant, None))
        activity = new_activity(actor, participant, draft, reference=next_reference(), now=now)
        activity.id = _unused(once) or activity.id
        write_new_activities(actor, [activity], now=now)
        return activity


def edit_activity(
    *,
    actor: Actor,
    activity_id: UUID,
    draft: ActivityDraft,
    seen_version: int | None,
    now: datetime,
) -> Activity:
    """Change an activity. What a tracker copied when it was made stays as it was.

    Refused with `people.role_needed`, `activity.not_found`, `plans.changed` and the codes of
    plans/rules.py.
    """
    require(actor, "plans.edit")
    with acting_as(actor, "edit_activity"):
        activity = locked_activity_of(actor, activity_id)
        refuse_if_activity_changed(activity, seen_version)
        raise_all(
            problems(draft, activity.participant, activity)
            + _owner_problems(draft, activity.participant, activity)
        )
        write_edits(actor, [(activity, draft)], now=now)
        return activity


def change_activity_status(
    *, actor: Actor, activity_id: UUID, status: str, seen_version: int | None, now: datetime
) -> Activity:
    """Say that an activity is Not started, In progress or Complete. An open tracker of it stays.

    Refused with `people.role_needed`, `activity.not_found`, `plans.changed` and
    `plans.status_not_by_hand` (Not complete has its own operation; a marked activity goes back by
    undoing).
    """
    require(actor, "plans.mark")
    with acting_as(actor, "change_activity_status"):
        activity = locked_activity_of(actor, activity_id)
        refuse_if_activity_changed(activity, seen_version)
        by_hand = status in SET_BY_HAND and activity.status in SET_BY_HAND
        if not by_hand and status != ActivityStatus.COMPLETE:
            raise Refused(
                "plans.status_not_by_hand", "Choose a status from the list", field="status"
            )
        if status != activity.status:
            write_statuses(actor, [(activity, status)], now=now)
        return activity


def undo_marking(
    *, actor: Actor, activity_id: UUID, reason: str, seen_version: int | None, now: datetime
) -> Activity:
    """Take back a wrong marking as Complete or Not complete: the activity is again what it was
    before. Trackers stay.

    Refused with `people.role_needed`, `activity.not_found`, `plans.changed`,
    `plans.undo_reason_needed` and `plans.not_marked`.
    """
    require(actor, "plans.mark")
    with acting_as(actor, "undo_marking"):
        activity = locked_activity_of(actor, activity_id)
        refuse_if_activity_changed(activity, seen_version)
        if activity.status in SET_BY_HAND:
            raise Refused(
                "plans.not_marked", "This activity is not marked, so there is nothing to undo"
            )
        raise_all(undoing_has_a_reason.check(reason=reason))
        before, activity.status = activity.status, activity.status_before_marking
        stamp_status(actor, activity, now)
        activity.reason_category = activity.reason = activity.reason_details = ""
        activity.save(update_fields=[*STATUS_FIELDS, "reason_category", "reason", "reason_details"])
        record(
            actor,
            [
                entry(
                    "activity.marking_undone",
                    activity,
                    now,
                    {"why": reason.strip(), **status_change(before, activity)},
                )
            ],
        )
        return activity


def arrange_again(
    *,
    actor: Actor,
    activity_id: UUID,
    draft: ActivityDraft,
    now: datetime,
    once: UUID | None = None,
) -> Activity:
    """Make a new activity in place of one that was missed, linked to it; the missed one keeps its
    date, time and place.

    Refused with `people.role_needed`, `activity.not_found`, `plans.not_missed` and the codes of
    plans/rules.py. `once`: as in `add_activity`.
    """
    require(actor, "plans.edit")
    with acting_as(actor, "arrange_again"):
        missed = locked_activity_of(actor, activity_id)
        if not missed.was_missed:
            raise Refused(
                "plans.not_missed",
                "Only an activity that was marked not complete is arranged again: edit this one",
            )
        if there := _saved_already(missed.participant, draft, once):
            return there
        raise_all(
            problems(draft, missed.participant, None)
            + _owner_problems(draft, missed.participant, None)
        )
        activity = new_activity(
            actor, missed.participant, draft, reference=next_reference(), now=now
        )
        activity.id = _unused(once) or activity.id
        activity.arranged_again_from = missed
        write_new_activities(actor, [activity], now=now)
        record(
            actor,
            [
                entry(
                    "activity.arranged_again",
                    missed,
                    now,
                    {"again_as": activity.reference, "again_on": draft.due_on.isoformat()},
                )
            ],
        )
        return activity


def _saved_already(
    participant: Participant, draft: ActivityDraft, once: UUID | None
) -> Activity | None:
    """What a first click on Save made of the same page, when nothing else was typed since. The
    participant is locked, so a second click waits here for the first.
    """
    there = Activity.objects.filter(id=once, participant=participant).first() if once else None
    return there if there is not None and draft_of(there) == draft else None


def _unused(once: UUID | None) -> UUID | None:
    return None if once and Activity.objects.filter(id=once).exists() else once


def _owner_problems(
    draft: ActivityDraft, participant: Participant, previous: Activity | None
) -> list[Refused]:
    """A newly chosen owner must be active, with access; an import warns instead."""
    if draft.owner_id is None or (
        previous is not None and previous.chosen_owner_id == draft.owner_id
    ):
        return []
    owner = colleagues([draft.owner_id]).get(draft.owner_id)
    return owner_has_access.check(
        owner_may_see=owner is not None
        and owner.sees(participant.group.lineage, restricted_to=participant.restricted_to)
    )
