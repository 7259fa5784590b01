"""The inner half of the operations on activities: checks and writes for one or for many, which
screens and imports share. Their callers have locked the participants and the activities.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.kernel.london import moment_of
from waymark.kernel.refusals import Refused
from waymark.operations.conflicts import changed, changes_of, events_of, refuse_if_changed
from waymark.operations.listings import refresh_titles
from waymark.operations.notice_writes import void_notices
from waymark.participants.models import Participant
from waymark.people.queries import colleagues
from waymark.plans.models import Activity
from waymark.plans.notice_rules import reason_of_voiding, what_voids
from waymark.plans.rules import SET_BY_HAND, ActivityStatus, what_is_wrong
from waymark.writes.many import add_many, update_many


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
    channel: str = ""
    hours: Decimal | None = None
    evidence: str = ""


LABELS = {
    "kind": "Kind",
    "title": "Title",
    "instructions": "Instructions",
    "owner_id": "Owner",
    "due_on": "Due date",
    "due_time": "Due time",
    "place": "Place",
    "channel": "How it is held",
    "hours": "Hours",
    "evidence": "Evidence needed",
    "visible_to_participant": "Visible to the participant",
    "mandatory": "Mandatory",
}


def refuse_if_activity_changed(activity: Activity, seen_version: int | None) -> None:
    """Raise `plans.changed` when somebody changed the activity since its page was opened."""
    refuse_if_changed(
        "plans.changed",
        seen=seen_version,
        now=activity.version,
        events=events_of(activity_id=activity.id, tracker_id=None),
    )


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


def next_reference() -> str:
    """A reference for an activity that is added here, as in W10001, that no file has used."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT nextval('activity_reference')")
            reference = f"W{cursor.fetchone()[0]}"
            if not Activity.objects.filter(reference=reference).exists():
                return reference


def new_activity(
    actor: Actor, participant: Participant, draft: ActivityDraft, *, reference: str, now: datetime
) -> Activity:
    """The row for a draft, not yet written."""
    kept = _as_kept(draft, participant)
    values = _AS_NEW | _columns_of(kept) | _mandatory_set(actor, now, before=False, after=kept)
    values["id"], values["reference"], values["participant_id"] = uuid4(), reference, participant.id
    values["created_at"], values["created_by"] = now, actor.shown_as
    activity: Activity = _by_place(*[values[name] for name in _AS_NEW])
    activity.participant = participant
    return activity


def write_new_activities(actor: Actor, activities: Sequence[Activity], *, now: datetime) -> None:
    """Add activities that were found in order, with their history."""
    add_many(activities)
    record(
        actor,
        [
            entry(
                "activity.added",
                one,
                now,
                {
                    "due_on": one.due_on.isoformat(),
                    "mandatory": one.mandatory,
                    "status": one.status,
                    "version": one.version,
                },
            )
            for one in activities
        ],
    )


def write_edits(
    actor: Actor, edits: Sequence[tuple[Activity, ActivityDraft]], *, now: datetime
) -> None:
    """Change activities whose drafts were found in order, with what changed in their history. A
    notice that told of something else is void from then on.
    """
    entries, touched, renamed, void = [], [], [], {}
    owner_names = _owner_names(edits)
    for activity, typed in edits:
        before, draft = draft_of(activity), _as_kept(typed, activity.participant)
        if before == draft:
            continue
        _apply(actor, activity, draft, now)
        activity.version += 1
        touched.append(activity)
        if before.title != draft.title:
            renamed.append(activity.id)
        if untold := what_voids(asdict(before), asdict(draft)):
            void[activity.id] = reason_of_voiding(untold)
        entries.append(
            entry(
                "activity.edited",
                activity,
                now,
                {"version": activity.version, "changes": _changes(before, draft, owner_names)},
            )
        )
    update_many(touched, EDITED_FIELDS)
    record(actor, entries)
    void_notices(actor, void, now=now)
    refresh_titles(renamed)


