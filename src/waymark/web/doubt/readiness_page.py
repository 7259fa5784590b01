"""The checks before a doubt is raised, as the pages of a tracker show them: as they stand now, and
beside it as they stood when the tracker was handed on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from waymark.kernel.actor import Actor
from waymark.kernel.words import counted, words_for_moment
from waymark.people.policy import may
from waymark.trackers.doubt.checking import Check, State, unmet, unmet_first
from waymark.trackers.types import status_of
from waymark.web.addresses import address
from waymark.web.parts import Link, Tag

TAGS = {
    State.NOT_MET: Tag("Not met", "orange"),
    State.CANNOT_TELL: Tag("Cannot tell", "blue"),
}
NEEDS_A_PERSON = Tag("Needs a second person", "blue")
# Where something can be done about a check: the address, and whose it is.
PLACES = {
    "contact": ("tracker-contact", "trackers.prepare_doubt"),
    "question": ("tracker-question", "trackers.prepare_doubt"),
    "reply": ("tracker-reply", "trackers.prepare_doubt"),
    "decision": ("tracker-decision", "trackers.prepare_doubt"),
    "failure": ("tracker-failure", "trackers.prepare_doubt"),
    "second_person": ("tracker-second-person", "trackers.prepare_doubt"),
    "edit": ("tracker-edit", "trackers.edit"),
}


@dataclass(frozen=True, slots=True)
class ChecksLine:
    """A check: its facts, what to do about it, and how it stood when the tracker was handed on."""

    code: str
    name: str
    said: str
    link: Link | None
    tag: Tag | None
    is_met: bool
    then: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReadinessPage:
    """The list, unmet first, with a line of progress."""

    heading: str
    progress: str
    more: str
    handed_on: str
    lines: Sequence[ChecksLine]


def readiness_page(
    actor: Actor, tracker: Any, checks: Sequence[Check], record: Any, *, is_final: bool
) -> ReadinessPage | None:
    """As it stands now; of a final tracker as it stood when it was handed on."""
    if is_final:
        return _as_it_stood(tracker, record) if record else None
    if not checks:
        return None
    then = {one["code"]: one for one in record.checks} if record else {}
    return ReadinessPage(
        heading="Checks before a doubt is raised",
        progress=progress_words(checks),
        more=_more(checks),
        handed_on=_handed_on(tracker, record),
        lines=[
            ChecksLine(
                code=one.code,
                name=one.name,
                said=one.said,
                link=_link(actor, tracker, one),
                tag=_tag(one),
                is_met=one.state is State.MET,
                then=_then(one, then.get(one.code), tracker, record),
            )
            for one in unmet_first(checks)
        ],
    )


def progress_words(checks: Sequence[Check]) -> str:
    """14 of 17 checks are met."""
    is_met = sum(one.state is State.MET for one in checks)
    return f"{is_met} of {is_met + len(unmet(checks))} checks are met."


def _more(checks: Sequence[Check]) -> str:
    missing = len(unmet(checks))
    if not missing:
        return "Nothing stands in the way of submitting it."
    need = "needs a reason" if missing == 1 else "each need a reason"
    return (
        f"You may submit or refer it all the same: {counted(missing, 'check')} that "
        f"{'is' if missing == 1 else 'are'} not met {need}, which compliance reads."
    )


def _as_it_stood(tracker: Any, record: Any) -> ReadinessPage:
    lines = [_line_of_record(one) for one in record.checks]
    lines.sort(key=lambda line: (line.tag is None, not line.is_met))
    return ReadinessPage(
        heading="Checks when it was handed on",
        progress=f"{record.met} of {record.met + record.unmet} checks were met.",
        more="",
        handed_on=_handed_on(tracker, record),
        lines=lines,
    )


def _line_of_record(one: Mapping[str, str]) -> ChecksLine:
    state = State(one["state"])
    return ChecksLine(
        code=one["code"],
        name=one["name"],
        said=one["said"],
        link=None,
        tag=TAGS.get(state),
        is_met=state is State.MET,
        then=_reason(one),
    )


def _handed_on(tracker: Any, record: Any) -> str:
    """When and by whom it was handed on, and how it stood."""
    if record is None:
        return ""
    label = status_of(tracker.type, record.to_status).label
    return (
        f"When {record.by} set it to {label} on {words_for_moment(record.at)}, "
        f"{record.met} of {record.met + record.unmet} were met."
    )


def _then(
    now: Check, stood: Mapping[str, str] | None, tracker: Any, record: Any
) -> tuple[str, ...]:
    """How a check stood then, where it stands otherwise now; and the reason for going on."""
    if stood is None:
        return ()
    if (stood["state"], stood["said"]) == (str(now.state), now.said):
        return _reason(stood)
    label = status_of(tracker.type, record.to_status).label
    return (f"When {label}: {stood['state']}. {stood['said']}", *_reason(stood))


def _reason(stood: Mapping[str, str]) -> tuple[str, ...]:
    return (f"Reason for going on: {stood['reason']}",) if stood["reason"] else ()


def _tag(one: Check) -> Tag | None:
    if one.where == "second_person" and one.is_unmet:
        return NEEDS_A_PERSON
    return TAGS.get(one.state)


def _link(actor: Actor, tracker: Any, one: Check) -> Link | None:
    """What to do about it, where this person may do it."""
    if not one.remedy:
        return None
    href = _place(actor, tracker, one.where)
    return Link(one.remedy, href) if href else None


def _place(actor: Actor, tracker: Any, where: str) -> str:
    if where in PLACES:
        name, operation = PLACES[where]
        return address(name, tracker.id) if may(actor.roles, operation) else ""
    if where == "activity":
        return address("activity", tracker.activity_id)
    if where in ("contacts", "files"):
        return f"{reverse('tracker', args=[tracker.id])}#{where}"
    name = "participant-plan" if where == "plan" else "participant-details"
    return address(name, tracker.participant_id)
