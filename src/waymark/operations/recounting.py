"""The clock of a tracker: begun with each status, and counted again when its nation or the bank
holidays change. Which limit it runs under never changes until the next status.
"""

from datetime import datetime

from django.db.models import QuerySet
from procrastinate.contrib.django import app

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.kernel.actor import SYSTEM, Actor
from waymark.operations.conflicts import changed, changes_of
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.clocks import Reckoning, Running
from waymark.trackers.models import Tracker
from waymark.trackers.types import clocked_statuses, status_of

TASK = "recount_clocks"
AT_ONCE = 500
MOVED = "The participant is in a group of another nation"
RECOUNTED = "Bank holidays were corrected"


def begin_clock(tracker: Tracker, reckoned: Reckoning, *, nation: str) -> dict[str, str]:
    """Begin the clock of a tracker whose status has just been set, not yet written; gives what
    history says of it.
    """
    running = _running(tracker, reckoned, nation=nation)
    tracker.act_by = running.act_by if running else None
    tracker.act_by_limit_id = running.limit.id if running else None
    if running is None:
        return {}
    return {"act_by": running.act_by.isoformat(), "limit": running.limit.in_words}


def recount(actor: Actor, trackers: QuerySet[Tracker], *, why: str, now: datetime) -> int:
    """Count the running clocks among these trackers again, within the caller's transaction; each
    that moves has it in its history. Gives how many moved.
    """
    reckoned = reckoning()
    held = (
        trackers.filter(status__in=clocked_statuses())
        .select_related("participant__group")
        .select_for_update(of=("self",), no_key=True)
        .order_by("number")
    )
    moved, entries = [], []
    for tracker in held:
        running = _running(tracker, reckoned, nation=tracker.participant.group.bank_holidays)
        if running is None or running.act_by == tracker.act_by:
            continue
        change = changed("act_by", "Act by", tracker.act_by, running.act_by)
        tracker.act_by, tracker.act_by_limit_id = running.act_by, running.limit.id
        moved.append(tracker)
        entries.append(_entry(tracker, {"changes": changes_of(change), "why": why}, now))
    Tracker.objects.bulk_update(moved, ["act_by", "act_by_limit"], batch_size=AT_ONCE)
    record(actor, entries)
    return len(moved)


def recount_clocks(*, now: datetime) -> int:
    """Count every running clock again, some at a time: after a correction of the bank holidays, and
    each night, since a new version of their list comes without anybody's doing.
    """
    reckoned = reckoning()
    rows = (
        Tracker.objects.filter(status__in=clocked_statuses())
        .select_related("participant__group")
        .order_by("number")
    )
    wrong = [
        one.id
        for one in rows.iterator(chunk_size=2000)
        if _is_wrong(one, reckoned, nation=one.participant.group.bank_holidays)
    ]
    moved, actor = 0, SYSTEM
    for start in range(0, len(wrong), AT_ONCE):
        some = Tracker.objects.filter(id__in=wrong[start : start + AT_ONCE])
        with acting_as(actor, "recount_clocks"):
            moved += recount(actor, some, why=RECOUNTED, now=now)
    return moved


def ask_to_recount() -> None:
    """Let the worker count every running clock again, once the transaction is through."""
    app.configure_task(TASK).defer(timestamp=0)


def _is_wrong(tracker: Tracker, reckoned: Reckoning, *, nation: str) -> bool:
    running = _running(tracker, reckoned, nation=nation)
    return running is not None and running.act_by != tracker.act_by


def _running(tracker: Tracker, reckoned: Reckoning, *, nation: str) -> Running | None:
    return reckoned.running(
        status_of(tracker.type, tracker.status).limits,
        began_at=tracker.status_set_at,
        failed_on=tracker.due_on,
        nation=nation,
    )


def _entry(tracker: Tracker, data: dict, now: datetime) -> Entry:
    return Entry(
        "tracker.act_by_moved",
        Stream.PARTICIPANT,
        tracker.participant_id,
        now,
        {"number": tracker.shown_number, **data},
        activity_id=tracker.activity_id,
        tracker_id=tracker.id,
        by_system=True,
    )
