"""What was gathered on a tracker before a doubt is raised, read in one statement. The callers
checked that the reader may see the tracker; private details are for named roles (see `Reader`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from waymark.kernel.actor import Actor
from waymark.kernel.words import words_for_day, words_for_time
from waymark.participants.models import Marker
from waymark.people.policy import may
from waymark.plans.models import Activity, Notice
from waymark.plans.rules import SET_BY_HAND
from waymark.reads.worked_out import worked_out
from waymark.trackers.doubt.rules import may_read_private
from waymark.trackers.doubt.words import ASK_FOR_SECOND_PERSON
from waymark.trackers.models import (
    Contact,
    Evaluation,
    FailureKind,
    Note,
    Question,
    ReadinessRecord,
    ReasonDecision,
    Reply,
    SecondLook,
    Tracker,
    Transition,
)
from waymark.trackers.rules import Outcome
from waymark.trackers.types import handover_statuses, open_statuses

TABLES: dict[str, type[Model]] = {
    "contacts": Contact,
    "questions": Question,
    "replies": Reply,
    "decisions": ReasonDecision,
    "failures": FailureKind,
    "second_looks": SecondLook,
    "records": ReadinessRecord,
    "notes": Note,
    "evaluations": Evaluation,
}


@dataclass(frozen=True, slots=True)
class ReplySeen:
    """A reply as one reader sees it: without its details where they are private to others."""

    id: UUID
    replied_on: Any
    by: str
    at: Any
    is_private: bool
    is_hidden: bool
    text: str
    category: str
    accepted: bool | None
    accepted_by: str
    accepted_at: Any
    accepted_why: str


@dataclass(frozen=True, slots=True)
class GoodReason:
    """The question that counts, and its replies, the latest first."""

    question: Question
    replies: Sequence[ReplySeen] = ()

    @property
    def reply(self) -> ReplySeen | None:
        """The reply that counts."""
        return self.replies[0] if self.replies else None

    @property
    def window(self) -> str:
        """Until when there is time to reply, in words."""
        return words_for_day(self.question.reply_due_on)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of it: each list newest first."""

    contacts: Sequence[Contact] = ()
    questions: Sequence[Question] = ()
    replies: Sequence[Reply] = ()
    decisions: Sequence[ReasonDecision] = ()
    failures: Sequence[FailureKind] = ()
    second_looks: Sequence[SecondLook] = ()
    records: Sequence[ReadinessRecord] = ()
    notes: Sequence[Note] = ()
    evaluations: Sequence[Evaluation] = ()
    markers: Sequence[str] = ()
    same_day: Sequence[str] = ()
    notice_voided: str = ""
    next_id: UUID | None = None
    next_number: str = ""
    made_by: frozenset[str] = frozenset()

    def is_own_work(self, actor: Actor, tracker: Tracker) -> bool:
        """Whether the actor marked the activity or submitted this tracker (product.md, section
        5).
        """
        return str(actor.id) in self.made_by or tracker.created_by_id == actor.id

    @property
    def why_it_exists(self) -> Evaluation | None:
        """The decision by which the system made the tracker; none where a person made it."""
        return next((one for one in self.evaluations if one.outcome == Outcome.MADE), None)

    @property
    def question(self) -> Question | None:
        """The question that counts."""
        return self.questions[0] if self.questions else None

    @property
    def at_submission(self) -> ReadinessRecord | None:
        """The checks as they stood when the tracker was last handed on."""
        return self.records[0] if self.records else None

    @property
    def failure(self) -> FailureKind | None:
        """The kind of failure that was confirmed last."""
        return self.failures[0] if self.failures else None

    def good_reason(self, reader: Actor | None) -> GoodReason | None:
        """What was asked and answered, as the reader may see it; nobody sees private details."""
        if self.question is None:
            return None
        replies = [one for one in self.replies if one.question_id == self.question.id]
        return GoodReason(self.question, [self._seen(one, reader) for one in replies])

    def _seen(self, reply: Reply, reader: Actor | None) -> ReplySeen:
        decision = next((one for one in self.decisions if one.reply_id == reply.id), None)
        hidden = reply.is_private and not reads_private(reader, reply.by_id)
        return ReplySeen(
            id=reply.id,
            replied_on=reply.replied_on,
            by=reply.by,
            at=reply.at,
            is_private=reply.is_private,
            is_hidden=hidden,
            text="" if hidden else reply.text,
            category="" if hidden else reply.category,
            accepted=decision.accepted if decision else None,
            accepted_by=decision.by if decision else "",
            accepted_at=decision.at if decision else None,
            accepted_why=decision.why if decision and not hidden else "",
        )


def reads_private(reader: Actor | None, writer: UUID) -> bool:
    """Whether somebody may read private details: a named role, or whoever wrote them."""
    if reader is None:
        return False
    named = may(reader.roles, "trackers.read_private")
    return may_read_private(holds_named_role=named, reader=reader.id, writer=writer)


