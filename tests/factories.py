"""Records for tests, with plain defaults; give what the test is about. Written past the operations
on purpose.
"""

import io
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import uuid4

from tests.people import Cast, Person
from waymark.documents.models import Document
from waymark.documents.store import keep, sha256_of
from waymark.kernel.london import moment_of
from waymark.operations.listings import refresh_rows_of_participants
from waymark.operations.marking import mark_not_complete
from waymark.participants.models import Participant
from waymark.people.models import Group, Staff
from waymark.plans.models import Activity, Notice
from waymark.plans.template_queries import template_in_effect
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


def leaves(participant: Participant, on: date | None) -> None:
    """They leave on a day, or take it back; with what lists hold of it."""
    Participant.objects.filter(id=participant.id).update(left_on=on)
    refresh_rows_of_participants([participant.id], now=MORNING)


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


def make_notice(activity: Activity, **given: Any) -> Notice:
    """A notice that was handed over on 9 November 2026, with a PDF of a few bytes in the store."""
    participant, content = activity.participant, io.BytesIO(given.pop("content", b"%PDF-1.7 %%EOF"))
    number = activity.notices.count() + 1
    values: dict[str, Any] = {
        "number": number,
        "template": template_in_effect(
            benefit=participant.benefit,
            language=participant.language,
            kind=activity.kind,
            on=MORNING.date(),
        ),
        "benefit": participant.benefit,
        "language": participant.language,
        "text": (
            f"{activity.title}\n{activity.instructions}\nYou must do this: it is mandatory. "
            "If you do not, your benefit may be reduced. This is called a sanction."
        ),
        "contact": "Adam Stewart, 029 2000 0000",
        "due_at_issued": activity.due_at,
        "action_issued": f"{activity.title}\n{activity.instructions}",
        "where_issued": activity.place,
        "evidence_issued": "None",
        "issued_at": datetime(2026, 11, 9, 10, 0, tzinfo=UTC),
        "issued_by": "Adam Stewart",
        "issued_by_id": participant.work_coach_id,
        "delivery": "handed_over",
        "given_on": date(2026, 11, 9),
        "deemed_received_on": date(2026, 11, 9),
        "gap": 6,
        "gap_wanted": 2,
    }
    values |= given
    document = Document.objects.create(
        participant=participant,
        name=f"notice-{activity.reference}-{number}.pdf",
        content_type="application/pdf",
        size=len(content.getvalue()),
        sha256=sha256_of(content),
        stored_as=f"nt/{uuid4()}",
        uploaded_by_id=values["issued_by_id"],
        uploaded_at=values["issued_at"],
        attached_at=values["issued_at"],
    )
    keep(document.stored_as, content)
    return Notice.objects.create(
        activity=activity, participant=participant, document=document, **values
    )


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
