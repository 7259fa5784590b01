"""Where the notes of a HEIC lie: the items that hold Exif or XMP (ISO/IEC 14496-12, 23008-12)."""

from collections.abc import Iterator
from dataclasses import dataclass

from waymark.documents.pictures import Piece, boxes_of
from waymark.documents.unfit import ensure

ITEMS = 5_000
EXIF, MIME = b"Exif", b"mime"
IN_FILE, IN_BOX = 0, 1
FILM = b"moov"
SHOWN = {b"ftyp", b"meta", b"mdat", FILM}
SAID_OF_A_FILM = {b"udta", b"meta"}


@dataclass(frozen=True, slots=True)
class Note:
    """A stretch of the file that holds notes and no picture."""

    starts: int
    ends: int
    is_exif: bool


class Reader:
    """Numbers of a few bytes each, one after the other."""

    def __init__(self, data: bytes, at: int, ends: int) -> None:
        self.data, self.at, self.ends = data, at, ends

    def number(self, length: int) -> int:
        """The next number; of no bytes it is 0."""
        ensure(self.at + length <= self.ends)
        self.at += length
        return int.from_bytes(self.data[self.at - length : self.at])

    def raw(self, length: int) -> bytes:
        """The next bytes as they are."""
        return self.number(length).to_bytes(length)


def boxes_beside(data: bytes) -> Iterator[Piece]:
    """Boxes that no picture needs: what makers add at the end, and what a film says of itself."""
    for one in boxes_of(data, 0, len(data)):
        if one.name not in SHOWN:
            yield one
        if one.name == FILM:
            inside = boxes_of(data, one.holds, one.ends)
            yield from (each for each in inside if each.name in SAID_OF_A_FILM)


def notes_in_heic(data: bytes) -> list[Note]:
    """The stretches that hold Exif or XMP, of all its pictures."""
    boxes = {one.name: one for one in boxes_of(data, 0, len(data))}
    ensure(b"meta" in boxes)
    meta = boxes[b"meta"]
    inside = {one.name: one for one in boxes_of(data, meta.holds + 4, meta.ends)}
    if b"iinf" not in inside or b"iloc" not in inside:
        return []
    kinds = dict(_items(data, inside[b"iinf"]))
    box = inside[b"idat"].holds if b"idat" in inside else 0
    notes = [
        Note(starts, starts + length, kinds[item] == EXIF)
        for item, starts, length in _places(data, inside[b"iloc"], box)
        if kinds.get(item) in (EXIF, MIME)
    ]
    ensure(all(one.ends <= len(data) for one in notes))
    return notes


def _items(data: bytes, box: Piece) -> Iterator[tuple[int, bytes]]:
    """Each item's number and type."""
    read = Reader(data, box.holds, box.ends)
    version = read.number(4) >> 24
    read.number(2 if version == 0 else 4)
    for one in boxes_of(data, read.at, box.ends):
        entry = Reader(data, one.holds, one.ends)
        its_version = entry.number(4) >> 24
        if one.name == b"infe" and its_version >= 2:  # noqa: PLR2004 - older ones name no type
            item = entry.number(2 if its_version == 2 else 4)  # noqa: PLR2004
            entry.number(2)
            yield item, entry.raw(4)


def _places(data: bytes, box: Piece, in_box: int) -> Iterator[tuple[int, int, int]]:
    """Each item's number, and where each of its stretches begins and how long it is."""
    read = Reader(data, box.holds, box.ends)
    version = read.number(4) >> 24
    sizes, more = read.number(1), read.number(1)
    wide = 4 if version == 2 else 2  # noqa: PLR2004
    count = read.number(wide)
    ensure(count <= ITEMS)
    for _ in range(count):
        item = read.number(wide)
        method = read.number(2) & 0xF if version else IN_FILE
        read.number(2)
        start = read.number(more >> 4) + (in_box if method == IN_BOX else 0)
        for _ in range(read.number(2)):
            read.number(more & 0xF if version else 0)
            offset = read.number(sizes >> 4)
            length = read.number(sizes & 0xF)
            if method in (IN_FILE, IN_BOX):
                yield item, start + offset, length
