"""activities.csv: action plans, markings and their trackers; again, corrected, undone."""

from datetime import UTC, date, datetime, time, timedelta

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
from waymark.people.queries import actor_of
from waymark.plans.models import Activity
from waymark.trackers.models import Evaluation, Tracker

LATER = MORNING + timedelta(days=1)


@pytest.fixture
def llyr(cast: Cast) -> Participant:
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1")


def codes(activity: Activity) -> list[str]:
    found = Event.objects.filter(activity_id=activity.id).order_by("id")
    return list(found.values_list("code", flat=True))


def test_everything_that_a_row_says(cast: Cast, llyr: Participant) -> None:
    row = {"owner": "judith@provider.example", "visible_to_participant": "yes"}
    summary = importing(activities({**row, "status": "Complete"}))
    assert counts(summary, "activities") == (1, 0, 0, 0)
    activity = Activity.objects.get(reference="A1")
    assert (activity.participant, activity.kind) == (llyr, "Appointment")
    assert (activity.title, activity.place) == ("CV workshop", "Caerdydd office")
    assert activity.instructions == "Come to the workshop and bring your CV."
    assert (activity.due_on, activity.due_time) == (date(2026, 11, 17), time(10, 30))
    assert activity.due_at == datetime(2026, 11, 17, 10, 30, tzinfo=UTC)
    assert activity.chosen_owner == cast.judith.staff
    assert (activity.mandatory, activity.mandatory_set_by) == (True, "Import, for Joanne Okafor")
    assert (activity.status, activity.status_set_by) == ("Complete", "Import, for Joanne Okafor")
    assert activity.created_by == "Import, for Joanne Okafor"
    assert codes(activity) == ["activity.added"]


def test_a_task_needs_neither_time_nor_place(llyr: Participant) -> None:
    row = {"kind": "task", "due_time": "", "place": "", "mandatory": "no"}
    assert counts(importing(activities(row)), "activities") == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ({"participant": "WM9"}, "participant", "There is no participant ‘WM9’"),
        ({"participant": ""}, "participant", "Enter the participant’s reference"),
        ({"activity": ""}, "activity", "Enter the activity’s reference"),
        (
            {"owner": "ghost@provider.example"},
            "owner",
            "Nobody here has the address ‘ghost@provider.example’",
        ),
        (
            {"due_date": "2026-13-01"},
            "due_date",
            "There is no month 13. Use day/month/year, such as 17/9/2026",
        ),
        ({"due_time": ""}, "due_time", "Enter the time of the appointment"),
        ({"place": ""}, "place", "Enter where the appointment is, or how it is held"),
        (
            {"kind": "Task", "due_time": ""},
            "due_time",
            "Enter the time it is due: a mandatory activity needs a due date and a time",
        ),
        (
            {"instructions": ""},
            "instructions",
            "Enter what the participant has to do: a mandatory activity needs a description",
        ),
        (
            {"visible_to_participant": "No"},
            "visible_to_participant",
            "A mandatory activity must be visible to the participant",
        ),
        (
            {"status": "Done-ish"},
            "status",
            "Enter Not started, In progress, Complete or Not complete, not ‘Done-ish’",
        ),
        (
            {**MISSED, "reason": ""},
            "reason",
            "Choose or enter the reason it was not done",
        ),
        (
            {**MISSED, "reason_category": ""},
            "reason_category",
            (
                "Choose whether they did not do it, could not do it, or it was our or a "
                "provider’s fault"
            ),
        ),
        (
            {**MISSED, "reason_category": "weather"},
            "reason_category",
            "Enter did not, could not or provider, not ‘weather’",
        ),
        (
            {"owner": "ghost@provider.example", "status": "Done-ish", "due_date": "x"},
            "owner",
            (
                "Nobody here has the address ‘ghost@provider.example’. Also due_date: Use "
                "day/month/year, such as 17/9/2026; status: Enter Not started, In progress, "
                "Complete or Not complete, not ‘Done-ish’"
            ),
        ),
        ({"title": ""}, "title", "Enter the title"),
        ({"title": "x" * 201}, "title", "Use 200 characters or fewer: this has 201"),
    ],
)
def test_rows_refused(llyr: Participant, row: dict[str, str], field: str, message: str) -> None:
    good = {"activity": "A0", "visible_to_participant": "Yes"}
    summary = importing(activities(good, {"visible_to_participant": "Yes", **row}))
    assert refusals(summary, "activities") == [(3, field)]
    assert reasons(summary, "activities") == [message]
    assert Activity.objects.get().reference == "A0"


@pytest.mark.parametrize(
    "panel",
    [
        {"make_activity_mandatory": False},
        {"sanction_status": "Pending decision for failure to attend"},
        {"sanction_status": "Under sanction for failure to attend"},
    ],
)
def test_mandatory_needs_what_it_needs_on_a_screen(cast: Cast, panel: dict[str, object]) -> None:
    make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1", **panel)
    summary = importing(activities({"status": "Done-ish"}, {"activity": "A2", "mandatory": "N"}))
    assert refusals(summary, "activities") == [(2, "mandatory")]


