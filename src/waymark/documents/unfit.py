"""How a check of a file's content says no, and what every kind of file is checked for."""

import os
import re
import struct
from typing import BinaryIO

from waymark.documents.rules import Flaw

MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)
PDF_HEAD = b"%PDF-"
PDF_HEAD_WITHIN = 1024
ZIP_END = b"PK\x05\x06"
ZIP_END_SIZE = 22
TAIL = 65_535 + ZIP_END_SIZE


class Unfit(Exception):
    """The file is not to be kept; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(str(flaw))
        self.flaw = flaw


def ensure(holds: object, flaw: Flaw = Flaw.DIFFERS) -> None:
    """Stop where the file is not as it must be."""
    if not holds:
        raise Unfit(flaw)


def size_of(content: BinaryIO) -> int:
    """How long it is."""
    return content.seek(0, os.SEEK_END)


def head_of(content: BinaryIO, length: int) -> bytes:
    """Its first bytes."""
    content.seek(0)
    return content.read(length)


def tail_of(content: BinaryIO, length: int) -> bytes:
    """Its last bytes."""
    content.seek(max(0, size_of(content) - length))
    return content.read(length)


def ensure_no_archive_at_the_end(content: BinaryIO) -> None:
    """What unpacks as a zip, whatever it begins as, is two files in one."""
    tail = tail_of(content, TAIL)
    at = tail.rfind(ZIP_END)
    while at >= 0:
        record = tail[at : at + ZIP_END_SIZE]
        if len(record) == ZIP_END_SIZE:
            (comment,) = struct.unpack("<H", record[-2:])
            ensure(at + ZIP_END_SIZE + comment != len(tail), Flaw.SOMETHING_ADDED)
        at = tail.rfind(ZIP_END, 0, at)


def ensure_no_pdf_at_the_start(content: BinaryIO) -> None:
    """PDF readers open a file whose heading stands anywhere in its first kilobyte."""
    ensure(PDF_HEAD not in head_of(content, PDF_HEAD_WITHIN), Flaw.SOMETHING_ADDED)