def write_statuses(actor: Actor, changes: Sequence[tuple[Activity, str]], *, now: datetime) -> None:
    """Set the status of activities (never Not complete), with their history."""
    entries = []
    for activity, status in changes:
        before = activity.status
        if status == ActivityStatus.COMPLETE and before in SET_BY_HAND:
            activity.status_before_marking = before
        activity.status = status
        stamp_status(actor, activity, now)
        code = (
            "activity.completed" if status == ActivityStatus.COMPLETE else "activity.status_changed"
        )
        entries.append(entry(code, activity, now, status_change(before, activity)))
    update_many([one for one, _ in changes], [*STATUS_FIELDS, "status_before_marking"])
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
    "channel",
    "hours",
    "evidence",
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
        channel=activity.channel,
        hours=activity.hours,
        evidence=activity.evidence,
        visible_to_participant=activity.visible_to_participant,
        mandatory=activity.mandatory,
    )


def _as_kept(draft: ActivityDraft, participant: Participant) -> ActivityDraft:
    """The work coach is the owner by default, and is not kept as one who was chosen."""
    is_coach = draft.owner_id is not None and draft.owner_id == participant.work_coach_id
    return replace(draft, owner_id=None) if is_coach else draft


# The columns in their order, with what a new row has where nothing is said.
_AS_NEW: dict[str, Any] = {one.attname: one.get_default() for one in Activity._meta.concrete_fields}
_by_place: Any = Activity  # a quarter of the time that values by name take


def _apply(actor: Actor, activity: Activity, draft: ActivityDraft, now: datetime) -> None:
    told = _mandatory_set(actor, now, before=activity.mandatory, after=draft)
    for name, value in (_columns_of(draft) | told).items():
        setattr(activity, name, value)


def _columns_of(draft: ActivityDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "title": draft.title,
        "instructions": draft.instructions,
        "chosen_owner_id": draft.owner_id,
        "due_on": draft.due_on,
        "due_time": draft.due_time,
        "due_at": moment_of(draft.due_on, draft.due_time),
        "place": draft.place,
        "channel": draft.channel,
        "hours": draft.hours,
        "evidence": draft.evidence,
        "visible_to_participant": draft.visible_to_participant,
        "mandatory": draft.mandatory,
    }


def _mandatory_set(
    actor: Actor, now: datetime, *, before: bool, after: ActivityDraft
) -> dict[str, Any]:
    """Who set the Yes or No, where it is another."""
    if before == after.mandatory:
        return {}
    return {
        "mandatory_set_by_id": actor.id,
        "mandatory_set_by": actor.shown_as,
        "mandatory_set_at": now,
    }


def stamp_status(actor: Actor, activity: Activity, now: datetime) -> None:
    activity.status_set_by = actor.shown_as
    activity.status_set_at = now
    activity.version += 1


def status_change(before: str, activity: Activity) -> dict:
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


def _owner_names(edits: Sequence[tuple[Activity, ActivityDraft]]) -> dict[UUID | None, str]:
    """The names of former and new owners where they differ: two statements, however many."""
    pairs = ((activity.chosen_owner_id, draft.owner_id) for activity, draft in edits)
    ids = {one for pair in pairs if pair[0] != pair[1] for one in pair if one}
    found = colleagues(ids).values() if ids else ()
    return {None: "Work coach", **{one.id: one.name for one in found}}


def _changes(
    before: ActivityDraft, after: ActivityDraft, owner_names: dict[UUID | None, str]
) -> list[dict]:
    shown = {field: (getattr(before, field), getattr(after, field)) for field in LABELS}
    if before.owner_id != after.owner_id:
        shown["owner_id"] = (owner_names[before.owner_id], owner_names[after.owner_id])
    return changes_of(*(changed(field, label, *shown[field]) for field, label in LABELS.items()))


def entry(code: str, activity: Activity, now: datetime, data: dict) -> Entry:
    return Entry(
        code,
        Stream.PARTICIPANT,
        activity.participant_id,
        now,
        {"activity": activity.title, "reference": activity.reference, **data},
        activity_id=activity.id,
    )
