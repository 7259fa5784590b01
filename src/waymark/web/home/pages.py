"""Home as each person finds it: what to do next, and numbers that are links to their lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.words import counted, words_for_time
from waymark.people.policy import COMPLIANCE, Role, does_casework, may
from waymark.plans.to_do import ToDo, When, appointments_today, first_to_do
from waymark.reads.counting import shown
from waymark.reporting.infected import InfectedFile, InfectedLetter, infected_uploads_of
from waymark.sanctions.no_longer_required import to_tell_of_assignee
from waymark.trackers.changed_under import changed_under
from waymark.trackers.lists import NEWEST_FIRST, Order, TrackerRow, page_of_trackers
from waymark.web.addresses import address, address_of_page
from waymark.web.home.numbers import Numbers, href_of_activities
from waymark.web.parts import Count, Head, Link, Tag
from waymark.web.plans.due import Clock, due_clock
from waymark.web.plans.pages import status_tag
from waymark.web.sanctions.prompts import ToTellLine, line_to_tell
from waymark.web.trackers.clock_words import tracker_clock

ROWS = 6
FIRST_TO_ACT_ON = Order("act_by", descending=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do, and for whom."""

    what: str
    href: str
    detail: str
    participant: str
    reference: str
    is_restricted: bool
    when: Clock


@dataclass(frozen=True, slots=True)
class Block:
    """A list of things to do, with links to the whole of it."""

    heading: str
    rows: Sequence[Row]
    empty: str
    more: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Figures:
    """A card of numbers."""

    heading: str
    counts: Sequence[Count]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment of the day."""

    time: str
    participant: str
    is_restricted: bool
    href: str
    what: str
    mandatory: bool
    tag: Tag


@dataclass(frozen=True, slots=True)
class Infected:
    """A file that somebody uploaded, in which a virus was found, and the tracker or the sanction
    record that it is on.
    """

    name: str
    place: Link


@dataclass(frozen=True, slots=True)
class ChangedTracker:
    """A tracker of this person's under which something changed, and what."""

    tracker: Link
    participant: str
    what: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What home.html draws. `appointments` is None for those who have no caseload."""

    top: Sequence[Count]
    blocks: Sequence[Block]
    figures: Sequence[Figures]
    appointments: Sequence[Appointment] | None
    cannot_edit: str
    infected_files: Sequence[Infected]
    infected_letters: Sequence[Infected]
    changed: Sequence[ChangedTracker]
    to_tell: Sequence[ToTellLine]
    places: Sequence[Link]
    heads: Sequence[Head] = (Head("What"), Head("Participant"), Head("When"))


def home_page(actor: Actor, *, now: datetime) -> HomePage:
    """What fits this person's roles: caseload, queue, team, lists to keep; several for several."""
    numbers = Numbers(actor, now=now)
    decides = bool(actor.roles & COMPLIANCE)
    leads = Role.SUPERVISOR in actor.roles
    has_caseload = does_casework(actor.roles) and (not (decides or leads) or _has_work(numbers))
    reads = not does_casework(actor.roles)
    top: list[Count] = []
    blocks: list[Block] = []
    if has_caseload:
        top += _of_a_coach(numbers)
        blocks.append(_to_do(actor, numbers, now))
    if decides:
        top.append(numbers.trackers("handed over", "To be decided by compliance"))
        top.append(numbers.trackers("handed over, overdue", "Overdue with compliance"))
        blocks.append(_handed_over(actor, numbers))
    if leads:
        top += _of_a_supervisor(numbers)
        blocks.append(_without_assignee(actor, numbers))
    if reads and not blocks:
        top.append(numbers.trackers("in my groups", "Open trackers"))
        blocks.append(_newest(actor, numbers))
    uploads = infected_uploads_of(actor)
    return HomePage(
        top=top,
        blocks=blocks,
        figures=_figures(
            numbers, has_caseload=has_caseload, decides=decides, whole=leads or reads or decides
        ),
        appointments=_appointments(actor, now) if has_caseload else None,
        cannot_edit=_cannot_edit(actor, numbers),
        infected_files=[_infected_file(one) for one in uploads if isinstance(one, InfectedFile)],
        infected_letters=[
            _infected_letter(one) for one in uploads if isinstance(one, InfectedLetter)
        ],
        changed=[
            ChangedTracker(
                Link(f"T{one.number}", address("tracker", one.id)),
                one.participant,
                ". ".join(one.what),
            )
            for one in (changed_under(actor, today=day_of(now)) if numbers["mine"] else ())
        ],
        to_tell=[line_to_tell(actor, one) for one in to_tell_of_assignee(actor, today=day_of(now))],
        places=_places(actor),
    )


