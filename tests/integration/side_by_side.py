"""A sequence of steps, taken in the database and in the independent model, side by side."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Max

from tests.factories import MORNING, leaves, make_activity, make_participant, put_in_status
from tests.integration.model import (
    FINAL,
    OPEN,
    ActivityState,
    No,
    ParticipantState,
    World,
)
from tests.people import WHO
from tests.submitting import REJECTED, reasons_for_going_on
from waymark.audit.models import Event
from waymark.kernel.refusals import Refused, SeveralRefused
from waymark.operations.activity_writes import draft_of
from waymark.operations.marking import mark_not_complete
from waymark.operations.participants import record_leaving, set_mandation
from waymark.operations.plans import change_activity_status, edit_activity, undo_marking
from waymark.operations.programmes import set_monitoring_trackers
from waymark.operations.trackers import TrackerChange, add_note, reassign_tracker, save_tracker
from waymark.participants.models import Participant
from waymark.plans.models import Activity
from waymark.programmes.models import Programme
from waymark.trackers.models import Evaluation, Note, Tracker, Transition
from waymark.trackers.types import every_status

CODES = {status.label: code for code, status in every_status().items()}
LABELS = list(CODES)


class Run:
    """One sequence, in the database and in the model, side by side."""

    def __init__(self, cast, beginning) -> None:
        self.cast = cast
        self.now = MORNING
        self.final: dict = {}
        self.markings = self.notes = self.steps = 0
        gwenllian = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
        ifor = make_participant(cast.roy.staff, cast.groups["North West / Liverpool"])
        self.participants = [gwenllian, ifor]
        self.activities = [
            make_activity(gwenllian),
            make_activity(gwenllian, chosen_owner=cast.judith.staff, due_on=date(2026, 12, 24)),
            make_activity(ifor),
        ]
        caerdydd = [ActivityState("adam", is_due=True), ActivityState("judith", is_due=False)]
        liverpool = [ActivityState("roy", is_due=True)]
        self.world = World(
            [ParticipantState("caerdydd", caerdydd), ParticipantState("liverpool", liverpool)]
        )
        self.states = [*caerdydd, *liverpool]
        self.begin(**beginning)

    def begin(self, *, earlier, mandatory, mandation, left_on, switch) -> None:
        """How the first activity, its participant and the programme stand at the start."""
        for status in earlier:
            self.step("mark", "alexandra", 0, False)
            state = self.states[0].trackers[-1]
            state.status = status
            put_in_status(Tracker.objects.latest("number"), CODES[status])
        self.states[0].mandatory = mandatory
        Activity.objects.filter(id=self.activities[0].id).update(mandatory=mandatory)
        one = self.world.participants[0]
        one.mandation, one.left_on, self.world.switch = mandation, left_on, switch
        Participant.objects.filter(id=self.participants[0].id).update(
            make_activity_mandatory=mandation
        )
        leaves(self.participants[0], left_on)
        Programme.objects.update(monitoring_trackers=switch)

    def owner_state(self, activity: int) -> ParticipantState:
        return self.world.participants[0 if activity < 2 else 1]

    def step(self, kind: str, who: str, *given) -> None:
        self.now += timedelta(minutes=5)
        expected, attempt = getattr(self, kind)(who, *given)
        before = deepcopy(self.world)
        seen = Event.objects.aggregate(last=Max("id", default=0))["last"]
        try:
            told, refused = expected(), []
        except No as no:
            told, refused = [], no.codes
        found = self.outcome_of(attempt)
        assert found == refused, (kind, who, given, before)
        new = Event.objects.filter(id__gt=seen).order_by("id")
        assert [event.code for event in new] == told, (kind, who, given)
        assert all(event.at == self.now for event in new)

    def outcome_of(self, attempt) -> list[str]:
        try:
            attempt()
        except SeveralRefused as several:
            return [one.code for one in several.refusals]
        except Refused as refused:
            return [refused.code]
        return []

    def actor(self, who: str):
        return getattr(self.cast, who).actor

    def mark(self, who, place, confirm):
        activity, state = self.activities[place], self.states[place]

        def expected():
            told = self.world.mark(who, self.owner_state(place), state, confirm=confirm)
            self.markings += 1
            return told

        return expected, lambda: mark_not_complete(
            actor=self.actor(who),
            activity_id=activity.id,
            reason_category="did_not",
            reason="Did not attend",
            confirm_early=confirm,
            now=self.now,
        )

    def undo(self, who, place):
        return (
            lambda: self.world.undo(who, self.owner_state(place), self.states[place]),
            lambda: undo_marking(
                actor=self.actor(who),
                activity_id=self.activities[place].id,
                reason="Wrong person",
                seen_version=None,
                now=self.now,
            ),
        )

    def change_status(self, who, place, status):
        one, state = self.owner_state(place), self.states[place]
        return (
            lambda: self.world.change_status(who, one, state, status),
            lambda: change_activity_status(
                actor=self.actor(who),
                activity_id=self.activities[place].id,
                status=status,
                seen_version=None,
                now=self.now,
            ),
        )

    def edit(self, who, place, mandatory, title):

        one, state = self.owner_state(place), self.states[place]
        draft = replace(
            draft_of(Activity.objects.get(id=self.activities[place].id)),
            mandatory=mandatory,
            title=title,
        )
        return (
            lambda: self.world.edit(who, one, state, mandatory=mandatory, title=title),
            lambda: edit_activity(
                actor=self.actor(who),
                activity_id=self.activities[place].id,
                draft=draft,
                seen_version=None,
                now=self.now,
            ),
        )

    def mandation(self, who, place, on, sanction):
        one = self.world.participants[place]
        return (
            lambda: self.world.set_mandation(who, one, on=on, sanction=sanction),
            lambda: set_mandation(
                actor=self.actor(who),
                participant_id=self.participants[place].id,
                make_activity_mandatory=on,
                sanction_status=sanction,
                seen_version=None,
                now=self.now,
            ),
        )

    def leave(self, who, place, left_on):
        return (
            lambda: self.world.leave(who, self.world.participants[place], left_on),
            lambda: record_leaving(
                actor=self.actor(who),
                participant_id=self.participants[place].id,
                left_on=left_on,
                seen_version=None,
                now=self.now,
            ),
        )

    def switch(self, who, on):
        programme = Programme.objects.get(name="DWP Restart")
        return (
            lambda: self.world.set_switch(who, on),
            lambda: set_monitoring_trackers(
                actor=self.actor(who), programme_id=programme.id, on=on, now=self.now
            ),
        )

    def tracker(self, which: int):
        """A tracker that there is, with its place in the model; None while there is none."""
        all_of_them = list(Tracker.objects.order_by("number"))
        if not all_of_them:
            return None
        tracker = all_of_them[which % len(all_of_them)]
        place = next(
            place for place, one in enumerate(self.activities) if one.id == tracker.activity_id
        )
        of_activity = [one for one in all_of_them if one.activity_id == tracker.activity_id]
        return tracker, place, self.states[place].trackers[of_activity.index(tracker)]

    def save(self, who, which, status, explained):
        found = self.tracker(which)
        if found is None:
            return (list), (lambda: None)
        tracker, place, state = found
        raised_before = tracker.dma_paperwork_raised

        def expected():
            before = state.status
            self.world.save(
                who,
                self.owner_state(place),
                self.states[place],
                state,
                status=status,
                explained=explained,
            )
            self.steps += before != status
            return ["tracker.edited"] if raised_before or before != status else []

        change = TrackerChange(
            CODES[status],
            tracker.assignee_id,
            dma_paperwork_raised=False,
            not_raised_reason="In hospital",
            own_work_reason="Nobody else is in" if explained else "",
            reasons_for_going_on=reasons_for_going_on(),
            coded_reason=REJECTED,
        )
        return expected, lambda: save_tracker(
            actor=self.actor(who),
            tracker_id=tracker.id,
            change=change,
            seen_version=None,
            now=self.now,
        )

    def reassign(self, who, which, to):
        found = self.tracker(which)
        if found is None:
            return (list), (lambda: None)
        tracker, place, state = found
        return (
            lambda: self.world.reassign(who, self.owner_state(place), state, to),
            lambda: reassign_tracker(
                actor=self.actor(who),
                tracker_id=tracker.id,
                assignee_id=self.actor(to).id,
                seen_version=None,
                now=self.now,
            ),
        )

    def note(self, who, which):
        found = self.tracker(which)
        if found is None:
            return (list), (lambda: None)
        tracker, place, state = found

        def expected():
            told = self.world.add_note(who, self.owner_state(place), state)
            self.notes += 1
            return told

        return expected, lambda: add_note(
            actor=self.actor(who), tracker_id=tracker.id, text="Rang", now=self.now
        )

    def what_must_hold(self) -> None:
        for activity, state in zip(self.activities, self.states, strict=True):
            activity.refresh_from_db()
            assert (activity.status, activity.mandatory) == (state.status, state.mandatory)
            trackers = list(Tracker.objects.filter(activity=activity).order_by("number"))
            assert [(one.get_status_display(), one.assignee.name) for one in trackers] == [
                (one.status, WHO[one.assignee][0]) for one in state.trackers
            ]
            assert sum(one.get_status_display() in OPEN for one in trackers) <= 1
            by_state = dict(zip(map(id, state.trackers), trackers, strict=True))
            for one, tracker in zip(state.trackers, trackers, strict=True):
                assert tracker.follows == (by_state[id(one.follows)] if one.follows else None)
        assert Evaluation.objects.count() == self.markings
        assert Note.objects.count() == self.notes
        assert Transition.objects.count() == self.steps
        for tracker_id, row in self.final.items():
            assert Tracker.objects.filter(id=tracker_id).values().get() == row
        for row in Tracker.objects.values():
            if every_status()[row["status"]].label in FINAL:
                self.final.setdefault(row["id"], row)
