"""The decision on one marking as Not complete, and the rows that follow from it: the evaluation
always, the tracker when the conditions hold, and the lines of history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from waymark.audit.events import Entry
from waymark.audit.models import Stream
from waymark.kernel.actor import Actor
from waymark.operations.conflicts import changed, changes_of
from waymark.operations.recounting import begin_clock
from waymark.participants.models import Participant
from waymark.people.queries import Colleague
from waymark.plans.models import Activity
from waymark.trackers.clocks import Reckoning
from waymark.trackers.models import Evaluation, Tracker
from waymark.trackers.queries import candidate, facts_of, is_open, next_numbers
from waymark.trackers.rules import (
    Because,
    Candidate,
    Outcome,
    Verdict,
    choose_assignee,
    evaluate,
)
from waymark.trackers.types import MONITORING_TYPE
from waymark.writes.many import FEW, add_many


@dataclass(frozen=True, slots=True)
class Marking:
    """An activity to be marked Not complete, and why it was not done."""

    activity: Activity
    reason_category: str
    reason: str
    details: str = ""


def owners_of(activity: Activity) -> tuple[UUID | None, UUID | None]:
    """To whom the tracker of an activity may fall: the chosen owner, the work coach."""
    return activity.chosen_owner_id, activity.participant.work_coach_id


@dataclass(frozen=True, slots=True)
class Case:
    """One marking, by whom and when, with all that the decision rests on. `latest` is the tracker
    that a new marking must know of; `before` the status that the activity had.
    """

    actor: Actor
    marking: Marking
    latest: Tracker | None
    people: Mapping[UUID, Colleague]
    before: str
    now: datetime
    past_records: bool
    reckoned: Reckoning

    @property
    def activity(self) -> Activity:
        return self.marking.activity

    @property
    def participant(self) -> Participant:
        return self.marking.activity.participant

    def person(self, staff_id: UUID | None) -> Colleague | None:
        return self.people.get(staff_id) if staff_id else None

    def verdict(self) -> Verdict:
        """What the rules say: pure, see trackers/rules.py."""
        facts = facts_of(
            self.activity,
            latest=self.latest,
            marked_by=self.actor.shown_as,
            at=self.now,
            past_record=self.past_records,
        )
        return evaluate(facts)

    def assignee(self) -> tuple[Candidate | None, Because]:
        """To whom the tracker falls, and why."""
        chosen, coach = (
            candidate(self.person(one), self.participant) for one in owners_of(self.activity)
        )
        return choose_assignee(chosen_owner=chosen, work_coach=coach)

    def entry(self, code: str, data: dict, tracker: Tracker | None = None) -> Entry:
        """A line of the participant's history; what is said of a tracker, Waymark says itself."""
        return Entry(
            code,
            Stream.PARTICIPANT,
            self.participant.id,
            self.now,
            {"activity": self.activity.title, **data},
            activity_id=self.activity.id,
            tracker_id=tracker.id if tracker else None,
            by_system=code == "tracker.made",
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be written of one marking."""

    evaluation: Evaluation
    entries: list[Entry]
    tracker: Tracker | None = None


def decide(case: Case) -> Decided:
    """Decide on one marking; nothing is written yet."""
    verdict = case.verdict()
    if verdict.outcome is Outcome.MADE:
        return _made(case, verdict)
    entries = [_marked(case, verdict)]
    if case.latest is not None and is_open(case.latest):
        number = {"number": case.latest.shown_number}
        entries.append(case.entry("tracker.still_open", number, case.latest))
    tracker = case.latest if verdict.outcome is Outcome.ALREADY_OPEN else None
    return Decided(_evaluation(case, verdict, tracker), entries)


def write(decided: Sequence[Decided]) -> None:
    """Write trackers and evaluations, in the caller's transaction."""
    _write_trackers([one.tracker for one in decided if one.tracker])
    add_many([one.evaluation for one in decided])
    for one in decided:
        if one.tracker:
            one.entries[-1].data["number"] = one.tracker.shown_number  # the database gave it


def _write_trackers(trackers: Sequence[Tracker]) -> None:
    """The numbers that people quote go in the order in which the trackers are given."""
    if len(trackers) <= FEW:
        Tracker.objects.bulk_create(trackers)
        return
    for tracker, number in zip(trackers, next_numbers(len(trackers)), strict=True):
        tracker.number = number
    add_many(trackers)


def _made(case: Case, verdict: Verdict) -> Decided:
    assignee, because = case.assignee()
    name = assignee.name if assignee else ""
    tracker = _tracker(case, assignee)
    clock = begin_clock(tracker, case.reckoned, nation=case.participant.group.bank_holidays)
    evaluation = _evaluation(case, verdict, tracker)
    evaluation.because, evaluation.assignee_name = because, name
    made = {
        "participant": case.participant.reference,
        "type": MONITORING_TYPE.label,
        "status": MONITORING_TYPE.workflow.initial.label,
        "dma_paperwork_raised": "Yes",
        "assignee": name,
        "marked_by": case.actor.shown_as,
        "follows": case.latest.shown_number if case.latest else "",
        **clock,
    }
    entries = [_marked(case, verdict), case.entry("tracker.made", made, tracker)]
    return Decided(evaluation, entries, tracker)


def _tracker(case: Case, assignee: Candidate | None) -> Tracker:
    activity, marking = case.activity, case.marking
    return Tracker(
        id=uuid4(),
        type=MONITORING_TYPE.code,
        status=MONITORING_TYPE.workflow.initial.code,
        participant=case.participant,
        activity=activity,
        assignee_id=assignee.id if assignee else None,
        due_on=activity.due_on,
        due_time=activity.due_time,
        due_at=activity.due_at,
        reason_category=marking.reason_category,
        reason=marking.reason,
        reason_details=marking.details,
        benefit=case.participant.benefit,
        follows=case.latest,
        created_at=case.now,
        created_by_id=case.actor.id,
        created_by=case.actor.author,
        status_set_at=case.now,
    )


def _evaluation(case: Case, verdict: Verdict, tracker: Tracker | None) -> Evaluation:
    owner = case.person(case.activity.chosen_owner_id or case.participant.work_coach_id)
    return Evaluation(
        activity=case.activity,
        tracker=tracker,
        outcome=verdict.outcome,
        conditions=verdict.as_data(),
        owner_name=owner.name if owner else "",
        marked_by_id=case.actor.id,
        marked_by=case.actor.shown_as,
        at=case.now,
    )


def _marked(case: Case, verdict: Verdict) -> Entry:
    status = changed("status", "Status", case.before, str(case.activity.status))
    data = {
        "reason_category": case.marking.reason_category,
        "reason": case.marking.reason,
        "outcome": verdict.outcome,
        "version": case.activity.version,
        "changes": changes_of(status),
    }
    return case.entry("activity.not_completed", data)
