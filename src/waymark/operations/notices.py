"""Mandatory Activity Notifications: preview one, issue one. What voids them is in
activity_writes.py.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.documents.kinds import KINDS
from waymark.documents.models import Document, Leftover
from waymark.documents.rules import safe_name, store_has_room, store_took_it
from waymark.documents.store import StoreFull, StoreUnreachable, keep, sha256_of
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.refusals import Refused, raise_all
from waymark.kernel.working_days import working_days_between
from waymark.operations.activity_writes import refuse_if_activity_changed
from waymark.operations.notice_writes import notice_entry, void_notices
from waymark.participants.rules import Language
from waymark.people.policy import require
from waymark.plans.models import Activity, Notice, NoticeTemplate
from waymark.plans.notice_pdf import notice_pdf
from waymark.plans.notice_rules import (
    DELIVERIES,
    Delivery,
    ToNotify,
    short_notice_is_confirmed,
    what_the_activity_lacks,
    what_the_delivery_lacks,
)
from waymark.plans.notice_words import Section, Told, sections_of, text_of, where_words
from waymark.plans.queries import activity_of, locked_activity_of
from waymark.plans.rules import SET_BY_HAND
from waymark.plans.template_queries import template_in_effect
from waymark.plans.template_rules import what_is_wrong_with_parts
from waymark.programmes.queries import calendar_of, limit_on, received_on
from waymark.programmes.rules import NOTICE_GAP

SWEPT_AFTER = timedelta(days=1)
ANOTHER = "Another notice was issued"


@dataclass(frozen=True, slots=True)
class Given:
    """How a notice is given: what staff choose and type when they issue it."""

    delivery: str
    given_on: date
    contact: str
    large_print: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice that could be issued: its parts, when it would count as received, the gap."""

    sections: list[Section]
    told: Told
    template: NoticeTemplate
    received: date
    gap: int
    gap_wanted: int

    @property
    def is_short(self) -> bool:
        return self.gap < self.gap_wanted


def what_stops_a_notice(*, actor: Actor, activity_id: UUID, now: datetime) -> list[Refused]:
    """Why no notice can be issued for an activity as it is, each at the part of the notice that it
    is about; nothing when one can.
    """
    require(actor, "notices.issue")
    activity = activity_of(actor, activity_id)
    template = _template_of(activity, now)
    return _what_is_lacking(activity, template, now)


def preview_notice(*, actor: Actor, activity_id: UUID, given: Given, now: datetime) -> Preview:
    """What a notice would say, with nothing written. Refused with `people.role_needed`,
    `activity.not_found` and NTC-01 to NTC-16, save that a short notice needs no confirming.
    """
    require(actor, "notices.issue")
    return _preview(activity_of(actor, activity_id), given, now)


def preview_pdf(*, actor: Actor, activity_id: UUID, given: Given, now: datetime) -> bytes:
    """The same as the page that it would be, marked as a preview."""
    require(actor, "notices.issue")
    activity = activity_of(actor, activity_id)
    preview = _preview(activity, given, now)
    return _pdf(activity, preview, given, number=_how_many(activity) + 1, is_preview=True)


def issue_notice(
    *,
    actor: Actor,
    activity_id: UUID,
    given: Given,
    confirm_gap: bool,
    seen_version: int | None,
    now: datetime,
    once: UUID | None = None,
    seen_notices: int | None = None,
) -> Notice:
    """Issue a notice: its PDF is made and stored exactly as it is given, with its sum, the
    template's version and the text. A former one in force is void from then on.

    Refused with `people.role_needed`, `activity.not_found`, `plans.changed`, NTC-01 to NTC-16,
    DOC-13 and `notices.another_issued`. `once` and `seen_notices` come with the page: sent twice
    from one page, one notice is issued; and none over one that a colleague has issued since.
    Waymark itself sends nothing to anybody.
    """
    require(actor, "notices.issue")
    activity = activity_of(actor, activity_id)
    if there := _issued_already(activity, once):
        return there
    refuse_if_activity_changed(activity, seen_version)
    number = (_how_many(activity) if seen_notices is None else seen_notices) + 1
    _refuse_if_another_came_first(activity, number)
    preview = _preview(activity, given, now)
    raise_all(short_notice_is_confirmed.check(is_short=preview.is_short, confirmed=confirm_gap))
    pdf = _pdf(activity, preview, given, number=number)
    document = _stored(actor, activity, pdf, now, number=number)
    with acting_as(actor, "issue_notice"):
        locked = locked_activity_of(actor, activity_id)
        if there := _issued_already(locked, once):
            return there
        # What was typeset is what it says now, or nothing is issued, and the bytes are swept.
        refuse_if_activity_changed(locked, activity.version)
        _refuse_if_another_came_first(locked, number)
        void_notices(actor, {locked.id: ANOTHER}, now=now)
        document.save(force_insert=True)
        Leftover.objects.filter(stored_as=document.lies_at).delete()
        notice = _notice(actor, locked, preview, given, document, now)
        notice.id, notice.number = once or uuid4(), number
        notice.save(force_insert=True)
        record(actor, [notice_entry("notice.issued", notice, now, _what_was_done(notice))])
        return notice


def _issued_already(activity: Activity, once: UUID | None) -> Notice | None:
    """What a first click on the same page has issued."""
    return activity.notices.filter(id=once).select_related("activity").first() if once else None


def _refuse_if_another_came_first(activity: Activity, number: int) -> None:
    if _how_many(activity) + 1 != number:
        latest = activity.notices.order_by("-number").first()
        who = latest.issued_by if latest else "Somebody else"
        what = f"notice {latest.shown_number}" if latest else "a notice"
        raise Refused(
            "notices.another_issued",
            f"{who} has issued {what} of this activity meanwhile: look at it first. Another one "
            "would take its place",
        )


