"""activities.csv imported again: corrected, changed here meanwhile, undone; and dry runs."""

from datetime import timedelta

import pytest

from tests.caseloads import (
    MISSED,
    activities,
    counts,
    importing,
    participants,
    reasons,
    refusals,
)
from tests.factories import MORNING, make_activity, make_participant, put_in_status
from tests.people import Cast
from tests.snapshot import nothing_changes
from waymark.audit.models import Event
from waymark.operations.activity_writes import draft_of
from waymark.operations.marking import mark_not_complete
from waymark.operations.plans import add_activity, change_activity_status, undo_marking
from waymark.participants.models import Participant
from waymark.plans.models import Activity
from waymark.trackers.models import Evaluation, Tracker

LATER = MORNING + timedelta(days=1)


@pytest.fixture
def llyr(cast: Cast) -> Participant:
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1")


def codes(activity: Activity) -> list[str]:
    found = Event.objects.filter(activity_id=activity.id).order_by("id")
    return list(found.values_list("code", flat=True))


def test_a_correction_to_not_complete_makes_a_tracker(llyr: Participant) -> None:
    importing(activities())
    summary = importing(activities({**MISSED, "title": "CV clinic"}), now=LATER)
    assert counts(summary, "activities") == (0, 1, 0, 0)
    assert summary.trackers_created == 1
    activity = Activity.objects.get()
    assert (activity.title, activity.status, activity.was_missed) == (
        "CV clinic",
        "Not complete",
        True,
    )
    assert codes(activity)[-3:] == ["activity.edited", "activity.not_completed", "tracker.made"]


def test_from_not_complete_to_complete_and_back(llyr: Participant) -> None:
    importing(activities(MISSED))
    importing(activities({"status": "Complete"}), now=LATER)
    assert Activity.objects.get().status == "Complete"
    assert Tracker.objects.get().status == "new"
    summary = importing(activities(MISSED), now=LATER + timedelta(days=1))
    assert (summary.trackers_created, summary.outcomes["already open"]) == (0, 1)
    put_in_status(Tracker.objects.get(), "closed")
    importing(activities({"status": "In progress"}), now=LATER)
    assert importing(activities(MISSED), now=LATER).trackers_created == 1
    assert Tracker.objects.filter(follows__isnull=False).count() == 1


def test_a_corrected_reason_marks_nothing_again(llyr: Participant) -> None:
    importing(activities(MISSED))
    put_in_status(Tracker.objects.get(), "resolved")
    summary = importing(
        activities({**MISSED, "reason_category": "could not", "reason": "Unwell on the day"})
    )
    assert counts(summary, "activities") == (0, 1, 0, 0)
    assert summary.trackers_created == 0
    activity = Activity.objects.get()
    assert (activity.reason_category, activity.reason) == ("could_not", "Unwell on the day")
    tracker = Tracker.objects.get()
    assert (tracker.reason_category, tracker.reason) == ("did_not", "Did not attend")
    assert Evaluation.objects.count() == 1


def test_once_missed_it_keeps_its_date(llyr: Participant) -> None:
    importing(activities(MISSED))
    summary = importing(activities({**MISSED, "due_date": "24/11/2026"}))
    assert refusals(summary, "activities") == [(2, "due_date")]
    assert "Arrange again" in reasons(summary, "activities")[0]
    assert counts(importing(activities(MISSED)), "activities") == (0, 0, 1, 0)


def test_what_was_changed_here_is_kept_and_said(cast: Cast, llyr: Participant) -> None:
    importing(activities())
    activity = Activity.objects.get()
    change_activity_status(
        actor=cast.adam.actor,
        activity_id=activity.id,
        status="Complete",
        seen_version=None,
        now=MORNING,
    )
    summary = importing(activities({**MISSED, "title": "CV clinic"}))
    assert summary.trackers_created == 0
    (kept,) = summary.tallies["activities"].kept
    assert (kept.field, kept.message) == (
        "status",
        "This was changed here to Complete, which stays: the file says Not complete",
    )
    activity.refresh_from_db()
    assert (activity.title, activity.status) == ("CV clinic", "Complete")


