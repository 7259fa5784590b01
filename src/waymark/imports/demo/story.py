"""What happened to some activities of the demonstration, told in order by the operations of the
screens: missed, handed on, referred, closed.
"""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count, cycle
from pathlib import Path

from waymark.imports.demo.after_referral import Entering, to_re_compliance, without_a_sanction
from waymark.imports.demo.before_a_doubt import asking, replying
from waymark.kernel.actor import Actor
from waymark.kernel.london import LONDON, day_of
from waymark.kernel.refusals import Refused
from waymark.operations.activity_writes import ActivityDraft, draft_of
from waymark.operations.documents import Upload, stage_files
from waymark.operations.marking import mark_not_complete
from waymark.operations.notices import Given, issue_notice
from waymark.operations.participants import set_mandation
from waymark.operations.plans import arrange_again, edit_activity, undo_marking
from waymark.operations.returning import send_back
from waymark.operations.trackers import TrackerChange, add_note, reassign_tracker, save_tracker
from waymark.participants.rules import SanctionStatus
from waymark.people.models import Staff
from waymark.people.policy import may
from waymark.people.queries import actor_of
from waymark.plans.models import Activity
from waymark.plans.notice_rules import DELIVERIES
from waymark.programmes.models import ReasonCategory
from waymark.trackers.models import FileKind, Tracker
from waymark.trackers.readiness import CHECKS
from waymark.trackers.rules import Outcome

FORM = Path(__file__).parent / "ucd603.pdf"
GOING_ON = "Seen, and talked through with compliance beforehand."
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REASONS = (
    ("did_not", "Did not attend", "No answer to two calls on the day."),
    ("did_not", "Left before the end without saying why", ""),
    ("could_not", "Unwell on the day", "Sent a text message beforehand."),
    ("did_not", "Did not start the task", ""),
    ("provider", "Room double-booked", "We moved it without telling everybody."),
    ("did_not", "Arrived too late to take part", "40 minutes late."),
)
# What becomes of one tracker after the other, oldest first.
FATES = (
    "closed", "resolved", "rejected", "followed", "closed", "left", "referred", "reassigned",
    "rejected", "submitted", "closed", "noted", "again", "submitted", "left", "referred", "noted",
    "returned", "asked",
)  # fmt: skip


@dataclass(order=True)
class Step:
    """Something that happens at a moment; `turn` keeps the order of what happens at once."""

    at: datetime
    turn: int
    do: Callable[[datetime], None] = field(compare=False)


