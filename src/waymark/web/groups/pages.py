"""The tree of groups as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from waymark.kernel.words import counted, number
from waymark.web.addresses import address
from waymark.web.parts import Head, Link

DEEPEST = 6
HEADS = (
    Head("Group"),
    Head("Participants", classes="wm-num"),
    Head("Active staff", classes="wm-num"),
    Head("Bank holidays"),
    Head("Actions", classes="wm-table__act", is_hidden=True),
)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of the tree; `depth` is how far it stands in."""

    name: str
    above: str
    depth: int
    is_closed: bool
    participants: str
    with_below: str
    participants_href: str
    staff: str
    staff_href: str
    bank_holidays: str
    links: Sequence[Link]


def group_rows(groups: Sequence[Any], participants: Mapping[UUID, int]) -> list[GroupRow]:
    """The tree in order, each with how many are in it and, with those below, in all."""
    top = min((len(one.lineage) for one in groups), default=1)
    in_all: dict[UUID, int] = {}
    for group_id, amount, lineage in (
        (one.id, participants.get(one.id, 0), one.lineage) for one in groups
    ):
        for above in {*lineage, group_id}:
            in_all[above] = in_all.get(above, 0) + amount
    return [_row(one, participants.get(one.id, 0), in_all[one.id], top) for one in groups]


def _row(group: Any, here: int, in_all: int, top: int) -> GroupRow:
    return GroupRow(
        name=group.name,
        above=group.path.rpartition(" / ")[0],
        depth=min(len(group.lineage) - top, DEEPEST),
        is_closed=group.is_closed,
        participants=number(here),
        with_below=f"{number(in_all)} with those below" if in_all != here else "",
        participants_href=reverse("participants", query={"group": group.id}),
        staff=number(group.active_staff),
        staff_href=reverse("staff", query={"group": group.id}),
        bank_holidays=group.bank_holidays,
        links=_links(group),
    )


def _links(group: Any) -> list[Link]:
    links = [Link("Edit", address("group-edit", group.id))]
    if not group.is_closed:
        links.append(Link("Add a group below", address("group-add", group.id)))
    if group.parent_id:
        words = "Open again" if group.is_closed else "Close"
        links += [
            Link("Move", address("group-move", group.id)),
            Link(words, address("group-close", group.id)),
        ]
    return links


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What has to go elsewhere before a group can be closed."""

    label: str
    href: str


def in_the_way(
    group: Any, *, participants: int, unseen: int, staff: int, below: Sequence[Any]
) -> list[InTheWay]:
    """Everything that is still in a group, with where to find it."""
    found = []
    if participants:
        href = reverse("participants", query={"group": group.id})
        have = "has" if participants == 1 else "have"
        found.append(InTheWay(f"{counted(participants, 'participant')} who {have} not left", href))
    if unseen:
        found.append(
            InTheWay(f"{counted(unseen, 'restricted record')}: ask the supervisor named on it", "")
        )
    if staff:
        href = reverse("staff", query={"group": group.id, "state": ["active", "waiting"]})
        words = counted(staff, "active member of staff", "active members of staff")
        found.append(InTheWay(words, href))
    found += [
        InTheWay(f"The open group {one.path}", address("group-close", one.id)) for one in below
    ]
    return found


def move_words(group: Any, parent: Any, *, below: int, gain: int, lose: int) -> list[str]:
    """What moving a group brings, one sentence each."""
    path = f"{parent.path} / {group.name}" if parent.parent_id else group.name
    said = [f"{group.path} becomes {path}."]
    if below:
        said.append(f"{counted(below, 'group')} below it {'goes' if below == 1 else 'go'} along.")
    said += _who_sees(gain, lose)
    said.append("Work coaches, owners and assignees stay as they are, also where they lose access.")
    return said


def _who_sees(gain: int, lose: int) -> list[str]:
    said = []
    if gain:
        said.append(
            f"{counted(gain, 'more person', 'more people')} will see the participants in it."
        )
    if lose:
        see = "person who sees" if lose == 1 else "people who see"
        said.append(f"{number(lose)} {see} the participants in it now will no longer.")
    return said or ["The same people see the participants in it as now."]
