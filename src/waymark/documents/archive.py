"""A zip read with suspicion: its directory by zipfile, its parts measured as they inflate."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from waymark.documents.rules import Flaw
from waymark.documents.unfit import (
    TAIL,
    ZIP_END,
    ZIP_END_SIZE,
    ensure,
    head_of,
    size_of,
    tail_of,
)

MB = 1024 * 1024
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
PARTS = 4096
DIRECTORY = 2 * MB
AT_MOST = 256 * MB
FREELY = 16 * MB
RATIO = 100
INSIDE = 32 * MB
CHUNK = 64 * 1024
IS_ENCRYPTED = 0x1


@dataclass(slots=True)
class Budget:
    """How much a file and everything inside it may still unpack to."""

    left: int

    @classmethod
    def for_file(cls, content: BinaryIO) -> "Budget":
        """A hundred times its size, but never less than a small document or more than 256 MB."""
        return cls(min(AT_MOST, max(FREELY, RATIO * size_of(content))))

    def spend(self, amount: int) -> None:
        """Stop when it is used up."""
        self.left -= amount
        ensure(self.left >= 0, Flaw.TOO_MUCH_INSIDE)


@dataclass(frozen=True, slots=True)
class Part:
    """One entry: its name, whether it lies there uncompressed, where, how long."""

    name: str
    is_plain: bool
    starts_at: int
    packed: int
    unpacked: int


class Archive:
    """A zip from its first byte to its last, with nothing before, between or after."""

    def __init__(self, content: BinaryIO, budget: Budget) -> None:
        self.content, self.budget = content, budget
        ensure(head_of(content, 4) == b"PK\x03\x04")
        _check_directory(content)
        with zipfile.ZipFile(content) as listing:
            entries = listing.infolist()
            self.parts = [_part(content, listing, one) for one in entries if not one.is_dir()]
        ensure(entries and len(entries) <= PARTS, Flaw.TOO_MUCH_INSIDE)
        ensure(min(one.header_offset for one in entries) == 0, Flaw.SOMETHING_ADDED)
        names = {part.name.lower() for part in self.parts}
        ensure(len(names) == len(self.parts) > 0, Flaw.SOMETHING_ADDED)
        ensure(sum(part.unpacked for part in self.parts) <= budget.left, Flaw.TOO_MUCH_INSIDE)

    def find(self, name: str) -> Part | None:
        """The part of that name."""
        return next((part for part in self.parts if part.name == name), None)

    def read(self, part: Part | None, limit: int) -> bytes:
        """The whole of a small part."""
        assert part is not None  # noqa: S101 - the caller found it
        ensure(part.unpacked <= limit, Flaw.TOO_MUCH_INSIDE)
        return self.inflate(part, keep=limit)

    def inside(self, part: Part) -> "Archive":
        """A part that is an archive itself; what it holds comes out of the same budget."""
        return Archive(io.BytesIO(self.read(part, INSIDE)), self.budget)

    def inflate(self, part: Part, *, keep: int) -> bytes:
        """Unpack a part, whatever its directory says of its size, and keep its beginning."""
        inflater = None if part.is_plain else zlib.decompressobj(-zlib.MAX_WBITS)
        kept, total, left = bytearray(), 0, part.packed
        self.content.seek(part.starts_at)
        while left > 0:
            packed = self.content.read(min(CHUNK, left))
            ensure(packed)
            left -= len(packed)
            for piece in _unpacked(packed, inflater):
                total += len(piece)
                self.budget.spend(len(piece))
                kept += piece[: max(0, keep - len(kept))]
        ensure(inflater is None or inflater.eof)
        ensure(total == part.unpacked, Flaw.TOO_MUCH_INSIDE)
        return bytes(kept)


def _unpacked(packed: bytes, inflater: "zlib._Decompress | None"):  # type: ignore[no-untyped-def]
    """Pieces that fit in memory, however much is packed in a few bytes."""
    if inflater is None:
        yield packed
        return
    while packed and not inflater.eof:
        yield inflater.decompress(packed, CHUNK * 4)
        packed = inflater.unconsumed_tail


def _check_directory(content: BinaryIO) -> None:
    """The end of a zip stands on the last byte, right after a directory of reasonable length."""
    size, end = size_of(content), tail_of(content, ZIP_END_SIZE)
    if end[:4] != ZIP_END:
        ensure(ZIP_END not in tail_of(content, TAIL), Flaw.SOMETHING_ADDED)
    ensure(end[:4] == ZIP_END)
    count, length, starts_at, comment = struct.unpack("<10xHLLH", end)
    ensure(count <= PARTS and length <= DIRECTORY, Flaw.TOO_MUCH_INSIDE)
    ensure(comment == 0 and starts_at + length == size - ZIP_END_SIZE, Flaw.SOMETHING_ADDED)


def _part(content: BinaryIO, listing: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    ensure(not entry.flag_bits & IS_ENCRYPTED, Flaw.PASSWORD)
    ensure(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ensure(_is_plain_name(entry.filename))
    listing.open(entry).close()  # its own header must say the same name
    content.seek(entry.header_offset)
    header = LOCAL_HEADER.unpack(content.read(LOCAL_HEADER.size))
    ensure(header[3] == entry.compress_type)
    return Part(
        name=entry.filename,
        is_plain=entry.compress_type == zipfile.ZIP_STORED,
        starts_at=entry.header_offset + LOCAL_HEADER.size + header[-2] + header[-1],
        packed=entry.compress_size,
        unpacked=entry.file_size,
    )


def _is_plain_name(name: str) -> bool:
    return not (name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name)
