"""An activity is marked Not complete: when a tracker is made, and what is kept."""

from datetime import UTC, date, datetime, time

import pytest

from tests.factories import MORNING, make_activity, make_participant, put_in_status
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.integration.plans.marking import mark, undo
from waymark.audit.models import Event
from waymark.operations.deciding import Marking
from waymark.operations.marking import mark_not_complete, record_markings
from waymark.operations.participants import set_mandation
from waymark.operations.plans import change_activity_status
from waymark.operations.programmes import set_monitoring_trackers
from waymark.participants.models import Participant
from waymark.programmes.models import Programme
from waymark.trackers.models import Evaluation, Tracker


def test_all_three_conditions_make_a_tracker(cast, workshop):
    evaluation = mark(cast.alexandra, workshop, details="Rang twice")
    tracker = Tracker.objects.get()
    assert evaluation.outcome == "made"
    assert evaluation.tracker_id == tracker.id
    assert (tracker.get_type_display(), tracker.get_status_display()) == ("Monitoring", "New")
    assert (tracker.activity_id, tracker.participant_id) == (workshop.id, workshop.participant_id)
    assert tracker.assignee == cast.adam.staff
    assert tracker.dma_paperwork_raised is True
    assert (tracker.created_by, tracker.made_by_system) == ("Alexandra Herbert", True)
    assert tracker.created_at == MORNING
    assert tracker.follows is None


def test_the_activity_is_marked(cast, workshop):
    mark(cast.alexandra, workshop, reason=" Did not attend ", details=" Rang twice ")
    workshop.refresh_from_db()
    assert workshop.status == "Not complete"
    assert (workshop.reason_category, workshop.reason) == ("did_not", "Did not attend")
    assert workshop.reason_details == "Rang twice"
    assert workshop.was_missed is True
    assert (workshop.status_set_by, workshop.status_set_at) == ("Alexandra Herbert", MORNING)


@pytest.mark.parametrize("category", ["did_not", "could_not", "provider"])
def test_which_reason_makes_no_difference(cast, workshop, category):
    assert mark(cast.alexandra, workshop, reason_category=category).outcome == "made"


def test_an_appointment_and_a_task_alike(cast, gwenllian):
    task = make_activity(gwenllian, kind="Task", place="")
    assert mark(cast.alexandra, task).outcome == "made"


@pytest.mark.parametrize(
    ("profile", "activity", "failed"),
    [
        ({"make_activity_mandatory": False}, {}, "TRK-03"),
        ({}, {"mandatory": False}, "TRK-04"),
        ({"programme": "Work and Health Programme"}, {}, "TRK-01"),
        ({"left_on": date(2026, 11, 22)}, {}, "TRK-02"),
        ({"left_on": date(2026, 11, 23)}, {}, "TRK-02"),
    ],
    ids=["mandation off", "not mandatory", "another programme", "left yesterday", "left today"],
)
def test_each_condition_missing_once(cast, profile, activity, failed):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], **profile)
    evaluation = mark(cast.alexandra, make_activity(participant, **activity))
    assert evaluation.outcome == "not made"
    assert [one["code"] for one in evaluation.conditions if not one["held"]] == [failed]
    assert not Tracker.objects.exists()


def test_without_the_marking_nothing_is_made(cast, gwenllian, workshop):
    """The third condition: Complete, In progress and a mere edit make none."""
    for status in ("In progress", "Complete"):
        change_activity_status(
            actor=cast.alexandra.actor,
            activity_id=workshop.id,
            status=status,
            seen_version=None,
            now=MORNING,
        )
    assert not Tracker.objects.exists()
    assert not Evaluation.objects.exists()


def test_who_leaves_tomorrow_is_still_on_the_programme(cast):
    leaver = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], left_on=date(2026, 11, 24)
    )
    assert mark(cast.alexandra, make_activity(leaver)).outcome == "made"


def test_the_day_of_leaving_is_a_london_day(cast):
    """At 11:30pm UTC on 30 June it is already 1 July in London."""
    leaver = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], left_on=date(2026, 7, 1)
    )
    activity = make_activity(leaver, due_on=date(2026, 6, 1))
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert mark(cast.alexandra, activity, now=late).outcome == "not made"


def test_a_planned_end_that_has_passed_is_not_leaving(cast):
    stayer = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], planned_end_on=date(2026, 11, 1)
    )
    assert mark(cast.alexandra, make_activity(stayer)).outcome == "made"


