"""Keeps what lists and search hold beside each tracker in step with names, titles and groups."""

import json

from django.db import connection

from waymark.trackers.models import TrackerListing
from waymark.trackers.types import TYPES

_REFRESH = """
UPDATE trackers_trackerlisting AS listing
   SET group_id = participant.group_id,
       search_text = waymark_search_text(
         participant.first_name, participant.last_name, participant.reference,
         coalesce(activity.title, ''), coalesce(activity.reference, ''), %s::jsonb ->> tracker.type)
  FROM trackers_tracker AS tracker
  JOIN participants_participant AS participant ON participant.id = tracker.participant_id
  LEFT JOIN plans_activity AS activity ON activity.id = tracker.activity_id
 WHERE tracker.id = listing.tracker_id AND tracker.id = ANY(%s)
"""


def refresh_listings(**which_trackers: object) -> None:
    """Bring the side rows of some trackers up to date, within the caller's transaction."""
    ids = list(
        TrackerListing.objects.filter(
            **{f"tracker__{key}": value for key, value in which_trackers.items()}
        ).values_list("pk", flat=True)
    )
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                _REFRESH, [json.dumps({kind.code: kind.label for kind in TYPES.values()}), ids]
            )
