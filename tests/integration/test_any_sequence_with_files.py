"""Any mixture of imported files, markings, undoings, saves and switches: what must hold, holds."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.caseloads import MISSED, activities, importing, participants
from tests.factories import MORNING
from tests.submitting import REJECTED, reasons_for_going_on
from waymark.audit.models import Event
from waymark.kernel.refusals import Refused
from waymark.operations.marking import mark_not_complete
from waymark.operations.participants import set_mandation
from waymark.operations.plans import change_activity_status, undo_marking
from waymark.operations.programmes import set_monitoring_trackers
from waymark.operations.trackers import TrackerChange, save_tracker
from waymark.participants.models import Participant
from waymark.plans.models import Activity
from waymark.programmes.models import Programme
from waymark.trackers.models import Evaluation, Tracker

YES_OR_NO = st.sampled_from(["Yes", "Yes", "No"])
STATUSES = st.sampled_from(["Not complete", "Not complete", "Complete", "In progress"])
ROW = st.tuples(st.sampled_from(["A1", "A2"]), STATUSES, YES_OR_NO)
STEPS = st.one_of(
    st.tuples(st.just("file"), st.lists(ROW, min_size=1, max_size=2, unique_by=lambda row: row[0])),
    st.tuples(st.just("past records"), st.lists(ROW, min_size=1, max_size=1)),
    st.tuples(st.just("profile"), YES_OR_NO),
    st.tuples(st.just("mark"), st.sampled_from(["A1", "A2"])),
    st.tuples(st.just("undo"), st.sampled_from(["A1", "A2"])),
    st.tuples(st.just("complete"), st.sampled_from(["A1", "A2"])),
    st.tuples(
        st.just("save"), st.sampled_from(["new", "resolved", "referred", "rejected", "closed"])
    ),
    st.tuples(st.just("mandation"), st.booleans()),
    st.tuples(st.just("switch"), st.booleans()),
)
MISSED_BOTH = [("A1", "Not complete", "Yes"), ("A2", "Not complete", "Yes")]
OPEN, FINAL = ("new", "submitted", "referred"), ("rejected", "closed")


class Taken:
    """The steps, by whom they are done, and what was seen of final trackers."""

    def __init__(self, cast):
        self.cast, self.now, self.final = cast, MORNING, {}
        importing(participants({}), activities({}, {"activity": "A2", "title": "Careers fair"}))

    def step(self, kind, given):
        self.now += timedelta(minutes=5)
        before, due = Tracker.objects.count(), self.three_conditions()
        known = set(Evaluation.objects.values_list("id", flat=True))
        try:
            getattr(self, kind.replace(" ", "_"))(given)
        except Refused:
            assert Tracker.objects.count() == before
        self.as_the_rows_say(Evaluation.objects.exclude(id__in=known), kind, due)
        self.check()

    def three_conditions(self):
        """Which activities a marking would bring a tracker, were they mandatory: from the rows."""
        one, programme = Participant.objects.get(), Programme.objects.get(name="DWP Restart")
        if not (programme.monitoring_trackers and one.make_activity_mandatory):
            return set()
        held = Tracker.objects.filter(status__in=OPEN).values("activity_id")
        return set(Activity.objects.exclude(id__in=held).values_list("reference", flat=True))

    def as_the_rows_say(self, new, kind, due):
        """Each new decision, by a file or by hand, against the rows and not against the rules."""
        for one in new.select_related("activity"):
            wanted = one.activity.reference in due and one.activity.mandatory
            wanted = wanted and kind != "past records"
            assert (one.outcome == "made") == wanted, (kind, one.activity.reference)
            assert (one.tracker is not None and one.tracker.created_at == self.now) == wanted

    def file(self, rows, **options):
        said = [
            {"activity": name, "mandatory": mandatory, "title": name}
            | (MISSED if status == "Not complete" else {"status": status})
            for name, status, mandatory in rows
        ]
        importing(activities(*said), now=self.now, **options)

    def past_records(self, rows):
        before = Tracker.objects.count()
        self.file(rows, past_records=True)
        assert Tracker.objects.count() == before

    def profile(self, mandatory):
        importing(participants({"make_activity_mandatory": mandatory}), now=self.now)

    def mark(self, name):
        mark_not_complete(
            actor=self.cast.alexandra.actor,
            activity_id=self.id_of(name),
            reason_category="did_not",
            reason="Did not attend",
            now=self.now,
        )

    def undo(self, name):
        undo_marking(
            actor=self.cast.adam.actor,
            activity_id=self.id_of(name),
            reason="Wrong person",
            seen_version=None,
            now=self.now,
        )

    def complete(self, name):
        change_activity_status(
            actor=self.cast.adam.actor,
            activity_id=self.id_of(name),
            status="Complete",
            seen_version=None,
            now=self.now,
        )

    def save(self, status):
        tracker = Tracker.objects.order_by("-number").first()
        if tracker:
            change = TrackerChange(
                status,
                None,
                dma_paperwork_raised=False,
                not_raised_reason="Ill",
                reasons_for_going_on=reasons_for_going_on(),
                coded_reason=REJECTED,
            )
            save_tracker(
                actor=self.cast.glenn.actor,
                tracker_id=tracker.id,
                change=change,
                seen_version=None,
                now=self.now,
            )

    def mandation(self, on):
        set_mandation(
            actor=self.cast.aimee.actor,
            participant_id=Participant.objects.get().id,
            make_activity_mandatory=on,
            sanction_status="Not under sanction",
            seen_version=None,
            now=self.now,
        )

    def switch(self, on):
        set_monitoring_trackers(
            actor=self.cast.joanne.actor,
            programme_id=Programme.objects.get(name="DWP Restart").id,
            on=on,
            now=self.now,
        )

    def id_of(self, name):
        return Activity.objects.get(reference=name).id

    def check(self):
        made = Evaluation.objects.filter(outcome="made")
        assert Tracker.objects.count() == made.count()
        assert set(made.values_list("tracker_id", flat=True)) == set(
            Tracker.objects.values_list("id", flat=True)
        )
        for evaluation in Evaluation.objects.all():
            held = {one["code"]: one["held"] for one in evaluation.conditions}
            assert (evaluation.outcome == "made") == all(held.values())
        for activity in Activity.objects.all():
            assert Tracker.objects.filter(activity=activity, status__in=OPEN).count() <= 1
        assert Event.objects.filter(code="tracker.made").count() == Tracker.objects.count()
        assert Event.objects.filter(code="activity.not_completed").count() <= (
            Evaluation.objects.count()
        )
        for values in Tracker.objects.filter(status__in=FINAL).values():
            assert self.final.setdefault(values["id"], values) == values


@pytest.mark.django_db
def test_any_sequence_with_files(cast):
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(STEPS, min_size=6, max_size=12))
    @example([("file", MISSED_BOTH), ("save", "resolved"), ("mark", "A1"), ("undo", "A2")])
    @example([("past records", MISSED_BOTH[:1]), ("undo", "A1"), ("mark", "A1")])
    @example([("switch", False), ("file", MISSED_BOTH), ("mark", "A1")])
    @example([("mandation", False), ("file", MISSED_BOTH), ("mark", "A1")])
    @example([("file", [("A1", "Not complete", "No")]), ("undo", "A1"), ("mark", "A1")])
    @example([("file", MISSED_BOTH), ("undo", "A1"), ("mark", "A1"), ("save", "closed")])
    def any_sequence(steps):
        with transaction.atomic():
            taken = Taken(cast)
            for kind, given_ in steps:
                taken.step(kind, given_)
            transaction.set_rollback(True)

    any_sequence()
