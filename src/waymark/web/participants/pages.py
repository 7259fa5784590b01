"""Page objects of a profile: Overview and Personal details, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from waymark.kernel.actor import Actor
from waymark.kernel.words import plain_number, words_for_day, words_for_moment
from waymark.participants.queries import markers_of, names_of_named
from waymark.people.policy import may, needed_for
from waymark.plans.rules import why_not_mandatory
from waymark.trackers.types import status_of
from waymark.web.addresses import address
from waymark.web.parts import Link, Tag
from waymark.web.plans.due import Clock, due_clock, due_words, next_due
from waymark.web.sanctions.pages import SuggestionLine, suggestion_line


@dataclass(frozen=True, slots=True)
class Setting:
    """A Yes or No, or a status, with who set it and when."""

    value: str
    detail: str


@dataclass(frozen=True, slots=True)
class MarkerLine:
    """A marker that is on, with what staff should know."""

    label: str
    is_risk: bool
    what_to_know: str
    detail: str


@dataclass(frozen=True, slots=True)
class TrackerLine:
    """A tracker in a few words."""

    number: str
    href: str
    status: Tag
    activity: str
    detail: str


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity still to be done."""

    title: str
    href: str
    is_mandatory: bool
    due: Clock


@dataclass(frozen=True, slots=True)
class Mandation:
    """The Mandation panel. `only` says who may change it, to those who may not."""

    make_activity_mandatory: Setting
    sanction_status: Setting
    suggestion: SuggestionLine | None
    why_not: tuple[str, ...]
    change: tuple[Link, ...]
    only: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What matters now."""

    activities: list[ActivityLine]
    has_more_activities: bool
    trackers: list[TrackerLine]
    has_more_trackers: bool
    mandation: Mandation
    markers: list[MarkerLine]
    left_on: date | None


def overview_page(
    actor: Actor, participant: Any, to_do: Sequence[Any], trackers: Sequence[Any], now: datetime
) -> OverviewPage:
    """The first `SHOWN` of each; the queries gave one more to know whether there are others."""
    return OverviewPage(
        activities=[_activity_line(one, now) for one in to_do[:SHOWN]],
        has_more_activities=len(to_do) > SHOWN,
        trackers=[tracker_line(one) for one in trackers[:SHOWN]],
        has_more_trackers=len(trackers) > SHOWN,
        mandation=mandation_panel(actor, participant, None),
        markers=marker_lines(participant),
        left_on=participant.left_on,
    )


SHOWN = 6


def _activity_line(activity: Any, now: datetime) -> ActivityLine:
    due = next_due(activity, now)
    return ActivityLine(
        title=activity.title,
        href=address("activity", activity.id),
        is_mandatory=activity.mandatory,
        due=Clock(due.words, due_words(activity), due.colour)
        if due.colour
        else due_clock(activity, now, to_do=True),
    )


def tracker_line(tracker: Any) -> TrackerLine:
    """A tracker with its status and who has it."""
    status = status_of(tracker.type, tracker.status)
    return TrackerLine(
        number=tracker.shown_number,
        href=address("tracker", tracker.id),
        status=Tag(status.label, status.tag),
        activity=tracker.activity.title if tracker.activity else "",
        detail=f"With {tracker.assignee.name}" if tracker.assignee else "In the group’s queue",
    )


def mandation_panel(actor: Actor, participant: Any, suggestion: Any) -> Mandation:
    """Both fields with who set them, what is suggested, and who may change them."""
    may_change = may(actor.roles, "participants.set_mandation")
    return Mandation(
        make_activity_mandatory=Setting(
            "Yes" if participant.make_activity_mandatory else "No",
            set_by(
                participant.make_activity_mandatory_set_by,
                participant.make_activity_mandatory_set_at,
            ),
        ),
        sanction_status=Setting(
            participant.sanction_status,
            set_by(participant.sanction_status_set_by, participant.sanction_status_set_at),
        ),
        suggestion=suggestion_line(participant, suggestion),
        why_not=tuple(
            refused.message
            for refused in why_not_mandatory(
                make_activity_mandatory=participant.make_activity_mandatory,
                sanction_status=participant.sanction_status,
            )
        ),
        change=_change(participant, "participant-mandation", "mandation") if may_change else (),
        only="" if may_change else "Only a Supervisor can change these.",
    )


def set_by(name: str, at: datetime | None) -> str:
    """Set by Aimee Hamilton, 2 October 2026 at 10:04am."""
    if not name:
        return "Nobody has set it: this is the default"
    return f"Set by {name}, {words_for_moment(at)}" if at else f"Set by {name}"


def marker_lines(participant: Any) -> list[MarkerLine]:
    """The markers that are on, risks first."""
    return [
        MarkerLine(
            one.kind.name,
            one.kind.is_risk,
            one.what_to_know,
            f"{one.set_by}, {words_for_day(one.set_at)}",
        )
        for one in markers_of(participant)
    ]


def _change(participant: Any, name: str, hidden: str) -> tuple[Link, ...]:
    return (Link("Change", address(name, participant.id), hidden=hidden),)


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """The cards of Personal details; `change` links are empty for those who may not."""

    about: list[tuple[str, str]]
    change_about: tuple[Link, ...]
    programme: list[tuple[str, str, str]]
    change_programme: tuple[Link, ...]
    mandation: Mandation
    markers: list[MarkerLine]
    change_markers: tuple[Link, ...]
    who_sees: list[str]
    change_who_sees: tuple[Link, ...]
    who_may: str


def details_page(actor: Actor, participant: Any, suggestion: Any) -> DetailsPage:
    """Who somebody is, what they are on, and the Mandation panel."""
    may_correct = may(actor.roles, "participants.correct")
    may_mark = may(actor.roles, "participants.switch_markers")
    return DetailsPage(
        about=_about(participant),
        change_about=_change(participant, "participant-details-change", "personal details")
        if may_correct
        else (),
        programme=_programme(participant),
        change_programme=(
            Link("Change", address("participant-move", participant.id), hidden=WHO_AND_WHERE),
            Link(
                "Leaving date",
                address("participant-leaving", participant.id),
                hidden="change",
            ),
        )
        if may_correct
        else (),
        mandation=mandation_panel(actor, participant, suggestion),
        markers=marker_lines(participant),
        change_markers=_change(participant, "participant-markers", "markers") if may_mark else (),
        who_sees=names_of_named(participant),
        change_who_sees=_change(participant, "participant-restriction", "who sees this record")
        if may(actor.roles, "participants.restrict")
        else (),
        who_may="" if may_correct else f"To change these you need {needed_for(CORRECT)}.",
    )


WHO_AND_WHERE = "work coach and group"
CORRECT = "participants.correct"


def _about(participant: Any) -> list[tuple[str, str]]:
    return [
        ("Full name", participant.name),
        ("Date of birth", words_for_day(participant.date_of_birth)),
        ("National Insurance number", spaced(participant.ni_number) or "Not known"),
        ("Language", participant.language),
        ("Reasonable adjustments", participant.reasonable_adjustments or "None are written down"),
        ("Agreed hours a week", _hours(participant.agreed_hours)),
        ("Phone", participant.phone or "Not known"),
        ("Email", participant.email or "Not known"),
        ("Reference", participant.reference),
    ]


def _hours(agreed: Any) -> str:
    return plain_number(agreed) if agreed else "None are written down"


def spaced(ni_number: str) -> str:
    """QQ 12 34 56 C, as it is printed on letters."""
    return " ".join(part for part in (ni_number[:2], *_pairs(ni_number[2:])) if part)


def _pairs(text: str) -> list[str]:
    return [text[start : start + 2] for start in range(0, len(text), 2)]


def _programme(participant: Any) -> list[tuple[str, str, str]]:
    programme = participant.programme
    switch = "on" if programme.monitoring_trackers else "off"
    until = participant.planned_end_on
    planned = f", planned to end {words_for_day(until)}" if until else ""
    return [
        ("Programme", programme.name, f"Monitoring trackers are {switch}"),
        ("Started", words_for_day(participant.started_on) + planned, ""),
        (
            "Leaving date",
            words_for_day(participant.left_on) if participant.left_on else "Has not left",
            "",
        ),
        ("Benefit", participant.benefit, ""),
        ("Work coach", participant.work_coach.name if participant.work_coach else "Nobody", ""),
        (
            "Group",
            participant.group.path,
            f"Bank holidays of {participant.group.bank_holidays}",
        ),
    ]