def _infected_file(one: InfectedFile) -> Infected:
    href = address("tracker", one.tracker_id)
    return Infected(one.name, Link(f"tracker {one.tracker_number}", href))


def _infected_letter(one: InfectedLetter) -> Infected:
    """At its entry or, where it is not saved yet, at the record that it was uploaded for."""
    href = address("participant-sanction-record", one.participant_id)
    record = f"sanction record of {one.reference}"
    if not one.entry:
        return Infected(one.name, Link(record, href))
    return Infected(one.name, Link(f"{one.entry}, {record}", f"{href}#{one.entry}"))


def _has_work(numbers: Numbers) -> bool:
    """Whether anything waits for this very person."""
    return any(numbers[name] for name in ("mine", "mine overdue", "mine today"))


def _of_a_coach(numbers: Numbers) -> list[Count]:
    return [
        numbers.activities(When.OVERDUE, "Overdue activities"),
        numbers.activities(When.TODAY, "Still due today"),
        numbers.trackers("mine", "Your open trackers"),
        numbers.trackers("mine, overdue", "Your trackers overdue"),
        numbers.trackers("mine, due soon", "Yours, due soon"),
    ]


def _of_a_supervisor(numbers: Numbers) -> list[Count]:
    return [
        numbers.trackers("in my groups", "Open in your groups"),
        numbers.trackers("in my groups, overdue", "Trackers overdue"),
        numbers.trackers("nobody’s", "Nobody has them"),
        numbers.activities(When.OVERDUE, "Overdue in your groups", mine=False),
    ]


def _figures(numbers: Numbers, *, has_caseload: bool, decides: bool, whole: bool) -> list[Figures]:
    new = [numbers.trackers("in my groups, new", "Trackers made in your groups")]
    cards = []
    if has_caseload:
        cards.append(Figures("Your open trackers", numbers.by_status("mine")))
        new.insert(0, numbers.trackers("mine, new", "Trackers made for you"))
    if whole:
        cards.append(Figures("Open trackers in your groups", numbers.by_status("in my groups")))
    if decides:
        new.append(numbers.trackers("handed over, new", "Handed to compliance"))
    return [*cards, Figures("New since yesterday", new)]


def _to_do(actor: Actor, numbers: Numbers, now: datetime) -> Block:
    """Overdue activities, then today's, then trackers to decide on, the first to act on first."""
    activities = first_to_do(actor, now=now, size=ROWS)
    verb = "Decide on tracker" if may(actor.roles, "trackers.edit") else "Tracker"
    return Block(
        heading="To do, most urgent first",
        rows=[
            *(_activity_row(one, now) for one in activities),
            *_tracker_rows(actor, "mine to decide", numbers, verb=verb),
        ],
        empty="Nothing is overdue or due today, and no tracker waits for you to decide.",
        more=[
            *_see_all(
                numbers["mine overdue"], "overdue activities", href_of_activities(When.OVERDUE)
            ),
            *_see_all(
                numbers["mine today"], "activities still due today", href_of_activities(When.TODAY)
            ),
            *_see_all(numbers["mine"], "open trackers assigned to you", numbers.href("mine")),
        ],
    )


def _handed_over(actor: Actor, numbers: Numbers) -> Block:
    return Block(
        heading="Handed to compliance, most urgent first",
        rows=_tracker_rows(actor, "handed over", numbers, verb="Check tracker"),
        empty="No tracker waits for compliance.",
        more=_see_all(
            numbers["handed over"], "trackers that wait for compliance", numbers.href("handed over")
        ),
    )


