"""Activities: add, edit, mark complete, undo, arrange again. Marking Not complete is in
marking.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import connection

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.london import moment_of
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.conflicts import changed, changes_of, events_of, refuse_if_changed
from waymark.operations.listings import refresh_listings
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
    what_is_wrong,
)


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """An activity as somebody typed it. `owner_id` None: the participant's work coach. Date and
    time are London's.
    """

    kind: str
    title: str
    instructions: str
    owner_id: UUID | None
    due_on: date
    due_time: time | None
    place: str = ""
    visible_to_participant: bool = True
    mandatory: bool = False


LABELS = {
    "kind": "Kind",
    "title": "Title",
    "instructions": "Instructions",
    "owner_id": "Owner",
    "due_on": "Due date",
    "due_time": "Due time",
    "place": "Place",
    "visible_to_participant": "Visible to the participant",
    "mandatory": "Mandatory",
}


def add_activity(
    *, actor: Actor, participant_id: UUID, draft: ActivityDraft, now: datetime
) -> Activity:
    """Add an activity to a participant's action plan; the owner is the work coach unless somebody
    else is chosen.

    Refused with `people.role_needed`, `participant.not_found` and the codes of plans/rules.py.
    `now` is a moment.
    """
    require(actor, "plans.edit")
    with acting_as(actor, "add_activity"):
        participant = locked_participant_of(actor, participant_id)
        raise_all(problems(draft, participant, None) + _owner_problems(draft, participant, None))
        activity = new_activity(actor, participant, draft, reference=next_reference(), now=now)
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
        refuse_if_changed(
            "plans.changed",
            seen=seen_version,
            now=activity.version,
            events=events_of(activity_id=activity.id),
        )
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
    `plans.status_not_by_hand`
    (Not complete has its own operation; a marked activity goes back by undoing).
    """
    require(actor, "plans.mark")
    with acting_as(actor, "change_activity_status"):
        activity = locked_activity_of(actor, activity_id)
        refuse_if_changed(
            "plans.changed",
            seen=seen_version,
            now=activity.version,
            events=events_of(activity_id=activity.id),
        )
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
        refuse_if_changed(
            "plans.changed",
            seen=seen_version,
            now=activity.version,
            events=events_of(activity_id=activity.id),
        )
        if activity.status in SET_BY_HAND:
            raise Refused(
                "plans.not_marked", "This activity is not marked, so there is nothing to undo"
            )
        raise_all(undoing_has_a_reason.check(reason=reason))
        before, activity.status = activity.status, activity.status_before_marking
        _stamp_status(actor, activity, now)
        activity.reason_category = activity.reason = activity.reason_details = ""
        activity.save(update_fields=[*STATUS_FIELDS, "reason_category", "reason", "reason_details"])
        record(
            actor,
            [
                _entry(
                    "activity.marking_undone",
                    activity,
                    now,
                    {"why": reason.strip(), **_status_change(before, activity)},
                )
            ],
        )
        return activity


def arrange_again(
    *, actor: Actor, activity_id: UUID, draft: ActivityDraft, now: datetime
) -> Activity:
    """Make a new activity in place of one that was missed, linked to it; the missed one keeps its
    date, time and place.

    Refused with `people.role_needed`, `activity.not_found`, `plans.not_missed` and the codes of
    plans/rules.py.
    """
    require(actor, "plans.edit")
    with acting_as(actor, "arrange_again"):
        missed = locked_activity_of(actor, activity_id)
        if not missed.was_missed:
            raise Refused(
                "plans.not_missed",
                "Only an activity that was marked not complete is arranged again: edit this one",
            )
        raise_all(
            problems(draft, missed.participant, None)
            + _owner_problems(draft, missed.participant, None)
        )
        activity = new_activity(
            actor, missed.participant, draft, reference=next_reference(), now=now
        )
        activity.arranged_again_from = missed
        write_new_activities(actor, [activity], now=now)
        record(
            actor,
            [
                _entry(
                    "activity.arranged_again",
                    missed,
                    now,
                    {"again_as": activity.reference, "again_on": draft.due_on.isoformat()},
                )
            ],
        )
        return activity


def problems(
    draft: ActivityDraft, participant: Participant, previous: Activity | None
) -> list[Refused]:
    """What stops this draft from being saved; the same for screens, API and import."""
    return what_is_wrong(
        kind=draft.kind,
        instructions=draft.instructions,
        due_on=draft.due_on,
        due_time=draft.due_time,
        place=draft.place,
        mandatory=draft.mandatory,
        was_mandatory=previous is not None and previous.mandatory,
        has_owner=bool(draft.owner_id or participant.work_coach_id),
        visible_to_participant=draft.visible_to_participant,
        make_activity_mandatory=participant.make_activity_mandatory,
        sanction_status=participant.sanction_status,
        was_missed=previous is not None and previous.was_missed,
        moved=previous is not None
        and (previous.due_on, previous.due_time, previous.place)
        != (draft.due_on, draft.due_time, draft.place),
    )


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
        owner_may_see=owner is not None and owner.sees(participant.group.lineage)
    )


