"""What was gathered before a doubt is raised, as the pages of a tracker show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from waymark.kernel.actor import Actor
from waymark.kernel.words import counted, words_for_day, words_for_moment
from waymark.people.policy import may
from waymark.reporting.good_reason_words import contact_title, good_reason_lines
from waymark.trackers.doubt.words import (
    CONTACT_OUTCOMES,
    FAILURES,
    Failure,
)
from waymark.trackers.doubt_queries import Gathered
from waymark.web.addresses import address
from waymark.web.parts import Entry, Link


@dataclass(frozen=True, slots=True)
class GatheredPage:
    """Contacts, good reason and the kind of failure, in words; and where more is added."""

    contacts: Sequence[Entry]
    contacts_in_short: str
    contact_href: str
    good_reason: Sequence[str]
    failure: str
    failure_detail: str
    links: Sequence[Link]


def gathered_page(
    actor: Actor, tracker: Any, gathered: Gathered, *, is_final: bool
) -> GatheredPage:
    """What this person may see of it, and what they may add."""
    may_add = not is_final and may(actor.roles, "trackers.prepare_doubt")
    contact_href = address("tracker-contact", tracker.id) if may_add else ""
    return GatheredPage(
        contacts=[_contact(one) for one in gathered.contacts],
        contacts_in_short=_contacts_in_short(gathered),
        contact_href=contact_href,
        good_reason=good_reason_lines(gathered.good_reason(actor)),
        failure=FAILURES[Failure(gathered.failure.failure)]
        if gathered.failure
        else "Not confirmed yet",
        failure_detail=_failure_detail(gathered),
        links=_links(actor, tracker, gathered) if may_add else (),
    )


def _contact(contact: Any) -> Entry:
    lines = [contact.text] if contact.text else []
    if contact.moved_it:
        lines.insert(0, "This changed the day, the time or the place of the activity.")
    if contact.made_by != contact.by:
        lines.append(f"Recorded by {contact.by}, {words_for_moment(contact.at)}.")
    return Entry(contact_title(contact), contact.made_by, contact.tried_at, tuple(lines))


def _contacts_in_short(gathered: Gathered) -> str:
    if not gathered.contacts:
        return "None recorded"
    latest = gathered.contacts[0]
    attempts = counted(len(gathered.contacts), "attempt")
    return (
        f"{attempts}, the latest on {words_for_moment(latest.tried_at)}: "
        f"{CONTACT_OUTCOMES[latest.outcome]}"
    )


def _failure_detail(gathered: Gathered) -> str:
    if (confirmed := gathered.failure) is None:
        return ""
    why = f". Because: {confirmed.why}" if confirmed.why else ""
    return f"Confirmed by {confirmed.by}, {words_for_day(confirmed.at)}{why}"


def _links(actor: Actor, tracker: Any, gathered: Gathered) -> list[Link]:
    """What can be added now."""
    names = [
        ("Record a contact", "tracker-contact"),
        ("Record that good reason was asked about", "tracker-question"),
    ]
    reason = gathered.good_reason(actor)
    if reason:
        names.append(("Record the reply", "tracker-reply"))
    if reason and reason.reply and not reason.reply.is_hidden:
        names.append(("Decide whether it is good reason", "tracker-decision"))
    names.append(("Confirm the kind of failure", "tracker-failure"))
    if gathered.markers:
        names.append(("Name who considered the markers", "tracker-second-person"))
    return [Link(label, address(name, tracker.id)) for label, name in names]