@pytest.mark.parametrize(
    "sanction_status",
    ["Under sanction for failure to attend", "Pending decision for failure to attend"],
)
def test_a_mandatory_mark_still_counts_under_failure_to_attend(cast, gwenllian, sanction_status):
    Participant.objects.update(sanction_status=sanction_status)
    assert mark(cast.alexandra, make_activity(gwenllian)).outcome == "made"


def test_mandation_switched_on_later_makes_nothing_in_retrospect(cast, gwenllian, workshop):
    Participant.objects.update(make_activity_mandatory=False)
    mark(cast.alexandra, workshop)
    set_mandation(
        actor=cast.aimee.actor,
        participant_id=gwenllian.id,
        make_activity_mandatory=True,
        sanction_status="Not under sanction",
        seen_version=None,
        now=MORNING,
    )
    assert not Tracker.objects.exists()
    assert Evaluation.objects.get().outcome == "not made"


def test_a_programme_switched_on_later_makes_nothing_in_retrospect(cast, workshop):
    Programme.objects.update(monitoring_trackers=False)
    mark(cast.alexandra, workshop)
    programme = Programme.objects.get(name="DWP Restart")
    set_monitoring_trackers(
        actor=cast.joanne.actor, programme_id=programme.id, on=True, now=MORNING
    )
    assert not Tracker.objects.exists()


def test_the_evaluation_keeps_every_condition_with_who_set_it(cast, workshop):
    Programme.objects.update(
        monitoring_trackers_set_by="Waymark, when it was installed",
        monitoring_trackers_set_at=datetime(2026, 9, 1, 8, 0, tzinfo=UTC),
    )
    mark(cast.alexandra, workshop)
    kept = Evaluation.objects.get()
    assert {
        one["code"]: (one["value"], one["set_by"], one["set_at"]) for one in kept.conditions
    } == {
        "TRK-01": ("DWP Restart", "Waymark, when it was installed", "2026-09-01T08:00:00+00:00"),
        "TRK-02": ("", "", ""),
        "TRK-03": ("Yes", "Aimee Hamilton", "2026-10-02T10:00:00+00:00"),
        "TRK-04": ("Yes", "Adam Stewart", "2026-11-06T10:00:00+00:00"),
        "PLN-10": ("Not complete", "Alexandra Herbert", "2026-11-23T09:00:00+00:00"),
        "TRK-05": ("No", "", ""),
        "TRK-06": ("", "", ""),
    }
    assert (kept.marked_by, kept.marked_by_id) == ("Alexandra Herbert", cast.alexandra.staff.id)
    assert kept.at == MORNING


def test_every_marking_has_its_evaluation_whatever_came_of_it(cast, gwenllian, workshop):
    mark(cast.alexandra, workshop)
    mark(cast.alexandra, workshop)
    undo(cast.alexandra, workshop)
    Participant.objects.update(make_activity_mandatory=False)
    put_in_status(Tracker.objects.get(), "resolved")
    mark(cast.alexandra, workshop)
    outcomes = Evaluation.objects.order_by("conditions__4__set_at").values_list(
        "outcome", flat=True
    )
    assert sorted(outcomes) == ["already open", "made", "not made"]


class TestEarly:
    def test_before_it_is_due_it_asks(self, cast, gwenllian):
        activity = make_activity(gwenllian, due_on=date(2026, 11, 23), due_time=time(9, 1))
        with refused("plans.not_due_yet") as raised:
            mark(cast.alexandra, activity)
        assert raised.value.field == "confirm_early"

    def test_confirmed_it_is_allowed(self, cast, gwenllian):
        activity = make_activity(gwenllian, due_on=date(2026, 12, 1))
        assert mark(cast.alexandra, activity, confirm_early=True).outcome == "made"

    def test_at_the_very_moment_it_is_due(self, cast, gwenllian):
        activity = make_activity(gwenllian, due_on=date(2026, 11, 23), due_time=time(9, 0))
        assert mark(cast.alexandra, activity).outcome == "made"

    def test_a_task_without_a_time_is_due_when_its_day_is_over(self, cast, gwenllian):
        task = make_activity(
            gwenllian, kind="Task", due_on=date(2026, 11, 23), due_time=None, mandatory=False
        )
        with refused("plans.not_due_yet"):
            mark(cast.alexandra, task)
        mark(cast.alexandra, task, now=datetime(2026, 11, 24, 0, 0, tzinfo=UTC))


