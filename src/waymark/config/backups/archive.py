"""The file: a tar of which each member says its own SHA-256, the last one how many there are, and
after it the sum of every byte before.

    waymark.json          what wrote it, and when
    database/000001 …     what pg_dump said, in pieces
    keys/NAME.pub         the public keys that the history was signed with
    files/KEY             each stored file
    manifest.json         how many of each, and which files the store did not have

It is written and read as a stream, and never held in memory.
"""

import hashlib
import io
import json
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

VERSION = 1
ABOUT, MANIFEST = "waymark.json", "manifest.json"
PIECE = 16 * 1024 * 1024
CHUNK = 1024 * 1024
SHA256 = "WAYMARK.sha256"
SUM = "\nwaymark-sha256 {}\n"
SUM_LENGTH = len(SUM.format("0" * 64))
_NAMES = re.compile(
    r"waymark\.json|manifest\.json|database/\d{6,}|keys/[\w-]+\.pub"
    r"|files/(held-apart/)?[0-9a-f]{2}/[0-9a-f-]{36}",
    re.ASCII,
)


class NotABackup(Exception):
    """The file is not whole, or not one of ours; the message says what is wrong with it."""


@dataclass
class _Summing:
    """A stream that keeps the sum of what went through it."""

    stream: Any
    left: int | None = None
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        self.stream.write(piece)
        return len(piece)

    def read(self, size: int = -1) -> bytes:
        if self.left is not None:
            size = min(size, self.left) if size >= 0 else self.left
        piece: bytes = self.stream.read(size)
        self.digest.update(piece)
        if self.left is not None:
            self.left -= len(piece)
        return piece


class Writer:
    """Adds members, and counts them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = _Summing(stream)
        self._tar: Any = tarfile.open(  # type: ignore[call-overload]  # noqa: SIM115
            fileobj=self._stream, mode="w|", format=tarfile.PAX_FORMAT
        )
        self._counts: Counter[str] = Counter()

    def add(self, name: str, content: BinaryIO, *, size: int, sha256: str) -> None:
        """A member from a stream that holds so many bytes, of this sum."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        member.pax_headers = {SHA256: sha256}
        self._tar.addfile(member, content)
        self._counts[_kind(name)] += 1

    def add_bytes(self, name: str, content: bytes) -> None:
        """A member that is at hand."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.add(name, io.BytesIO(content), size=len(content), sha256=sha256)

    def finish(self, **said: Any) -> None:
        """How many members there are, and the sum of the whole."""
        listed = {"members": dict(self._counts), **said}
        self.add_bytes(MANIFEST, json.dumps(listed, ensure_ascii=False).encode())
        self._tar.close()
        self._stream.stream.write(SUM.format(self._stream.digest.hexdigest()).encode())


@dataclass(frozen=True, slots=True)
class Checked:
    """What a backup says of itself, once every byte of it was looked at."""

    about: dict[str, Any]
    files: int
    missing: list[str]


def check(path: Path) -> Checked:
    """Read a backup from end to end: every sum agrees, every member is one that belongs in it.
    Raises NotABackup.
    """
    said: dict[str, dict[str, Any]] = {}
    counts: Counter[str] = Counter()
    with _whole(path) as (tar, was_read):
        for member in _members(tar):
            if MANIFEST in said:
                raise NotABackup("something stands after its list of contents")
            if member.name in (ABOUT, MANIFEST):
                said[member.name] = _said(member.content.read())
            else:
                counts[_kind(member.name)] += 1
        was_read()
    about, manifest = said.get(ABOUT, {}), said.get(MANIFEST, {})
    if not about or manifest.get("members") != {ABOUT: 1, **counts} or not counts["database"]:
        raise NotABackup("what it holds is not what it says that it holds")
    if about.get("format") != VERSION:
        raise NotABackup("another version of Waymark wrote it, in a form that this one cannot read")
    return Checked(about, counts["files"], list(manifest.get("missing", [])))


def members(path: Path) -> Iterator["Member"]:
    """Each member in its order; for a backup that was checked."""
    with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|") as tar:
        yield from _members(tar)


@dataclass(frozen=True, slots=True)
class Member:
    """One member, with a stream of its content, until the next one is asked for."""

    name: str
    content: "_Summing"


@contextmanager
def _whole(path: Path) -> Iterator[tuple[tarfile.TarFile, Callable[[], None]]]:
    """The tar in a file, and what tells, once it was read, whether the sum of the whole agrees."""
    length = path.stat().st_size - SUM_LENGTH
    with path.open("rb") as file:
        reading = _Summing(file, left=max(length, 0))

        def was_read() -> None:
            while reading.read(CHUNK):
                pass
            if file.read() != SUM.format(reading.digest.hexdigest()).encode():
                raise NotABackup("it was changed or cut short: its sum is another")

        try:
            with tarfile.open(fileobj=reading, mode="r|") as tar:  # type: ignore[call-overload]
                yield tar, was_read
        except (tarfile.TarError, EOFError, ValueError, OverflowError) as problem:
            raise NotABackup("it was changed or cut short, or is no backup at all") from problem


def _members(tar: tarfile.TarFile) -> Iterator[Member]:
    for one in tar:
        if not _NAMES.fullmatch(one.name) or not one.isreg():
            raise NotABackup("something is in it that does not belong in a backup")
        content = _Summing(tar.extractfile(one))
        yield Member(one.name, content)
        while content.read(CHUNK):  # what whoever asked for it left unread
            pass
        if content.digest.hexdigest() != one.pax_headers.get(SHA256):
            raise NotABackup(f"{one.name} is not what was put into it")


def _kind(name: str) -> str:
    return name.partition("/")[0]


def _said(data: bytes) -> dict[str, Any]:
    said = None
    with suppress(ValueError):
        said = json.loads(data)
    if not isinstance(said, dict) or not said:
        raise NotABackup("what it says of itself cannot be read")
    return said
