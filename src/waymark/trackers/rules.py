"""Whether a monitoring tracker is due, and why; and what saving one needs. Pure. Source: product.md, sections 2, 3 and 4.1."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from waymark.kernel.rules import rule
from waymark.kernel.words import says_something
from waymark.plans.rules import ActivityStatus, not_complete_has_a_reason

NOT_RAISED_REASON_LIMIT = 2000


class Outcome(StrEnum):
    """What came of a marking."""

    MADE = "made"
    ALREADY_OPEN = "already open"
    NOT_MADE = "not made"


@dataclass(frozen=True, slots=True)
class Setting:
    """A Yes or No that a person set: who and when, where it is known."""

    value: bool
    set_by: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the decision rests on, as it stood when the activity was marked. `day` is the London day of the marking."""

    day: date
    programme: str
    programme_switch: Setting
    left_on: date | None
    make_activity_mandatory: Setting
    activity_mandatory: Setting
    marked_by: str
    marked_at: datetime
    open_tracker: str | None = None
    past_record: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: whether it held, its value at that moment, and for what a person set, who and when (UTC, ISO)."""

    code: str
    held: bool
    value: str
    set_by: str = ""
    set_at: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The evaluation of one marking: the outcome and every condition with its value."""

    outcome: Outcome
    conditions: tuple[Condition, ...]

    def as_data(self) -> list[dict]:
        """The conditions as plain values, to be stored."""
        return [
            {
                "code": one.code,
                "held": one.held,
                "value": one.value,
                "set_by": one.set_by,
                "set_at": one.set_at,
            }
            for one in self.conditions
        ]


@rule("TRK-01", "tracker.programme_switch_off", source="product.md 2; the article, Overview")
def programme_has_monitoring_trackers(*, facts: Facts) -> bool:
    """Monitoring trackers are on for the programme."""
    return facts.programme_switch.value


@rule("TRK-02", "tracker.participant_left", source="product.md 3")
def is_still_on_the_programme(*, facts: Facts) -> bool:
    """The participant has not left: no leaving date was entered that is today or before."""
    return facts.left_on is None or facts.left_on > facts.day


@rule("TRK-03", "tracker.mandation_off", source="product.md 2; the article, Overview")
def mandation_is_on(*, facts: Facts) -> bool:
    """Make activity mandatory is Yes on the participant’s profile."""
    return facts.make_activity_mandatory.value


@rule("TRK-04", "tracker.activity_not_mandatory", source="product.md 2; the article, Overview")
def activity_is_mandatory(*, facts: Facts) -> bool:
    """The activity is marked as mandatory."""
    return facts.activity_mandatory.value


@rule("TRK-05", "tracker.past_record", source="issue: import")
def is_not_a_past_record(*, facts: Facts) -> bool:
    """The marking is not the import of a past record."""
    return not facts.past_record


@rule("TRK-06", "tracker.already_open", source="product.md 3")
def no_tracker_is_open(*, facts: Facts) -> bool:
    """No tracker of this activity is open."""
    return facts.open_tracker is None


def evaluate(facts: Facts) -> Verdict:
    """Decide on one marking as Not complete: made, already open, or not made, with every condition's value."""
    conditions = (
        _condition(
            programme_has_monitoring_trackers, facts, facts.programme, facts.programme_switch
        ),
        _condition(
            is_still_on_the_programme, facts, facts.left_on.isoformat() if facts.left_on else ""
        ),
        _condition(
            mandation_is_on,
            facts,
            _yes_no(facts.make_activity_mandatory.value),
            facts.make_activity_mandatory,
        ),
        _condition(
            activity_is_mandatory,
            facts,
            _yes_no(facts.activity_mandatory.value),
            facts.activity_mandatory,
        ),
        Condition(
            not_complete_has_a_reason.code,
            True,
            str(ActivityStatus.NOT_COMPLETE),
            facts.marked_by,
            _iso(facts.marked_at),
        ),
        _condition(is_not_a_past_record, facts, _yes_no(facts.past_record)),
        _condition(no_tracker_is_open, facts, facts.open_tracker or ""),
    )
    failed = {condition.code for condition in conditions if not condition.held}
    if not failed:
        outcome = Outcome.MADE
    elif failed == {no_tracker_is_open.code}:
        outcome = Outcome.ALREADY_OPEN
    else:
        outcome = Outcome.NOT_MADE
    return Verdict(outcome, conditions)


