"""A tracker as its pages show it: facts, files, notes, history, and why it exists."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from waymark.audit.events import HistoryRow, history_of_tracker
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.words import words_for_day, words_for_moment
from waymark.people.policy import Role, may
from waymark.programmes.queries import REASON_CATEGORIES
from waymark.reporting.evaluation_words import condition_lines
from waymark.trackers.changed_under import beside_of
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.doubt.checking import Check
from waymark.trackers.doubt_queries import Gathered, gathered_on
from waymark.trackers.queries import facts_of
from waymark.trackers.readiness_facts import paperwork_of, readiness_of
from waymark.trackers.record import (
    FILE_KINDS,
    FileLine,
    Files,
    files_of_tracker,
)
from waymark.trackers.since import Since, what_changed_since
from waymark.trackers.types import TYPES, hands_on, status_of, workflow_of
from waymark.web.addresses import address
from waymark.web.doubt.gathered_page import GatheredPage, gathered_page
from waymark.web.doubt.readiness_page import ReadinessPage, readiness_page
from waymark.web.evaluation_pages import EvaluationPage, evaluation_page
from waymark.web.history_words import timeline_entry
from waymark.web.participants.identity import identity_bar_of
from waymark.web.parts import Action, Condition, Entry, File, IdentityBar, Link, Tag
from waymark.web.plans.due import due_words
from waymark.web.trackers.clock_words import ClockFacts, clock_facts


@dataclass(frozen=True, slots=True)
class Component:
    """The activity that was not done, with due date and reason as they were when it was marked."""

    title: str
    href: str
    is_mandatory: bool
    due: str
    reason: str
    details: str
    as_on: str


@dataclass(frozen=True, slots=True)
class KindOfFiles:
    """The files of one kind."""

    label: str
    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What every page about one tracker shows."""

    who: IdentityBar
    number: str
    href: str
    edit_href: str
    sanction_record: str
    type: str
    status: Tag
    is_final: bool
    final_words: str
    actions: Sequence[Action]
    assignee: str
    assignee_detail: str
    cannot_edit: str
    component: Component | None
    raised: str
    raised_detail: str
    not_raised_reason: str
    files: Sequence[KindOfFiles]
    infected: Sequence[str]
    previous: Link | None
    next: Link | None
    next_words: str
    since: Sequence[Condition]
    suggestions: Sequence[str]
    why: EvaluationPage | None
    gathered: GatheredPage
    readiness: ReadinessPage | None
    notes: Sequence[Entry]
    history: Sequence[Entry]
    is_own_work: bool
    clock: ClockFacts
    pack_href: str
    sheet_href: str


def record_page(
    actor: Actor,
    tracker: Any,
    *,
    now: datetime,
    files: Files | None = None,
    gathered: Gathered | None = None,
    checks: Sequence[Check] | None = None,
) -> RecordPage:
    """Everything about a tracker that the actor has opened."""
    status = status_of(tracker.type, tracker.status)
    history = history_of_tracker(tracker.id)
    gathered = gathered or gathered_on(tracker.id)
    evaluation = gathered.why_it_exists
    attached = (files or files_of_tracker(tracker)).attached
    if checks is None and status.is_final:
        checks = ()
    if checks is None:
        paperwork = paperwork_of(tracker, [(one.kind, one.name) for one in attached])
        checks = readiness_of(
            tracker, now=now, submitter=actor.id, gathered=gathered, paperwork=paperwork
        )
    may_remove = may(actor.roles, "trackers.edit") and not status.is_final
    since = _since(tracker, gathered, now)
    return RecordPage(
        who=identity_bar_of(tracker.participant),
        number=tracker.shown_number,
        href=address("tracker", tracker.id),
        edit_href=address("tracker-edit", tracker.id),
        sanction_record=address("participant-sanction-record", tracker.participant_id),
        type=TYPES[tracker.type].label,
        status=Tag(status.label, status.tag),
        is_final=status.is_final,
        final_words=_final_words(status.label, history) if status.is_final else "",
        actions=[] if status.is_final else _actions(actor, tracker),
        assignee=tracker.assignee.name if tracker.assignee else "Nobody",
        assignee_detail=_assignee_detail(tracker),
        cannot_edit="" if status.is_final else _cannot_edit(actor, tracker),
        component=_component(tracker),
        raised="Yes" if tracker.dma_paperwork_raised else "No",
        raised_detail=_raised_detail(tracker, attached),
        not_raised_reason=tracker.not_raised_reason,
        files=by_kind(tracker, attached, may_remove=may_remove),
        infected=[
            f"{one.name}, added by {one.by} on {words_for_moment(one.at)}"
            for one in attached
            if one.is_infected
        ],
        previous=_tracker_link(tracker.follows_id, tracker.follows),
        next=_tracker_link(gathered.next_id, gathered.next_number),
        next_words=_next_words(gathered.next_id, is_open=status.is_open),
        since=since_lines(since),
        suggestions=since.suggestions,
        why=evaluation_page(evaluation) if evaluation else None,
        readiness=readiness_page(
            actor, tracker, checks, gathered.at_submission, is_final=status.is_final
        ),
        gathered=gathered_page(actor, tracker, gathered, is_final=status.is_final),
        notes=[
            Entry(
                "Note for the decision maker" if note.for_decision_maker else "Note",
                note.author_name,
                note.at,
                (note.text,),
            )
            for note in gathered.notes
        ],
        history=[timeline_entry(row) for row in history],
        is_own_work=gathered.is_own_work(actor, tracker),
        clock=clock_facts(tracker, reckoning(), day_of(now)),
        pack_href=_if_may(actor, "trackers.make_packs", "tracker-pack", tracker),
        sheet_href=_if_may(actor, "trackers.make_packs", "tracker-sheet", tracker),
    )


