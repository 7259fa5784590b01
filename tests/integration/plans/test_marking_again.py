"""Marked twice, undone, marked again; and what a tracker copied."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.factories import MORNING, make_activity, put_in_status
from tests.integration.expecting import told
from tests.integration.plans.marking import mark, undo
from waymark.operations.activity_writes import ActivityDraft
from waymark.operations.participants import record_leaving, set_mandation
from waymark.operations.plans import change_activity_status, edit_activity
from waymark.participants.models import Participant
from waymark.plans.models import Activity
from waymark.trackers.models import Tracker


class TestTwice:
    def test_while_the_tracker_is_open(self, cast, workshop):
        mark(cast.alexandra, workshop)
        tracker = Tracker.objects.get()
        for status in ("new", "submitted", "referred"):
            put_in_status(tracker, status)
            evaluation = mark(cast.judith, workshop)
            assert evaluation.outcome == "already open"
            assert evaluation.tracker_id == tracker.id
        assert Tracker.objects.count() == 1
        assert told(tracker_id=tracker.id) == [
            ("tracker.made", "Waymark"),
            ("tracker.still_open", "Judith Hughes"),
            ("tracker.still_open", "Judith Hughes"),
            ("tracker.still_open", "Judith Hughes"),
        ]

    def test_undone_and_marked_again_while_open(self, cast, workshop):
        mark(cast.alexandra, workshop)
        undo(cast.alexandra, workshop)
        assert Tracker.objects.get().get_status_display() == "New"
        assert mark(cast.alexandra, workshop).outcome == "already open"
        assert Tracker.objects.count() == 1

    @pytest.mark.parametrize("status", ["resolved", "rejected", "closed"])
    def test_undone_and_marked_again_when_it_is_over(self, cast, workshop, status):
        mark(cast.alexandra, workshop)
        first = put_in_status(Tracker.objects.get(), status)
        undo(cast.alexandra, workshop)
        evaluation = mark(cast.alexandra, workshop, now=MORNING + timedelta(days=1))
        second = Tracker.objects.exclude(id=first.id).get()
        assert evaluation.outcome == "made"
        assert evaluation.tracker_id == second.id
        assert second.follows == first
        assert Tracker.objects.count() == 2

    @pytest.mark.parametrize("status", ["resolved", "rejected", "closed"])
    def test_marked_again_without_undoing_when_it_is_over(self, cast, workshop, status):
        mark(cast.alexandra, workshop)
        put_in_status(Tracker.objects.get(), status)
        assert mark(cast.alexandra, workshop).outcome == "made"
        assert Tracker.objects.count() == 2

    def test_a_third_follows_the_second(self, cast, workshop):
        for _ in range(3):
            mark(cast.alexandra, workshop)
            put_in_status(Tracker.objects.order_by("-number")[0], "closed")
        first, second, third = Tracker.objects.order_by("number")
        assert (second.follows, third.follows) == (first, second)

    def test_an_older_one_that_was_opened_again_is_the_open_one(self, cast, workshop):
        """The latest is Resolved, but the one before it is open: no second may be open."""
        mark(cast.alexandra, workshop)
        first = put_in_status(Tracker.objects.get(), "resolved")
        mark(cast.alexandra, workshop, now=MORNING + timedelta(days=1))
        put_in_status(Tracker.objects.exclude(id=first.id).get(), "resolved")
        put_in_status(first, "submitted")
        evaluation = mark(cast.alexandra, workshop, now=MORNING + timedelta(days=2))
        assert (evaluation.outcome, evaluation.tracker_id) == ("already open", first.id)

    def test_its_history_says_so_even_when_no_new_one_would_be_made(self, cast, workshop):
        """Mandation is off by now, the tracker stands: that it was missed again belongs there."""
        mark(cast.alexandra, workshop)
        Participant.objects.update(make_activity_mandatory=False)
        evaluation = mark(cast.judith, workshop)
        assert (evaluation.outcome, evaluation.tracker_id) == ("not made", None)
        tracker = Tracker.objects.get()
        assert told(tracker_id=tracker.id)[-1] == ("tracker.still_open", "Judith Hughes")


class TestWhatIsCopied:
    def test_due_date_and_reason_stay_when_the_activity_is_edited(self, cast, gwenllian):
        activity = make_activity(gwenllian)
        mark(cast.alexandra, activity, details="Rang twice")
        undo(cast.alexandra, activity)
        Activity.objects.update(
            due_on=date(2027, 1, 1), due_time=time(9), due_at=MORNING, reason="Another"
        )
        edit_activity(
            actor=cast.alexandra.actor,
            activity_id=activity.id,
            draft=ActivityDraft(
                "Appointment",
                "Interview practice",
                "Come",
                None,
                date(2027, 1, 1),
                time(9),
                place="Caerdydd office",
                mandatory=True,
            ),
            seen_version=None,
            now=MORNING,
        )
        tracker = Tracker.objects.get()
        assert (tracker.due_on, tracker.due_time) == (date(2026, 11, 17), time(10, 30))
        assert tracker.due_at == datetime(2026, 11, 17, 10, 30, tzinfo=UTC)
        assert (tracker.reason_category, tracker.reason) == ("did_not", "Did not attend")
        assert tracker.reason_details == "Rang twice"

    def test_a_later_marking_does_not_rewrite_them(self, cast, workshop):
        mark(cast.alexandra, workshop)
        mark(cast.adam, workshop, reason_category="could_not", reason="Unwell on the day")
        assert Tracker.objects.get().reason == "Did not attend"
        workshop.refresh_from_db()
        assert workshop.reason == "Unwell on the day"


class TestAfterwards:
    """The tracker stays, whatever becomes of what it rested on."""

    def test_mandation_off_left_undone_and_completed(self, cast, gwenllian, workshop):
        mark(cast.alexandra, workshop)
        before = Tracker.objects.values().get()
        set_mandation(
            actor=cast.aimee.actor,
            participant_id=gwenllian.id,
            make_activity_mandatory=False,
            sanction_status="Not under sanction",
            seen_version=None,
            now=MORNING,
        )
        record_leaving(
            actor=cast.adam.actor,
            participant_id=gwenllian.id,
            left_on=date(2026, 11, 23),
            seen_version=None,
            now=MORNING,
        )
        undo(cast.alexandra, workshop)
        change_activity_status(
            actor=cast.alexandra.actor,
            activity_id=workshop.id,
            status="Complete",
            seen_version=None,
            now=MORNING,
        )
        assert Tracker.objects.values().get() == before