class Story:
    """Steps in order of time, until now. A step may bring about others."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._steps: list[Step] = []
        self._turns = count()
        self._reasons = cycle(REASONS)
        self._fates = cycle(FATES)
        self._ways = cycle(str(way) for way in DELIVERIES)
        self._actors: dict[str, Actor] = {}

    def at(self, moment: datetime, do: Callable[[datetime], None]) -> None:
        """Let something happen, if its time has come."""
        if moment < self.now:
            heappush(self._steps, Step(moment, next(self._turns), do))

    def tell(self) -> None:
        """Let everything happen."""
        while self._steps:
            step = heappop(self._steps)
            step.do(step.at)

    def actor(self, who: str) -> Actor:
        """One of the cast, by the beginning of the address."""
        if who not in self._actors:
            self._actors[who] = actor_of(Staff.objects.get(email=f"{who}@provider.example"))
        return self._actors[who]

    def miss(self, reference: str, by: str) -> Callable[[datetime], None]:
        """An activity is marked Not complete; what the tracker comes to is the next fate."""

        def step(moment: datetime) -> None:
            category, reason, details = next(self._reasons)
            evaluation = mark_not_complete(
                actor=self.actor(by),
                activity_id=Activity.objects.get(reference=reference).id,
                reason_category=category,
                reason=reason,
                details=details,
                now=moment,
            )
            if evaluation.outcome == Outcome.MADE:
                getattr(self, f"_{next(self._fates)}")(evaluation.tracker, moment)

        return step

    def notify(self, reference: str, by: str) -> Callable[[datetime], None]:
        """A notice of a mandatory activity is issued, now in this way, now in that."""

        def step(moment: datetime) -> None:
            issue_notice(
                actor=self.actor(by),
                activity_id=Activity.objects.get(reference=reference).id,
                given=Given(next(self._ways), day_of(moment), "Your work coach, 029 2018 0000"),
                confirm_gap=True,
                seen_version=None,
                now=moment,
            )

        return step

    def move(self, reference: str, by: str) -> Callable[[datetime], None]:
        """It begins half an hour later, so that what was told no longer holds."""

        def step(moment: datetime) -> None:
            activity = Activity.objects.get(reference=reference)
            later = (activity.due_at.astimezone(LONDON) + HOUR / 2).time()
            edit_activity(
                actor=self.actor(by),
                activity_id=activity.id,
                draft=replace(draft_of(activity), due_time=later),
                seen_version=None,
                now=moment,
            )

        return step

    def correct(self, reference: str, by: str) -> Callable[[datetime], None]:
        """A wrong marking is taken back."""

        def step(moment: datetime) -> None:
            undo_marking(
                actor=self.actor(by),
                activity_id=Activity.objects.get(reference=reference).id,
                reason="Marked on the wrong person",
                seen_version=None,
                now=moment,
            )

        return step

    def arrange_again(self, reference: str, by: str) -> Callable[[datetime], None]:
        """What was missed gets another day."""

        def step(moment: datetime) -> None:
            missed = Activity.objects.get(reference=reference)
            arrange_again(
                actor=self.actor(by),
                activity_id=missed.id,
                draft=ActivityDraft(
                    kind=missed.kind,
                    title=missed.title,
                    instructions=missed.instructions,
                    owner_id=None,
                    due_on=(self.now + 7 * DAY).date(),
                    due_time=missed.due_time,
                    place=missed.place,
                    channel=missed.channel,
                    hours=missed.hours,
                    evidence=missed.evidence,
                ),
                now=moment,
            )

        return step

    def _left(self, tracker: Tracker, moment: datetime) -> None:
        """Nobody has looked at it yet."""

    def _noted(self, tracker: Tracker, moment: datetime) -> None:
        words = "Rang twice and left a message. No answer so far."
        self._note(tracker, moment + 3 * HOUR, self._editor(tracker), words)

    def _resolved(self, tracker: Tracker, moment: datetime) -> None:
        self._step(
            tracker,
            moment + DAY,
            self._editor(tracker),
            "resolved",
            not_raised="They rang beforehand and had a good reason.",
            note="Spoke to them. Hospital letter seen and returned.",
        )

    def _followed(self, tracker: Tracker, moment: datetime) -> None:
        """Resolved, and then marked once more: a new tracker follows the old."""
        self._resolved(tracker, moment)
        activity, who = tracker.activity, self._coach(tracker)
        if activity is not None:
            self.at(moment + 3 * DAY, self.miss(activity.reference, who))

    def _again(self, tracker: Tracker, moment: datetime) -> None:
        """Marked once more while the tracker is open."""
        activity, who = tracker.activity, self._coach(tracker)
        if activity is not None:
            self.at(moment + 20 * HOUR, self.miss(activity.reference, who))

    def _reassigned(self, tracker: Tracker, moment: datetime) -> None:
        def step(then: datetime) -> None:
            reassign_tracker(
                actor=self.actor("aimee.hamilton"),
                tracker_id=tracker.id,
                assignee_id=self.actor("judith.hughes").id,
                seen_version=None,
                now=then,
            )

        if tracker.participant.group.path.endswith("Caerdydd"):
            self.at(moment + 22 * HOUR, step)

    def _submitted(self, tracker: Tracker, moment: datetime) -> None:
        self._asked(tracker, moment)
        self._replied(tracker, moment)
        self._step(
            tracker,
            moment + 20 * HOUR,
            self._editor(tracker),
            "submitted",
            note="Form and call log attached.",
        )

    def _asked(self, tracker: Tracker, moment: datetime) -> None:
        self.at(moment + 4 * HOUR, self._entering(self._editor(tracker), asking(tracker)))

    def _replied(self, tracker: Tracker, moment: datetime) -> None:
        self.at(moment + 18 * HOUR, self._entering(self._editor(tracker), replying(tracker)))

    def _returned(self, tracker: Tracker, moment: datetime) -> None:
        """Compliance sends it back to be put right."""
        self._submitted(tracker, moment)

        def step(then: datetime) -> None:
            send_back(
                actor=self.actor("glenn.wyatt"),
                tracker_id=tracker.id,
                code="r_evidence",
                text="The register of that day is missing.",
                seen_version=None,
                now=then,
            )

        if self._is_welsh(tracker):
            self.at(moment + 2 * DAY, step)

    def _referred(self, tracker: Tracker, moment: datetime) -> None:
        self._submitted(tracker, moment)
        if self._is_welsh(tracker):
            self._step(tracker, moment + 2 * DAY, "glenn.wyatt", "referred")
            self._set_pending(tracker, moment + 2 * DAY + HOUR)

    def _rejected(self, tracker: Tracker, moment: datetime) -> None:
        self._submitted(tracker, moment)
        if self._is_welsh(tracker):
            words = "The letter does not say that it was mandatory. Cannot go to DWP."
            self._step(tracker, moment + 3 * DAY, "wendy.oliver", "rejected", note=words)

    def _closed(self, tracker: Tracker, moment: datetime) -> None:
        self._referred(tracker, moment)
        if self._is_welsh(tracker):
            words = "Decision came back. Entered on their sanction record."
            self._step(tracker, moment + 9 * DAY, "wendy.oliver", "closed", note=words)
            missed = tracker.reason_category == ReasonCategory.DID_NOT
            self._enter(moment, (to_re_compliance if missed else without_a_sanction)(tracker))

    def _enter(self, moment: datetime, entries: list[tuple[float, str, Entering]]) -> None:
        """What came after the referral goes on the sanction record."""
        for days, who, enter in entries:
            self.at(moment + days * DAY, self._entering(who, enter))

    def _entering(self, who: str, enter: Entering) -> Callable[[datetime], None]:
        return lambda then: enter(self.actor(who), then)

    def _set_pending(self, tracker: Tracker, moment: datetime) -> None:
        def step(then: datetime) -> None:
            set_mandation(
                actor=self.actor("aimee.hamilton"),
                participant_id=tracker.participant_id,
                make_activity_mandatory=True,
                sanction_status=SanctionStatus.PENDING_COMPLY,
                seen_version=None,
                now=then,
            )

        self.at(moment, step)

    def _note(self, tracker: Tracker, moment: datetime, who: str, words: str) -> None:
        def step(then: datetime) -> None:
            add_note(actor=self.actor(who), tracker_id=tracker.id, text=words, now=then)

        self.at(moment, step)

    def _step(
        self,
        tracker: Tracker,
        moment: datetime,
        who: str,
        status: str,
        *,
        note: str = "",
        not_raised: str = "",
    ) -> None:
        """Somebody saves the tracker in another status, with the form unless it was not raised."""

        def step(then: datetime) -> None:
            actor = self.actor(who)
            there = Tracker.objects.get(id=tracker.id)
            change = TrackerChange(
                status=status,
                assignee_id=there.assignee_id,
                dma_paperwork_raised=not not_raised,
                not_raised_reason=not_raised,
                note=note,
                reasons_for_going_on=dict.fromkeys(CHECKS, GOING_ON),
                coded_reason="x_notice",
                files=() if not_raised else self._form(actor, there, then),
            )
            # Where a virus scanner is set and does not answer, a form does not count yet.
            with suppress(Refused):
                save_tracker(
                    actor=actor,
                    tracker_id=tracker.id,
                    change=change,
                    seen_version=None,
                    now=then,
                )

        self.at(moment, step)

    def _form(self, actor: Actor, tracker: Tracker, moment: datetime) -> tuple:
        """The form, uploaded, unless the tracker has it already."""
        if tracker.files.filter(kind=FileKind.DMA_PAPERWORK).exists():
            return ()
        content = FORM.read_bytes()
        name = f"ucd603-{tracker.participant.reference.lower()}.pdf"
        upload = Upload(name, len(content), io.BytesIO(content), FileKind.DMA_PAPERWORK.value)
        kept, _refused = stage_files(
            actor=actor, tracker_id=tracker.id, uploads=[upload], now=moment - HOUR / 4
        )
        return tuple((one.id, FileKind.DMA_PAPERWORK.value) for one in kept)

    def _editor(self, tracker: Tracker) -> str:
        """Who works on a tracker: whoever has it, or compliance where that person may not edit."""
        who = tracker.assignee.email.partition("@")[0] if tracker.assignee else "glenn.wyatt"
        return who if may(self.actor(who).roles, "trackers.edit") else "glenn.wyatt"

    def _coach(self, tracker: Tracker) -> str:
        coach = tracker.participant.work_coach
        is_here = coach is not None and coach.is_active
        return coach.email.partition("@")[0] if coach and is_here else "alexandra.herbert"

    def _is_welsh(self, tracker: Tracker) -> bool:
        """Wales has compliance and audit in the demonstration; the others wait for theirs."""
        return tracker.participant.group.path.startswith("Wales")
