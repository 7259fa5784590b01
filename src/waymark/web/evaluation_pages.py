"""The decision on a marking as components/evaluation.html draws it."""

from dataclasses import dataclass

from waymark.reporting.evaluation_words import (
    HEADS,
    Condition,
    ConditionRow,
    EvaluationLike,
    evaluation_told,
)
from waymark.web.parts import Head, Link


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """A list beside a form, or a table in a whole column; `tracker` is linked below."""

    heading: str
    opening: str
    conditions: tuple[Condition, ...]
    rows: tuple[ConditionRow, ...]
    closing: str
    tracker: Link | None = None
    heads: tuple[Head, ...] = tuple(Head(one) for one in HEADS)


def evaluation_page(evaluation: EvaluationLike, *, tracker: Link | None = None) -> EvaluationPage:
    """A recorded evaluation as a page shows it."""
    told = evaluation_told(evaluation)
    return EvaluationPage(
        told.heading, told.opening, told.conditions, told.rows, told.closing, tracker
    )
