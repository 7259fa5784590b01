"""Page objects of notices, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.kernel.words import counted, words_for_day, words_for_moment
from waymark.people.policy import may
from waymark.plans.notice_rules import DELIVERIES, Delivery
from waymark.plans.notice_words import where_words_of
from waymark.plans.rules import SET_BY_HAND
from waymark.web.addresses import address
from waymark.web.parts import Action, Link, Tag
from waymark.web.plans.due import due_words

IN_FORCE, NEEDED = Tag("In force", "green"), Tag("Notice needed", "orange")
VOID, NONE_WAS = Tag("No longer holds", "grey"), Tag("No notice", "grey")


def notice_tag(activity: Any, number_in_force: int | None, now: Any) -> Tag | None:
    """What lists say of an activity's notice; nothing where none is wanted."""
    if not activity.mandatory:
        return None
    if number_in_force is not None:
        return Tag("Notice in force", "green")
    if activity.status not in SET_BY_HAND:
        return None
    return NEEDED if activity.due_at > now else NONE_WAS


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a notice as it would stand there, and what is wrong with it."""

    part: str
    label: str
    text: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToIssue:
    """What a notice of an activity would say, and what stops it."""

    lines: list[PartLine]
    others: list[str]

    @property
    def is_ready(self) -> bool:
        return not self.others and not any(line.errors for line in self.lines)


def to_issue(activity: Any, lacks: Sequence[Refused]) -> ToIssue:
    """The parts that come from the activity, each with what is wrong there."""
    texts = {
        "action": ("What they have to do", f"{activity.title}\n{activity.instructions}".strip()),
        "when": ("When", due_words(activity)),
        "where": ("Where, or how it is held", where_words_of(activity.channel, activity.place)),
        "evidence": ("Evidence needed", activity.evidence),
    }
    return ToIssue(
        lines=[
            PartLine(
                part,
                label,
                text or "Nothing is written down",
                tuple(one.message for one in lacks if one.field == part),
            )
            for part, (label, text) in texts.items()
        ],
        others=[one.message for one in lacks if one.field not in texts],
    )


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice of an activity, as it was issued."""

    title: str
    tag: Tag
    facts: list[tuple[str, str, str]]
    text: str
    language: str
    pdf: Link


def notice_lines(activity: Any, notices: Iterable[Any]) -> list[NoticeLine]:
    """The chain of an activity's notices, newest first."""
    return [_line(activity, one) for one in notices]


def _line(activity: Any, notice: Any) -> NoticeLine:
    number = f"{activity.reference}-{notice.number}"
    return NoticeLine(
        title=f"Notice {number}",
        tag=IN_FORCE if notice.is_in_force else VOID,
        facts=_facts(notice),
        text=notice.text,
        language="cy" if notice.language == "Welsh" else "en",
        pdf=Link(
            "Open the PDF",
            reverse("notice-pdf", args=[activity.id, notice.id]),
            hidden=f"of notice {number}",
        ),
    )


def _facts(notice: Any) -> list[tuple[str, str, str]]:
    void = (
        [("No longer holds since", words_for_moment(notice.voided_at), void_words(notice))]
        if notice.voided_at
        else []
    )
    return [
        *void,
        ("Issued", words_for_moment(notice.issued_at), f"By {notice.issued_by}"),
        ("Given", given_words(notice), ""),
        ("Counts as received", words_for_day(notice.deemed_received_on), gap_words(notice)),
        ("Due, as issued", words_for_moment(notice.due_at_issued), ""),
        (
            "Template",
            f"{notice.benefit}, {notice.language}, version {notice.template_version}",
            "In large print" if notice.is_large_print else "",
        ),
        ("SHA-256 of the PDF", notice.sha256, ""),
    ]


def void_words(notice: Any) -> str:
    """Due date changed, by Adam Stewart."""
    return f"{notice.void_reason}, by {notice.voided_by}"


def given_words(notice: Any) -> str:
    """Sent by post, 24 November 2026."""
    return f"{DELIVERIES[Delivery(notice.delivery)]}, {words_for_day(notice.given_on)}"


def gap_words(one: Any) -> str:
    """2 working days before it is due; and that it is less than it should be."""
    if one.gap < 0:
        return "After the day on which it is due"
    told = f"{counted(one.gap, 'working day')} before the day on which it is due"
    return f"{told}: {one.gap_wanted} or more are wanted" if one.is_short else told


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """What an activity's page says of its notices."""

    tag: Tag | None
    facts: list[tuple[str, str, str]]
    words: str
    pdf: Link | None
    chain: Link | None
    issue: Link | None

    @property
    def links(self) -> list[Link]:
        return [one for one in (self.issue, self.pdf, self.chain) if one is not None]


def notice_card(actor: Actor, activity: Any, notices: Sequence[Any], now: Any) -> NoticeCard | None:
    """The notice in force, or that one is needed; nothing where none ever was nor is wanted."""
    latest = notices[0] if notices else None
    if not activity.mandatory and latest is None:
        return None
    in_force = latest if latest is not None and latest.is_in_force else None
    is_open = activity.mandatory and activity.status in SET_BY_HAND and activity.due_at > now
    href = address("notice-issue", activity.id)
    label = "Issue another notice" if in_force else "Issue a notice"
    chain = address("activity-notices", activity.id)
    return NoticeCard(
        tag=IN_FORCE if in_force else notice_tag(activity, None, now),
        facts=_short_facts(in_force) if in_force else [],
        words=_why_none(latest) if in_force is None else "",
        pdf=_pdf_link(activity, latest) if latest else None,
        chain=Link(f"See {counted(len(notices), 'notice')} as issued", chain) if notices else None,
        issue=Link(label, href) if is_open and may(actor.roles, "notices.issue") else None,
    )


def _short_facts(notice: Any) -> list[tuple[str, str, str]]:
    return [
        ("Given", given_words(notice), f"By {notice.issued_by}"),
        ("Counts as received", words_for_day(notice.deemed_received_on), gap_words(notice)),
    ]


def _why_none(latest: Any) -> str:
    if latest is not None:
        return f"The last one no longer holds. {void_words(latest)}"
    return "None has been issued"


def _pdf_link(activity: Any, latest: Any) -> Link:
    words = "Open the PDF" if latest.is_in_force else "Open the last PDF"
    return Link(words, reverse("notice-pdf", args=[activity.id, latest.id]))


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The notice as it would be issued, and what follows from how it is given."""

    sections: list[Any]
    language: str
    facts: list[tuple[str, str, str]]
    is_short: bool
    actions: tuple[Action, ...] = ()


def preview_page(preview: Any, given: Any, language: str) -> PreviewPage:
    """What the template shows before a notice is issued."""
    return PreviewPage(
        sections=preview.sections,
        language="cy" if language == "Welsh" else "en",
        facts=[
            ("Given", given_words(given), "In large print" if given.large_print else ""),
            ("Counts as received", words_for_day(preview.received), gap_words(preview)),
            (
                "Template",
                f"{preview.template.benefit}, {language}, version {preview.template.version}",
                "Our own draft" if preview.template.is_draft else "",
            ),
        ],
        is_short=preview.is_short,
    )
