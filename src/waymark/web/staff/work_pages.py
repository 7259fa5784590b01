"""What somebody holds, and what handing it over would do, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from waymark.kernel.actor import Actor
from waymark.kernel.words import counted, number
from waymark.operations.reallocation import Plan, Taking
from waymark.people.accounts import is_wholly_in_scope
from waymark.people.policy import may
from waymark.trackers.held import (
    ACTIVITIES,
    CASELOAD,
    KINDS,
    TRACKERS,
    Colleague,
    Held,
    first_of_activities,
    first_of_caseload,
    first_of_trackers,
)
from waymark.trackers.types import status_of
from waymark.web.addresses import address
from waymark.web.parts import Count, Head, Link
from waymark.web.plans.due import due_words
from waymark.web.staff.pages import holdings, state_tag, unseen_words

SHOWN = 10
KEPT_SHOWN = 50
ONE_OF = {CASELOAD: "participant", ACTIVITIES: "activity", TRACKERS: "tracker"}
MANY_OF = {CASELOAD: "participants", ACTIVITIES: "activities", TRACKERS: "trackers"}
RESULT_HEADS = (Head("Who"), Head("Participants"), Head("Activities"), Head("Trackers"))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody holds."""

    label: str
    href: str
    detail: str


@dataclass(frozen=True, slots=True)
class Section:
    """Some things of one kind, and where the rest is."""

    id: str
    heading: str
    lines: Sequence[Line]
    more: Sequence[Link]
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Everything that somebody holds."""

    id: UUID
    name: str
    state: Any
    is_active: bool
    counts: Sequence[Count]
    sections: Sequence[Section]
    kinds: Sequence[str]
    unseen: str
    uploads: str
    deactivate: str
    back: Link


def work_page(actor: Actor, member: Any, held: Held, now: datetime) -> WorkPage:
    """What the actor sees of it, and how much they do not."""
    counts = holdings(member.id, held)
    kinds = [kind for kind in KINDS if held.seen[kind]]
    readers = {CASELOAD: _caseload, ACTIVITIES: _activities, TRACKERS: _trackers}
    sections = []
    for kind, count in zip(KINDS, counts, strict=True):
        if kind in kinds:
            lines = readers[kind](actor, member.id, now)
            sections.append(_section(kind, lines, count, held))
    return WorkPage(
        id=member.id,
        name=member.name,
        state=state_tag(member),
        is_active=member.is_active,
        counts=counts,
        sections=sections,
        kinds=kinds,
        unseen=unseen_words(actor, held),
        uploads=_uploads(held.uploads),
        deactivate=_deactivate(actor, member),
        back=_back(actor, member),
    )


def _back(actor: Actor, member: Any) -> Link:
    """The account, for who keeps accounts; a supervisor comes from the list."""
    if may(actor.roles, "people.keep"):
        return Link("Account", address("staff-account", member.id))
    return Link("Staff", reverse("staff"))


def _section(kind: str, lines: Sequence[Line], count: Count, held: Held) -> Section:
    amount = held.seen[kind]
    rest = amount - len(lines)
    more = []
    if rest and kind != ACTIVITIES:
        more = [Link(f"See all {number(amount)} {MANY_OF[kind]}", count.href)]
    note = f"And {number(rest)} more, handed over with these." if rest and not more else ""
    if kind == TRACKERS and held.resolved:
        are = "is" if held.resolved == 1 else "are"
        note = f"{number(held.resolved)} of them {are} Resolved, which can be opened again."
    return Section(kind, counted(amount, ONE_OF[kind], MANY_OF[kind]), lines, more, note)


def _caseload(actor: Actor, staff_id: UUID, now: datetime) -> list[Line]:
    return [
        Line(one.name, address("participant", one.id), f"{one.reference}, {one.group.path}")
        for one in first_of_caseload(actor, staff_id, now=now, limit=SHOWN)
    ]


def _activities(actor: Actor, staff_id: UUID, now: datetime) -> list[Line]:
    return [
        Line(
            one.title,
            address("activity", one.id),
            f"{one.participant.name}, due {due_words(one)}",
        )
        for one in first_of_activities(actor, staff_id, now=now, limit=SHOWN)
    ]


def _trackers(actor: Actor, staff_id: UUID, now: datetime) -> list[Line]:  # noqa: ARG001
    return [
        Line(
            one.shown_number,
            address("tracker", one.id),
            f"{status_of(one.type, one.status).label}, {one.participant.name}",
        )
        for one in first_of_trackers(actor, staff_id, limit=SHOWN)
    ]


def _deactivate(actor: Actor, member: Any) -> str:
    """Where to go next, once nothing is left: for who keeps this account."""
    keeps = may(actor.roles, "people.keep") and is_wholly_in_scope(actor, member)
    is_next = keeps and member.is_active and member.id != actor.id
    return address("staff-active", member.id) if is_next else ""


def _uploads(amount: int) -> str:
    if not amount:
        return ""
    was = "was" if amount == 1 else "were"
    return (
        f"{counted(amount, 'file')} that they uploaded {was} never saved on a tracker. "
        "Only they see such files; a day after the upload they are deleted."
    )


def person_hint(one: Colleague) -> str:
    """What a person has already, for whoever chooses."""
    load = ", ".join(
        f"{number(one.load[kind])} {ONE_OF[kind] if one.load[kind] == 1 else MANY_OF[kind]}"
        for kind in KINDS
    )
    edits = "" if one.edits_trackers else ". Cannot edit trackers"
    return f"{one.job_title or 'No job title'}, {one.groups}. Has {load}{edits}"


@dataclass(frozen=True, slots=True)
class TakingRow:
    """Who gets how many, and how many they have then."""

    name: str
    cells: Sequence[tuple[str, str, str]]
    note: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What would happen."""

    id: UUID
    name: str
    heads: Sequence[Head]
    rows: Sequence[TakingRow]
    kept: Sequence[tuple[str, str]]
    kept_more: str
    kept_heading: str
    button: str


