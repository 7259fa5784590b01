"""activities.csv: action plans, what is refused, markings and their trackers."""

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
from tests.factories import MORNING, make_participant
from tests.people import Cast
from tests.snapshot import nothing_changes
from waymark.audit.models import Event
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
