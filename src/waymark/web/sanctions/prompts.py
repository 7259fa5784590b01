"""DWP may have to be told that something is no longer required: said where it came to that, and on
Home of whoever has the tracker. It is never more than a prompt.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.people.policy import may, needed_for
from waymark.sanctions.facts import label_of
from waymark.sanctions.no_longer_required import ToTell, to_tell_of
from waymark.sanctions.rules import EntryKind
from waymark.web.addresses import address
from waymark.web.parts import Link
from waymark.web.requests import StaffRequest

RECORD = "sanctions.record"
NOTICE = label_of(EntryKind.NO_LONGER_REQUIRED)


@dataclass(frozen=True, slots=True)
class ToTellLine:
    """Whose tracker it is, why DWP may have to be told, and where one says that it was."""

    participant: str
    why: str
    link: Link


def line_to_tell(actor: Actor, told: ToTell) -> ToTellLine:
    """The link leads to the form, or to the record for those who cannot add to it."""
    about = f"for {told.tracker_number}"
    if may(actor.roles, RECORD):
        href = reverse("sanction-entry-add", args=[told.participant_id, "no-longer-required"])
        add = Link(f"Add ‘{NOTICE}’", f"{href}?tracker={told.tracker_id}", hidden=about)
        return ToTellLine(told.participant, told.why, add)
    record = address("participant-sanction-record", told.participant_id)
    return ToTellLine(
        told.participant, told.why, Link("See the sanction record", record, hidden=about)
    )


def prompt_to_tell(
    request: StaffRequest, participant_id: UUID, *, activity_id: UUID | None = None
) -> None:
    """After somebody left or an activity was withdrawn: a message on the next page for each tracker
    of which DWP may have to be told.
    """
    actor = request.actor
    today = day_of(timezone.now())
    for told in to_tell_of(actor, participant_id, today=today, activity_id=activity_id):
        line = line_to_tell(actor, told)
        needs = "" if may(actor.roles, RECORD) else f". To add to it you need {needed_for(RECORD)}."
        messages.warning(
            request,
            format_html(
                '{}. <a class="govuk-link" href="{}">{}'
                '<span class="govuk-visually-hidden"> {}</span></a>{}',
                line.why,
                line.link.href,
                line.link.label,
                line.link.hidden,
                needs,
            ),
        )