def _template_of(activity: Activity, now: datetime) -> NoticeTemplate | None:
    participant = activity.participant
    return template_in_effect(
        benefit=participant.benefit,
        language=participant.language,
        kind=activity.kind,
        on=day_of(now),
    )


def _what_is_lacking(
    activity: Activity, template: NoticeTemplate | None, now: datetime
) -> list[Refused]:
    """What is missing or vague of the parts of a notice; none may be, whatever wrote them."""
    of_template = what_is_wrong_with_parts(template.parts) if template else []
    return what_the_activity_lacks(_to_notify(activity, template), now=now) + of_template


def _to_notify(activity: Activity, template: NoticeTemplate | None) -> ToNotify:
    return ToNotify(
        title=activity.title,
        instructions=activity.instructions,
        due_on=activity.due_on,
        due_time=activity.due_time,
        due_at=activity.due_at,
        place=activity.place,
        channel=activity.channel,
        evidence=activity.evidence,
        mandatory=activity.mandatory,
        is_to_do=activity.status in SET_BY_HAND,
        visible_to_participant=activity.visible_to_participant,
        has_owner=_owner_of(activity) is not None,
        has_template=template is not None,
    )


def _owner_of(activity: Activity) -> Any:
    return activity.chosen_owner or activity.participant.work_coach


def _preview(activity: Activity, given: Given, now: datetime) -> Preview:
    template = _template_of(activity, now)
    raise_all(
        _what_is_lacking(activity, template, now)
        + what_the_delivery_lacks(
            delivery=given.delivery,
            given_on=given.given_on,
            contact=given.contact,
            due_on=activity.due_on,
            today=day_of(now),
        )
    )
    assert template is not None  # NTC-09  # noqa: S101
    told = _told(activity, given)
    nation = activity.participant.group.bank_holidays
    received = received_on(given.delivery, given.given_on, nation)
    return Preview(
        sections=sections_of(template.parts, told, activity.participant.language),
        told=told,
        template=template,
        received=received,
        gap=working_days_between(received, activity.due_on, calendar_of(nation)),
        gap_wanted=limit_on(NOTICE_GAP, given.given_on).number,
    )


def _told(activity: Activity, given: Given) -> Told:
    participant = activity.participant
    return Told(
        name=participant.name,
        reference=participant.reference,
        benefit=participant.benefit,
        kind=activity.kind,
        title=activity.title,
        instructions=activity.instructions,
        due_on=activity.due_on,
        due_time=activity.due_time,
        hours=activity.hours,
        place=activity.place,
        channel=activity.channel,
        evidence=activity.evidence,
        contact=given.contact.strip(),
        owner=_owner_of(activity).name,
        given_on=given.given_on,
    )


def _pdf(
    activity: Activity, preview: Preview, given: Given, *, number: int, is_preview: bool = False
) -> bytes:
    return notice_pdf(
        preview.sections,
        preview.told,
        language=Language(activity.participant.language),
        number=f"{activity.reference}-{number}",
        large_print=given.large_print,
        is_preview=is_preview,
    )


def _how_many(activity: Activity) -> int:
    return activity.notices.count()


def _stored(
    actor: Actor, activity: Activity, pdf: bytes, now: datetime, *, number: int
) -> Document:
    """The PDF in the file store, and the row for it, not yet written."""
    document_id, content = uuid4(), io.BytesIO(pdf)
    document = Document(
        id=document_id,
        participant_id=activity.participant_id,
        name=safe_name(f"notice-{activity.reference}-{number}.pdf"),
        content_type=KINDS["pdf"].media_type,
        size=len(pdf),
        sha256=sha256_of(content),
        stored_as=f"{document_id.hex[:2]}/{document_id}",
        uploaded_by_id=actor.id,
        uploaded_at=now,
        attached_at=now,
    )
    Leftover.objects.create(stored_as=document.stored_as, due_at=now + SWEPT_AFTER)
    try:
        keep(document.stored_as, content)
    except StoreFull:
        raise store_has_room.refusal from None
    except StoreUnreachable:
        raise store_took_it.refusal from None
    return document


def _notice(
    actor: Actor,
    activity: Activity,
    preview: Preview,
    given: Given,
    document: Document,
    now: datetime,
) -> Notice:
    told, participant = preview.told, activity.participant
    return Notice(
        activity=activity,
        participant_id=activity.participant_id,
        template=preview.template,
        benefit=participant.benefit,
        language=participant.language,
        document=document,
        text=text_of(preview.sections),
        contact=told.contact,
        is_large_print=given.large_print,
        due_at_issued=activity.due_at,
        action_issued="\n".join(part for part in (told.title, told.instructions) if part),
        where_issued=where_words(told, participant.language),
        evidence_issued=told.evidence,
        issued_at=now,
        issued_by_id=actor.id,
        issued_by=actor.shown_as,
        delivery=given.delivery,
        given_on=given.given_on,
        deemed_received_on=preview.received,
        gap=preview.gap,
        gap_wanted=preview.gap_wanted,
    )


def _what_was_done(notice: Notice) -> dict:
    """What the history says of a notice that is issued."""
    return {
        "delivery": DELIVERIES[Delivery(notice.delivery)],
        "given_on": notice.given_on.isoformat(),
        "received_on": notice.deemed_received_on.isoformat(),
        "due_at": notice.due_at_issued.isoformat(),
        "template": f"{notice.language}, version {notice.template.version}",
        "large_print": notice.is_large_print,
        "sha256": notice.document.sha256,
        "gap": notice.gap,
        "gap_wanted": notice.gap_wanted,
    }
