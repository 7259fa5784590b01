"""A PDF: it begins as one, ends as one, and is nothing else besides."""

from typing import BinaryIO

from waymark.documents.rules import Flaw
from waymark.documents.unfit import (
    MARKUP,
    PDF_HEAD,
    ensure,
    ensure_no_archive_at_the_end,
    head_of,
    tail_of,
)

END = b"%%EOF"
END_WITHIN = 1024  # where readers look for it: some programs leave line ends or zeros after it


def check_pdf(content: BinaryIO) -> None:
    """Heading on the first byte, end within the last kilobyte, no page or archive joined on."""
    ensure(head_of(content, len(PDF_HEAD)) == PDF_HEAD)
    tail = tail_of(content, END_WITHIN)
    _, end, after = tail.rpartition(END)
    ensure(end)
    ensure(not MARKUP.search(after), Flaw.SOMETHING_ADDED)
    ensure_no_archive_at_the_end(content)
