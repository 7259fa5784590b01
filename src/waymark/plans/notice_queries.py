"""Notices, as others read them: those of an activity, and which was in force at a moment."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.participants.queries import visible_to
from waymark.plans.models import Activity, Notice
from waymark.plans.rules import SET_BY_HAND
from waymark.reads.worked_out import worked_out


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """A notice as it was issued, and what became of it: plain values.

    `number` counts the notices of the activity. `superseded`: there is a later one. `gap` is the
    number of working days between receipt and the due day, `gap_wanted` how many there should be.
    """

    id: UUID
    activity_id: UUID
    number: int
    issued_at: datetime
    issued_by: str
    delivery: str
    given_on: date
    deemed_received_on: date
    due_at_issued: datetime
    action_issued: str
    where_issued: str
    evidence_issued: str
    contact: str
    language: str
    benefit: str
    is_large_print: bool
    gap: int
    gap_wanted: int
    voided_at: datetime | None
    voided_by: str
    void_reason: str
    superseded: bool
    sha256: str
    template_version: int
    text: str
    document_id: UUID

    @property
    def is_in_force(self) -> bool:
        return self.voided_at is None

    @property
    def is_short(self) -> bool:
        """Whether there was less time between receipt and the activity than there should be."""
        return self.gap < self.gap_wanted


def notices_of_activity(activity_id: UUID) -> list[NoticeSeen]:
    """Every notice of an activity, newest first. The caller has checked the scope."""
    return notices_of_activities([activity_id]).get(activity_id, [])


def notices_of_activities(activity_ids: Iterable[UUID]) -> dict[UUID, list[NoticeSeen]]:
    """The notices of some activities, newest first, in one statement."""
    found: dict[UUID, list[NoticeSeen]] = {}
    for row in _notices(activity_ids=set(activity_ids)):
        seen = found.setdefault(row.activity_id, [])
        seen.append(_seen(row, superseded=bool(seen)))
    return found


@worked_out
def _notices(*, activity_ids: Collection[UUID]) -> QuerySet[Notice]:
    notices = Notice.objects.filter(activity_id__in=activity_ids)
    return notices.select_related("template", "document").order_by("activity_id", "-number")


def notice_in_force(activity_id: UUID, at: datetime) -> NoticeSeen | None:
    """The notice that was in force at a moment: issued by then, and not void then."""
    for notice in notices_of_activity(activity_id):
        is_void = notice.voided_at is not None and notice.voided_at <= at
        if notice.issued_at <= at and not is_void:
            return notice
    return None


def notices_in_force_now(activity_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """The number of the notice in force of each activity that has one."""
    return dict(_in_force_now(activity_ids=set(activity_ids)))


@worked_out
def _in_force_now(*, activity_ids: Collection[UUID]) -> QuerySet[Notice, Any]:
    found = Notice.objects.filter(activity_id__in=activity_ids, voided_at=None)
    return found.order_by().values_list("activity_id", "number")


def notice_of(actor: Actor, activity_id: UUID, notice_id: UUID) -> Notice:
    """One notice with its activity, template and file; refused with `notice.not_found`."""
    found = (
        Notice.objects.select_related("activity", "template", "document", "participant")
        .filter(visible_to(actor, of="participant__"), id=notice_id, activity_id=activity_id)
        .first()
    )
    if found is None:
        raise NotFound("notice")
    return found


def last_contact(staff_id: UUID) -> str:
    """What a member of staff last wrote about whom to tell; empty when they issued none yet."""
    issued = Notice.objects.filter(issued_by_id=staff_id).order_by("-issued_at")
    return issued.values_list("contact", flat=True).first() or ""


def live_mandatory_activities(participant_id: UUID) -> Sequence[Activity]:
    """A participant's mandatory activities that nobody has marked, those due first on top."""
    return list(
        Activity.objects.filter(
            participant_id=participant_id, mandatory=True, status__in=SET_BY_HAND
        )
        .select_related("chosen_owner")
        .order_by("due_at", "id")
    )


def _seen(row: Notice, *, superseded: bool) -> NoticeSeen:
    return NoticeSeen(
        superseded=superseded,
        sha256=row.document.sha256,
        template_version=row.template.version,
        **{name: getattr(row, name) for name in _COPIED},
    )


_COPIED = [
    name
    for name in NoticeSeen.__slots__
    if name not in ("superseded", "sha256", "template_version")
]
