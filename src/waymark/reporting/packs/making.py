"""The bytes of an evidence pack: everything gathered, typeset, attached and summed. Reads only."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from waymark.documents.rules import safe_name
from waymark.documents.typesetting import printable, typeset_with_files
from waymark.kernel.actor import Actor
from waymark.kernel.words import size, words_for_moment
from waymark.reporting.packs.files import FileInside, FileLeftOut, read_files
from waymark.reporting.packs.gathering import case_of, cover_facts, dated, sections_of
from waymark.reporting.packs.sections import Section
from waymark.trackers.models import Tracker
from waymark.trackers.packs import PackChoices, notice_files_of, pack_files_of
from waymark.trackers.queries import tracker_of

TEMPLATE = Path(__file__).parent / "pack.typ"
PLAIN_TEXT = "text/plain"
MANIFEST = "manifest.txt"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the manifest vouches for: attached, with its sum."""

    name: str
    what: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def pack_pdf(
    *,
    actor: Actor,
    tracker_id: UUID,
    choices: PackChoices,
    now: datetime,
    on_read: Callable[[], None] = lambda: None,
) -> bytes:
    """The pack of a tracker. The same state and choices give the same bytes, but for the line on
    the cover that says who made it and when.

    Refused with `tracker.not_found` and `file.store_unreachable`.
    """
    tracker = tracker_of(actor, tracker_id)
    case = case_of(tracker)
    sections = sections_of(case, choices, actor)
    there = [*notice_files_of(case.notices), *pack_files_of(tracker)]
    files = list(read_files(there, choices, on_read))
    inside = [one for one in files if isinstance(one, FileInside)]
    left_out = [one for one in files if isinstance(one, FileLeftOut)]
    parts = [*_texts(tracker, sections), *_attached(inside, first=len(sections) + 1)]
    made = f"Made by {actor.name} on {words_for_moment(now)}"
    values = _values(tracker, sections, inside, left_out, parts) | {"made": made}
    return typeset_with_files(TEMPLATE, values, _read_by_template(parts, inside))


def manifest_of(parts: Sequence[Part]) -> bytes:
    """A line a part, as `sha256sum --check` reads it."""
    return "".join(f"{part.sha256}  {part.name}\n" for part in parts).encode()


def _texts(tracker: Tracker, sections: Sequence[Section]) -> list[Part]:
    reference = f"tracker {tracker.shown_number}"
    return [
        Part(
            f"{number:02} {one.name}.txt",
            f"Text of ‘{one.title}’",
            PLAIN_TEXT,
            one.as_text(reference),
        )
        for number, one in enumerate(sections, start=1)
    ]


def _attached(inside: Sequence[FileInside], *, first: int) -> list[Part]:
    return [
        Part(
            f"{number:02} {printable(safe_name(one.file.name))}",
            one.file.kind,
            one.file.media_type,
            one.content,
        )
        for number, one in enumerate(inside, start=first)
    ]


def _values(
    tracker: Tracker,
    sections: Sequence[Section],
    inside: Sequence[FileInside],
    left_out: Sequence[FileLeftOut],
    parts: Sequence[Part],
) -> dict[str, Any]:
    attached = dict(zip(map(id, inside), parts[len(sections) :], strict=True))
    at = dated(tracker).astimezone(UTC)
    return {
        "title": f"Evidence pack, tracker {tracker.shown_number}",
        "dated": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "up_to": f"Last entry in the history: {words_for_moment(at)}",
        "cover": cover_facts(tracker),
        "sections": [one.as_values() for one in sections],
        "pictures": [
            {
                "file": f"picture-{number}",
                "form": one.page.form,
                "name": one.file.name,
                "shows": one.description,
                "part": attached[id(one)].name,
            }
            for number, one in enumerate(inside)
            if one.page
        ],
        "files": [_file(one, attached[id(one)]) for one in inside],
        "left_out": [_left_out(one) for one in left_out],
        "parts": [
            {
                "name": part.name,
                "what": part.what,
                "size": size(len(part.content)),
                "sha256": part.sha256,
                "file": f"part-{number}",
                "media_type": part.media_type,
            }
            for number, part in enumerate(parts)
        ],
        "manifest": MANIFEST,
    }


def _file(one: FileInside, part: Part) -> dict[str, str]:
    shown = "Also shown on a page." if one.page else ""
    not_shown = f"Not shown on a page: {one.why_no_page}." if one.why_no_page else ""
    shows = f"It shows: {one.description}" if one.description and not one.page else ""
    return {
        "name": part.name,
        "about": f"{one.file.kind}, {size(one.file.size)}, added by {one.file.added_by} on "
        f"{words_for_moment(one.file.added_at)}",
        "more": " ".join(part for part in (shown, not_shown, shows) if part),
    }


def _left_out(one: FileLeftOut) -> dict[str, str]:
    return {
        "name": one.file.name,
        "about": f"{one.file.kind}, {size(one.file.size)}, added by {one.file.added_by} on "
        f"{words_for_moment(one.file.added_at)}",
        "more": f"Not in this pack: {one.why}.",
    }


def _read_by_template(parts: Sequence[Part], inside: Sequence[FileInside]) -> dict[str, bytes]:
    """What the template reads, under names that say nothing."""
    files = {f"part-{number}": part.content for number, part in enumerate(parts)}
    files |= {
        f"picture-{number}": one.page.content for number, one in enumerate(inside) if one.page
    }
    return files | {"manifest": manifest_of(parts)}
