"""The decision on a marking in plain words, once: why a tracker exists, why there is none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from waymark.kernel.words import words_for_day, words_for_moment
from waymark.trackers.rules import Because, Outcome

PAST_RECORD = "TRK-05"
MARKING = "PLN-10"
HEADS = ("Condition", "At that moment", "Set by")
NOT_WHAT_A_PERSON_SET = ("TRK-02", PAST_RECORD, "TRK-06")


class EvaluationLike(Protocol):
    """What these pages need of a recorded evaluation."""

    outcome: str
    conditions: Sequence[Mapping[str, Any]]
    because: str
    assignee_name: str
    owner_name: str
    marked_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of why: `outcome` is yes, no or ask; the words always say it too."""

    outcome: str
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition in a table: its name, whether it held, its value at that moment, who set it."""

    name: str
    outcome: str
    value: str
    set_by: str


@dataclass(frozen=True, slots=True)
class EvaluationTold:
    """The decision in words: the conditions as lines, and as the rows of a table."""

    heading: str
    opening: str
    conditions: tuple[Condition, ...]
    rows: tuple[ConditionRow, ...]
    closing: str


def evaluation_told(evaluation: EvaluationLike) -> EvaluationTold:
    """A recorded evaluation, in the past tense."""
    return EvaluationTold(
        heading=HEADINGS[evaluation.outcome],
        opening=_opening(evaluation),
        conditions=condition_lines(evaluation.conditions, past=True),
        rows=tuple(_row(condition) for condition in evaluation.conditions),
        closing=_closing(evaluation),
    )


def condition_lines(
    conditions: Iterable[Mapping[str, Any]], *, past: bool
) -> tuple[Condition, ...]:
    """Each condition as a line with ✓ or ✗, with who set it and when; past or present tense."""
    return tuple(
        Condition(
            "yes" if one["held"] else "no",
            _sentence(one, past=past),
            _who_and_when(one),
        )
        for one in conditions
        if not (one["code"] == PAST_RECORD and one["held"])
    )


def came_to(*, because: str, assignee: str, owner: str) -> str:
    """To whom a tracker fell, and why."""
    whom, why = falls_to(because=because, assignee=assignee, owner=owner, past=True)
    return f"It came to {whom}{why}"


def falls_to(*, because: str, assignee: str, owner: str, past: bool) -> tuple[str, str]:
    """Who it is that a tracker falls to, and the end of the sentence that says why."""
    owns, was, had = ("owned", "was", "had") if past else ("owns", "is", "has")
    queue = f"It {was} left in the group’s queue."
    if because == Because.OWNER:
        return assignee, f", who {owns} the activity."
    if because == Because.WORK_COACH_IS_OWNER:
        return assignee, f", the work coach, who {owns} the activity."
    if because == Because.OWNER_CANNOT:
        cannot = f"{was} not active or {had} no access to this participant"
        return assignee, f", the work coach: the activity’s owner, {owner}, {cannot}."
    if not owner:
        return "nobody", f": the activity {had} no owner. {queue}"
    can = f"{was} active with access to this participant"
    return "nobody", f": neither the activity’s owner, {owner}, nor the work coach {can}. {queue}"


HEADINGS: dict[str, str] = {
    Outcome.MADE: "Why this tracker exists",
    Outcome.ALREADY_OPEN: "Why no second tracker was made",
    Outcome.NOT_MADE: "Why there is no tracker",
}


def _opening(evaluation: EvaluationLike) -> str:
    marked = (
        f"The activity was marked not complete by {evaluation.marked_by} "
        f"on {words_for_moment(evaluation.at)}."
    )
    if evaluation.outcome == Outcome.MADE:
        return f"{marked} At that moment all of these held, so Waymark made the tracker:"
    if evaluation.outcome == Outcome.ALREADY_OPEN:
        return f"{marked} Its tracker was still open, so Waymark made no second one:"
    failed = sum(not condition["held"] for condition in evaluation.conditions)
    those = "one of these did" if failed == 1 else "some of these did"
    return f"{marked} At that moment {those} not hold, so Waymark made no tracker:"


def _closing(evaluation: EvaluationLike) -> str:
    if evaluation.outcome == Outcome.MADE:
        return came_to(
            because=evaluation.because,
            assignee=evaluation.assignee_name,
            owner=evaluation.owner_name,
        )
    if evaluation.outcome == Outcome.ALREADY_OPEN:
        return "The marking is an entry in the history of the open tracker."
    return "A change made later does not make a tracker in retrospect."


def _row(condition: Mapping[str, Any]) -> ConditionRow:
    words = WORDS[condition["code"]]
    return ConditionRow(
        name=words.name(condition["value"]),
        outcome="yes" if condition["held"] else "no",
        value=words.shown(condition["value"], condition["held"]),
        set_by=_who_and_when(condition) or "Worked out by Waymark",
    )


def _sentence(condition: Mapping[str, Any], *, past: bool) -> str:
    words = WORDS[condition["code"]]
    sentences = words.then if past else words.now
    return sentences[0 if condition["held"] else 1].format(_readable(condition["value"]))


def _who_and_when(condition: Mapping[str, Any]) -> str:
    """Set by Aimee Hamilton, 2 October 2026; nothing for what no person sets."""
    if condition["code"] in NOT_WHAT_A_PERSON_SET:
        return ""
    if not condition["set_by"]:
        return "" if condition["code"] == MARKING else "Nobody has set it: No is the default"
    when = condition["set_at"]
    if not when:
        return condition["set_by"]
    return f"{condition['set_by']}, {words_for_day(datetime.fromisoformat(when))}"


def _readable(value: str) -> str:
    """A stored day in words; anything else as it is."""
    try:
        return words_for_day(date.fromisoformat(value))
    except ValueError:
        return value


@dataclass(frozen=True, slots=True)
class _Words:
    """How one condition is told: its name and value in a table; held and not held, then and now."""

    name: Callable[[str], str]
    shown: Callable[[str, bool], str]
    then: tuple[str, str]
    now: tuple[str, str]


def _named(name: str) -> Callable[[str], str]:
    return lambda _: name


def _as_stored(value: str, held: bool) -> str:  # noqa: ARG001
    return value


def _on_programme(value: str, held: bool) -> str:
    if not value:
        return "Yes"
    return f"Yes, until {_readable(value)}" if held else f"No, left on {_readable(value)}"


WORDS = {
    "TRK-01": _Words(
        lambda programme: f"Monitoring trackers, {programme}",
        lambda _, held: "On" if held else "Off",
        ("Monitoring trackers were on for {}", "Monitoring trackers were off for {}"),
        ("Monitoring trackers are on for {}", "Monitoring trackers are off for {}"),
    ),
    "TRK-02": _Words(
        _named("Still on the programme"),
        _on_programme,
        ("The participant had not left", "The participant had left, on {}"),
        ("The participant has not left", "The participant has left, on {}"),
    ),
    "TRK-03": _Words(
        _named("Make activity mandatory"),
        _as_stored,
        ("Make activity mandatory was Yes", "Make activity mandatory was No"),
        ("Make activity mandatory is Yes", "Make activity mandatory is No"),
    ),
    "TRK-04": _Words(
        _named("Activity is mandatory"),
        _as_stored,
        ("The activity was mandatory", "The activity was not mandatory"),
        ("This activity is mandatory", "This activity is not mandatory"),
    ),
    MARKING: _Words(
        _named("Marked not complete, with a reason"),
        lambda _, held: "Yes" if held else "No",
        ("It was marked not complete, with a reason", "It was not marked not complete"),
        ("You are marking it not complete, with a reason", "You give no reason"),
    ),
    PAST_RECORD: _Words(
        _named("Not an import of past records"),
        lambda _, held: "It was not" if held else "It was one",
        ("It was not an import of past records", "It was an import of past records"),
        ("This is not an import of past records", "This is an import of past records"),
    ),
    "TRK-06": _Words(
        _named("No other tracker of it open"),
        lambda value, held: "None was open" if held else f"{value} was open",
        ("No tracker of this activity was open", "Tracker {} of this activity was open"),
        ("No tracker of this activity is open", "Tracker {} of this activity is open"),
    ),
}
