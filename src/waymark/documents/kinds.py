"""The kinds of file that Waymark knows: what their names end in, and what they are served as. Pure.

Which of them an installation takes is a setting; what makes a file one of them is in judging.py.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the code in the setting, how people call it, its endings, its media type."""

    code: str
    label: str
    endings: tuple[str, ...]
    media_type: str


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", (".pdf",), "application/pdf"),
        Kind("docx", "Word", (".docx",), f"{_OFFICE}.wordprocessingml.document"),
        Kind("doc", "Word", (".doc",), "application/msword"),
        Kind("odt", "OpenDocument text", (".odt",), "application/vnd.oasis.opendocument.text"),
        Kind("xlsx", "Excel", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("jpg", "JPG", (".jpg", ".jpeg"), "image/jpeg"),
        Kind("png", "PNG", (".png",), "image/png"),
        Kind("heic", "HEIC", (".heic", ".heif"), "image/heic"),
        Kind("eml", "email", (".eml",), "message/rfc822"),
        Kind("msg", "email", (".msg",), "application/vnd.ms-outlook"),
        Kind("txt", "plain text", (".txt",), "text/plain"),
    )
}
PICTURES = frozenset({"jpg", "png", "heic"})


def kind_of(ending: str, *, among: Collection[str]) -> Kind | None:
    """The kind that a name's ending promises, of those that are taken here."""
    for kind in KINDS.values():
        if ending in kind.endings and kind.code in among:
            return kind
    return None


def kinds_in_words(codes: Collection[str]) -> str:
    """PDF, Word, JPG or PNG: for a hint, and for the message at the field."""
    labels = list(dict.fromkeys(kind.label for kind in KINDS.values() if kind.code in codes))
    *first, last = labels
    return f"{', '.join(first)} or {last}" if first else last


def endings_of(codes: Collection[str]) -> list[str]:
    """What a browser may offer for choosing."""
    return [ending for kind in KINDS.values() if kind.code in codes for ending in kind.endings]


def unknown_kinds(codes: Iterable[str]) -> list[str]:
    """What stands in the setting and is no kind of file."""
    return [code for code in codes if code not in KINDS]
