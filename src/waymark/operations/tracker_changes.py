"""What the edit form of a tracker says, and everything that is wrong with it. Inner halves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotAllowed, Refused
from waymark.operations.handing_on import checks_before_handing_on, going_on_problems
from waymark.operations.tracker_files import counts_as_paperwork, files_of
from waymark.people.queries import colleagues
from waymark.trackers.doubt.checking import Check
from waymark.trackers.doubt.rules import other_rejection_is_explained, rejection_has_a_code
from waymark.trackers.doubt_queries import gathered_on
from waymark.trackers.models import Tracker
from waymark.trackers.rules import (
    assignee_can_take_it,
    no_later_tracker_is_open,
    not_raised_has_a_reason,
    own_work_is_explained,
    raised_paperwork_is_there,
)
from waymark.trackers.types import open_statuses, workflow_of


@dataclass(frozen=True, slots=True)
class TrackerChange:
    """What the edit form says. `assignee_id` None: nobody. Files are staged ones, each with its
    kind. Reasons for going on stand by the code of the check that is not met.
    """

    status: str
    assignee_id: UUID | None
    dma_paperwork_raised: bool
    not_raised_reason: str = ""
    note: str = ""
    note_for_decision_maker: bool = False
    own_work_reason: str = ""
    reasons_for_going_on: Mapping[str, str] = field(default_factory=dict)
    coded_reason: str = ""
    coded_reason_text: str = ""
    files: tuple[tuple[UUID, str], ...] = ()


Staged = list[tuple[Document, str]]


def checks_of(
    actor: Actor, tracker: Tracker, change: TrackerChange, staged: Staged, now: datetime
) -> tuple[Check, ...]:
    return checks_before_handing_on(
        actor,
        tracker,
        status=change.status,
        raised=change.dma_paperwork_raised,
        staged=staged,
        now=now,
    )


def what_is_asked(tracker: Tracker, change: TrackerChange) -> TrackerChange:
    """The change without a reason from the list where its status asks for none."""
    asks = {one.code for one in workflow_of(tracker.type).statuses if one.asks_coded_reason}
    if change.status in asks:
        return change
    return replace(change, coded_reason="", coded_reason_text="")


def reason_kept(change: TrackerChange) -> str:
    """The reason that is kept: none beside a Yes."""
    return "" if change.dma_paperwork_raised else change.not_raised_reason.strip()


def is_own_work(actor: Actor, tracker: Tracker) -> bool:
    """Whether the actor marked the activity or submitted this tracker (product.md, section 5)."""
    return gathered_on(tracker.id).is_own_work(actor, tracker)


def problems_of(
    actor: Actor,
    tracker: Tracker,
    change: TrackerChange,
    staged: Staged,
    checks: Sequence[Check],
) -> list[Refused]:
    decision = workflow_of(tracker.type).decide(
        current=tracker.status, target=change.status, roles=actor.roles
    )
    if isinstance(decision, NotAllowed) and decision.field is None:
        raise decision
    if isinstance(decision, Refused):
        return [decision, *_paperwork_problems(tracker, change, staged)]
    target = decision.target
    found = (
        []
        if change.assignee_id == tracker.assignee_id
        else assignee_problems(tracker, change.assignee_id)
    )
    found += _paperwork_problems(tracker, change, staged)
    found += no_later_tracker_is_open.check(
        target_is_open=target.is_open and tracker.status not in open_statuses(),
        later_open=_later_is_open(tracker),
    )
    found += own_work_is_explained.check(
        target_is_final=target.is_final,
        own_work=target.is_final and is_own_work(actor, tracker),
        own_work_reason=change.own_work_reason,
    )
    if target.asks_coded_reason and change.status != tracker.status:
        found += rejection_has_a_code.check(code=change.coded_reason)
        found += other_rejection_is_explained.check(
            code=change.coded_reason, text=change.coded_reason_text
        )
    return found + going_on_problems(checks, change.reasons_for_going_on)


def _paperwork_problems(tracker: Tracker, change: TrackerChange, staged: Staged) -> list[Refused]:
    there = sum(counts_as_paperwork(one.kind, one.document) for one in files_of(tracker))
    there += sum(counts_as_paperwork(kind, document) for document, kind in staged)
    return raised_paperwork_is_there.check(
        dma_paperwork_raised=change.dma_paperwork_raised, dma_files=there
    ) + not_raised_has_a_reason.check(
        dma_paperwork_raised=change.dma_paperwork_raised, not_raised_reason=change.not_raised_reason
    )


def assignee_problems(tracker: Tracker, assignee_id: UUID | None) -> list[Refused]:
    if assignee_id is None:
        return []
    person = colleagues([assignee_id]).get(assignee_id)
    participant = tracker.participant
    can_take_it = person is not None and person.sees(
        participant.group.lineage, restricted_to=participant.restricted_to
    )
    return assignee_can_take_it.check(can_take_it=can_take_it)


def _later_is_open(tracker: Tracker) -> bool:
    return (
        Tracker.objects.filter(
            activity=tracker.activity, type=tracker.type, status__in=open_statuses()
        )
        .exclude(id=tracker.id)
        .exists()
    )
