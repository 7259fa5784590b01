"""Page objects of the action plan and of an activity, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from waymark.kernel.actor import Actor
from waymark.kernel.words import plain_number, words_for_moment
from waymark.people.policy import may
from waymark.plans.queries import PlanPage
from waymark.plans.rules import SET_BY_HAND, ActivityStatus
from waymark.programmes.queries import REASON_CATEGORIES
from waymark.trackers.types import status_of
from waymark.web.addresses import address
from waymark.web.evaluation_pages import EvaluationPage, evaluation_page
from waymark.web.history_words import timeline_entry
from waymark.web.lists import ACTIONS, Column, heads, list_address, numbered
from waymark.web.notices.pages import NoticeCard, notice_card, notice_tag
from waymark.web.parts import Action, Count, Entry, Head, Link, Pages, Tag
from waymark.web.plans.due import Clock, due_clock, due_words

COLOURS = {
    ActivityStatus.NOT_STARTED: "grey",
    ActivityStatus.IN_PROGRESS: "blue",
    ActivityStatus.COMPLETE: "green",
    ActivityStatus.NOT_COMPLETE: "orange",
}
COLUMNS = [
    Column("Activity"),
    Column("Due", "due", falls_first=True),
    Column("Status", "status"),
    Column("Owner", "owner"),
    Column("Tracker"),
    ACTIONS,
]


def status_tag(status: str) -> Tag:
    """The status of an activity with its colour."""
    return Tag(status, COLOURS[ActivityStatus(status)])


def is_to_do(activity: Any) -> bool:
    """Neither Complete nor Not complete yet."""
    return activity.status in SET_BY_HAND


@dataclass(frozen=True, slots=True)
class TrackerCell:
    """What the plan says of an activity's tracker: it, or why there is none."""

    words: str = ""
    link: Link | None = None
    status: Tag | None = None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity in the plan."""

    title: str
    href: str
    reference: str
    is_mandatory: bool
    second: str
    due: Clock
    status: Tag
    owner: str
    tracker: TrackerCell
    notice: Tag | None
    links: list[Link]


@dataclass(frozen=True, slots=True)
class ActionPlanPage:
    """The action plan with its counts, heads and pages."""

    counts: list[Count]
    heads: list[Head]
    rows: list[ActivityRow]
    status: str
    total: int
    showing: str
    pages: Pages
    actions: list[Action]
    add: str


def action_plan_page(
    actor: Actor,
    participant: Any,
    plan: PlanPage,
    counts: Mapping[str, int],
    trackers: Mapping[UUID, Any],
    in_force: Mapping[UUID, int],
    query: QueryDict,
    *,
    status: str,
    order: str,
    now: datetime,
) -> ActionPlanPage:
    """What the template shows of one page of the plan."""
    coach = participant.work_coach.name if participant.work_coach else "Nobody"
    mandatory = Action("What is mandatory", address("participant-mandatory", participant.id))
    add = Action("Add an activity", address("activity-add", participant.id), is_main=True)
    may_add = may(actor.roles, "plans.edit")
    return ActionPlanPage(
        counts=_counts(counts, query, status),
        heads=heads(COLUMNS, query, order=order),
        rows=[_row(actor, one, coach, trackers.get(one.id), in_force, now) for one in plan.rows],
        status=status,
        total=sum(counts.values()),
        showing=f"Showing {plan.first} to {plan.last} of {plan.total}" if plan.rows else "",
        pages=numbered(query, number=plan.number, pages=plan.pages),
        actions=[add, mandatory] if may_add else [mandatory],
        add=add.href if may_add else "",
    )


def _counts(counts: Mapping[str, int], query: QueryDict, status: str) -> list[Count]:
    every = Count(sum(counts.values()), "All", list_address(query, status=None), not status)
    return [every] + [
        Count(amount, one, list_address(query, status=one), one == status)
        for one, amount in counts.items()
    ]


def _row(
    actor: Actor,
    activity: Any,
    coach: str,
    tracker: Any,
    in_force: Mapping[UUID, int],
    now: datetime,
) -> ActivityRow:
    return ActivityRow(
        title=activity.title,
        href=address("activity", activity.id),
        reference=activity.reference,
        is_mandatory=activity.mandatory,
        second=", ".join(part for part in (activity.kind, activity.place) if part),
        due=due_clock(activity, now, to_do=is_to_do(activity)),
        status=status_tag(activity.status),
        owner=activity.chosen_owner.name if activity.chosen_owner else coach,
        tracker=tracker_cell(activity, tracker),
        notice=notice_tag(activity, in_force.get(activity.id), now),
        links=activity_links(actor, activity),
    )


def tracker_cell(activity: Any, tracker: Any) -> TrackerCell:
    """Its tracker with the status; else whether one can come of it, or why none did."""
    if tracker is not None:
        status = status_of(tracker.type, tracker.status)
        link = Link(tracker.shown_number, address("tracker", tracker.id))
        return TrackerCell(link=link, status=Tag(status.label, status.tag))
    if activity.status == ActivityStatus.NOT_COMPLETE:
        why = address("activity-why", activity.id)
        return TrackerCell(link=Link("Why is there none?", why, hidden=f"({activity.reference})"))
    if not activity.mandatory:
        return TrackerCell("Not mandatory")
    return TrackerCell("None yet" if is_to_do(activity) else "None")


def activity_links(actor: Actor, activity: Any) -> list[Link]:
    """The ⋮ menu of an activity: what this person can do in its state."""
    links = [Link("View", address("activity", activity.id))]
    if activity.status == ActivityStatus.NOT_COMPLETE:
        links.append(Link("Why, and what followed", address("activity-why", activity.id)))
    return links + [Link(one.label, one.href) for one in activity_actions(actor, activity)]


def activity_actions(actor: Actor, activity: Any) -> list[Action]:
    """What this person can do with an activity in its state, the likeliest first."""
    actions: list[tuple[str, str, str]] = []
    if is_to_do(activity):
        actions = [
            ("Mark complete", "activity-complete", "plans.mark"),
            ("Mark not complete", "activity-not-complete", "plans.mark"),
        ]
    elif activity.status == ActivityStatus.NOT_COMPLETE:
        actions = [
            ("Arrange again", "activity-arrange-again", "plans.edit"),
            ("Mark complete", "activity-complete", "plans.mark"),
            ("Undo the marking", "activity-undo", "plans.mark"),
        ]
    else:
        actions = [
            ("Mark not complete", "activity-not-complete", "plans.mark"),
            ("Undo the marking", "activity-undo", "plans.mark"),
        ]
    actions.append(("Edit", "activity-edit", "plans.edit"))
    return [
        Action(label, address(name, activity.id))
        for label, name, operation in actions
        if may(actor.roles, operation)
    ]


def _with_a_main_one(actions: list[Action], activity: Any) -> list[Action]:
    """The first is green, save for what is done already."""
    if not actions or activity.status == ActivityStatus.COMPLETE:
        return actions
    return [replace(actions[0], is_main=True), *actions[1:]]


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """An activity: what it is, how far it has come, what followed, what can be done."""

    title: str
    reference: str
    is_mandatory: bool
    status: Tag
    actions: list[Action]
    facts: list[tuple[str, str, str]]
    instructions: str
    reason: str
    reason_details: str
    arranged: list[tuple[str, Link]]
    steps: list[str]
    version: int
    trackers: list[tuple[Link, Tag, str]]
    evaluation: EvaluationPage | None
    more_evaluations: int
    no_tracker: TrackerCell
    notice: NoticeCard | None
    history: list[Entry]


def activity_page(
    actor: Actor,
    activity: Any,
    *,
    notices: Sequence[Any],
    now: datetime,
    trackers: Sequence[Any],
    evaluations: Sequence[Any],
    again_as: Sequence[Any],
    history: Sequence[Any],
) -> ActivityPage:
    """What the template shows of one activity."""
    may_mark = may(actor.roles, "plans.mark") and is_to_do(activity)
    category = REASON_CATEGORIES.get(activity.reason_category, "")
    is_missed = activity.status == ActivityStatus.NOT_COMPLETE
    return ActivityPage(
        title=activity.title,
        reference=activity.reference,
        is_mandatory=activity.mandatory,
        status=status_tag(activity.status),
        actions=_with_a_main_one(activity_actions(actor, activity), activity),
        facts=_facts(activity),
        instructions=activity.instructions,
        reason=f"{category}: {activity.reason}" if is_missed else "",
        reason_details=activity.reason_details if is_missed else "",
        arranged=_arranged(activity, again_as),
        steps=[str(one) for one in SET_BY_HAND if one != activity.status] if may_mark else [],
        version=activity.version,
        trackers=[_tracker(one) for one in trackers],
        evaluation=told(evaluations[0]) if evaluations else None,
        more_evaluations=len(evaluations) - 1,
        no_tracker=tracker_cell(activity, None),
        notice=notice_card(actor, activity, notices, now),
        history=[timeline_entry(one, names_tracker=True) for one in history],
    )


def told(evaluation: Any) -> EvaluationPage:
    """A decision in words, with a link to the tracker that it made or found open."""
    tracker = evaluation.tracker
    if tracker is None:
        return evaluation_page(evaluation)
    link = Link(f"Tracker {tracker.shown_number}", address("tracker", tracker.id))
    return evaluation_page(evaluation, tracker=link)


def owner_of(activity: Any) -> str:
    """The owner by name: whoever was chosen, else the work coach."""
    owner = activity.chosen_owner or activity.participant.work_coach
    return owner.name if owner else "Nobody"


def _facts(activity: Any) -> list[tuple[str, str, str]]:
    chosen = activity.chosen_owner is not None
    return [
        ("Kind", activity.kind, ""),
        ("Due", due_words(activity), _hours(activity)),
        ("Place", activity.place or "None given", activity.channel),
        ("Evidence needed", activity.evidence or "Nothing is written down", ""),
        ("Owner", owner_of(activity), "" if chosen else "The work coach"),
        ("Mandatory", "Yes" if activity.mandatory else "No", mandatory_set(activity)),
        ("The participant sees it", "Yes" if activity.visible_to_participant else "No", ""),
        ("Reference", activity.reference, f"Added by {activity.created_by}"),
    ]


def _hours(activity: Any) -> str:
    """It takes 1.5 hours."""
    if activity.hours is None:
        return ""
    return f"It takes {plain_number(activity.hours)} {'hour' if activity.hours == 1 else 'hours'}"


def mandatory_set(activity: Any) -> str:
    if not activity.mandatory_set_by:
        return ""
    when = activity.mandatory_set_at
    return f"Set by {activity.mandatory_set_by}" + (f", {words_for_moment(when)}" if when else "")


def status_set(activity: Any) -> str:
    """Who set the status, and when."""
    if not activity.status_set_by:
        return ""
    when = activity.status_set_at
    return f"{activity.status_set_by}" + (f", {words_for_moment(when)}" if when else "")


def _arranged(activity: Any, again_as: Sequence[Any]) -> list[tuple[str, Link]]:
    links = [("Arranged again as", _link(one)) for one in again_as]
    if activity.arranged_again_from_id:
        missed = activity.arranged_again_from
        links.insert(0, ("In place of", _link(missed)))
    return links


def _link(activity: Any) -> Link:
    words = f"{activity.reference}, due {due_words(activity)}"
    return Link(words, address("activity", activity.id))


def _tracker(tracker: Any) -> tuple[Link, Tag, str]:
    status = status_of(tracker.type, tracker.status)
    whom = f"With {tracker.assignee.name}" if tracker.assignee else "In the group’s queue"
    link = Link(tracker.shown_number, address("tracker", tracker.id))
    return link, Tag(status.label, status.tag), whom
