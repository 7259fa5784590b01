"""Notices that no longer hold: the inner half that screens, imports and the API share. The callers
have locked the activities.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.plans.models import Notice


def void_notices(actor: Actor, reasons: Mapping[UUID, str], *, now: datetime) -> None:
    """Void the notices in force of some activities, each for the reason that is given, with a line
    in the history.
    """
    in_force = Notice.objects.filter(activity_id__in=list(reasons), voided_at=None)
    entries, voided = [], []
    for notice in in_force.select_related("activity"):
        notice.voided_at = now
        notice.voided_by = actor.shown_as
        notice.void_reason = reasons[notice.activity_id]
        voided.append(notice)
        entries.append(notice_entry("notice.voided", notice, now, {"why": notice.void_reason}))
    Notice.objects.bulk_update(voided, ["voided_at", "voided_by", "void_reason"], batch_size=500)
    record(actor, entries)


def notice_entry(code: str, notice: Notice, now: datetime, data: dict) -> Entry:
    """A line of the history of an activity about one of its notices."""
    activity = notice.activity
    return Entry(
        code,
        Stream.PARTICIPANT,
        notice.participant_id,
        now,
        {
            "activity": activity.title,
            "reference": activity.reference,
            "notice": notice.shown_number,
            **data,
        },
        activity_id=activity.id,
    )