def gathered_on(tracker_id: UUID) -> Gathered:
    """All that was added to a tracker, and what else the checks look at, in one statement."""
    found: dict[str, Any] = next(iter(_all_of_it(tracker_id=tracker_id)), {})
    rows: dict[str, Any] = {
        name: [_read(table, row) for row in found.get(f"all_{name}", ())]
        for name, table in TABLES.items()
    }
    others = [_activity_words(one) for one in found.get("activities_that_day", ())]
    others += [f"Tracker T{one} is open too" for one in found.get("trackers_that_day", ())]
    return Gathered(
        **rows,
        markers=found.get("marker_names", ()),
        same_day=others,
        notice_voided=found.get("notice_voided") or "",
        next_id=found.get("next_id"),
        next_number=f"T{found['next_number']}" if found.get("next_number") else "",
        made_by=frozenset(
            str(one) for one in (*found.get("submitted_by", ()), *found.get("marked_by", ()))
        ),
    )


@worked_out
def _all_of_it(*, tracker_id: UUID) -> QuerySet[Tracker, Any]:
    arms = {f"all_{name}": _rows_of(table) for name, table in TABLES.items()} | _BESIDE
    return Tracker.objects.filter(id=tracker_id).order_by().values(**arms)


def readiness_at_submission(tracker_id: UUID) -> ReadinessRecord | None:
    """The checks as they stood when a tracker was last handed on."""
    return ReadinessRecord.objects.filter(tracker_id=tracker_id).order_by("-at", "-id").first()


def contacts_of(tracker_id: UUID) -> Sequence[Contact]:
    """The attempts to reach the participant, the latest first."""
    return gathered_on(tracker_id).contacts


def good_reason_of(tracker_id: UUID, reader: Actor | None = None) -> GoodReason | None:
    """What was asked and answered about good reason, as the reader may see it."""
    return gathered_on(tracker_id).good_reason(reader)


class _WholeRow(Func):
    """The row that a column belongs to, with all of its columns, as JSON."""

    output_field = JSONField()

    def as_sql(self, compiler: Any, *_args: Any, **_more: Any) -> Any:
        [column, *_] = compiler.compile(self.get_source_expressions()[0])
        return f"to_jsonb({column.rpartition('.')[0]})", ()


def _rows_of(table: type[Model]) -> ArraySubquery:
    rows: Any = table._default_manager.filter(tracker=OuterRef("id"))
    order = ("-tried_at", "-at", "-id") if table is Contact else ("-at", "-id")
    return ArraySubquery(rows.order_by(*order).values(row=_WholeRow("id")))


def voided_since() -> Subquery:
    """Why the latest notice of a tracker's activity was voided after the tracker was made."""
    voided = Notice.objects.filter(
        activity=OuterRef("activity"), voided_at__gt=OuterRef("created_at")
    )
    return Subquery(voided.order_by("-number").values("void_reason")[:1])


def _activity_words(one: dict[str, Any]) -> str:
    clock = one["due_time"]
    at = f" at {words_for_time(time.fromisoformat(clock))}" if clock else ""
    return f"‘{one['title']}’{at} has no outcome yet"


_FOLLOWING = Tracker.objects.filter(follows=OuterRef("id")).order_by("number")
_BESIDE: dict[str, Any] = {
    "notice_voided": voided_since(),
    "next_id": Subquery(_FOLLOWING.values("id")[:1]),
    "next_number": Subquery(_FOLLOWING.values("number")[:1]),
    "submitted_by": ArraySubquery(
        Transition.objects.filter(tracker=OuterRef("id"), to_status__in=handover_statuses())
        .order_by()
        .values("by_id")
    ),
    "marked_by": ArraySubquery(
        Evaluation.objects.filter(activity=OuterRef("activity")).order_by().values("marked_by_id")
    ),
    "marker_names": ArraySubquery(
        Marker.objects.filter(
            participant=OuterRef("participant"), kind__name__in=ASK_FOR_SECOND_PERSON
        ).values("kind__name")
    ),
    "activities_that_day": ArraySubquery(
        Activity.objects.filter(
            participant=OuterRef("participant"), due_on=OuterRef("due_on"), status__in=SET_BY_HAND
        )
        .exclude(id=OuterRef("activity"))
        .order_by("due_at", "id")
        .values(row=JSONObject(title="title", due_time="due_time"))
    ),
    "trackers_that_day": ArraySubquery(
        Tracker.objects.filter(
            participant=OuterRef("participant"),
            due_on=OuterRef("due_on"),
            status__in=open_statuses(),
        )
        .exclude(id=OuterRef("id"))
        .order_by("number")
        .values("number")
    ),
}


def _read(table: type[Model], row: dict[str, Any]) -> Model:
    columns = table._meta.concrete_fields
    return table(**{one.attname: one.to_python(row[str(one.column)]) for one in columns})
