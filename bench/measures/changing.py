"""What is written in the rows that write: each thing once, chosen afresh for each run, so that runs
can be repeated on the same data. Runs with the application's settings.
"""

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.measures.people import Person
from waymark.participants.queries import visible_to
from waymark.plans.models import Activity
from waymark.plans.rules import SET_BY_HAND
from waymark.programmes.models import ReasonCategory
from waymark.trackers.models import Tracker
from waymark.trackers.preview import preview_of_marking
from waymark.trackers.queries import trackers_of
from waymark.trackers.types import initial_statuses

MEGABYTE = 1_000_000
CANDIDATES = 6000
WRITERS = 40
ASKED_FOR = "participant__programme", "participant__group", "participant__work_coach"


def markings(people: Iterable[Person], many: int) -> list[dict[str, Any]]:
    """Forms that each mark an activity of another participant, and make a tracker."""
    marking = _some([one for one in people if one.edits])
    now, seen, found = timezone.now(), set(), []
    shares = -(-many // len(marking))
    for one in marking:
        theirs: list[dict[str, Any]] = []
        for activity in _due_and_not_marked(one, now):
            if activity.participant_id in seen or len(theirs) == shares:
                continue
            if preview_of_marking(one.actor, activity, now).makes_tracker:
                seen.add(activity.participant_id)
                theirs.append(_marking(one, activity))
        found.append(theirs)
    return [one for row in in_turn(found) for one in row][:many]


def _some(people: list[Person]) -> list[Person]:
    """Of a crowd forty write for all: to look for what each may change takes seconds."""
    return people[:: max(1, len(people) // WRITERS)]


def _due_and_not_marked(one: Person, now: Any) -> list[Activity]:
    found = Activity.objects.filter(
        visible_to(one.actor, of="participant__"),
        participant__is_restricted=False,
        participant__left_on=None,
        mandatory=True,
        due_at__lt=now,
        status__in=[str(status) for status in SET_BY_HAND],
        trackers=None,
    )
    return list(found.select_related(*ASKED_FOR).order_by("-due_at", "id")[:CANDIDATES])


def _marking(one: Person, activity: Activity) -> dict[str, Any]:
    fields = {
        "version": activity.version,
        "reason_category": ReasonCategory.DID_NOT.value,
        "other_reason": "Did not attend and did not call",
        "details": "They were expected and did not come. No message was left.",
    }
    return one.sends(f"/activities/{activity.id}/not-complete/", fields, key=str(activity.id))


def edits(people: Iterable[Person], many: int, folder: Path) -> list[dict[str, Any]]:
    """Forms that each save a tracker of their own with a letter of one megabyte."""
    letter = letter_in(folder)
    seen, found = set(), []
    editing = _some([one for one in people if one.edits])
    shares = -(-many // max(1, len(editing)))
    for one in editing:
        new = trackers_of(one.actor).filter(
            status__in=initial_statuses(),
            participant__is_restricted=False,
            assignee__is_active=True,
        )
        new = new.exclude(id__in=seen).order_by("version", "-created_at", "-number")[:shares]
        found.append([_edit(one, tracker, letter) for tracker in new])
        seen |= {tracker.id for tracker in new}
    return [one for row in in_turn(found) for one in row][:many]


def _edit(one: Person, tracker: Tracker, letter: Path) -> dict[str, Any]:
    fields = {
        "version": tracker.version,
        "status": tracker.status,
        "assignee": tracker.assignee_id,
        "raised": "yes",
        "note": f"Letter added, {uuid.uuid4()}",
    }
    return one.sends(
        f"/trackers/{tracker.id}/edit/", fields, files={"files": str(letter)}, key=str(tracker.id)
    )


def letter_in(folder: Path) -> Path:
    """A PDF of one megabyte with nothing on its pages, different in each run."""
    path = folder / "letter.pdf"
    if not path.exists():
        head, end = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%", b"\n%%EOF\n"
        inside = uuid.uuid4().hex.encode() * ((MEGABYTE - len(head) - len(end)) // 32)
        path.write_bytes(head + inside + end)
    return path


def in_turn(lists: list[list[dict]]) -> Iterable[list[dict]]:
    """The first of each, the second of each …, so that different people come one after another."""
    for number in range(max(map(len, lists), default=0)):
        yield [one[number] for one in lists if number < len(one)]


def missing_or_doubled(activity_ids: list[str]) -> int:
    """How many of these activities have not exactly one tracker, one evaluation, one entry in the
    history that says marked, and one that says that a tracker was made.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM unnest(%s::uuid[]) AS asked (id) WHERE
              (SELECT count(*) FROM trackers_tracker t WHERE t.activity_id = asked.id) <> 1
              OR (SELECT count(*) FROM trackers_evaluation e WHERE e.activity_id = asked.id) <> 1
              OR (SELECT count(*) FROM audit_event a WHERE a.activity_id = asked.id
                  AND a.code = 'activity.not_completed') <> 1
              OR (SELECT count(*) FROM audit_event a WHERE a.activity_id = asked.id
                  AND a.code = 'tracker.made') <> 1
            """,
            [activity_ids],
        )
        return int(cursor.fetchone()[0])
