"""Page objects of templates, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.urls import reverse

from waymark.kernel.london import day_of
from waymark.kernel.words import words_for_day, words_for_moment
from waymark.plans.notice_words import Section, Told, sections_of
from waymark.plans.template_rules import PARTS
from waymark.web.addresses import address
from waymark.web.parts import Head, Link, Tag

TEMPLATE_HEADS = tuple(Head(label) for label in ("Template", "In effect", "To come"))
DRAFT = Tag("Our own draft", "yellow")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template in the list."""

    name: str
    second: str
    href: str
    in_effect: str
    since: str
    to_come: str
    from_day: str
    draft: Tag | None


def template_row(kept: Any) -> TemplateRow:
    """One template with its version in effect, and the one to come."""
    latest, now, later = kept.latest, kept.now, kept.to_come
    return TemplateRow(
        name=f"{latest.benefit}, {latest.kind.lower()}",
        second=latest.language,
        href=reverse("notice-template", args=[(now or latest).id]),
        in_effect=f"Version {now.version}" if now else "None",
        since=f"From {words_for_day(now.starts_on)}" if now else "",
        to_come=f"Version {later.version}" if later else "None",
        from_day=f"From {words_for_day(later.starts_on)}" if later else "",
        draft=DRAFT if now and now.is_draft else None,
    )


def template_title(template: Any) -> str:
    """Universal Credit, English, appointment."""
    return f"{template.benefit}, {template.language}, {template.kind.lower()}"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a template, with what can be done with it."""

    name: str
    made: str
    starts: str
    href: str
    is_shown: bool
    compare: Link | None


def version_line(version: Any, shown: Any) -> VersionLine:
    """A version in the list beside the one that is shown."""
    is_shown = version.version == shown.version
    older = {"with": version.version}
    return VersionLine(
        name=f"Version {version.version}",
        made=f"Made by {version.made_by}, {words_for_moment(version.made_at)}",
        starts=f"In effect from {words_for_day(version.starts_on)}",
        href=address("notice-template", version.id),
        is_shown=is_shown,
        compare=None
        if is_shown
        else Link(
            "Compare",
            reverse("notice-template-compare", args=[shown.id], query=older),
            hidden=f"with version {version.version}",
        ),
    )


def example_sections(parts: Mapping[str, str], template: Any, now: datetime) -> list[Section]:
    """What a notice would say to somebody invented."""
    today = day_of(now)
    told = Told(
        name="Gwenllian Ellis",
        reference="WM00000000",
        benefit=template.benefit,
        kind=template.kind,
        title="CV workshop",
        instructions="Come to the workshop and bring your CV.",
        due_on=today + timedelta(days=7),
        due_time=time(10, 30),
        hours=Decimal(2),
        place="Caerdydd office, 2nd floor",
        channel="In person",
        evidence="Your CV, on paper",
        contact="Adam Stewart, 029 2000 0000",
        owner="Adam Stewart",
        given_on=today,
    )
    return sections_of(parts, told, template.language)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, came or went."""

    words: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A part of two versions, as one text."""

    label: str
    is_same: bool
    pieces: list[Piece]


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> list[ComparedPart]:
    """Each part of two versions, word by word."""
    return [
        ComparedPart(part.label, before[name] == after[name], _pieces(before[name], after[name]))
        for name, part in PARTS.items()
    ]


def _pieces(before: str, after: str) -> list[Piece]:
    old, new = _words(before), _words(after)
    pieces = []
    for step, start, end, begin, stop in SequenceMatcher(None, old, new).get_opcodes():
        if step == "equal":
            pieces.append(Piece("".join(old[start:end])))
            continue
        if start < end:
            pieces.append(Piece("".join(old[start:end]), "went"))
        if begin < stop:
            pieces.append(Piece("".join(new[begin:stop]), "came"))
    return pieces


def _words(text: str) -> Sequence[str]:
    """Words with the space after them, so that joined they are the text again."""
    words: list[str] = []
    for one in text:
        if words and (not words[-1][-1:].isspace() or one.isspace()):
            words[-1] += one
        else:
            words.append(one)
    return words