class TestRefused:
    def test_without_a_reason(self, cast, workshop):
        with refused("plans.reason_needed") as raised:
            mark(cast.alexandra, workshop, reason="  ")
        assert raised.value.field == "reason"

    @pytest.mark.parametrize("category", ["", "did not", "anything"])
    def test_without_a_category_that_there_is(self, cast, workshop, category):
        with refused("plans.reason_category_needed") as raised:
            mark(cast.alexandra, workshop, reason_category=category)
        assert raised.value.field == "reason_category"

    def test_all_that_is_wrong_at_once(self, cast, gwenllian):
        early = make_activity(gwenllian, due_on=date(2026, 12, 1))
        with refused("plans.reason_category_needed", "plans.reason_needed", "plans.not_due_yet"):
            mark(cast.alexandra, early, reason_category="", reason="")

    @pytest.mark.parametrize("who", ["tomasz", "joanne"])
    def test_by_somebody_who_does_no_casework(self, cast, workshop, who):
        with refused("people.role_needed"):
            mark(getattr(cast, who), workshop)

    def test_in_another_group(self, cast, workshop):
        with refused("activity.not_found"):
            mark(cast.roy, workshop)

    def test_where_there_is_none(self, cast):
        with refused("activity.not_found"):
            mark_not_complete(
                actor=cast.adam.actor,
                activity_id=NOWHERE,
                reason_category="did_not",
                reason="Did not attend",
                now=MORNING,
            )

    def test_when_somebody_else_changed_it(self, cast, workshop):
        mark(cast.alexandra, workshop)
        with refused("plans.changed") as raised:
            mark(cast.adam, workshop, seen_version=workshop.version)
        [change] = raised.value.details
        assert (change.label, change.before, change.after) == (
            "Status",
            "Not started",
            "Not complete",
        )
        assert (change.by, change.at) == ("Alexandra Herbert", MORNING)


class TestHistory:
    def test_of_the_activity_and_of_the_tracker(self, cast, workshop):
        mark(cast.alexandra, workshop)
        tracker = Tracker.objects.get()
        assert told(activity_id=workshop.id) == [
            ("activity.not_completed", "Alexandra Herbert"),
            ("tracker.made", "Waymark"),
        ]
        made = last_event(tracker_id=tracker.id)
        assert made.by_system is True
        assert made.at == MORNING
        assert made.content.data == {
            "number": tracker.shown_number,
            "participant": workshop.participant.reference,
            "type": "Monitoring",
            "status": "New",
            "dma_paperwork_raised": "Yes",
            "assignee": "Adam Stewart",
            "activity": "CV workshop",
            "marked_by": "Alexandra Herbert",
            "follows": "",
            "act_by": "2026-11-30",
            "limit": "5 working days",
        }

    def test_a_marking_says_what_the_activity_was_before(self, cast, workshop):
        def status_change():
            return changes_in(last_event(code="activity.not_completed"))["Status"]

        mark(cast.alexandra, workshop)
        assert status_change() == ("Not started", "Not complete")
        change_activity_status(
            actor=cast.alexandra.actor,
            activity_id=workshop.id,
            status="Complete",
            seen_version=None,
            now=MORNING,
        )
        mark(cast.alexandra, workshop)
        assert status_change() == ("Complete", "Not complete")

    def test_nothing_is_told_of_what_was_refused(self, cast, workshop):
        with refused("plans.reason_needed"):
            mark(cast.alexandra, workshop, reason="")
        assert not Event.objects.exists()


class TestPastRecords:
    def test_they_make_none_and_say_why(self, cast, workshop):
        [evaluation] = record_markings(
            cast.joanne.actor,
            [Marking(workshop, "did_not", "Did not attend")],
            now=MORNING,
            past_records=True,
        )
        assert evaluation.outcome == "not made"
        assert [one["code"] for one in evaluation.conditions if not one["held"]] == ["TRK-05"]
        workshop.refresh_from_db()
        assert workshop.status == "Not complete"
        assert not Tracker.objects.exists()

    def test_many_at_once_are_each_decided_on_its_own(self, cast, gwenllian):
        owned = make_activity(gwenllian, chosen_owner=cast.judith.staff)
        free = make_activity(gwenllian, mandatory=False)
        again = make_activity(gwenllian)
        mark(cast.alexandra, again)
        outcomes = record_markings(
            cast.joanne.actor,
            [Marking(one, "did_not", "Did not attend") for one in (owned, free, again)],
            now=MORNING,
        )
        assert [one.outcome for one in outcomes] == ["made", "not made", "already open"]
        assert Tracker.objects.get(activity=owned).assignee == cast.judith.staff
