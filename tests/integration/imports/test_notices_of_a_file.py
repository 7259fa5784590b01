"""What a file does to notices, and what it may say that a notice needs."""

from datetime import timedelta

import pytest

from tests.caseloads import activities, importing, refusals
from tests.factories import MORNING, make_notice, make_participant
from tests.people import Cast
from tests.snapshot import nothing_changes
from waymark.audit.models import Event
from waymark.participants.models import Participant
from waymark.plans.models import Activity

LATER = MORNING + timedelta(days=1)


@pytest.fixture
def llyr(cast: Cast) -> Participant:
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1")


def codes(activity: Activity) -> list[str]:
    found = Event.objects.filter(activity_id=activity.id).order_by("id")
    return list(found.values_list("code", flat=True))


def test_a_file_that_moves_it_voids_its_notice(llyr: Participant) -> None:
    importing(activities({"due_date": "1/12/2026"}))
    activity = Activity.objects.get()
    make_notice(activity)
    importing(activities({"due_date": "1/12/2026", "owner": "judith@provider.example"}), now=LATER)
    assert activity.notices.get().voided_at is None
    moved = {"due_date": "2/12/2026", "owner": "judith@provider.example"}
    importing(activities(moved), now=LATER + timedelta(hours=1))
    notice = activity.notices.get()
    assert notice.voided_at == LATER + timedelta(hours=1)
    assert notice.void_reason == "Due date changed"
    assert notice.voided_by.startswith("Import, for ")
    assert codes(activity)[-2:] == ["activity.edited", "notice.voided"]


def test_channel_hours_and_evidence_may_stand_in_a_file(llyr: Participant) -> None:
    told = {"channel": "in person", "hours": "1,5", "evidence": "Your CV\non paper"}
    importing(activities(told))
    activity = Activity.objects.get()
    assert (activity.channel, str(activity.hours), activity.evidence) == (
        "In person",
        "1.5",
        "Your CV\non paper",
    )
    with nothing_changes():
        importing(activities(told), now=LATER)
    importing(activities(), now=LATER)
    assert Activity.objects.get().evidence == "Your CV\non paper"
    summary = importing(activities({"hours": "many"}), now=LATER)
    assert refusals(summary, "activities")[0][1] == "hours"
