"""The words of a notice, in English and in Welsh: a template's parts with its merge fields filled.
Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from waymark.kernel.words import MONTHS, WEEKDAYS, plain_number, words_for_time
from waymark.participants.rules import Benefit, Language
from waymark.plans.notice_rules import Channel
from waymark.plans.rules import Kind
from waymark.plans.template_rules import MERGE_FIELD, PARTS

MONTHS_IN_WELSH = (
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
)
WEEKDAYS_IN_WELSH = ("Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul")
BENEFITS_IN_WELSH = {
    Benefit.UNIVERSAL_CREDIT: "Credyd Cynhwysol",
    Benefit.JSA: "Lwfans Ceisio Gwaith (yn seiliedig ar incwm)",
}
CHANNELS_IN_WELSH = {
    Channel.IN_PERSON: "Wyneb yn wyneb",
    Channel.PHONE: "Dros y ffôn",
    Channel.VIDEO: "Galwad fideo",
    Channel.ONLINE: "Ar-lein",
}
HEADINGS: Mapping[str, Mapping[str, str]] = {
    Language.ENGLISH: {
        "mandatory": "This is mandatory",
        "action": "What you must do",
        "when": "When",
        "where": "Where",
        "evidence": "What you must show or bring",
        "consequence": "What may happen if you do not do it",
        "cannot": "If you cannot do it",
    },
    Language.WELSH: {
        "mandatory": "Mae hyn yn orfodol",
        "action": "Beth mae’n rhaid i chi ei wneud",
        "when": "Pryd",
        "where": "Ble",
        "evidence": "Beth mae’n rhaid i chi ei ddangos neu ddod ag ef",
        "consequence": "Beth all ddigwydd os na wnewch hyn",
        "cannot": "Os na allwch ei wneud",
    },
}
LANGUAGE_CODES: Mapping[str, str] = {Language.ENGLISH: "en", Language.WELSH: "cy"}
FOOT: Mapping[str, str] = {
    Language.ENGLISH: (
        "This is a letter from the provider of your programme. It is not a form of the Department "
        "for Work and Pensions."
    ),
    Language.WELSH: (
        "Llythyr gan ddarparwr eich rhaglen yw hwn. Nid ffurflen gan yr Adran Gwaith a Phensiynau "
        "ydyw."
    ),
}
NUMBERED: Mapping[str, str] = {Language.ENGLISH: "Notice {}", Language.WELSH: "Hysbysiad {}"}


@dataclass(frozen=True, slots=True)
class Section:
    """A part as it stands in the notice: its heading, where it has one, and its words."""

    part: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice tells of an activity and of the participant."""

    name: str
    reference: str
    benefit: str
    kind: str
    title: str
    instructions: str
    due_on: date
    due_time: time | None
    hours: Decimal | None
    place: str
    channel: str
    evidence: str
    contact: str
    owner: str
    given_on: date


def sections_of(parts: Mapping[str, str], told: Told, language: str) -> list[Section]:
    """The parts of a template in their order, with what is told in place of the merge fields."""
    values = merged(told, language)
    headings = HEADINGS[language]
    return [Section(part, headings.get(part, ""), filled(parts[part], values)) for part in PARTS]


def text_of(sections: Sequence[Section]) -> str:
    """A notice as plain text, every part with its heading."""
    headed = (f"{one.heading}\n{one.text}" if one.heading else one.text for one in sections)
    return "\n\n".join(headed)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its merge fields filled; what was typed is never read for more of them."""
    return MERGE_FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def merged(told: Told, language: str) -> dict[str, str]:
    """What stands for each merge field, in the language of the notice."""
    return {
        "name": told.name,
        "reference": told.reference,
        "benefit": benefit_words(told.benefit, language),
        "action": "\n".join(part for part in (told.title, told.instructions) if part),
        "when": when_words(told, language),
        "where": where_words(told, language),
        "evidence": told.evidence,
        "contact": told.contact,
        "owner": told.owner,
        "issued_on": day_words(told.given_on, language),
    }


def benefit_words(benefit: str, language: str) -> str:
    """The benefit's name in a language."""
    return BENEFITS_IN_WELSH[Benefit(benefit)] if language == Language.WELSH else benefit


def day_words(day: date, language: str) -> str:
    """Tuesday 24 November 2026; dydd Mawrth 24 Tachwedd 2026."""
    if language == Language.WELSH:
        weekday, month = WEEKDAYS_IN_WELSH[day.weekday()], MONTHS_IN_WELSH[day.month - 1]
        return f"dydd {weekday} {day.day} {month} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def when_words(told: Told, language: str) -> str:
    """Date and time, as at or as by; with how long it takes."""
    day, clock = day_words(told.due_on, language), _clock(told.due_time, language)
    is_appointment = told.kind == Kind.APPOINTMENT
    if language == Language.WELSH:
        when = f"{day[:1].upper()}{day[1:]} am {clock}"
        if not is_appointment:
            when = f"Erbyn {clock}, {day}"
        hours = f"Mae’n cymryd {plain_number(told.hours)} awr." if told.hours else ""
    else:
        when = f"{day} at {clock}" if is_appointment else f"By {clock} on {day}"
        many = "hour" if told.hours == 1 else "hours"
        hours = f"It takes {plain_number(told.hours)} {many}." if told.hours else ""
    return f"{when}. {hours}" if hours else when


def where_words(told: Told, language: str) -> str:
    """The place, and how it is held."""
    return where_words_of(told.channel, told.place, language)


def where_words_of(channel: str, place: str, language: str = Language.ENGLISH) -> str:
    """In person: Caerdydd office."""
    if language == Language.WELSH and channel:
        channel = CHANNELS_IN_WELSH[Channel(channel)]
    return ": ".join(part for part in (channel, place) if part)


def _clock(clock: time | None, language: str) -> str:
    words = words_for_time(clock) if clock else ""
    if language == Language.WELSH:
        return {"midday": "hanner dydd", "midnight": "hanner nos"}.get(words, words)
    return words
