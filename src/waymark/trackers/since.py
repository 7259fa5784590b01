"""What has changed since under an open tracker: it stays, and a person resolves it. Pure.

Source: product.md, section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.participants.rules import FAILURE_TO_ATTEND
from waymark.plans.rules import ActivityStatus
from waymark.trackers.rules import (
    Condition,
    Facts,
    activity_is_mandatory,
    evaluate,
    is_still_on_the_programme,
    mandation_is_on,
    programme_has_monitoring_trackers,
)

LASTING = {
    programme_has_monitoring_trackers.code,
    is_still_on_the_programme.code,
    mandation_is_on.code,
    activity_is_mandatory.code,
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What a tracker rests on beside the conditions: as it was when it was made, and as it is."""

    notice_voided: str = ""
    sanction_status: str = ""
    is_with_dwp: bool = False
    benefit_then: str = ""
    benefit_now: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that changed, and what a person might do about it. Nothing is done by itself."""

    words: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Since:
    """The conditions that held when it was made and do not now, and how the activity stands."""

    conditions: Sequence[Condition] = ()
    completed: bool = False
    undone: bool = False
    beside: Sequence[Changed] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions) or self.completed or self.undone or bool(self.beside)

    @property
    def suggestions(self) -> list[str]:
        """What a person might do, each once."""
        found = [SUGGESTIONS[one.code] for one in self.conditions]
        if self.completed:
            found.append(COMPLETED)
        if self.undone:
            found.append(UNDONE)
        return list(dict.fromkeys([*found, *(one.suggestion for one in self.beside)]))


NO_LONGER = "Think of Resolved, with the reason: the requirement does not hold any more."
COMPLETED = "Think of Resolved, with the reason: it was done after all."
UNDONE = "Think of Resolved, with the reason: nothing was missed, as the plan says now."
SUGGESTIONS = dict.fromkeys(LASTING, NO_LONGER)


def changed_beside(facts: Beside) -> list[Changed]:
    """What changed of notice, sanction status and benefit."""
    found = []
    if facts.notice_voided:
        found.append(
            Changed(
                f"A notice of the activity was voided: {facts.notice_voided}",
                "Check that a notice was in force when it was due.",
            )
        )
    if facts.sanction_status in FAILURE_TO_ATTEND and not facts.is_with_dwp:
        found.append(
            Changed(
                f"The sanction status is {facts.sanction_status}",
                "Ask your Supervisor before it is referred: nothing may be mandated now.",
            )
        )
    if facts.benefit_then and facts.benefit_then != facts.benefit_now:
        found.append(
            Changed(
                f"The benefit was {facts.benefit_then} and is {facts.benefit_now} now",
                "Use the form for the benefit, and check which one the notice is for.",
            )
        )
    return found


NOTHING_BESIDE = Beside()


def what_changed_since(
    facts: Facts, *, activity_status: str, beside: Beside = NOTHING_BESIDE
) -> Since:
    """What no longer holds, of all that held when the tracker was made."""
    return Since(
        conditions=[
            condition
            for condition in evaluate(facts).conditions
            if condition.code in LASTING and not condition.held
        ],
        completed=activity_status == ActivityStatus.COMPLETE,
        undone=activity_status not in (ActivityStatus.COMPLETE, ActivityStatus.NOT_COMPLETE),
        beside=changed_beside(beside),
    )
