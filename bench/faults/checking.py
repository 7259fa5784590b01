"""Holds what people sent against what is there. Runs with the application's settings."""

import json
import logging
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()
logging.disable(logging.INFO)

from django.db import connection

from bench.faults.mix import REFUSED, SAVED, UNKNOWN
from bench.measures.changing import missing_or_doubled
from waymark.documents.store import opened, sha256_of
from waymark.trackers.models import Note, Pack, TrackerFile

Sent = list[dict[str, Any]]


def check(told: dict[str, Any]) -> dict[str, Any]:
    """How many of each kind were acknowledged, and how much is wrong."""
    acknowledged, unknown, refused = (
        [one for one in told["sent"] if one["outcome"] == outcome]
        for outcome in (SAVED, UNKNOWN, REFUSED)
    )
    after_all = [one for one in unknown if one["kind"] == "mark" and _traces([one["key"]])[0]]
    _wait_for_packs(told["patience"])
    wrong = {
        "markings lost, doubled or half": missing_or_doubled(_keys(acknowledged, "mark")),
        "markings without an answer that are half": _half(_keys(unknown, "mark")),
        "markings that were refused and are there": len(
            [one for one in _keys(refused, "mark") if _traces([one])[0]]
        ),
        "notes lost": _notes_that_are_not(acknowledged, {1}),
        "notes without an answer that are doubled": _notes_that_are_not(unknown, {0, 1}),
        "notes that were refused and are there": _notes_that_are_not(refused, {0}),
        "files lost, doubled or not whole": sum(
            not _has_one_whole_file(key) for key in _keys(acknowledged, "edit")
        ),
        "packs that were asked for and not made": _packs_not_made(_keys(acknowledged, "pack")),
    }
    return {
        "acknowledged": Counter(one["kind"] for one in acknowledged),
        "without an answer": Counter(one["kind"] for one in unknown),
        "refused": Counter(f"{one['kind']} {one['status']}" for one in refused),
        "markings without an answer that are there": len(after_all),
        "jobs begun anew": _jobs_begun_anew(),
        "wrong": wrong,
    }


def _keys(sent: Sent, kind: str) -> list[str]:
    return [one["key"] for one in sent if one["kind"] == kind]


def _traces(activity_ids: list[str]) -> tuple[int, ...]:
    """How often markings have left each of what a marking leaves."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM trackers_tracker WHERE activity_id = ANY(asked)),
                   (SELECT count(*) FROM trackers_evaluation WHERE activity_id = ANY(asked)),
                   (SELECT count(*) FROM audit_event
                    WHERE activity_id = ANY(asked) AND code = 'activity.not_completed'),
                   (SELECT count(*) FROM audit_event
                    WHERE activity_id = ANY(asked) AND code = 'tracker.made')
            FROM (SELECT %s::uuid[] AS asked) AS asked_for
            """,
            [activity_ids],
        )
        return tuple(cursor.fetchone())


def _half(activity_ids: list[str]) -> int:
    return sum(_traces([one]) not in {(0, 0, 0, 0), (1, 1, 1, 1)} for one in activity_ids)


def _notes_that_are_not(sent: Sent, may_be: set[int]) -> int:
    """A note of its own words each: how many are there another number of times."""
    written = [one for one in sent if one["text"]]
    return sum(
        Note.objects.filter(tracker_id=one["key"], text=one["text"]).count() not in may_be
        for one in written
    )


def _has_one_whole_file(tracker_id: str) -> bool:
    links = list(TrackerFile.objects.filter(tracker_id=tracker_id).select_related("document"))
    if len(links) != 1:
        return False
    document = links[0].document
    try:
        with opened(document.lies_at) as content:
            return sha256_of(content) == document.sha256
    except FileNotFoundError:
        return False


def _wait_for_packs(patience: float) -> None:
    """Until the worker has nothing to make any more."""
    until = time.monotonic() + patience
    waiting = Pack.objects.filter(state__in=(Pack.State.WAITING, Pack.State.BEING_MADE))
    while waiting.exists() and time.monotonic() < until:
        time.sleep(1)


def _packs_not_made(tracker_ids: list[str]) -> int:
    made = Pack.objects.filter(state=Pack.State.MADE, document__isnull=False)
    return sum(not made.filter(tracker_id=one).exists() for one in tracker_ids)


def _jobs_begun_anew() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_events WHERE type = 'deferred_for_retry'"
        )
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    answer = check(json.load(sys.stdin))
    Path(sys.argv[1]).write_text(json.dumps(answer), encoding="utf-8")