def plan_page(staff_id: UUID, plan: Plan) -> PlanPage:
    """Who gets what, and what stays and why."""
    kept = plan.kept
    more = len(kept) - KEPT_SHOWN
    return PlanPage(
        id=staff_id,
        name=plan.leaver,
        heads=RESULT_HEADS,
        rows=[_taking_row(one) for one in plan.people],
        kept=[
            (f"{ONE_OF[one.kind].capitalize()} {one.name}", one.why) for one in kept[:KEPT_SHOWN]
        ],
        kept_more=f"And {number(more)} more." if more > 0 else "",
        kept_heading=f"{counted(len(kept), 'thing stays', 'things stay')} with {plan.leaver}",
        button=f"Hand over {amounts_in_words(plan)}" if plan.moved else "",
    )


def _taking_row(one: Taking) -> TakingRow:
    cells = [
        (
            MANY_OF[kind].capitalize(),
            f"Gets {number(one.gets[kind])}" if one.gets[kind] else "None",
            _load_words(one, kind),
        )
        for kind in KINDS
    ]
    gets_trackers = one.gets[TRACKERS] and not one.edits_trackers
    note = "Cannot edit trackers: lacks the role" if gets_trackers else ""
    return TakingRow(one.name, cells, note)


def _load_words(one: Taking, kind: str) -> str:
    """What they have now and then. Activities also come and go with the participant: none said."""
    if kind == ACTIVITIES:
        return ""
    return f"{number(one.has[kind])} now, {number(one.has[kind] + one.gets[kind])} then"


def kept_in_words(plan: Plan) -> str:
    """What stayed, by the reason why; nothing when everything went."""
    names: dict[str, list[str]] = {}
    for one in plan.kept:
        names.setdefault(one.why, []).append(f"{ONE_OF[one.kind]} {one.name}")
    return ". ".join(f"{why}: {_some(kept)}" for why, kept in names.items())


def _some(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {number(more)} more" if more > 0 else "")


def amounts_in_words(plan: Plan) -> str:
    """57 participants, 3 activities and 12 trackers."""
    amounts: Mapping[str, int] = {
        kind: sum(one.kind == kind for one in plan.moved) for kind in KINDS
    }
    parts = [
        counted(amount, ONE_OF[kind], MANY_OF[kind]) for kind, amount in amounts.items() if amount
    ]
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
