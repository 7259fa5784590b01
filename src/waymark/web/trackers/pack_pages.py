"""Evidence packs as plain values: the list of them, and how far one is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from waymark.kernel.words import counted, number, size, words_for_moment
from waymark.trackers.packs import PackSeen
from waymark.trackers.types import status_of
from waymark.web.addresses import address
from waymark.web.participants.identity import identity_bar_of
from waymark.web.parts import Head, IdentityBar, Link, Tag
from waymark.web.trackers.pack_forms import PackForm, shows

PATIENCE, GIVEN_UP = timedelta(minutes=1), timedelta(minutes=10)
HEADS = (Head("Asked for"), Head("By"), Head("What went in"), Head("PDF"))


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack in the list."""

    asked: str
    by: str
    choices: tuple[str, ...]
    pdf: Link | None
    size: str
    sha256: str
    tag: Tag | None
    problem: str


@dataclass(frozen=True, slots=True)
class GoingOn:
    """How far a pack is."""

    number: str
    href: str
    progress: str
    done: int
    total: int
    hint: str


@dataclass(frozen=True, slots=True)
class PackPage:
    """The tracker that a page about its packs is about."""

    who: IdentityBar
    number: str
    href: str
    status: Tag


def pack_page(tracker: Any) -> PackPage:
    """What stands above."""
    status = status_of(tracker.type, tracker.status)
    return PackPage(
        who=identity_bar_of(tracker.participant),
        number=tracker.shown_number,
        href=address("tracker", tracker.id),
        status=Tag(status.label, status.tag),
    )


def picture_lines(tracker_id: UUID, form: PackForm) -> list[tuple[Any, Link]]:
    """The field in which each picture is described, with a link to look at the picture."""
    by_field = {shows(one.id): one for one in form.all_files}
    found = []
    for field in form.pictures:
        file = by_field[field.name]
        href = reverse("tracker-file", args=[tracker_id, file.id])
        found.append((field, Link("Open the picture", href, hidden=file.name)))
    return found


def is_waited_for(pack: PackSeen, now: datetime) -> bool:
    """Under way, and not for so long that the worker must have stopped in the middle of it."""
    return pack.is_under_way and now - pack.asked_at < GIVEN_UP


def pack_row(tracker_id: UUID, pack: PackSeen, form: PackForm) -> PackRow:
    """One pack of the list: who made it when, with which choices, and its sum."""
    href = reverse("tracker-pack-file", args=[tracker_id, pack.id])
    is_there = pack.is_made and not pack.is_held
    return PackRow(
        asked=words_for_moment(pack.asked_at),
        by=pack.asked_by,
        choices=_choices(pack, form),
        pdf=Link("Download", href, hidden=f"the pack of {words_for_moment(pack.asked_at)}")
        if is_there
        else None,
        size=size(pack.size) if pack.is_made else "",
        sha256=pack.sha256,
        tag=None if is_there else _tag(pack),
        problem=_problem(pack),
    )


def going_on(tracker: Any, pack: PackSeen, *, now: datetime) -> GoingOn:
    """The page that waits."""
    late = (
        "This takes longer than it should. If nothing happens, the worker may not be running: ask "
        "whoever looks after this installation."
    )
    return GoingOn(
        number=tracker.shown_number,
        href=address("tracker", tracker.id),
        progress=_progress(pack),
        done=pack.parts_done,
        total=pack.parts_total,
        hint=late if now - pack.asked_at > PATIENCE else "",
    )


def made_words(tracker_id: UUID, pack: PackSeen) -> SafeString:
    """That a pack is made, with the link to it, unless the scanner holds it still."""
    if pack.is_held:
        return format_html("The evidence pack is made. {}", _problem(pack))
    return format_html(
        'The evidence pack is made. <a class="govuk-link" href="{}">Download it</a>, {}',
        reverse("tracker-pack-file", args=[tracker_id, pack.id]),
        size(pack.size),
    )


def _progress(pack: PackSeen) -> str:
    if not pack.has_begun:
        return "Waiting for its turn."
    files = pack.parts_total - 1
    if pack.parts_done >= files:
        return "Making the pages."
    return f"Reading the files: {number(pack.parts_done)} of {counted(files, 'file')}."


def _choices(pack: PackSeen, form: PackForm) -> tuple[str, ...]:
    """In what it differs from the usual."""
    chosen = pack.choices
    marked = {one.id for one in form.all_notes if one.for_decision_maker}
    said = (
        (len(chosen.notes - marked), "staff-only note put in", "staff-only notes put in"),
        (len(chosen.left_out), "file left out", "files left out"),
    )
    found = tuple(counted(many, one, more) for many, one, more in said if many)
    if chosen.private:
        found += ("Private details of good reason put in",)
    return found or ("What usually goes in",)


def _tag(pack: PackSeen) -> Tag:
    if pack.is_made:
        return Tag("Held", "yellow")
    return Tag("Under way", "blue") if pack.is_under_way else Tag("Not made", "red")


def _problem(pack: PackSeen) -> str:
    if pack.is_made and pack.is_held:
        return "The virus scanner has not said that it is clean."
    return f"{pack.message.rstrip('.')}." if pack.message else ""
