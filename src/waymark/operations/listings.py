"""Keeps what lists and search hold beside each tracker, and beside each activity to be dealt with,
in step with names, titles, coaches, groups, leaving, and who may see them.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from waymark.kernel.london import day_of
from waymark.plans.to_do_row import TO_DO_REFRESHED
from waymark.trackers.side_row import SIDE_ROWS_REFRESHED


def refresh_rows_of_participants(participants: Iterable[UUID], *, now: datetime) -> None:
    """Bring the rows beside some participants' trackers and activities up to date, within the
    caller's transaction.
    """
    ids = list(participants)
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(SIDE_ROWS_REFRESHED.format(column="participant_id"), [ids])
        cursor.execute(TO_DO_REFRESHED, {"participants": ids, "today": day_of(now)})


def refresh_titles(activities: Iterable[UUID]) -> None:
    """Bring the rows beside the trackers of some activities up to date, in the same way."""
    ids = list(activities)
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(SIDE_ROWS_REFRESHED.format(column="activity_id"), [ids])
