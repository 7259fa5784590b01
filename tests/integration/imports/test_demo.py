"""The demonstration: a full installation from nothing, whatever the day and hour."""

from datetime import UTC, datetime

import pytest

from tests.snapshot import nothing_changes
from waymark.audit.models import Event
from waymark.documents.models import Document
from waymark.imports.demo.loading import load
from waymark.kernel.london import day_of
from waymark.participants.models import Participant
from waymark.people.models import Staff
from waymark.people.queries import demo_cast
from waymark.plans.models import Activity
from waymark.programmes.models import Programme
from waymark.sanctions.models import SanctionEntry
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.clocks import ClockState
from waymark.trackers.models import Evaluation, Tracker

# A Monday afternoon; a Sunday just after midnight, in summer time.
MOMENTS = (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), datetime(2026, 7, 4, 23, 5, tzinfo=UTC))


@pytest.mark.django_db
@pytest.mark.parametrize("now", MOMENTS)
def test_there_is_something_of_everything(now: datetime) -> None:
    assert load(now)

    assert [one.name for one in demo_cast()] == [
        "Adam Stewart",
        "Alexandra Herbert",
        "Roy Patel",
        "Judith Hughes",
        "Glenn Wyatt",
        "Wendy Oliver",
        "Aimee Hamilton",
        "Tomasz Wiśniewski",
        "Joanne Okafor",
    ]
    first = Evaluation.objects.order_by("at").first()
    assert Programme.objects.get(name="DWP Restart").monitoring_trackers_set_at < first.at
    assert not any(person.has_usable_password() for person in Staff.objects.all())
    assert Participant.objects.count() == 60
    assert 380 <= Activity.objects.count() <= 430
    statuses = set(Tracker.objects.values_list("status", flat=True))
    assert statuses == {"new", "resolved", "submitted", "referred", "rejected", "closed"}
    assert Tracker.objects.count() > 25
    assert Tracker.objects.filter(assignee=None).exists()
    assert Tracker.objects.filter(follows__isnull=False).exists()
    reckoned, today = reckoning(), day_of(now)
    clocks = {
        reckoned.state(one.act_by, today, one.participant.group.bank_holidays)
        for one in Tracker.objects.select_related("participant__group")
    }
    assert clocks >= {ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.NONE}
    outcomes = set(Evaluation.objects.values_list("outcome", flat=True))
    assert outcomes == {"made", "not made", "already open"}
    assert {"owner", "nobody", "work coach is owner"} <= set(
        Evaluation.objects.values_list("because", flat=True)
    )
    assert {one.content_type for one in Document.objects.all()} == {"application/pdf"}
    assert set(Activity.objects.values_list("status", flat=True)) == {
        "Not started",
        "In progress",
        "Complete",
        "Not complete",
    }
    assert Activity.objects.filter(due_at__lt=now, status="Not started").exists()
    assert Activity.objects.filter(due_at__gt=now).exists()
    assert {"referral", "outcome", "period", "condition", "re-compliance"} <= set(
        SanctionEntry.objects.values_list("kind", flat=True)
    )
    assert SanctionEntry.objects.filter(corrects__isnull=False).exists()
    assert not Event.objects.filter(at__gt=now).exists()
    assert list(Event.objects.order_by("id").values_list("at", flat=True)) == sorted(
        Event.objects.values_list("at", flat=True)
    )


@pytest.mark.django_db
def test_only_an_empty_installation_is_filled() -> None:
    Staff.objects.create(email="somebody@provider.example", name="Somebody", password="!")
    with nothing_changes():
        assert not load(MOMENTS[0])
