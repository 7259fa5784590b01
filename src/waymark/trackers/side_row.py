"""The row beside each tracker that lists, counts and search read: what it says, in SQL, once.

A list asks this table alone. What is the tracker's own is brought along by triggers, whoever writes
it; what is the participant's or the activity's by the operations that change those
(`operations/listings.py`).
"""

from collections.abc import Iterable

import pgtrigger

from waymark.audit.guards import Guard
from waymark.trackers.types import TYPES

OF_THE_TRACKER = (
    "number",
    "type",
    "status",
    "participant_id",
    "activity_id",
    "assignee_id",
    "due_on",
    "due_time",
    "due_at",
    "created_at",
    "status_set_at",
    "act_by",
)
_MAY_CHANGE = ("status", "assignee_id", "status_set_at", "act_by")
_TYPE = " ".join(f"WHEN '{kind.code}' THEN '{kind.label}'" for kind in TYPES.values())
OF_OTHERS = {
    "group_id": "participant.group_id",
    "is_restricted": "participant.is_restricted",
    "named_ids": "participant.named_ids",
    "reference": "participant.reference",
    "first_name": "participant.first_name",
    "last_name": "participant.last_name",
    "activity_title": "coalesce(activity.title, '')",
    "search_text": "waymark_search_text(participant.first_name, participant.last_name, "
    "participant.reference, coalesce(activity.title, ''), coalesce(activity.reference, ''), "
    f"CASE tracker.type {_TYPE} END)",
}


def side_rows_of(trackers: str) -> str:
    """SQL that gives what the side rows of some trackers say; `trackers` is a table like theirs."""
    columns = [f"tracker.{one}" for one in OF_THE_TRACKER]
    columns += [f"{value} AS {name}" for name, value in OF_OTHERS.items()]
    return (
        f"SELECT tracker.id, {', '.join(columns)} FROM {trackers} AS tracker "  # noqa: S608
        "JOIN participants_participant AS participant ON participant.id = tracker.participant_id "
        "LEFT JOIN plans_activity AS activity ON activity.id = tracker.activity_id"
    )


SIDE_ROWS_REFRESHED = (
    "UPDATE trackers_trackerlisting AS listing SET "  # noqa: S608
    + ", ".join(f"{name} = now.{name}" for name in OF_OTHERS)
    + f" FROM ({side_rows_of('trackers_tracker')} WHERE tracker.{{column}} = ANY(%s)) AS now"
    " WHERE now.id = listing.tracker_id"
)


def _set(names: Iterable[str]) -> str:
    return ", ".join(f"{one} = tracker.{one}" for one in names)


KEPT_IN_STEP = [
    Guard(
        name="tracker_has_side_row",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="made"),
        func=f"""
            INSERT INTO trackers_trackerlisting
              (tracker_id, {", ".join((*OF_THE_TRACKER, *OF_OTHERS))}) {side_rows_of("made")};
            RETURN NULL;
        """,
    ),
    Guard(
        name="tracker_side_row_follows",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(new="changed"),
        func=f"""
            UPDATE trackers_trackerlisting AS listing SET {_set(_MAY_CHANGE)}
              FROM changed AS tracker WHERE listing.tracker_id = tracker.id;
            RETURN NULL;
        """,  # noqa: S608
    ),
]