def _without_assignee(actor: Actor, numbers: Numbers) -> Block:
    return Block(
        heading="Trackers that nobody has, most urgent first",
        rows=_tracker_rows(actor, "nobody’s", numbers),
        empty="Every tracker of your groups that is not final has an assignee.",
        more=_see_all(
            numbers["nobody’s"], "trackers without an assignee", numbers.href("nobody’s")
        ),
    )


def _newest(actor: Actor, numbers: Numbers) -> Block:
    return Block(
        heading="Newest trackers in your groups",
        rows=_tracker_rows(actor, "in my groups", numbers, order=NEWEST_FIRST),
        empty="No tracker is open in your groups.",
        more=[Link("See all trackers", address_of_page("trackers"))],
    )


def _see_all(amount: int, of_what: str, href: str) -> list[Link]:
    """A link to the whole of a list that is longer than what is shown."""
    return [Link(f"See all {shown(amount)} {of_what}", href)] if amount > ROWS else []


def _activity_row(line: ToDo, now: datetime) -> Row:
    return Row(
        what=line.title,
        href=address("activity", line.id),
        detail=", ".join(part for part in (line.kind, line.place) if part)
        + (", mandatory" if line.mandatory else ""),
        participant=line.participant,
        reference=line.reference,
        is_restricted=line.is_restricted,
        when=due_clock(line, now, to_do=True),
    )


def _tracker_rows(
    actor: Actor,
    name: str,
    numbers: Numbers,
    *,
    order: Order = FIRST_TO_ACT_ON,
    verb: str = "Tracker",
) -> list[Row]:
    """Trackers of a list of that name, as things to do."""
    found = page_of_trackers(actor, numbers.filter_of(name), order=order, size=ROWS)
    return [
        _tracker_row(row, tracker_clock(row, numbers.reckoned, numbers.today), verb)
        for row in found.rows
    ]


def _tracker_row(row: TrackerRow, clock: Clock, verb: str) -> Row:
    return Row(
        what=f"{verb} {row.shown_number}",
        href=address("tracker", row.id),
        detail=f"Not complete: {row.activity}" if row.activity else "",
        participant=row.participant,
        reference=row.reference,
        is_restricted=row.is_restricted,
        when=clock,
    )


def _appointments(actor: Actor, now: datetime) -> list[Appointment]:
    return [
        Appointment(
            time=words_for_time(one.due_time) if one.due_time else "Any time",
            participant=one.participant,
            is_restricted=one.is_restricted,
            href=address("activity", one.id),
            what=", ".join(part for part in (one.title, one.place) if part),
            mandatory=one.mandatory,
            tag=status_tag(one.status),
        )
        for one in appointments_today(actor, now=now)
    ]


def _cannot_edit(actor: Actor, numbers: Numbers) -> str:
    """Somebody to whom trackers fall and who may not edit them is told so."""
    if may(actor.roles, "trackers.edit") or not numbers["mine"]:
        return ""
    are, them = ("is", "it") if numbers["mine"] == 1 else ("are", "them")
    open_ones = counted(shown(numbers["mine"]), "open tracker")
    return (
        f"{open_ones} {are} assigned to you, but you can only read {them}: "
        f"changing one needs the role {Role.TRACKERS_EDIT}. "
        f"A Supervisor can reassign {them}; an administrator can give the role."
    )


def _places(actor: Actor) -> list[Link]:
    """What a supervisor, an administrator or an auditor comes for."""
    possible = (
        ("Final statuses on own work", "trackers-own-work", "trackers.list_own_work"),
        ("Why trackers are sent back and rejected", "compliance-reasons", "trackers.see_returns"),
        ("Staff, and handing over their work", "staff", "people.reallocate"),
        ("Groups", "groups", "people.keep"),
        ("Import a caseload", "imports", "imports.run"),
        ("Monitoring trackers by programme", "administration", "programmes.set_switch"),
        ("Reasons for non-completion", "reasons", "lists.keep"),
    )
    found = [
        Link(label, address_of_page(name))
        for label, name, needs in possible
        if may(actor.roles, needs)
    ]
    if Role.AUDITOR in actor.roles:
        found += [
            Link("Participants", address_of_page("participants")),
            Link("Trackers", address_of_page("trackers")),
        ]
    return found
