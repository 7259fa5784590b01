"""E-mails and plain text."""

import codecs
import re
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import BinaryIO

from waymark.documents.rules import Flaw
from waymark.documents.unfit import Unfit, ensure, ensure_no_archive_at_the_end, head_of

HEADERS = 256 * 1024
HEADERS_END = re.compile(rb"\r?\n\r?\n")
ALSO_THERE = ("Date", "Message-ID", "Received", "Subject", "To")
CHUNK = 1024 * 1024
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Programs decide by the beginning: this is a page, a picture or a program and no text.
NOT_TEXT = re.compile(
    r"<(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php|%)|\{\\rtf|#!|%pdf-", re.IGNORECASE
)


def check_eml(content: BinaryIO) -> None:
    """It begins with headers that an e-mail has: a sender, and when, to whom or about what.

    What is attached inside is not unpacked here: the virus scanner does that.
    """
    head = head_of(content, HEADERS)
    ends = HEADERS_END.search(head)
    block = head[: ends.start()] if ends else head
    ensure(ends or len(head) < HEADERS)
    ensure(b"\0" not in block)
    message = BytesHeaderParser(policy=compat32).parsebytes(block + b"\r\n\r\n")
    ensure(not message.defects)
    ensure(message["From"] and any(message[name] for name in ALSO_THERE))
    ensure_no_archive_at_the_end(content)


def check_txt(content: BinaryIO) -> None:
    """Text that can be read, without control characters, that is no page, picture or program."""
    start = head_of(content, 4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _read(content, "utf-16")
    try:
        return _read(content, "utf-8-sig")
    except UnicodeDecodeError:
        return _read(content, "cp1252")  # what Notepad wrote for decades


def _read(content: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    is_first = True
    while True:
        chunk = content.read(CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        if CONTROLS.search(text) or (is_first and NOT_TEXT.match(text.lstrip())):
            raise Unfit(Flaw.DIFFERS)
        if not chunk:
            return
        is_first = False