def next_reference() -> str:
    """A reference for an activity that is added here, as in W10001."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('activity_reference')")
        return f"W{cursor.fetchone()[0]}"


def new_activity(
    actor: Actor, participant: Participant, draft: ActivityDraft, *, reference: str, now: datetime
) -> Activity:
    """The row for a draft, not yet written."""
    activity = Activity(
        id=uuid4(),
        participant=participant,
        reference=reference,
        created_at=now,
        created_by=actor.shown_as,
    )
    _apply(actor, activity, draft, now)
    return activity


def write_new_activities(actor: Actor, activities: Sequence[Activity], *, now: datetime) -> None:
    """Add activities that were found in order, with their history."""
    Activity.objects.bulk_create(activities, batch_size=500)
    record(
        actor,
        [
            _entry(
                "activity.added",
                one,
                now,
                {
                    "due_on": one.due_on.isoformat(),
                    "mandatory": one.mandatory,
                    "version": one.version,
                },
            )
            for one in activities
        ],
    )


def write_edits(
    actor: Actor, edits: Sequence[tuple[Activity, ActivityDraft]], *, now: datetime
) -> None:
    """Change activities whose drafts were found in order, with what changed in their history."""
    entries, touched, renamed = [], [], []
    for activity, draft in edits:
        before = draft_of(activity)
        if before == draft:
            continue
        _apply(actor, activity, draft, now)
        activity.version += 1
        touched.append(activity)
        if before.title != draft.title:
            renamed.append(activity.id)
        entries.append(
            _entry(
                "activity.edited",
                activity,
                now,
                {"version": activity.version, "changes": _changes(before, draft)},
            )
        )
    Activity.objects.bulk_update(touched, EDITED_FIELDS, batch_size=500)
    record(actor, entries)
    refresh_listings(activity_id__in=renamed)


def write_statuses(actor: Actor, changes: Sequence[tuple[Activity, str]], *, now: datetime) -> None:
    """Set the status of activities (never Not complete), with their history."""
    entries = []
    for activity, status in changes:
        before = activity.status
        if status == ActivityStatus.COMPLETE and before in SET_BY_HAND:
            activity.status_before_marking = before
        activity.status = status
        _stamp_status(actor, activity, now)
        code = (
            "activity.completed" if status == ActivityStatus.COMPLETE else "activity.status_changed"
        )
        entries.append(_entry(code, activity, now, _status_change(before, activity)))
    Activity.objects.bulk_update(
        [one for one, _ in changes], [*STATUS_FIELDS, "status_before_marking"], batch_size=500
    )
    record(actor, entries)


STATUS_FIELDS = ["status", "status_set_by", "status_set_at", "version"]
EDITED_FIELDS = [
    "kind",
    "title",
    "instructions",
    "chosen_owner",
    "due_on",
    "due_time",
    "due_at",
    "place",
    "visible_to_participant",
    "mandatory",
    "mandatory_set_by_id",
    "mandatory_set_by",
    "mandatory_set_at",
    "version",
]


def draft_of(activity: Activity) -> ActivityDraft:
    """An activity as a form shows it."""
    return ActivityDraft(
        kind=activity.kind,
        title=activity.title,
        instructions=activity.instructions,
        owner_id=activity.chosen_owner_id,
        due_on=activity.due_on,
        due_time=activity.due_time,
        place=activity.place,
        visible_to_participant=activity.visible_to_participant,
        mandatory=activity.mandatory,
    )


def _apply(actor: Actor, activity: Activity, draft: ActivityDraft, now: datetime) -> None:
    if draft.mandatory != activity.mandatory:
        activity.mandatory_set_by_id = actor.id
        activity.mandatory_set_by = actor.shown_as
        activity.mandatory_set_at = now
    activity.kind = draft.kind
    activity.title = draft.title
    activity.instructions = draft.instructions
    activity.chosen_owner_id = (
        draft.owner_id if draft.owner_id != activity.participant.work_coach_id else None
    )
    activity.due_on = draft.due_on
    activity.due_time = draft.due_time
    activity.due_at = moment_of(draft.due_on, draft.due_time)
    activity.place = draft.place
    activity.visible_to_participant = draft.visible_to_participant
    activity.mandatory = draft.mandatory


def _stamp_status(actor: Actor, activity: Activity, now: datetime) -> None:
    activity.status_set_by = actor.shown_as
    activity.status_set_at = now
    activity.version += 1


def _status_change(before: str, activity: Activity) -> dict:
    return {
        "version": activity.version,
        "changes": [
            {
                "field": "status",
                "label": "Status",
                "before": str(before),
                "after": str(activity.status),
            }
        ],
    }


def _changes(before: ActivityDraft, after: ActivityDraft) -> list[dict]:
    names = {one.id: one.name for one in colleagues([before.owner_id, after.owner_id]).values()}
    shown_before = replace(before, owner_id=names.get(before.owner_id, "Work coach"))
    shown_after = replace(after, owner_id=names.get(after.owner_id, "Work coach"))
    return changes_of(
        *(
            changed(
                field,
                label,
                _shown(getattr(shown_before, field)),
                _shown(getattr(shown_after, field)),
            )
            for field, label in LABELS.items()
        )
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)


def _entry(code: str, activity: Activity, now: datetime, data: dict) -> Entry:
    return Entry(
        code,
        Stream.PARTICIPANT,
        activity.participant_id,
        now,
        {"activity": activity.title, "reference": activity.reference, **data},
        activity_id=activity.id,
    )
