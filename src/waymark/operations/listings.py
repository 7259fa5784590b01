"""Keeps what lists and search hold beside each tracker in step with names, titles, groups and who
may see them.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from waymark.trackers.side_row import SIDE_ROWS_REFRESHED


def refresh_listings(*, participants: Iterable[UUID] = (), activities: Iterable[UUID] = ()) -> None:
    """Bring the side rows of the trackers of some participants, or activities, up to date, within
    the caller's transaction.
    """
    with connection.cursor() as cursor:
        for column, ids in (
            ("participant_id", list(participants)),
            ("activity_id", list(activities)),
        ):
            if ids:
                cursor.execute(SIDE_ROWS_REFRESHED.format(column=column), [ids])