def test_mandatory_without_anybody_to_own_it(cast: Cast) -> None:
    make_participant(None, cast.groups["Wales / Caerdydd"], reference="WM1")
    assert refusals(importing(activities()), "activities") == [(2, "owner")]


def test_an_existing_mark_stays_when_mandation_is_switched_off(llyr: Participant) -> None:
    importing(activities())
    Participant.objects.update(make_activity_mandatory=False)
    summary = importing(activities({"title": "CV clinic"}))
    assert counts(summary, "activities") == (0, 1, 0, 0)
    assert Activity.objects.get().mandatory


def test_not_complete_makes_a_tracker_at_once_and_once(cast: Cast, llyr: Participant) -> None:
    summary = importing(activities({**MISSED, "owner": "judith@provider.example"}))
    assert summary.trackers_created == 1
    tracker = Tracker.objects.get()
    assert (tracker.status, tracker.assignee, tracker.created_by) == (
        "new",
        cast.judith.staff,
        "Import",
    )
    assert (tracker.reason_category, tracker.reason) == ("did_not", "Did not attend")
    evaluation = Evaluation.objects.get()
    assert (evaluation.outcome, evaluation.marked_by) == ("made", "Import, for Joanne Okafor")
    assert codes(tracker.activity) == ["activity.added", "activity.not_completed", "tracker.made"]
    with nothing_changes():
        importing(activities({**MISSED, "owner": "judith@provider.example"}), now=LATER)


def test_past_records_make_none_and_say_so(llyr: Participant) -> None:
    summary = importing(activities(MISSED), past_records=True)
    assert summary.trackers_created == 0
    assert not Tracker.objects.exists()
    evaluation = Evaluation.objects.get()
    assert evaluation.outcome == "not made"
    held = {one["code"]: (one["held"], one["value"]) for one in evaluation.conditions}
    assert held["TRK-05"] == (False, "Yes")
    assert all(is_held for code, (is_held, _) in held.items() if code != "TRK-05")


def test_owners_who_cannot_act_are_a_warning_and_the_coach_takes_it(
    cast: Cast, llyr: Participant
) -> None:
    cast.judith.staff.is_active = False
    cast.judith.staff.save()
    summary = importing(
        activities(
            {**MISSED, "owner": "judith@provider.example"},
            {**MISSED, "owner": "roy@provider.example", "activity": "A2"},
        )
    )
    said = [(one.row, one.field, one.message) for one in summary.tallies["activities"].warnings]
    assert said == [
        (2, "owner", "Judith Hughes is not active: a tracker would go to the work coach"),
        (
            3,
            "owner",
            "Roy Patel has no access to this participant: a tracker would go to the work coach",
        ),
    ]
    assert {tracker.assignee for tracker in Tracker.objects.all()} == {cast.adam.staff}


def test_a_due_date_before_the_start_is_a_warning(llyr: Participant) -> None:
    (warning,) = importing(activities({"due_date": "1/9/2026"})).tallies["activities"].warnings
    assert (warning.field, warning.message) == (
        "due_date",
        "This is before the start date, 1 October 2026",
    )


def test_an_activity_on_two_rows_is_not_safe(llyr: Participant) -> None:
    summary = importing(activities({}, {"activity": "A2"}, {"title": "Another"}))
    assert refusals(summary, "activities") == [(2, "activity"), (4, "activity")]


def test_under_a_reference_on_two_rows_nothing_is_taken(cast: Cast, llyr: Participant) -> None:
    summary = importing(
        participants({}, {}, {"reference": "WM2", "last_name": ""}),
        activities({}, {"activity": "A2", "participant": "WM2"}),
    )
    assert refusals(summary, "activities") == [(2, "participant"), (3, "participant")]
    assert reasons(summary, "activities") == [
        "‘WM1’ stands on more than one row of participants",
        "There is no participant ‘WM2’: their row is refused",
    ]


def test_an_activity_does_not_move_to_somebody_else(cast: Cast, llyr: Participant) -> None:
    importing(activities())
    make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM2")
    summary = importing(activities({"participant": "WM2"}))
    assert refusals(summary, "activities") == [(2, "participant")]


def test_a_participant_who_is_not_yours_is_not_there(cast: Cast) -> None:
    make_participant(cast.roy.staff, cast.groups["North West / Liverpool"], reference="WM1")
    cast.aimee.staff.roles = ["Administrator"]
    cast.aimee.staff.save()
    summary = importing(activities(), actor=actor_of(cast.aimee.staff, is_import=True))
    assert reasons(summary, "activities") == ["There is no participant ‘WM1’"]


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
