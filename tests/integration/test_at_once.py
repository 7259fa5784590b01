"""At the same moment: one tracker for one activity, one winner for one save, nothing once final."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.at_once import at_once, refusals
from tests.integration.trackers.staging import stage
from tests.submitting import REJECTED, reasons_for_going_on
from waymark.audit.models import Event
from waymark.documents.models import Document
from waymark.operations.activity_writes import ActivityDraft, draft_of
from waymark.operations.file_upkeep import sweep_staged_files
from waymark.operations.marking import mark_not_complete
from waymark.operations.participants import move_participant, record_leaving, set_mandation
from waymark.operations.plans import edit_activity, undo_marking
from waymark.operations.trackers import TrackerChange, add_note, reassign_tracker, save_tracker
from waymark.trackers.models import Evaluation, Note, Tracker, TrackerFile

ROUNDS = range(5)


@pytest.fixture
def workshop(everybody):
    return make_activity(
        make_participant(everybody.adam.staff, everybody.groups["Wales / Caerdydd"])
    )


@pytest.fixture
def tracker(everybody, workshop):
    return make_tracker(everybody, workshop)


def marking(who, activity):
    return partial(
        mark_not_complete,
        actor=who.actor,
        activity_id=activity.id,
        reason_category="did_not",
        reason="Did not attend",
        now=MORNING,
    )


def saving(who, tracker, seen_version=None, **given):
    reasons = reasons_for_going_on()
    change = TrackerChange(
        "new", tracker.assignee_id, False, "She was in hospital", reasons_for_going_on=reasons
    )
    change = replace(change, coded_reason=REJECTED)
    return partial(
        save_tracker,
        actor=who.actor,
        tracker_id=tracker.id,
        change=replace(change, **given),
        seen_version=seen_version,
        now=MORNING,
    )


def another_activity(workshop, **given):
    return make_activity(workshop.participant, **given)


def test_sixteen_markings_of_one_activity_make_one_tracker(everybody, workshop):
    outcomes = at_once(*[marking(everybody.alexandra, workshop)] * 16)
    assert Counter(one.outcome for one in outcomes) == {"made": 1, "already open": 15}
    tracker = Tracker.objects.get()
    assert {one.tracker_id for one in outcomes} == {tracker.id}
    assert Evaluation.objects.filter(activity=workshop).count() == 16
    history = Counter(Event.objects.values_list("code", flat=True))
    assert history == {
        "activity.not_completed": 16,
        "tracker.made": 1,
        "tracker.still_open": 15,
    }
    workshop.refresh_from_db()
    assert workshop.version == 17


def test_a_double_click_is_told(everybody, workshop):
    act = partial(marking(everybody.alexandra, workshop), seen_version=1)
    outcomes = at_once(act, act)
    assert refusals(outcomes) == ["plans.changed"]
    assert Tracker.objects.count() == 1


def test_markings_of_several_activities_do_not_hinder_one_another(everybody, workshop):
    activities = [workshop, *(another_activity(workshop) for _ in range(7))]
    outcomes = at_once(*(marking(everybody.alexandra, one) for one in activities))
    assert [one.outcome for one in outcomes] == ["made"] * 8
    assert Tracker.objects.values("activity").distinct().count() == 8


def test_marking_while_the_supervisor_switches_mandation(everybody, workshop):
    """Before or after: what the evaluation says it saw is what was decided on."""
    switching = partial(
        set_mandation,
        actor=everybody.aimee.actor,
        participant_id=workshop.participant_id,
        sanction_status="Not under sanction",
        seen_version=None,
        now=MORNING,
    )
    for on in (False, True, False, True, False):
        activity = another_activity(workshop)
        evaluation, _ = at_once(
            marking(everybody.alexandra, activity), partial(switching, make_activity_mandatory=on)
        )
        seen = {one["code"]: one["value"] for one in evaluation.conditions}["TRK-03"]
        made = Tracker.objects.filter(activity=activity).count()
        assert (seen, made, evaluation.outcome) in {("Yes", 1, "made"), ("No", 0, "not made")}


def test_marking_while_somebody_leaves(everybody, workshop):
    for left_on in (MORNING.date(), None, MORNING.date()):
        activity = another_activity(workshop)
        evaluation, _ = at_once(
            marking(everybody.alexandra, activity),
            partial(
                record_leaving,
                actor=everybody.adam.actor,
                participant_id=workshop.participant_id,
                left_on=left_on,
                seen_version=None,
                now=MORNING,
            ),
        )
        held = {one["code"]: one["held"] for one in evaluation.conditions}["TRK-02"]
        assert held == (evaluation.outcome == "made")
        assert Tracker.objects.filter(activity=activity).count() == (1 if held else 0)


def test_marking_while_the_mandatory_mark_is_taken_away(everybody, workshop):
    for _ in ROUNDS:
        activity = another_activity(workshop)
        draft: ActivityDraft = replace(draft_of(activity), mandatory=False)
        evaluation, _ = at_once(
            marking(everybody.alexandra, activity),
            partial(
                edit_activity,
                actor=everybody.adam.actor,
                activity_id=activity.id,
                draft=draft,
                seen_version=None,
                now=MORNING,
            ),
        )
        seen = {one["code"]: one["value"] for one in evaluation.conditions}["TRK-04"]
        assert (seen == "Yes") == (evaluation.outcome == "made")


def test_marking_while_it_is_undone(everybody, workshop):
    marking(everybody.alexandra, workshop)()
    at_once(
        *(marking(everybody.alexandra, workshop) for _ in range(4)),
        *(
            partial(
                undo_marking,
                actor=everybody.alexandra.actor,
                activity_id=workshop.id,
                reason="Wrong person",
                seen_version=None,
                now=MORNING,
            )
            for _ in range(4)
        ),
    )
    assert Tracker.objects.count() == 1


def test_two_saves_of_what_both_have_seen(everybody, tracker):
    """One of them is saved, the other is told."""
    for place, reason in enumerate(["A", "B", "C", "D"], start=1):
        outcomes = at_once(
            saving(everybody.adam, tracker, place, not_raised_reason=f"{reason}, Adam"),
            saving(everybody.judith, tracker, place, not_raised_reason=f"{reason}, Judith"),
            saving(everybody.glenn, tracker, place, not_raised_reason=f"{reason}, Glenn"),
        )
        assert refusals(outcomes) == ["tracker.changed"] * 2
        tracker.refresh_from_db()
        assert tracker.version == place + 1


def test_two_people_close_it(everybody, tracker):
    outcomes = at_once(
        saving(everybody.glenn, tracker, status="closed"),
        saving(everybody.wendy, tracker, status="rejected"),
    )
    assert refusals(outcomes) == ["tracker.final"]
    assert tracker.transitions.count() == 1


def test_a_note_while_it_is_closed(everybody, workshop):
    """The note is there before it is closed, or it is refused: never after."""
    for _ in ROUNDS:
        tracker = make_tracker(everybody, another_activity(workshop))
        noting = partial(
            add_note,
            actor=everybody.adam.actor,
            tracker_id=tracker.id,
            text="Rang",
            now=MORNING,
        )
        outcomes = at_once(saving(everybody.glenn, tracker, status="closed"), noting)
        assert refusals(outcomes) in ([], ["tracker.final"])
        codes = list(
            Event.objects.filter(tracker_id=tracker.id)
            .order_by("id")
            .values_list("code", flat=True)
        )
        if refusals(outcomes):
            assert codes == ["tracker.made", "tracker.edited"]
        else:
            assert codes == ["tracker.made", "tracker.note_added", "tracker.edited"]


def test_a_note_past_the_operations_while_it_is_closed(everybody, workshop):
    """The guard itself waits for whoever is closing the tracker."""
    for _ in ROUNDS:
        tracker = make_tracker(everybody, another_activity(workshop))

        def note(tracker=tracker):
            try:
                Note.objects.create(
                    tracker=tracker,
                    text="Rang",
                    author=everybody.adam.staff,
                    author_name="Adam Stewart",
                    at=MORNING,
                )
            except Exception as error:  # noqa: BLE001
                return str(error)
            return "added"

        _, outcome = at_once(saving(everybody.glenn, tracker, status="closed"), note)
        added = Note.objects.filter(tracker=tracker).count()
        assert (added == 1) == (outcome == "added")
        assert outcome == "added" or "a final tracker, its notes" in outcome


def test_opening_one_again_while_the_activity_is_marked_again(everybody, workshop):
    """Never two open ones, and nobody meets anything but a refusal."""
    for _ in ROUNDS:
        tracker = put_in_status(make_tracker(everybody, another_activity(workshop)), "resolved")
        evaluation, saved = at_once(
            marking(everybody.alexandra, tracker.activity),
            saving(everybody.adam, tracker, status="submitted"),
        )
        if refusals([saved]):
            assert refusals([saved]) == ["tracker.later_one_is_open"]
            assert evaluation.outcome == "made"
        else:
            assert (evaluation.outcome, evaluation.tracker_id) == ("already open", tracker.id)
        still_open = Tracker.objects.filter(
            activity=tracker.activity, status__in=["new", "submitted", "referred"]
        )
        assert still_open.count() == 1


def test_marking_again_while_the_tracker_is_closed(everybody, workshop):
    """It was still open and its history says so first, or a new one follows it."""
    for _ in ROUNDS:
        tracker = make_tracker(everybody, another_activity(workshop))
        evaluation, _ = at_once(
            marking(everybody.judith, tracker.activity),
            saving(everybody.glenn, tracker, status="closed"),
        )
        codes = list(
            Event.objects.filter(tracker_id=tracker.id)
            .order_by("id")
            .values_list("code", flat=True)
        )
        if evaluation.outcome == "already open":
            assert codes == ["tracker.made", "tracker.still_open", "tracker.edited"]
        else:
            assert codes == ["tracker.made", "tracker.edited"]
            assert Tracker.objects.get(follows=tracker).id == evaluation.tracker_id


def test_reassigning_while_the_participant_is_handed_over(everybody, tracker):
    outcomes = at_once(
        partial(
            move_participant,
            actor=everybody.adam.actor,
            participant_id=tracker.participant_id,
            work_coach_id=everybody.alexandra.staff.id,
            group_id=everybody.groups["Wales / Caerdydd"].id,
            hand_over_trackers=True,
            seen_version=None,
            now=MORNING,
        ),
        partial(
            reassign_tracker,
            actor=everybody.aimee.actor,
            tracker_id=tracker.id,
            assignee_id=everybody.judith.staff.id,
            seen_version=None,
            now=MORNING,
        ),
        saving(everybody.adam, tracker, assignee_id=everybody.adam.staff.id),
    )
    assert refusals(outcomes) == []


def test_the_profile_while_the_participant_is_moved(everybody, workshop):
    """Whoever waits sees the participant as they are by then, coach and group included."""
    coaches = [everybody.alexandra, everybody.judith, everybody.adam]
    for coach in coaches * 2:
        moving = partial(
            move_participant,
            actor=everybody.aimee.actor,
            participant_id=workshop.participant_id,
            work_coach_id=coach.staff.id,
            group_id=workshop.participant.group_id,
            hand_over_trackers=True,
            seen_version=None,
            now=MORNING,
        )
        activity = another_activity(workshop)
        evaluation, *rest = at_once(
            marking(everybody.alexandra, activity),
            moving,
            moving,
            partial(
                record_leaving,
                actor=everybody.adam.actor,
                participant_id=workshop.participant_id,
                left_on=None,
                seen_version=None,
                now=MORNING,
            ),
        )
        assert refusals([evaluation, *rest]) == []
        assert Tracker.objects.get(activity=activity).assignee == coach.staff


def test_one_staged_file_saved_twice_at_once(everybody, tracker):
    [paper] = stage(everybody.adam, tracker)
    files = ((paper.id, "dma_paperwork"),)
    act = saving(
        everybody.adam, tracker, dma_paperwork_raised=True, not_raised_reason="", files=files
    )
    at_once(act, act, act)
    assert TrackerFile.objects.count() == 1


def test_a_staged_file_saved_while_it_is_swept(everybody, workshop):
    """It is attached, or it was gone and the form says so; nothing breaks."""
    for _ in ROUNDS:
        tracker = make_tracker(everybody, another_activity(workshop))
        [paper] = stage(everybody.adam, tracker, now=MORNING - timedelta(days=2))
        act = saving(
            everybody.adam,
            tracker,
            dma_paperwork_raised=True,
            not_raised_reason="",
            files=((paper.id, "dma_paperwork"),),
        )
        saved, swept = at_once(act, partial(sweep_staged_files, now=MORNING))
        if refusals([saved]):
            assert (refusals([saved]), swept) == (["tracker.dma_file_needed"], 1)
            assert not Document.objects.filter(id=paper.id).exists()
        else:
            assert (TrackerFile.objects.filter(document=paper).count(), swept) == (1, 0)


def test_who_acted_is_forgotten_with_the_transaction(everybody, tracker):
    """The next one on the same connection is not taken for them."""
    saving(everybody.adam, tracker)()
    Tracker.objects.update(assignee=None)
    history = Tracker._meta.apps.get_model("trackers", "TrackerRowHistory")
    operations = [
        (one.pgh_context or {}).get("operation") for one in history.objects.order_by("pgh_id")
    ]
    assert operations == ["mark_not_complete", "save_tracker", None]
