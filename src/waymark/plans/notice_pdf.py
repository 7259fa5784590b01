"""A notice as a page: the PDF that the participant gets, tagged, in its language."""

from collections.abc import Sequence
from pathlib import Path

from waymark.documents.typesetting import typeset
from waymark.participants.rules import Language
from waymark.plans.notice_words import FOOT, LANGUAGE_CODES, NUMBERED, Section, Told, day_words

PAGE = Path(__file__).parent / "notice.typ"
PLAIN_SIZE, LARGE_SIZE = 11, 18
PREVIEW = "PREVIEW: not issued"


def notice_pdf(
    sections: Sequence[Section],
    told: Told,
    *,
    language: Language,
    number: str,
    large_print: bool,
    is_preview: bool = False,
) -> bytes:
    """The PDF of a notice; the same notice gives the same bytes."""
    [title] = [one.text for one in sections if one.part == "title"]
    return typeset(
        PAGE,
        {
            "title": title,
            "language": LANGUAGE_CODES[language],
            "size": LARGE_SIZE if large_print else PLAIN_SIZE,
            "address": [told.name, told.reference],
            "date": day_words(told.given_on, language),
            "number": NUMBERED[language].format(number),
            "foot": FOOT[language],
            "preview": PREVIEW if is_preview else "",
            "sections": [
                {"part": one.part, "heading": one.heading, "text": one.text} for one in sections
            ],
        },
    )
