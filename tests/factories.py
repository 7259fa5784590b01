"""Records for tests, with plain defaults; give what the test is about. Written past the operations
on purpose.
"""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from tests.people import Cast, Person
from waymark.kernel.london import moment_of
from waymark.operations.marking import mark_not_complete
from waymark.participants.models import Participant
from waymark.people.models import Group, Staff
from waymark.plans.models import Activity
from waymark.programmes.models import Programme
from waymark.trackers.models import Tracker

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_participant(work_coach: Staff | None, group: Group, **given: Any) -> Participant:
    """A participant on DWP Restart for whom activities may be made mandatory."""
    values: dict[str, Any] = {
        "reference": f"WM{next(_numbers):08}",
        "first_name": "Gwenllian",
        "last_name": "Llywelyn",
        "date_of_birth": date(1991, 3, 4),
        "benefit": "Universal Credit",
        "programme": Programme.objects.get(name=given.pop("programme", "DWP Restart")),
        "started_on": date(2026, 10, 1),
        "work_coach": work_coach,
        "group": group,
        "make_activity_mandatory": True,
        "make_activity_mandatory_set_by": "Aimee Hamilton",
        "make_activity_mandatory_set_at": datetime(2026, 10, 2, 10, 0, tzinfo=UTC),
    }
    return Participant.objects.create(**values | given)


def make_activity(participant: Participant, **given: Any) -> Activity:
    """A mandatory appointment that was due on 17 November 2026 at 10:30am."""
    values: dict[str, Any] = {
        "reference": f"A{next(_numbers):08}",
        "kind": "Appointment",
        "title": "CV workshop",
        "instructions": "Come to the workshop and bring your CV.",
        "due_on": date(2026, 11, 17),
        "due_time": time(10, 30),
        "place": "Caerdydd office",
        "mandatory": True,
        "mandatory_set_by": "Adam Stewart",
        "mandatory_set_at": datetime(2026, 11, 6, 10, 0, tzinfo=UTC),
        "created_by": "Adam Stewart",
        "created_at": datetime(2026, 11, 6, 10, 0, tzinfo=UTC),
    }
    values |= given
    values.setdefault("due_at", moment_of(values["due_on"], values["due_time"]))
    return Activity.objects.create(participant=participant, **values)


def make_tracker(
    cast: Cast, activity: Activity, *, now: datetime = MORNING, by: Person | None = None
) -> Tracker:
    """The tracker that the system makes when Alexandra (or another) marks the activity."""
    evaluation = mark_not_complete(
        actor=(by or cast.alexandra).actor,
        activity_id=activity.id,
        reason_category="did_not",
        reason="Did not attend",
        now=now,
    )
    assert evaluation.outcome == "made", evaluation.conditions
    return Tracker.objects.get(id=evaluation.tracker_id)


def put_in_status(tracker: Tracker, status: str) -> Tracker:
    """A tracker in any status, past the operations (the guards let any step from a status that is
    not final).
    """
    if status != tracker.status:
        Tracker.objects.filter(id=tracker.id).update(status=status)
        tracker.refresh_from_db()
    return tracker