def _if_may(actor: Actor, operation: str, name: str, tracker: Any) -> str:
    """Where something is done, for those who may do it."""
    return address(name, tracker.id) if may(actor.roles, operation) else ""


def _actions(actor: Actor, tracker: Any) -> list[Action]:
    """What this person may do; Edit is the main one."""
    possible: tuple[tuple[str, str, str], ...] = (
        ("Edit", "tracker-edit", "trackers.edit"),
        ("Reassign", "tracker-reassign", "trackers.reassign"),
        ("Add note", "tracker-note", "trackers.add_note"),
    )
    if _can_be_sent_back(actor, tracker):
        possible += (("Send back", "tracker-send-back", "trackers.check"),)
    return [
        Action(label, address(name, tracker.id), is_main=name == "tracker-edit")
        for label, name, operation in possible
        if may(actor.roles, operation)
    ]


def _can_be_sent_back(actor: Actor, tracker: Any) -> bool:
    with_compliance = status_of(tracker.type, tracker.status).is_handover
    return with_compliance and may(actor.roles, "trackers.edit")


def _final_words(label: str, history: Sequence[HistoryRow]) -> str:
    """Closed by Wendy Oliver on 6 November 2026."""
    for row in history:
        if any(change.get("field") == "status" for change in row.data.get("changes", ())):
            return f"{label} by {row.by} on {words_for_day(row.at)}."
    return f"{label}."


def _assignee_detail(tracker: Any) -> str:
    """Why somebody's name stands there, or whose queue it is in."""
    if tracker.assignee is None:
        return f"In the queue of {tracker.participant.group.path}"
    if not tracker.assignee.is_active:
        return "No longer active"
    return "Work coach" if tracker.assignee_id == tracker.participant.work_coach_id else ""


def _cannot_edit(actor: Actor, tracker: Any) -> str:
    """Somebody to whom a tracker falls and who may not edit it is told so; so is everybody."""
    if tracker.assignee is None or Role.TRACKERS_EDIT in tracker.assignee.roles:
        return ""
    remedy = "A Supervisor can reassign it; an administrator can give the role."
    if tracker.assignee_id == actor.id:
        return (
            "This tracker is assigned to you, but you can only read it: changing it needs the role "
            f"{Role.TRACKERS_EDIT}. {remedy}"
        )
    return (
        f"{tracker.assignee.name} can only read this tracker: changing it needs the role "
        f"{Role.TRACKERS_EDIT}. {remedy}"
    )


def _raised_detail(tracker: Any, attached: Sequence[FileLine]) -> str:
    """Yes is the default: it says nothing until the paperwork is here."""
    if not tracker.dma_paperwork_raised or any(file.is_paperwork for file in attached):
        return ""
    return "No completed DMA paperwork is here yet"


def _component(tracker: Any) -> Component | None:
    if tracker.activity is None:
        return None
    category = REASON_CATEGORIES.get(tracker.reason_category, "")
    return Component(
        title=tracker.activity.title,
        href=address("activity", tracker.activity_id),
        is_mandatory=tracker.activity.mandatory,
        due=due_words(tracker),
        reason=": ".join(part for part in (category, tracker.reason) if part),
        details=tracker.reason_details,
        as_on=words_for_moment(tracker.created_at),
    )


