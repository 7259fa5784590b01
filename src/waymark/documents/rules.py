"""What may be stored: kinds of file by their content, size and name. Pure."""

import re
import unicodedata

from waymark.kernel.rules import rule

# Ending -> content type. The content must be what the ending says.
ALLOWED = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
NAME_LIMIT = 150
FILES_AT_ONCE = 20
ENDING_LIMIT = 20


@rule("DOC-01", "documents.empty", field="files", source="product.md 5")
def file_is_not_empty(*, size: int) -> bool:
    """The file is empty: choose another."""
    return size > 0


@rule("DOC-02", "documents.too_large", field="files", source="issue: bad input")
def file_is_not_too_large(*, size: int, limit: int) -> bool:
    """The file is larger than what may be uploaded."""
    return size <= limit


@rule("DOC-03", "documents.kind_not_allowed", field="files", source="issue: bad input")
def file_kind_is_allowed(*, ending: str) -> bool:
    """The file must be PDF, Word, JPG or PNG."""
    return ending in ALLOWED


@rule("DOC-04", "documents.content_differs", field="files", source="issue: bad input")
def content_is_what_the_name_says(*, ending: str, found_type: str) -> bool:
    """The file is not what its name says: open it and save it again as PDF, Word, JPG or PNG."""
    return ALLOWED.get(ending) == found_type


@rule("DOC-05", "documents.too_many", field="files", source="issue: bad input")
def file_is_among_the_first(*, position: int) -> bool:
    """Upload 20 files at most at a time: save these, then add the others."""
    return position <= FILES_AT_ONCE


def safe_name(name: str) -> str:
    """A file's name without folders, control or direction characters, and not longer than shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one)[0] != "C"
    )
    kept = re.sub(r"\s+", " ", kept).strip(" .") or "file"
    stem, dot, ending = kept.rpartition(".")
    if dot and len(kept) > NAME_LIMIT and len(ending) <= ENDING_LIMIT:
        return f"{stem[: NAME_LIMIT - len(ending) - 1]}.{ending}"
    return kept[:NAME_LIMIT].rstrip(" .")


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, dot included; empty when there is none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""
