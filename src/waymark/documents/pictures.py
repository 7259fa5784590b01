"""Pictures: whole from the first byte to the last, and not too large to be shown."""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from waymark.documents.rules import PIXELS, Flaw
from waymark.documents.unfit import (
    MARKUP,
    ensure,
    ensure_no_archive_at_the_end,
    ensure_no_pdf_at_the_start,
    head_of,
)

Image.MAX_IMAGE_PIXELS = PIXELS  # we refuse above it before Pillow looks
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
JPG_MAGIC = b"\xff\xd8\xff"
FIRST_BOX = b"ftyp"
PARTS = 20_000
BRANDS_FROM = 8
LENGTH = 2
END_OF_IMAGE, SCAN = 0xD9, 0xDA
ALONE = {0x01, *range(0xD0, 0xD8)}
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
FILL = re.compile(rb"\xff+")
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}
HEIF_BRANDS = HEIC_BRANDS | {b"mif1", b"msf1"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment, chunk or box: its name, and where it and what it holds begin and end."""

    name: bytes
    starts: int
    holds: int
    ends: int


def check_jpg(content: BinaryIO) -> None:
    """A JPG with all its segments to the end. Phones put a second picture or a few seconds of film
    after the first; an archive or a page is not taken.
    """
    data = _all_of(content, JPG_MAGIC)
    pieces, end = jpg_pieces(data)
    frames = [one for one in pieces if one.name[0] in FRAMES]
    ensure(frames and any(one.name[0] == SCAN for one in pieces))
    for one in frames:
        height, width = struct.unpack_from(">HH", data, one.holds + 1)
        _ensure_pixels(width, height)
    ensure(not MARKUP.search(data, end), Flaw.SOMETHING_ADDED)
    _ensure_opens(data, "JPEG")


def check_png(content: BinaryIO) -> None:
    """A PNG with all its chunks, and nothing after the last."""
    data = _all_of(content, PNG_MAGIC)
    pieces = list(png_pieces(data))
    ensure(pieces[0].name == b"IHDR" and pieces[-1].name == b"IEND")
    ensure(any(one.name == b"IDAT" for one in pieces))
    ensure(pieces[-1].ends == len(data), Flaw.SOMETHING_ADDED)
    _ensure_pixels(*struct.unpack_from(">LL", data, pieces[0].holds))
    _ensure_opens(data, "PNG")


def check_heic(content: BinaryIO) -> None:
    """A HEIC as phones make it: the brand says so, and its boxes reach the last byte."""
    data = _all_of(content, FIRST_BOX, at=4)
    boxes = list(boxes_of(data, 0, len(data)))
    first = boxes[0]
    ensure(first.ends - first.holds >= BRANDS_FROM)
    named = data[first.holds : first.ends]
    brands = {named[:4], *(named[at : at + 4] for at in range(BRANDS_FROM, len(named), 4))}
    ensure(named[:4] in HEIF_BRANDS and not brands.isdisjoint(HEIC_BRANDS))
    ensure(b"meta" in {one.name for one in boxes})


def jpg_pieces(data: bytes) -> tuple[list[Piece], int]:
    """The segments of the first picture, and where it ends."""
    pieces: list[Piece] = []
    at = 2
    while True:
        filled = FILL.match(data, at)
        ensure(filled and len(pieces) <= PARTS)
        starts, at = at, filled.end() if filled else at
        ensure(at < len(data))
        marker = data[at]
        at += 1
        if marker == END_OF_IMAGE:
            return pieces, at
        if marker in ALONE:
            continue
        length = int.from_bytes(data[at : at + 2])
        ensure(length >= LENGTH and at + length <= len(data))
        pieces.append(Piece(bytes([marker]), starts, at + 2, at + length))
        at += length
        if marker == SCAN:
            found = MARKER.search(data, at)
            ensure(found)
            at = found.start() if found else at


def png_pieces(data: bytes) -> Iterator[Piece]:
    """The chunks, up to the end of the picture."""
    at = len(PNG_MAGIC)
    for _ in range(PARTS):
        ensure(at + 12 <= len(data))
        length = int.from_bytes(data[at : at + 4])
        name, ends = data[at + 4 : at + 8], at + 12 + length
        ensure(name.isalpha() and ends <= len(data))
        yield Piece(name, at, at + 8, ends)
        if name == b"IEND":
            return
        at = ends
    ensure(False)


def boxes_of(data: bytes, at: int, end: int) -> Iterator[Piece]:
    """The boxes between two places of a HEIC, one after the other to the end."""
    for _ in range(PARTS):
        if at == end:
            return
        ensure(at + 8 <= end)
        length, holds = int.from_bytes(data[at : at + 4]), at + 8
        if length == 1:
            length, holds = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif length == 0:
            length = end - at
        ensure(length >= holds - at and at + length <= end)
        yield Piece(data[at + 4 : at + 8], at, holds, at + length)
        at += length
    ensure(False)


def _all_of(content: BinaryIO, magic: bytes, *, at: int = 0) -> bytes:
    """A picture is read whole: the limit on size bounds it."""
    ensure(head_of(content, at + len(magic))[at:] == magic)
    ensure_no_archive_at_the_end(content)
    ensure_no_pdf_at_the_start(content)
    content.seek(0)
    return content.read()


def _ensure_pixels(width: int, height: int) -> None:
    ensure(width and height)
    ensure(width * height <= PIXELS, Flaw.TOO_MANY_PIXELS)


def _ensure_opens(data: bytes, form: str) -> None:
    """Pillow reads its headers, and for a PNG the sums of all chunks."""
    with Image.open(io.BytesIO(data), formats=[form]) as picture:
        picture.verify()
