"""Whether the row beside each tracker says what it should, worked out here a second time."""

from django.db import connection

_WRONG = """
SELECT tracker.number
  FROM trackers_tracker AS tracker
  JOIN participants_participant AS participant ON participant.id = tracker.participant_id
  JOIN plans_activity AS activity ON activity.id = tracker.activity_id
  LEFT JOIN trackers_trackerlisting AS side ON side.tracker_id = tracker.id
 WHERE side.tracker_id IS NULL
    OR (side.number, side.type, side.status, side.participant_id, side.activity_id,
        side.due_on, side.due_time, side.due_at, side.created_at, side.status_set_at)
       IS DISTINCT FROM
       (tracker.number, tracker.type, tracker.status, participant.id, activity.id,
        tracker.due_on, tracker.due_time, tracker.due_at, tracker.created_at,
        tracker.status_set_at)
    OR (side.assignee_id, side.act_by) IS DISTINCT FROM (tracker.assignee_id, tracker.act_by)
    OR (side.group_id, side.is_restricted, side.named_ids, side.reference)
       <> (participant.group_id, participant.is_restricted, participant.named_ids,
           participant.reference)
    OR (side.first_name, side.last_name, side.activity_title)
       <> (participant.first_name, participant.last_name, activity.title)
    OR side.search_text <> waymark_search_text(
         participant.first_name, participant.last_name, participant.reference, activity.title,
         activity.reference, 'Monitoring')
"""


def wrong_side_rows() -> list[int]:
    """The numbers of the trackers whose row for lists says anything else than it should."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        return [number for (number,) in cursor.fetchall()]
