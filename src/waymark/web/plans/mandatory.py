"""All that is mandatory for somebody now, in one place: notices, clashes, what to consider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.kernel.actor import Actor
from waymark.kernel.words import counted, plain_number, words_for_day
from waymark.people.policy import may
from waymark.plans.clashes import Commitment, FullWeek, at_the_same_time, over_the_agreed_hours
from waymark.plans.notice_queries import live_mandatory_activities, notices_in_force_now
from waymark.plans.rules import Kind
from waymark.web.addresses import address
from waymark.web.notices.pages import notice_tag
from waymark.web.opening import opened_participant
from waymark.web.participants.views import profile_context
from waymark.web.parts import Head, Link, Marker, Tag
from waymark.web.plans.due import Clock, due_clock
from waymark.web.requests import StaffRequest

HEADS = tuple(Head(label) for label in ("Activity", "Due", "Takes", "Notice", "Owner"))


@dataclass(frozen=True, slots=True)
class Row:
    """One live mandatory activity."""

    title: str
    href: str
    second: str
    due: Clock
    takes: str
    notice: Tag | None
    issue: Link | None
    owner: str


@dataclass(frozen=True, slots=True)
class Consider:
    """What to consider before something is made mandatory: staff only."""

    adjustments: str
    markers: Sequence[Marker]
    agreed: str


@dataclass(frozen=True, slots=True)
class MandatoryPage:
    """Everything mandatory that nobody has marked yet, and what is wrong with it as a whole."""

    heads: Sequence[Head]
    rows: list[Row]
    clashes: list[str]
    without_hours: str
    consider: Consider


@require_safe
def mandatory(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The live mandatory activities of a participant, with clashes pointed out."""
    participant = opened_participant(request, participant_id)
    activities = live_mandatory_activities(participant_id)
    context = profile_context(request.actor, participant, "participant-plan")
    context["page"] = mandatory_page(
        request.actor,
        participant,
        activities,
        notices_in_force_now([one.id for one in activities]),
        context["who"].markers,
        timezone.now(),
    )
    return render(request, "plans/mandatory.html", context)


def mandatory_page(
    actor: Actor,
    participant: Any,
    activities: Sequence[Any],
    in_force: Mapping[UUID, int],
    markers: Sequence[Marker],
    now: datetime,
) -> MandatoryPage:
    """What the template shows."""
    coach = participant.work_coach.name if participant.work_coach else "Nobody"
    may_issue = may(actor.roles, "notices.issue")
    untimed = sum(one.hours is None for one in activities)
    return MandatoryPage(
        heads=HEADS,
        rows=[
            _row(one, in_force.get(one.id), coach, now, may_issue=may_issue) for one in activities
        ],
        clashes=clash_words(activities, participant.agreed_hours),
        without_hours=_without_hours(untimed) if participant.agreed_hours else "",
        consider=what_to_consider(participant, markers),
    )


def what_to_consider(participant: Any, markers: Sequence[Marker]) -> Consider:
    """Adjustments, markers and agreed hours, wherever something is made mandatory."""
    agreed = participant.agreed_hours
    return Consider(
        adjustments=participant.reasonable_adjustments,
        markers=markers,
        agreed=f"{plain_number(agreed)} hours a week" if agreed else "",
    )


def clash_words(activities: Sequence[Any], agreed: Any, *, of: UUID | None = None) -> list[str]:
    """What stands in each other's way, in words; `of`: only what one of them has to do with."""
    commitments = [_commitment(one) for one in activities]
    pairs = at_the_same_time(commitments)
    weeks = over_the_agreed_hours(commitments, agreed)
    told = [
        f"‘{first.title}’ and ‘{second.title}’ are at the same time, {words_for_day(first.due_on)}"
        for first, second in pairs
        if of is None or of in (first.id, second.id)
    ]
    return told + [_week(one) for one in weeks if of is None or of in one.ids]


def _week(week: FullWeek) -> str:
    return (
        f"In the week of {words_for_day(week.monday)} {plain_number(week.hours)} hours are "
        f"mandatory: {plain_number(week.agreed)} are agreed"
    )


def _without_hours(untimed: int) -> str:
    if not untimed:
        return ""
    verb = "says" if untimed == 1 else "say"
    return f"{counted(untimed, 'activity', 'activities')} {verb} not how many hours it takes."


def _commitment(activity: Any) -> Commitment:
    return Commitment(
        id=activity.id,
        title=activity.title,
        due_on=activity.due_on,
        due_at=activity.due_at,
        hours=activity.hours,
        is_attended=activity.kind == Kind.APPOINTMENT,
    )


def _row(activity: Any, number: int | None, coach: str, now: datetime, *, may_issue: bool) -> Row:
    is_wanted = number is None and activity.due_at > now and may_issue
    href = address("notice-issue", activity.id)
    hours = activity.hours
    return Row(
        title=activity.title,
        href=address("activity", activity.id),
        second=", ".join(
            part for part in (activity.kind, activity.channel, activity.place) if part
        ),
        due=due_clock(activity, now, to_do=True),
        takes=f"{plain_number(hours)} hours" if hours else "Not said",
        notice=notice_tag(activity, number, now),
        issue=Link("Issue a notice", href, hidden=f"of {activity.title}") if is_wanted else None,
        owner=activity.chosen_owner.name if activity.chosen_owner else coach,
    )