def _condition(check, facts: Facts, value: str, setting: Setting | None = None) -> Condition:
    set_by, set_at = (setting.set_by, _iso(setting.set_at)) if setting else ("", "")
    return Condition(check.code, check(facts=facts), value, set_by, set_at)


def _yes_no(value: bool) -> str:
    return "Yes" if value else "No"


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


class Because(StrEnum):
    """Why a tracker came to whom it came."""

    OWNER = "owner"
    WORK_COACH_IS_OWNER = "work coach is owner"
    OWNER_CANNOT = "owner cannot, work coach"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to whom a tracker might fall. `can_take_it`: active, with access to the participant."""

    id: UUID
    name: str
    can_take_it: bool


def choose_assignee(
    *, chosen_owner: Candidate | None, work_coach: Candidate | None
) -> tuple[Candidate | None, Because]:
    """The owner; where the owner is inactive or has no access, the work coach; else nobody (product.md, section 3)."""
    if chosen_owner and chosen_owner.can_take_it:
        return chosen_owner, Because.OWNER
    if work_coach and work_coach.can_take_it:
        return work_coach, Because.OWNER_CANNOT if chosen_owner else Because.WORK_COACH_IS_OWNER
    return None, Because.NOBODY


@rule("TRK-10", "tracker.made_by_the_system_only", source="product.md 2")
def may_be_made_by_hand(*, made_by_hand: bool) -> bool:
    """A monitoring tracker is made by the system, never by hand."""
    return made_by_hand


@rule("TRK-11", "tracker.dma_file_needed", field="files", source="product.md 2; the article")
def raised_paperwork_is_there(*, dma_paperwork_raised: bool, dma_files: int) -> bool:
    """Upload the completed DMA paperwork, or choose No and say why it was not raised."""
    return not dma_paperwork_raised or dma_files > 0


@rule(
    "TRK-12",
    "tracker.not_raised_reason_needed",
    field="not_raised_reason",
    source="product.md 2; the article",
)
def not_raised_has_a_reason(*, dma_paperwork_raised: bool, not_raised_reason: str) -> bool:
    """Enter the reason DMA paperwork was not raised."""
    return dma_paperwork_raised or says_something(not_raised_reason)


@rule("TRK-13", "tracker.assignee_without_access", field="assignee", source="product.md 2")
def assignee_can_take_it(*, can_take_it: bool) -> bool:
    """Choose an assignee who is active and has access to this participant."""
    return can_take_it


@rule("TRK-14", "tracker.later_one_is_open", field="status", source="product.md 3")
def no_later_tracker_is_open(*, target_is_open: bool, later_open: bool) -> bool:
    """This tracker cannot be opened again while a later one of the same activity is open."""
    return not (target_is_open and later_open)


@rule("TRK-15", "tracker.own_work_reason_needed", field="own_work_reason", source="product.md 5")
def own_work_is_explained(*, target_is_final: bool, own_work: bool, own_work_reason: str) -> bool:
    """Say why you set a final status yourself: you marked the activity or submitted this tracker."""
    return not (target_is_final and own_work) or says_something(own_work_reason)


@rule("TRK-16", "tracker.note_empty", field="note", source="product.md 2")
def note_says_something(*, text: str) -> bool:
    """Enter a note."""
    return says_something(text)


@rule("TRK-17", "tracker.last_dma_file", field="files", source="product.md 2")
def last_dma_file_stays(*, dma_paperwork_raised: bool, dma_files_left: int) -> bool:
    """The last DMA paperwork cannot be removed without a replacement, or No and a reason."""
    return not dma_paperwork_raised or dma_files_left > 0


@rule("TRK-40", "pack.picture_not_described", source="issue: the pack is accessible")
def picture_is_described(*, description: str) -> bool:
    """Say what the picture shows, for somebody who cannot see it; or leave it out of the pack."""
    return says_something(description)


@rule("TRK-41", "pack.too_large", source="issue: the pack is sent to somebody")
def pack_is_not_too_large(*, size: int, limit: int) -> bool:
    """The files are too large for one pack: leave some of them out."""
    return size <= limit
