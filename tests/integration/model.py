"""What product.md says must come of any step, told a second time and without the code.

An independent model of two participants, their activities and trackers; names stand for the cast.
"""

from dataclasses import dataclass, field
from datetime import date

CASEWORK = {"adam", "alexandra", "roy", "judith", "glenn", "wendy", "aimee"}
EDIT = {"adam", "roy", "judith", "glenn", "wendy"}
COMPLIANCE = {"glenn", "wendy"}
SUPERVISORS = {"aimee"}
ADMINISTRATORS = {"joanne"}
SEES = {
    "caerdydd": {"adam", "alexandra", "judith", "glenn", "wendy", "aimee", "tomasz", "joanne"},
    "liverpool": {"roy", "tomasz", "joanne"},
}
OPEN = {"New", "Submitted", "Referred"}
FINAL = {"Rejected", "Closed"}
BY_HAND = {"Not started", "In progress"}
FAILED_TO_ATTEND = {
    "Pending decision for failure to attend",
    "Under sanction for failure to attend",
}
TODAY = date(2026, 11, 23)


class No(Exception):
    """The step is refused, with these codes."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = list(codes)


@dataclass
class TrackerState:
    status: str
    assignee: str | None
    follows: "TrackerState | None"
    submitted_by: set[str] = field(default_factory=set)


@dataclass
class ActivityState:
    owner: str
    is_due: bool
    mandatory: bool = True
    status: str = "Not started"
    before: str = "Not started"
    title: str = "CV workshop"
    marked_by: list[str] = field(default_factory=list)
    trackers: list[TrackerState] = field(default_factory=list)

    @property
    def open(self) -> TrackerState | None:
        return next((one for one in self.trackers if one.status in OPEN), None)


@dataclass
class ParticipantState:
    group: str
    activities: list[ActivityState]
    mandation: bool = True
    sanction: str = "Not under sanction"
    left_on: date | None = None


@dataclass
class World:
    """All that a step can touch. Each method gives the events that it must leave, or says No."""

    participants: list[ParticipantState]
    switch: bool = True

    def mark(self, who: str, one: ParticipantState, activity: ActivityState, *, confirm: bool):
        _casework(who, one, "activity")
        if not activity.is_due and not confirm:
            raise No("plans.not_due_yet")
        if activity.status in BY_HAND:
            activity.before = activity.status
        activity.status = "Not complete"
        activity.marked_by.append(who)
        still_on = one.left_on is None or one.left_on > TODAY
        due = self.switch and still_on and one.mandation and activity.mandatory
        if activity.open:
            return ["activity.not_completed", "tracker.still_open"]
        if not due:
            return ["activity.not_completed"]
        last = activity.trackers[-1] if activity.trackers else None
        activity.trackers.append(TrackerState("New", activity.owner, last))
        return ["activity.not_completed", "tracker.made"]

    def undo(self, who: str, one: ParticipantState, activity: ActivityState):
        _casework(who, one, "activity")
        if activity.status in BY_HAND:
            raise No("plans.not_marked")
        activity.status = activity.before
        return ["activity.marking_undone"]

    def change_status(self, who: str, one: ParticipantState, activity: ActivityState, status: str):
        _casework(who, one, "activity")
        if status != "Complete" and not (status in BY_HAND and activity.status in BY_HAND):
            raise No("plans.status_not_by_hand")
        if status == activity.status:
            return []
        if status == "Complete" and activity.status in BY_HAND:
            activity.before = activity.status
        activity.status = status
        return ["activity.completed" if status == "Complete" else "activity.status_changed"]

    def edit(
        self,
        who: str,
        one: ParticipantState,
        activity: ActivityState,
        *,
        mandatory: bool,
        title: str,
    ):
        _casework(who, one, "activity")
        wrong = []
        if mandatory and not activity.mandatory:
            if not one.mandation:
                wrong.append("plans.mandation_off")
            if one.sanction in FAILED_TO_ATTEND:
                wrong.append("plans.failure_to_attend")
        if wrong:
            raise No(*wrong)
        if (mandatory, title) == (activity.mandatory, activity.title):
            return []
        activity.mandatory, activity.title = mandatory, title
        return ["activity.edited"]

    def set_mandation(self, who: str, one: ParticipantState, *, on: bool, sanction: str):
        if who not in SUPERVISORS:
            raise No("people.role_needed")
        _scope(who, one, "participant")
        if (on, sanction) == (one.mandation, one.sanction):
            return []
        one.mandation, one.sanction = on, sanction
        return ["participant.mandation_set"]

    def leave(self, who: str, one: ParticipantState, left_on: date | None):
        _casework(who, one, "participant")
        if left_on == one.left_on:
            return []
        one.left_on = left_on
        return ["participant.left"]

    def set_switch(self, who: str, on: bool):
        if who not in ADMINISTRATORS:
            raise No("people.role_needed")
        if on == self.switch:
            return []
        self.switch = on
        return ["programme.switched"]

    def save(
        self,
        who: str,
        one: ParticipantState,
        activity: ActivityState,
        tracker: TrackerState,
        *,
        status: str,
        explained: bool,
    ):
        """Saved with No and a reason; `explained`: with a reason for a final status on own work."""
        _edit(who, one, tracker)
        if status in FINAL and who not in COMPLIANCE:
            raise No("tracker.status_role_needed")
        wrong = []
        reopens = status in OPEN and tracker.status not in OPEN
        if reopens and activity.open:
            wrong.append("tracker.later_one_is_open")
        own_work = who in activity.marked_by or who in tracker.submitted_by
        if status in FINAL and own_work and not explained:
            wrong.append("tracker.own_work_reason_needed")
        if wrong:
            raise No(*wrong)
        if status == "Submitted" and tracker.status != status:
            tracker.submitted_by.add(who)
        tracker.status = status

    def reassign(self, who: str, one: ParticipantState, tracker: TrackerState, to: str):
        if who not in EDIT | SUPERVISORS:
            raise No("people.role_needed")
        _scope(who, one, "tracker")
        if tracker.status in FINAL:
            raise No("tracker.final")
        if to not in SEES[one.group]:
            raise No("tracker.assignee_without_access")
        if to == tracker.assignee:
            return []
        tracker.assignee = to
        return ["tracker.reassigned"]

    def add_note(self, who: str, one: ParticipantState, tracker: TrackerState):
        _edit(who, one, tracker)
        return ["tracker.note_added"]


def _scope(who: str, one: ParticipantState, what: str) -> None:
    if who not in SEES[one.group]:
        raise No(f"{what}.not_found")


def _casework(who: str, one: ParticipantState, what: str) -> None:
    if who not in CASEWORK:
        raise No("people.role_needed")
    _scope(who, one, what)


def _edit(who: str, one: ParticipantState, tracker: TrackerState) -> None:
    if who not in EDIT:
        raise No("people.role_needed")
    _scope(who, one, "tracker")
    if tracker.status in FINAL:
        raise No("tracker.final")
