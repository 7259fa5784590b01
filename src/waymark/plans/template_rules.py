"""What a template of notices consists of, and what is checked when one is saved. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from waymark.kernel.refusals import Refused
from waymark.kernel.rules import rule
from waymark.kernel.words import says_something
from waymark.plans.notice_rules import SOURCE, vagueness

MERGE_FIELDS = {
    "name": "the participant’s name",
    "reference": "the participant’s reference",
    "benefit": "the benefit, in the language of the notice",
    "action": "title and description of the activity",
    "when": "date and time, with the hours it takes",
    "where": "place, and how it is held",
    "evidence": "the evidence needed",
    "contact": "whom they tell if they cannot",
    "owner": "who answers for the activity",
    "issued_on": "the day on which the notice is handed over or sent",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of every notice: what it is for, and the merge fields that it cannot do without."""

    label: str
    needs: tuple[str, ...] = ()


PARTS = {
    "title": Part("Heading"),
    "opening": Part("Opening", ("name",)),
    "mandatory": Part("That it is mandatory"),
    "action": Part("What they have to do", ("action",)),
    "when": Part("When", ("when",)),
    "where": Part("Where, or how it is held", ("where",)),
    "evidence": Part("Evidence needed", ("evidence",)),
    "consequence": Part("What may happen if they do not", ("benefit",)),
    "cannot": Part("How to say that they cannot", ("contact",)),
    "closing": Part("Closing", ("owner",)),
}
LONGEST_PART = 2000
MERGE_FIELD = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile(r"[{}]")


@rule("NTC-20", "templates.empty_part", source=SOURCE)
def part_says_something(*, text: str) -> bool:
    """Enter this part: a notice without it cannot be issued."""
    return says_something(text)


@rule("NTC-21", "templates.unknown_field", source="issue: notices")
def merge_fields_are_known(*, text: str) -> bool:
    """Use only the merge fields that are listed."""
    return not unknown_fields(text)


@rule("NTC-22", "templates.missing_field", source="issue: notices")
def merge_fields_are_there(*, part: str, text: str) -> bool:
    """Put the merge fields into this part that it cannot do without."""
    return not missing_fields(part, text)


@rule("NTC-23", "templates.starts_in_past", field="starts_on", source="issue: notices")
def template_starts_from_today(*, starts_on: date, today: date) -> bool:
    """Enter today or a later day: notices of the past were issued from the version of their day."""
    return starts_on >= today


@rule("NTC-24", "templates.part_too_long", source="product.md 5")
def part_is_not_too_long(*, text: str) -> bool:
    """Make this part shorter: 2,000 characters or fewer."""
    return len(text) <= LONGEST_PART


def fields_in(text: str) -> list[str]:
    """The merge fields of a text, in their order."""
    return MERGE_FIELD.findall(text)


def unknown_fields(text: str) -> list[str]:
    """What stands in braces and is no merge field; a brace that is alone counts too."""
    stray = _STRAY.findall(MERGE_FIELD.sub("", text))
    return [f"{{{one}}}" for one in fields_in(text) if one not in MERGE_FIELDS] + stray


def missing_fields(part: str, text: str) -> list[str]:
    """The merge fields that a part cannot do without and that are not in it."""
    there = fields_in(text)
    return [f"{{{one}}}" for one in PARTS[part].needs if one not in there]


def what_is_wrong_with_parts(parts: Mapping[str, str]) -> list[Refused]:
    """Everything that stops a template from being saved, each at the part that it is about."""
    return [one for part in PARTS for one in _problems(part, parts.get(part, ""))]


def _problems(part: str, text: str) -> list[Refused]:
    if not part_says_something(text=text):
        return [_at(part, part_says_something.refusal)]
    found = [_at(part, one) for one in part_is_not_too_long.check(text=text)]
    if unknown := unknown_fields(text):
        found.append(_at(part, merge_fields_are_known.refusal, f"There is no {_list(unknown)}"))
    if missing := missing_fields(part, text):
        found.append(_at(part, merge_fields_are_there.refusal, f"Add {_list(missing)}"))
    return found + vagueness(part, text)


def _at(part: str, refused: Refused, told: str = "") -> Refused:
    message = f"{told}. {refused.message}" if told else refused.message
    return Refused(refused.code, message, field=part)


def _list(words: list[str]) -> str:
    *first, last = dict.fromkeys(words)
    return f"{', '.join(first)} and {last}" if first else last
