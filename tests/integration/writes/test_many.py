"""Rows that come in by COPY are what INSERT would make of them: values, guards, history, chain."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.factories import MORNING, make_activity, make_participant
from tests.people import Cast
from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Event, EventContent, Stream
from waymark.audit.verify import verify
from waymark.participants.models import Participant
from waymark.plans.models import Activity, ActivityToDo
from waymark.trackers.models import Evaluation
from waymark.trackers.rules import Outcome
from waymark.writes.many import FEW, add_many

MANY = FEW + 5
AWKWARD = 'Tab\t, line\nend, \\N, \\., "quotes" and ’ — ŵ \U0001f600'


def history() -> type:
    return next(one for one in apps.get_models() if one.__name__ == "ActivityRowHistory")


@pytest.fixture
def participant(cast: Cast) -> Participant:
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


def activities(pattern: Activity, many: int, *, prefix: str) -> list[Activity]:
    values = {field.attname: getattr(pattern, field.attname) for field in Activity._meta.fields}
    return [
        Activity(**values | {"id": uuid4(), "reference": f"{prefix}{number}"})
        for number in range(many)
    ]


def rows(prefix: str, *without: str) -> list[dict]:
    found = Activity.objects.filter(reference__startswith=prefix).order_by("reference").values()
    return [{name: value for name, value in one.items() if name not in without} for one in found]


def test_values_are_those_of_an_insert(participant: Participant) -> None:
    pattern = make_activity(
        participant, title=AWKWARD, instructions=AWKWARD, due_time=None, hours=Decimal("1.5")
    )
    add_many(activities(pattern, MANY, prefix="COPIED"))
    Activity.objects.bulk_create(activities(pattern, MANY, prefix="ADDED"))
    assert len(rows("COPIED")) == MANY
    assert rows("COPIED", "id", "reference") == rows("ADDED", "id", "reference")
    assert rows("COPIED")[0]["title"] == AWKWARD


def test_row_history_knows_who_did_it(cast: Cast, participant: Participant) -> None:
    pattern = make_activity(participant)
    importing = replace(cast.joanne.actor, is_import=True)
    with acting_as(importing, "import"):
        add_many(activities(pattern, MANY, prefix="COPIED"))
    kept = history().objects.filter(reference__startswith="COPIED")
    assert kept.count() == MANY
    assert {one.pgh_context["actor"] for one in kept} == {str(cast.joanne.staff.id)}
    assert {one.pgh_context["operation"] for one in kept} == {"import"}
    to_do = ActivityToDo.objects.filter(activity__reference__startswith="COPIED")
    assert to_do.count() == MANY


def test_no_guard_is_passed(participant: Participant) -> None:
    wrong = activities(make_activity(participant), MANY, prefix="COPIED")
    wrong[-1].status = "Forgotten"
    with pytest.raises(IntegrityError, match="activity_status_known"), transaction.atomic():
        add_many(wrong)
    assert not rows("COPIED")


def test_documents_come_in_as_they_are(cast: Cast, participant: Participant) -> None:
    activity, conditions = make_activity(participant), [{"met": False, "why": AWKWARD, "n": [1]}]
    made = [
        Evaluation(
            activity=activity,
            outcome=Outcome.NOT_MADE,
            conditions=conditions,
            marked_by_id=cast.adam.staff.id,
            marked_by="Adam Stewart",
            at=MORNING,
        )
        for _ in range(MANY)
    ]
    add_many(made)
    kept = Evaluation.objects.filter(activity=activity)
    assert {one.id for one in kept} == {one.id for one in made}
    assert all(one.conditions == conditions for one in kept)


def test_events_are_chained_with_their_own_content(cast: Cast) -> None:
    streams = [uuid4() for _ in range(3)]
    entries = [
        Entry(
            "activity.edited",
            Stream.PARTICIPANT,
            streams[number % 3],
            MORNING,
            {"n": number, "told": AWKWARD},
            by_system=number == 0,
        )
        for number in range(MANY)
    ]
    with acting_as(cast.adam.actor, "a_test"):
        record(cast.adam.actor, entries)
    for place, stream in enumerate(streams):
        events = list(Event.objects.filter(stream_id=stream).order_by("seq"))
        contents = EventContent.objects.in_bulk([one.id for one in events])
        told = [contents[one.id].data["n"] for one in events]
        assert told == list(range(place, MANY, 3))
        assert sorted(one.id for one in events) == [one.id for one in events]
    assert not verify().breaks
    first = Event.objects.get(stream_id=streams[0], seq=1)
    assert (first.by_system, first.actor_id) == (True, cast.adam.staff.id)
    assert EventContent.objects.get(event=first).actor_name == "Waymark"
