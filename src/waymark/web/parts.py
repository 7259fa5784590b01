"""Plain values that the components in components/ draw. Pages make them; templates only show."""

from dataclasses import dataclass, field
from datetime import date, datetime

from waymark.reporting.evaluation_words import Condition  # noqa: F401 - drawn here, and typeset


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. `hidden` is what a screen reader hears after the label."""

    label: str
    href: str
    is_current: bool = False
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button in the page head. One page has one main (green) button at most."""

    label: str
    href: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A status in words with its colour: a GOV.UK tag colour, or `final`."""

    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A support need, or a risk, with what staff should know."""

    label: str
    is_risk: bool = False
    what_to_know: str = ""


@dataclass(frozen=True, slots=True)
class IdentityBar:
    """The participant that a page is about."""

    name: str
    reference: str
    born_on: date | None
    benefit: str
    sanction_status: str
    work_coach: str
    profile_url: str
    plan_url: str
    trackers_url: str
    markers: tuple[Marker, ...] = ()
    programme: str = ""
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, as a link to them. A capped number is words: 1,000+."""

    number: int | str
    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: a sort link when it has an address. `sorted` is what aria-sort says."""

    label: str
    href: str = ""
    sorted: str = "none"
    classes: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One number in a row of pages; no address means a gap."""

    number: int
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list stands. Keyset lists leave `numbers` empty: Previous and Next alone."""

    previous: str = ""
    next: str = ""
    numbers: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One step in a timeline. `lines` are paragraphs, `items` a list."""

    title: str
    by: str
    at: datetime
    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file in a list; without an address it is named, not linked (held, infected)."""

    name: str
    href: str
    size: int
    details: tuple[str, ...] = field(default=())
    links: tuple[Link, ...] = ()
