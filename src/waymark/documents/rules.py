"""What may be stored: kinds of file by their content, size and name. Pure."""

import re
import unicodedata
from enum import StrEnum

from waymark.kernel.rules import rule

NAME_LIMIT = 150
FILES_AT_ONCE = 20
ENDING_LIMIT = 20
PIXELS = 100_000_000
# Windows opens a device of this name, whatever its ending.
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


class Flaw(StrEnum):
    """What reading a file found wrong with it."""

    DIFFERS = "differs"
    MACROS = "macros"
    TOO_MUCH_INSIDE = "too much inside"
    DECLARATIONS = "declarations"
    SOMETHING_ADDED = "something added"
    PASSWORD = "password"  # noqa: S105
    FROM_OUTSIDE = "from outside"
    TOO_MANY_PIXELS = "too many pixels"


@rule("DOC-01", "documents.empty", field="files", source="product.md 5")
def file_is_not_empty(*, size: int) -> bool:
    """The file is empty: choose another."""
    return size > 0


@rule("DOC-02", "documents.too_large", field="files", source="issue: bad input")
def file_is_not_too_large(*, size: int, limit: int) -> bool:
    """The file is larger than what may be uploaded."""
    return size <= limit


@rule("DOC-03", "documents.kind_not_allowed", field="files", source="issue: files")
def file_kind_is_allowed(*, is_taken: bool) -> bool:
    """The file must be of a kind that is taken here."""
    return is_taken


@rule("DOC-04", "documents.content_differs", field="files", source="issue: files")
def content_is_what_the_name_says(*, flaw: Flaw | None) -> bool:
    """The file is not what its name says, or it is damaged: open it, save it again and upload that."""
    return flaw is not Flaw.DIFFERS


@rule("DOC-05", "documents.too_many", field="files", source="issue: bad input")
def file_is_among_the_first(*, position: int) -> bool:
    """Upload 20 files at most at a time: save these, then add the others."""
    return position <= FILES_AT_ONCE


@rule("DOC-06", "documents.macros", field="files", source="issue: files")
def file_has_no_macros(*, flaw: Flaw | None) -> bool:
    """The file has macros in it: save a copy without them, or a PDF, and upload that."""
    return flaw is not Flaw.MACROS


@rule("DOC-07", "documents.too_much_inside", field="files", source="issue: archive bombs")
def file_does_not_swell(*, flaw: Flaw | None) -> bool:
    """The file unpacks to far more than its size: save it as a PDF and upload that."""
    return flaw is not Flaw.TOO_MUCH_INSIDE


@rule("DOC-08", "documents.declarations", field="files", source="issue: entity expansion")
def file_declares_no_entities(*, flaw: Flaw | None) -> bool:
    """The file has instructions in it that no office program writes: save it as a PDF and upload that."""
    return flaw is not Flaw.DECLARATIONS


@rule("DOC-09", "documents.something_added", field="files", source="issue: polyglots")
def file_is_one_thing(*, flaw: Flaw | None) -> bool:
    """The file has another file joined to it: open it, save it again and upload that."""
    return flaw is not Flaw.SOMETHING_ADDED


@rule("DOC-10", "documents.password", field="files", source="issue: files")
def file_has_no_password(*, flaw: Flaw | None) -> bool:
    """The file is protected by a password: save a copy without one and upload that."""
    return flaw is not Flaw.PASSWORD


@rule("DOC-11", "documents.too_many_pixels", field="files", source="issue: archive bombs")
def picture_can_be_shown(*, flaw: Flaw | None) -> bool:
    """The picture is too large to be shown: make it smaller, 100 million pixels at most."""
    return flaw is not Flaw.TOO_MANY_PIXELS


@rule("DOC-12", "documents.infected", field="files", source="issue: files")
def file_has_no_virus(*, is_infected: bool) -> bool:
    """A virus was found in this file. It is held apart and nobody can open it: upload a clean copy."""
    return not is_infected


@rule("DOC-13", "documents.not_stored", field="files", source="issue: files")
def store_took_it(*, is_stored: bool) -> bool:
    """The file could not be stored, because the file store does not answer. Try again in a few minutes."""
    return is_stored


@rule("DOC-15", "documents.no_room", field="files", source="issue: faults")
def store_has_room(*, has_room: bool) -> bool:
    """There is no room left to store files. Nothing was saved: whoever looks after Waymark has to make some."""
    return has_room


@rule("DOC-14", "documents.from_outside", field="files", source="issue: files")
def file_brings_everything_along(*, flaw: Flaw | None) -> bool:
    """The file fetches a template or other parts from elsewhere: save it as a PDF and upload that."""
    return flaw is not Flaw.FROM_OUTSIDE


OF_CONTENT = (
    content_is_what_the_name_says,
    file_has_no_macros,
    file_does_not_swell,
    file_declares_no_entities,
    file_is_one_thing,
    file_has_no_password,
    picture_can_be_shown,
    file_brings_everything_along,
)


def safe_name(name: str) -> str:
    """A file's name without folders, control or direction characters, not longer than shown, and
    none that a computer takes for a device.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one)[0] != "C"
    )
    kept = re.sub(r"\s+", " ", kept).strip(" .") or "file"
    if DEVICES.match(kept):
        kept = f"_{kept}"
    stem, dot, ending = kept.rpartition(".")
    if dot and len(kept) > NAME_LIMIT and len(ending) <= ENDING_LIMIT:
        return f"{stem[: NAME_LIMIT - len(ending) - 1].rstrip(' .')}.{ending}"
    return kept[:NAME_LIMIT].rstrip(" .")


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, dot included; empty when there is none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""
