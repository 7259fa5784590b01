"""Activities are started, completed, and a wrong marking is undone."""

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.snapshot import nothing_changes
from waymark.operations.marking import mark_not_complete
from waymark.operations.plans import change_activity_status, undo_marking
from waymark.operations.trackers import TrackerChange, save_tracker


@pytest.fixture
def activity(cast):
    return make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"]))


def change(who, activity, status, seen_version=None):
    change_activity_status(
        actor=who.actor,
        activity_id=activity.id,
        status=status,
        seen_version=seen_version,
        now=MORNING,
    )
    activity.refresh_from_db()
    return activity.status


def mark(who, activity):
    mark_not_complete(
        actor=who.actor,
        activity_id=activity.id,
        reason_category="did_not",
        reason="Did not attend",
        details="Rang twice",
        now=MORNING,
    )
    activity.refresh_from_db()


def undo(who, activity, reason="Wrong person", seen_version=None):
    undo_marking(
        actor=who.actor,
        activity_id=activity.id,
        reason=reason,
        seen_version=seen_version,
        now=MORNING,
    )
    activity.refresh_from_db()
    return activity.status


class TestChange:
    def test_there_and_back(self, cast, activity):
        assert change(cast.alexandra, activity, "In progress") == "In progress"
        assert change(cast.alexandra, activity, "Not started") == "Not started"
        assert change(cast.alexandra, activity, "Complete") == "Complete"
        assert told(activity_id=activity.id) == [
            ("activity.status_changed", "Alexandra Herbert"),
            ("activity.status_changed", "Alexandra Herbert"),
            ("activity.completed", "Alexandra Herbert"),
        ]
        assert changes_in(last_event(activity_id=activity.id)) == {
            "Status": ("Not started", "Complete")
        }
        assert (activity.status_set_by, activity.status_set_at) == ("Alexandra Herbert", MORNING)

    def test_twice_is_once(self, cast, activity):
        change(cast.alexandra, activity, "Complete")
        with nothing_changes():
            change(cast.alexandra, activity, "Complete")

    @pytest.mark.parametrize("status", ["Not complete", "complete", "", "Closed"])
    def test_what_is_not_set_by_hand(self, cast, activity, status):
        with refused("plans.status_not_by_hand") as raised:
            change(cast.alexandra, activity, status)
        assert raised.value.field == "status"

    @pytest.mark.parametrize("status", ["Not started", "In progress", "Not complete"])
    def test_a_marked_one_goes_back_by_undoing_only(self, cast, activity, status):
        change(cast.alexandra, activity, "Complete")
        with refused("plans.status_not_by_hand"):
            change(cast.alexandra, activity, status)

    def test_completed_after_all(self, cast, activity):
        """The tracker stays; a person resolves it."""
        tracker = make_tracker(cast, activity)
        assert change(cast.alexandra, activity, "Complete") == "Complete"
        tracker.refresh_from_db()
        assert tracker.get_status_display() == "New"

    def test_when_somebody_else_changed_it(self, cast, activity):
        change(cast.alexandra, activity, "In progress", seen_version=1)
        with refused("plans.changed") as raised:
            change(cast.adam, activity, "Complete", seen_version=1)
        assert [(one.label, one.after) for one in raised.value.details] == [
            ("Status", "In progress")
        ]

    def test_what_happened_to_its_tracker_is_no_change_of_the_activity(self, cast, activity):
        """Tracker and activity count their versions apart, though both are in one history."""
        tracker = make_tracker(cast, activity)
        activity.refresh_from_db()
        for reason in ("First", "Second", "Third"):
            save_tracker(
                actor=cast.adam.actor,
                tracker_id=tracker.id,
                change=TrackerChange("new", cast.adam.staff.id, False, reason),
                seen_version=None,
                now=MORNING,
            )
        assert change(cast.alexandra, activity, "Complete", seen_version=2) == "Complete"
        with refused("plans.changed") as raised:
            change(cast.adam, activity, "Complete", seen_version=2)
        assert [(one.label, one.after) for one in raised.value.details] == [("Status", "Complete")]

    def test_in_another_group(self, cast, activity):
        with refused("activity.not_found"):
            change(cast.roy, activity, "Complete")

    @pytest.mark.parametrize("who", ["tomasz", "joanne"])
    def test_by_somebody_who_does_no_casework(self, cast, activity, who):
        with refused("people.role_needed"):
            change(getattr(cast, who), activity, "Complete")


class TestUndo:
    @pytest.mark.parametrize("before", ["Not started", "In progress"])
    def test_it_is_again_what_it_was(self, cast, activity, before):
        change(cast.alexandra, activity, before)
        mark(cast.alexandra, activity)
        assert undo(cast.adam, activity) == before
        assert (activity.reason_category, activity.reason, activity.reason_details) == ("", "", "")
        assert activity.was_missed is True
        assert activity.status_set_by == "Adam Stewart"
        event = last_event(activity_id=activity.id)
        assert (event.code, event.content.data["why"]) == (
            "activity.marking_undone",
            "Wrong person",
        )
        assert changes_in(event) == {"Status": ("Not complete", before)}

    def test_complete_can_be_undone_too(self, cast, activity):
        change(cast.alexandra, activity, "In progress")
        change(cast.alexandra, activity, "Complete")
        assert undo(cast.alexandra, activity) == "In progress"

    def test_a_marking_after_another_leads_back_to_before_both(self, cast, activity):
        change(cast.alexandra, activity, "In progress")
        change(cast.alexandra, activity, "Complete")
        mark(cast.alexandra, activity)
        assert undo(cast.alexandra, activity) == "In progress"

    def test_trackers_stay(self, cast, activity):
        tracker = make_tracker(cast, activity)
        undo(cast.alexandra, activity)
        tracker.refresh_from_db()
        assert (tracker.get_status_display(), tracker.reason) == ("New", "Did not attend")

    def test_without_a_reason(self, cast, activity):
        mark(cast.alexandra, activity)
        with refused("plans.undo_reason_needed") as raised:
            undo(cast.alexandra, activity, reason=" ")
        assert raised.value.field == "reason"

    @pytest.mark.parametrize("status", ["Not started", "In progress"])
    def test_what_is_not_marked(self, cast, activity, status):
        change(cast.alexandra, activity, status)
        with refused("plans.not_marked"):
            undo(cast.alexandra, activity)

    def test_twice(self, cast, activity):
        mark(cast.alexandra, activity)
        undo(cast.alexandra, activity)
        with refused("plans.not_marked"):
            undo(cast.alexandra, activity)

    def test_when_somebody_else_changed_it(self, cast, activity):
        mark(cast.alexandra, activity)
        mark(cast.adam, activity)
        with refused("plans.changed"):
            undo(cast.alexandra, activity, seen_version=2)

    def test_where_there_is_none(self, cast):
        with refused("activity.not_found"):
            undo_marking(
                actor=cast.adam.actor,
                activity_id=NOWHERE,
                reason="Wrong person",
                seen_version=None,
                now=MORNING,
            )

    def test_in_another_group(self, cast, activity):
        mark(cast.alexandra, activity)
        with refused("activity.not_found"):
            undo(cast.roy, activity)

    @pytest.mark.parametrize("who", ["tomasz", "joanne"])
    def test_by_somebody_who_does_no_casework(self, cast, activity, who):
        mark(cast.alexandra, activity)
        with refused("people.role_needed"):
            undo(getattr(cast, who), activity)
