"""What an administrator keeps, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from waymark.kernel.words import words_for_day
from waymark.programmes.queries import REASON_CATEGORIES
from waymark.web.addresses import address
from waymark.web.parts import Head, Link, Tag

SWITCH_HEADS = (
    Head("Programme"),
    Head("Monitoring trackers"),
    Head("Set by"),
    Head("Actions", classes="wm-num", is_hidden=True),
)
REASON_HEADS = (
    Head("Reason"),
    Head("Offered"),
    Head("Actions", classes="wm-num", is_hidden=True),
)


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme with its switch: who set it, and when."""

    name: str
    switch: Tag
    set_by: str
    set_on: str
    link: Link


def programme_row(programme: Any) -> ProgrammeRow:
    """One programme of the list."""
    on = programme.monitoring_trackers
    return ProgrammeRow(
        name=programme.name,
        switch=Tag("On", "green") if on else Tag("Off", "grey"),
        set_by=programme.monitoring_trackers_set_by,
        set_on=words_for_day(programme.monitoring_trackers_set_at),
        link=Link(
            "Switch off" if on else "Switch on",
            address("programme-switch", programme.id),
            hidden=f"monitoring trackers for {programme.name}",
        ),
    )


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason of the list."""

    text: str
    offered: str
    link: Link


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The reasons of one category."""

    label: str
    rows: Sequence[ReasonRow]


def reason_groups(reasons: Iterable[Any]) -> list[ReasonGroup]:
    """The whole list by category, those without any reason too."""
    by_category: dict[str, list[ReasonRow]] = {category: [] for category in REASON_CATEGORIES}
    for one in reasons:
        link = Link("Change", address("reason-change", one.id), hidden=one.text)
        by_category[one.category].append(
            ReasonRow(one.text, "Yes" if one.is_offered else "No longer", link)
        )
    return [ReasonGroup(REASON_CATEGORIES[key], rows) for key, rows in by_category.items()]
