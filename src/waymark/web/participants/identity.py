"""Whom a page is about: the identity bar and the tabs, made once for every page about somebody."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from waymark.kernel.actor import Actor
from waymark.participants.queries import markers_of
from waymark.people.policy import may
from waymark.web.addresses import address
from waymark.web.parts import IdentityBar, Link, Marker

TABS = (
    ("Overview", "participant"),
    ("Personal details", "participant-details"),
    ("Action plan", "participant-plan"),
    ("Trackers", "participant-trackers"),
    ("Sanction record", "participant-sanction-record"),
    ("Documents", "participant-documents"),
    ("History", "participant-history"),
)
LOOKED = ("Who looked", "participant-access")


def identity_bar_of(participant: Any) -> IdentityBar:
    """Name, markers, reference, programme, sanction status: the right person, always."""
    return IdentityBar(
        name=participant.name,
        reference=participant.reference,
        born_on=participant.date_of_birth,
        benefit=participant.benefit,
        sanction_status=participant.sanction_status,
        work_coach=participant.work_coach.name if participant.work_coach else "",
        programme=participant.programme.name,
        profile_url=address("participant", participant.id),
        plan_url=address("participant-plan", participant.id),
        trackers_url=address("participant-trackers", participant.id),
        markers=tuple(marker_parts(markers_of(participant))),
        is_restricted=participant.is_restricted,
    )


def marker_parts(markers: Iterable[Any]) -> list[Marker]:
    """Markers as components draw them."""
    return [Marker(one.kind.name, one.kind.is_risk, one.what_to_know) for one in markers]


def tabs_of(actor: Actor, participant_id: UUID, here: str) -> Sequence[Link]:
    """The pages of one participant that the actor may open; `here` is the name of the address that
    is shown.
    """
    tabs = (*TABS, LOOKED) if may(actor.roles, "access_records.view") else TABS
    return [
        Link(label, address(name, participant_id), is_current=name == here) for label, name in tabs
    ]