def test_an_undone_marking_stays_undone(cast: Cast, llyr: Participant) -> None:
    importing(activities(MISSED))
    undo_marking(
        actor=cast.adam.actor,
        activity_id=Activity.objects.get().id,
        reason="Wrong person",
        seen_version=None,
        now=MORNING,
    )
    for _ in range(2):
        summary = importing(activities(MISSED))
        assert [one.field for one in summary.tallies["activities"].kept] == ["status"]
    assert Activity.objects.get().status == "Not started"
    assert Tracker.objects.count() == 1


def test_what_was_marked_here_first_is_not_marked_again(cast: Cast, llyr: Participant) -> None:
    importing(activities())
    mark_not_complete(
        actor=cast.adam.actor,
        activity_id=Activity.objects.get().id,
        reason_category="did_not",
        reason="Did not attend",
        now=MORNING,
    )
    summary = importing(activities(MISSED))
    assert counts(summary, "activities") == (0, 0, 1, 0)
    assert Tracker.objects.count() == 1


def test_the_work_coach_named_as_owner_is_the_same_as_none(cast: Cast, llyr: Participant) -> None:
    named = {"owner": "adam@provider.example"}
    importing(activities(named))
    assert Activity.objects.get().chosen_owner is None
    summary = importing(activities(named))
    assert counts(summary, "activities") == (0, 0, 1, 0)
    assert not summary.tallies["activities"].kept
    assert counts(importing(activities({"owner": ""})), "activities") == (0, 0, 1, 0)
    importing(activities(named))
    summary = importing(activities({"owner": "judith@provider.example"}))
    assert counts(summary, "activities") == (0, 1, 0, 0)
    assert Activity.objects.get().chosen_owner == cast.judith.staff


def test_an_activity_that_was_added_here_is_taken_over(cast: Cast, llyr: Participant) -> None:
    activity = make_activity(llyr, reference="A1", title="Old title", mandatory=False)
    summary = importing(activities())
    assert counts(summary, "activities") == (0, 1, 0, 0)
    activity.refresh_from_db()
    assert (activity.title, activity.mandatory) == ("CV workshop", True)


def test_a_number_that_a_file_has_used_is_not_given_again(cast: Cast, llyr: Participant) -> None:
    here = add_activity(
        actor=cast.adam.actor,
        participant_id=llyr.id,
        draft=draft_of(make_activity(llyr)),
        now=MORNING,
    )
    following = f"W{int(here.reference[1:]) + 1}"
    importing(activities({"activity": following}))
    again = add_activity(
        actor=cast.adam.actor, participant_id=llyr.id, draft=draft_of(here), now=MORNING
    )
    assert again.reference == f"W{int(here.reference[1:]) + 2}"


def test_all_four_files_in_one_go_and_a_dry_run_leaves_nothing(cast: Cast) -> None:
    with nothing_changes():
        dry = importing(activities(MISSED), participants(), dry_run=True)
    assert counts(dry, "participants") == (1, 0, 0, 0)
    assert counts(dry, "activities") == (1, 0, 0, 0)
    assert dry.trackers_created == 1
    real = importing(activities(MISSED), participants())
    assert real.as_data() == dry.as_data() | {"dry_run": False}


def test_a_dry_run_uses_up_no_number(llyr: Participant) -> None:
    importing(activities(MISSED))
    importing(activities(MISSED, {**MISSED, "activity": "A2"}), dry_run=True)
    importing(activities(MISSED, {**MISSED, "activity": "A2"}))
    first, second = Tracker.objects.order_by("number").values_list("number", flat=True)
    assert second == first + 1


def test_a_dry_run_says_what_would_change(cast: Cast, llyr: Participant) -> None:
    importing(activities())
    with nothing_changes():
        summary = importing(activities({**MISSED, "title": "CV clinic"}), dry_run=True)
    assert summary.trackers_created == 1
    changes = [(one.row, one.field, one.message) for one in summary.tallies["activities"].changes]
    assert changes == [
        (2, "title", "CV workshop → CV clinic"),
        (2, "status", "Not started → Not complete"),
    ]


def test_mandatory_and_missed_in_one_correction_counts_in_a_dry_run_too(llyr: Participant) -> None:
    importing(activities({"mandatory": "No"}))
    assert importing(activities(MISSED), dry_run=True).trackers_created == 1
    assert importing(activities(MISSED)).trackers_created == 1
