"""Whether the rows beside each tracker, and beside each activity that somebody still has to deal
with, say what they should, worked out here a second time.
"""

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
_WRONG_TO_DO = """
SELECT coalesce(row.activity_id, activity.id)
  FROM (SELECT activity.*, participant.group_id, participant.is_restricted, participant.named_ids,
               participant.left_on,
               CASE WHEN chosen_owner_id IS NULL THEN work_coach_id ELSE chosen_owner_id END
                 AS owner
          FROM plans_activity AS activity
          JOIN participants_participant AS participant ON participant.id = participant_id
         WHERE status IN ('Not started', 'In progress')) AS activity
  FULL JOIN plans_activitytodo AS row ON row.activity_id = activity.id
 WHERE activity.id IS NULL
    OR (row.activity_id IS NULL AND activity.left_on IS NULL)
    OR (row.participant_id, row.due_at, row.group_id, row.is_restricted, row.named_ids)
       <> (activity.participant_id, activity.due_at, activity.group_id, activity.is_restricted,
           activity.named_ids)
    OR (row.activity_id IS NOT NULL AND (row.owner_id IS DISTINCT FROM activity.owner
                                         OR row.left_on IS DISTINCT FROM activity.left_on))
"""


def wrong_side_rows() -> list:
    """The numbers of the trackers, and the ids of the activities, whose row says anything else than
    it should.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        found = cursor.fetchall()
        cursor.execute(_WRONG_TO_DO)
        return [one for (one,) in found + cursor.fetchall()]
