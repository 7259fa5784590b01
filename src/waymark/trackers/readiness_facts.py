"""What the checks before a doubt is raised look at, of one tracker, as it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from waymark.kernel.london import day_of
from waymark.plans.notice_queries import NoticeSeen, notices_of_activity
from waymark.trackers.doubt.checking import Check
from waymark.trackers.doubt.facts import (
    ContactFacts,
    FailureFacts,
    NoticeFacts,
    QuestionFacts,
    ReadinessFacts,
    SecondLook,
)
from waymark.trackers.doubt.rules import missing_parts
from waymark.trackers.doubt_queries import Gathered, gathered_on
from waymark.trackers.models import FileKind, Tracker, TrackerFile
from waymark.trackers.readiness import readiness
from waymark.trackers.types import with_dwp_statuses


@dataclass(frozen=True, slots=True)
class Paperwork:
    """Whether it is raised, the names of the forms, and how many notices were uploaded as files."""

    raised: bool
    forms: tuple[str, ...] = ()
    notices: int = 0


def paperwork_of(tracker: Tracker, files: Sequence[tuple[str, str]]) -> Paperwork:
    """From the files of a tracker, each with kind and name."""
    return Paperwork(
        raised=tracker.dma_paperwork_raised,
        forms=tuple(name for kind, name in files if kind == FileKind.DMA_PAPERWORK),
        notices=sum(kind == FileKind.NOTICE for kind, _ in files),
    )


def readiness_of(
    tracker: Tracker,
    *,
    now: datetime,
    submitter: UUID | None = None,
    gathered: Gathered | None = None,
    paperwork: Paperwork | None = None,
) -> tuple[Check, ...]:
    """Every check as it stands now, in order of the codes; none where no activity is behind it. The
    caller has checked the scope.
    """
    if tracker.activity is None or tracker.due_on is None or tracker.due_at is None:
        return ()
    return readiness(
        facts_of_readiness(
            tracker,
            now=now,
            submitter=submitter,
            gathered=gathered or gathered_on(tracker.id),
            paperwork=paperwork or _kept_paperwork(tracker),
            notices=notices_of_activity(tracker.activity.id),
        )
    )


def facts_of_readiness(
    tracker: Any,
    *,
    now: datetime,
    submitter: UUID | None,
    gathered: Gathered,
    paperwork: Paperwork,
    notices: Sequence[NoticeSeen],
) -> ReadinessFacts:
    """The facts, from what was read."""
    participant, activity = tracker.participant, tracker.activity
    look = gathered.second_looks[0] if gathered.second_looks else None
    failure = gathered.failure
    return ReadinessFacts(
        today=day_of(now),
        due_at=tracker.due_at,
        due_on=tracker.due_on,
        failed_at=min(tracker.due_at, tracker.created_at),
        benefit=participant.benefit,
        language=participant.language,
        activity_kind=activity.kind,
        activity_status=activity.status,
        activity_mandatory=activity.mandatory,
        make_activity_mandatory=participant.make_activity_mandatory,
        reason_category=tracker.reason_category,
        reason=tracker.reason,
        sanction_status=participant.sanction_status,
        left_on=participant.left_on,
        paperwork_raised=paperwork.raised,
        paperwork=paperwork.forms,
        submitter=submitter,
        is_with_dwp=tracker.status in with_dwp_statuses(),
        notices=tuple(_notice(one) for one in notices),
        notice_files=paperwork.notices,
        contacts=tuple(ContactFacts(one.tried_at, one.moved_it) for one in gathered.contacts),
        question=_question(gathered),
        failure=FailureFacts(failure.failure, failure.why) if failure else None,
        markers=tuple(gathered.markers),
        second_look=SecondLook(look.person_id, look.person_name, look.may_matter) if look else None,
        same_day=tuple(gathered.same_day),
    )


def _kept_paperwork(tracker: Tracker) -> Paperwork:
    links = TrackerFile.objects.filter(tracker=tracker, removed_at=None)
    return paperwork_of(tracker, list(links.values_list("kind", "document__name")))


def _notice(seen: NoticeSeen) -> NoticeFacts:
    return NoticeFacts(
        number=seen.number,
        issued_at=seen.issued_at,
        delivery=seen.delivery,
        given_on=seen.given_on,
        received_on=seen.deemed_received_on,
        due_at=seen.due_at_issued,
        benefit=seen.benefit,
        language=seen.language,
        voided_at=seen.voided_at,
        void_reason=seen.void_reason,
        gap=seen.gap,
        gap_wanted=seen.gap_wanted,
        missing=missing_parts(
            action=seen.action_issued,
            where=seen.where_issued,
            evidence=seen.evidence_issued,
            contact=seen.contact,
            text=seen.text,
        ),
    )


def _question(gathered: Gathered) -> QuestionFacts | None:
    """When it was asked and what came of it; private details are not looked at."""
    reason = gathered.good_reason(None)
    if reason is None:
        return None
    reply = reason.reply
    return QuestionFacts(
        asked_on=reason.question.asked_on,
        way=reason.question.way,
        reply_due_on=reason.question.reply_due_on,
        replied_on=reply.replied_on if reply else None,
        accepted=reply.accepted if reply else None,
    )
