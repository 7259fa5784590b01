"""Word before 2007 and Outlook messages: both are compound files, told apart by their streams."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import olefile

from waymark.documents.rules import Flaw
from waymark.documents.unfit import (
    ensure,
    ensure_no_archive_at_the_end,
    ensure_no_pdf_at_the_start,
    head_of,
)

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "worddocument"
MESSAGE = "__properties_version1.0"
ENCRYPTED = {"encryptedpackage", "encryptioninfo"}
MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
FLAGS_AT, ENCRYPTED_FLAG = 0x0B, 0x01
STREAMS = 10_000


def check_doc(content: BinaryIO) -> None:
    """A Word document without macros and without a password."""
    with _opened(content) as (file, names):
        ensure(names.isdisjoint(ENCRYPTED), Flaw.PASSWORD)
        ensure(WORD in names and MESSAGE not in names)
        ensure(names.isdisjoint(MACROS), Flaw.MACROS)
        start = file.openstream(WORD).read(FLAGS_AT + 1)
        ensure(len(start) > FLAGS_AT)
        ensure(not start[FLAGS_AT] & ENCRYPTED_FLAG, Flaw.PASSWORD)


def check_msg(content: BinaryIO) -> None:
    """A message as Outlook saves it."""
    with _opened(content) as (_, names):
        ensure(MESSAGE in names and WORD not in names)


def is_encrypted_package(content: BinaryIO) -> bool:
    """Whether this is what a new office file becomes when it gets a password."""
    with _opened(content) as (_, names):
        return not names.isdisjoint(ENCRYPTED)


@contextmanager
def _opened(content: BinaryIO) -> Iterator[tuple[olefile.OleFileIO, set[str]]]:
    """The compound file, and the names of what is in it at any depth, in small letters."""
    ensure(head_of(content, len(MAGIC)) == MAGIC)
    ensure_no_archive_at_the_end(content)
    ensure_no_pdf_at_the_start(content)
    content.seek(0)
    with olefile.OleFileIO(content) as file:
        paths = file.listdir(streams=True, storages=True)
        ensure(len(paths) <= STREAMS, Flaw.TOO_MUCH_INSIDE)
        top = {path[0].lower() for path in paths}
        yield file, top | {path[-1].lower() for path in paths if path[-1].lower() in MACROS}
