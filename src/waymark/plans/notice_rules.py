"""What a Mandatory Activity Notification needs, and what voids it. Pure. Sources:
product.md 4.2; domain.md 2.3.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from waymark.kernel.refusals import Refused
from waymark.kernel.rules import rule
from waymark.kernel.words import says_something
from waymark.plans.vague_phrases import VAGUE_PHRASES, Vague

SOURCE = "product.md 4.2"
_WORD = re.compile(r"[\w']+")


class Channel(StrEnum):
    """How something is attended, or done."""

    IN_PERSON = "In person"
    PHONE = "Phone"
    VIDEO = "Video call"
    ONLINE = "Online"


FROM_AFAR = frozenset({Channel.PHONE, Channel.VIDEO, Channel.ONLINE})


class Delivery(StrEnum):
    """How a notice reaches the participant. Waymark itself sends none."""

    HANDED_OVER = "handed_over"
    POST = "post"
    EMAIL = "email"
    JOURNAL = "journal"


DELIVERIES: Mapping[str, str] = {
    Delivery.HANDED_OVER: "Handed over",
    Delivery.POST: "Sent by post",
    Delivery.EMAIL: "Sent by e-mail, from our own mail",
    Delivery.JOURNAL: "Sent as a journal message",
}


@rule("NTC-01", "notices.not_mandatory", source=SOURCE)
def activity_is_mandatory(*, mandatory: bool, **_: object) -> bool:
    """A notice is issued for a mandatory activity only: mark the activity as mandatory first."""
    return mandatory


@rule("NTC-02", "notices.activity_marked", source=SOURCE)
def activity_is_to_do(*, is_to_do: bool, **_: object) -> bool:
    """This activity is marked Complete or Not complete already: a notice would come too late."""
    return is_to_do


@rule("NTC-03", "notices.due_passed", field="when", source=SOURCE)
def due_time_lies_ahead(*, due_at: datetime, now: datetime, **_: object) -> bool:
    """The time at which it is due has passed: move the activity first."""
    return due_at > now


@rule("NTC-04", "notices.no_action", field="action", source=SOURCE)
def notice_says_what_to_do(*, instructions: str, **_: object) -> bool:
    """Say exactly what the participant has to do."""
    return says_something(instructions)


@rule("NTC-05", "notices.no_time", field="when", source=SOURCE)
def notice_says_when(*, due_time: time | None, **_: object) -> bool:
    """Say at what time it is, or by what time it has to be done."""
    return due_time is not None


@rule("NTC-06", "notices.no_place", field="where", source=SOURCE)
def notice_says_where_or_how(*, channel: str, place: str, **_: object) -> bool:
    """Say where it is, or that it is by phone, by video call or online."""
    return says_something(place) or channel in FROM_AFAR


@rule("NTC-07", "notices.no_evidence", field="evidence", source=SOURCE)
def notice_says_what_evidence(*, evidence: str, **_: object) -> bool:
    """Say what evidence is needed, or that none is."""
    return says_something(evidence)


@rule("NTC-08", "notices.no_contact", field="contact", source=SOURCE)
def notice_says_how_to_say_you_cannot(*, contact: str, **_: object) -> bool:
    """Enter whom they tell if they cannot, with a phone number or an address."""
    return says_something(contact)


@rule("NTC-09", "notices.no_template", source=SOURCE)
def there_is_a_template(*, has_template: bool, **_: object) -> bool:
    """No template is in effect for this benefit, language and kind: an administrator adds one."""
    return has_template


@rule("NTC-10", "notices.delivery_unknown", field="delivery", source=SOURCE)
def delivery_is_known(*, delivery: str, **_: object) -> bool:
    """Choose how the notice reaches the participant."""
    return delivery in DELIVERIES


@rule("NTC-11", "notices.given_before_made", field="given_on", source=SOURCE)
def given_once_it_is_made(*, given_on: date, today: date, **_: object) -> bool:
    """Enter today or a later day: the notice is made now, so nobody had it before."""
    return given_on >= today


@rule("NTC-12", "notices.given_after_due", field="given_on", source=SOURCE)
def given_before_it_is_due(*, given_on: date, due_on: date, **_: object) -> bool:
    """Enter a day that is not after the one on which the activity is due."""
    return given_on <= due_on


@rule("NTC-13", "notices.short_notice", field="confirm_gap", source=SOURCE)
def short_notice_is_confirmed(*, is_short: bool, confirmed: bool, **_: object) -> bool:
    """There is less time between receipt and the activity than there should be: confirm that it is issued all the same."""
    return confirmed or not is_short


@rule("NTC-14", "notices.vague", source=SOURCE)
def part_is_specific(*, text: str) -> bool:
    """Say it exactly: a vague phrase stands here."""
    return not vague_in(text)


@rule("NTC-15", "notices.not_visible", source=SOURCE)
def participant_sees_it(*, visible_to_participant: bool, **_: object) -> bool:
    """The activity must be visible to the participant."""
    return visible_to_participant


@rule("NTC-16", "notices.no_owner", source=SOURCE)
def somebody_owns_it(*, has_owner: bool, **_: object) -> bool:
    """Choose an owner of the activity first: this participant has no work coach."""
    return has_owner


OF_THE_ACTIVITY = (
    activity_is_mandatory,
    activity_is_to_do,
    participant_sees_it,
    somebody_owns_it,
    there_is_a_template,
    notice_says_what_to_do,
    notice_says_when,
    due_time_lies_ahead,
    notice_says_where_or_how,
    notice_says_what_evidence,
)
OF_THE_DELIVERY = (
    notice_says_how_to_say_you_cannot,
    delivery_is_known,
    given_once_it_is_made,
    given_before_it_is_due,
)


@dataclass(frozen=True, slots=True)
class ToNotify:
    """What a notice would say, as it stands now; date and time are London's."""

    title: str
    instructions: str
    due_on: date
    due_time: time | None
    due_at: datetime
    place: str
    channel: str
    evidence: str
    mandatory: bool
    is_to_do: bool
    visible_to_participant: bool
    has_owner: bool
    has_template: bool

    @property
    def facts(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def what_the_activity_lacks(activity: ToNotify, *, now: datetime) -> list[Refused]:
    """Why no notice can be issued for an activity as it is; each at the part that it is about."""
    found = [one for check in OF_THE_ACTIVITY for one in check.check(**activity.facts, now=now)]
    if any(one.code == "notices.no_time" for one in found):
        found = [one for one in found if one.code != "notices.due_passed"]
    found += vagueness("action", activity.title, activity.instructions)
    found += vagueness("where", activity.place)
    return found + vagueness("evidence", activity.evidence)


def what_the_delivery_lacks(
    *, delivery: str, given_on: date, contact: str, due_on: date, today: date
) -> list[Refused]:
    """What is missing of what somebody said about handing the notice over."""
    facts = {"delivery": delivery, "given_on": given_on, "contact": contact}
    facts |= {"due_on": due_on, "today": today}
    found = [one for check in OF_THE_DELIVERY for one in check.check(**facts)]
    return found + vagueness("contact", contact)


def vagueness(part: str, *texts: str) -> list[Refused]:
    """What is vague in a part of a notice: one message a phrase."""
    return [
        Refused(
            part_is_specific.refusal_code, f"‘{one.phrase}’ is vague. {one.instead}", field=part
        )
        for text in texts
        for one in vague_in(text)
    ]


def vague_in(text: str) -> list[Vague]:
    """The vague phrases that stand in a text, as whole words."""
    plain = _plain(text)
    return [one for one in VAGUE_PHRASES if f" {_plain(one.phrase).strip()} " in plain]


def _plain(text: str) -> str:
    straight = text.casefold().replace("’", "'")
    return f" {' '.join(_WORD.findall(straight))} "


# What makes another thing of an activity: whoever was told of the former was not told of this.
VOIDED_BY = {
    "kind": "kind",
    "title": "title",
    "instructions": "what to do",
    "due_on": "due date",
    "due_time": "due time",
    "place": "place",
    "channel": "channel",
    "hours": "hours",
    "evidence": "evidence needed",
}


def what_voids(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """What changed of an activity that a notice had told, in words; an empty list when it stays."""
    changed = [words for name, words in VOIDED_BY.items() if before[name] != after[name]]
    if before["mandatory"] and not after["mandatory"]:
        changed.append("no longer mandatory")
    return changed


def reason_of_voiding(changed: Iterable[str]) -> str:
    """Due date and place changed; No longer mandatory."""
    moved = [one for one in changed if one != "no longer mandatory"]
    *first, last = moved or [""]
    told = f"{', '.join(first)} and {last} changed" if first else f"{last} changed" if last else ""
    if len(moved) != len(list(changed)):
        told = f"{told}; no longer mandatory" if told else "no longer mandatory"
    return told[:1].upper() + told[1:]