def by_kind(
    tracker: Any, files: Sequence[FileLine], *, may_remove: bool = False
) -> list[KindOfFiles]:
    """Files under the kind that they are; kinds without any are left out."""
    grouped = []
    for kind, label in FILE_KINDS.items():
        shown = [_file(tracker, one, may_remove=may_remove) for one in files if one.kind == kind]
        if shown:
            grouped.append(KindOfFiles(label, shown))
    return grouped


def _file(tracker: Any, file: FileLine, *, may_remove: bool) -> File:
    where = [tracker.id, file.id]
    shown = File(
        file.name,
        "" if file.is_held else reverse("tracker-file", args=where),
        file.size,
        (file.scan, file.by, words_for_moment(file.at)),
    )
    if not may_remove:
        return shown
    return replace(
        shown, links=(Link("Remove", reverse("tracker-file-remove", args=where), hidden=file.name),)
    )


def _tracker_link(one: Any, number: Any) -> Link | None:
    return Link(str(number), address("tracker", one)) if one else None


def _next_words(next_id: UUID | None, *, is_open: bool) -> str:
    """What happens when the activity is marked Not complete again."""
    if next_id or is_open:
        return ""
    return (
        "None. If this activity is marked Not complete again, "
        "a new tracker is made and linked here."
    )


def _since(tracker: Any, gathered: Gathered, now: datetime) -> Since:
    """What changed under an open tracker."""
    activity = tracker.activity
    if activity is None or not status_of(tracker.type, tracker.status).is_open:
        return Since()
    activity.participant = tracker.participant  # read already, with the programme
    facts = facts_of(activity, latest=None, marked_by="", at=now)
    beside = beside_of(tracker, notice_voided=gathered.notice_voided)
    return what_changed_since(facts, activity_status=activity.status, beside=beside)


def since_lines(since: Since) -> tuple[Condition, ...]:
    """What changed under an open tracker, in words."""
    lines = condition_lines(
        [
            {
                "code": one.code,
                "held": one.held,
                "value": one.value,
                "set_by": one.set_by,
                "set_at": one.set_at,
            }
            for one in since.conditions
        ],
        past=False,
    )
    if since.completed:
        lines += (Condition("no", "The activity was completed after all"),)
    lines += tuple(Condition("no", one.words) for one in since.beside)
    if since.undone:
        lines += (Condition("no", "The marking as Not complete was undone"),)
    return lines


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that was uploaded and is not saved yet."""

    name: str
    size: int
    scan: str
    is_infected: bool
    discard_href: str


@dataclass(frozen=True, slots=True)
class EditPage:
    """What the edit form shows beside its fields."""

    paperwork: Sequence[File]
    others: Sequence[KindOfFiles]
    staged_paperwork: Sequence[StagedFile]
    staged_others: Sequence[StagedFile]
    status_hint: str
    asks_why: bool
    asks_coded_reason: bool
    asks_readiness: bool


def edit_page(actor: Actor, tracker: Any, files: Files, *, checks: Sequence[Check]) -> EditPage:
    """The files already here and those that wait, and what the person may not set."""
    workflow = workflow_of(tracker.type)
    available = workflow.available(current=tracker.status, roles=actor.roles)
    others = [one for one in workflow.statuses if one not in available]
    return EditPage(
        paperwork=[
            _file(tracker, one, may_remove=True) for one in files.attached if one.is_paperwork
        ],
        others=by_kind(
            tracker, [one for one in files.attached if not one.is_paperwork], may_remove=True
        ),
        staged_paperwork=[_waiting(tracker, one) for one in files.staged if one.is_paperwork],
        staged_others=[_waiting(tracker, one) for one in files.staged if not one.is_paperwork],
        status_hint=_status_hint([one.label for one in others]),
        asks_readiness=bool(checks)
        and any(
            one.code != tracker.status and hands_on(tracker.type, one.code) for one in available
        ),
        asks_coded_reason=any(one.asks_coded_reason for one in available),
        asks_why=any(one.is_final for one in available),
    )


def is_over(tracker: Any) -> bool:
    """Whether a tracker takes no change any more."""
    return status_of(tracker.type, tracker.status).is_final


def _waiting(tracker: Any, file: FileLine) -> StagedFile:
    return StagedFile(
        name=file.name,
        size=file.size,
        scan=file.scan,
        is_infected=file.is_infected,
        discard_href=reverse("tracker-staged-discard", args=[tracker.id, file.id]),
    )


def _status_hint(others: Sequence[str]) -> str:
    return f"{' and '.join(others)} are for compliance" if others else ""
