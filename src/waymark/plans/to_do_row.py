"""The row beside each activity that somebody still has to deal with: what it says, in SQL, once.

Whose it is, and who may see it, are the participant's as much as the activity's; no index spans
both. What is the activity's own is brought along by triggers, whoever writes it; what is the
participant's by the operations that change that (`operations/listings.py`).
"""

import pgtrigger

from waymark.audit.guards import Guard
from waymark.plans.rules import SET_BY_HAND

COLUMNS = (
    "participant_id",
    "owner_id",
    "due_at",
    "left_on",
    "group_id",
    "is_restricted",
    "named_ids",
)
_WAITS = ", ".join(f"'{status}'" for status in SET_BY_HAND)


def to_do_rows_of(activities: str) -> str:
    """SQL that gives the rows of some activities; `activities` is a table like theirs."""
    return f"""
        SELECT activity.id AS activity_id, activity.participant_id,
               coalesce(activity.chosen_owner_id, participant.work_coach_id) AS owner_id,
               activity.due_at, participant.left_on, participant.group_id,
               participant.is_restricted, participant.named_ids
          FROM {activities} AS activity
          JOIN participants_participant AS participant ON participant.id = activity.participant_id
         WHERE activity.status IN ({_WAITS})
    """  # noqa: S608


def _written(rows: str) -> str:
    """SQL that makes these rows, or brings those that are there up to date."""
    columns = ", ".join(COLUMNS)
    now = ", ".join(f"EXCLUDED.{one}" for one in COLUMNS)
    before = ", ".join(f"plans_activitytodo.{one}" for one in COLUMNS)
    return f"""
        INSERT INTO plans_activitytodo (activity_id, {columns}) {rows}
        ON CONFLICT (activity_id) DO UPDATE SET ({columns}) = ({now})
         WHERE ({before}) IS DISTINCT FROM ({now})
    """


# Of somebody who has left nothing is to be done: their rows go.
TO_DO_REFRESHED = f"""
    WITH gone AS (
      DELETE FROM plans_activitytodo AS row USING participants_participant AS participant
       WHERE participant.id = row.participant_id AND participant.id = ANY(%(participants)s)
         AND participant.left_on <= %(today)s)
    {
    _written(
        to_do_rows_of("plans_activity")
        + "AND participant.id = ANY(%(participants)s) "
        + "AND (participant.left_on IS NULL OR participant.left_on > %(today)s)"
    )
}
"""  # noqa: S608

KEPT_IN_STEP = [
    Guard(
        name="activity_has_to_do_row",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="made"),
        func=f"{_written(to_do_rows_of('made'))}; RETURN NULL;",
    ),
    Guard(
        name="activity_to_do_row_follows",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(new="changed"),
        func=f"""
            DELETE FROM plans_activitytodo AS row USING changed
             WHERE row.activity_id = changed.id AND changed.status NOT IN ({_WAITS});
            {_written(to_do_rows_of("changed"))};
            RETURN NULL;
        """,  # noqa: S608
    ),
]
