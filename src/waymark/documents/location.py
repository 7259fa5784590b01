"""Taking out of a picture where it was made, without touching the picture.

What is seen stays byte for byte. Of the notes beside it only those on a list stay (which way up,
when, with what camera); position, captions, the maker's own notes and what is joined on after the
picture go, since any of them can say where.
"""

import logging
import struct
import zlib

from PIL import Image

from waymark.documents.heic import boxes_beside, notes_in_heic
from waymark.documents.pictures import PNG_MAGIC, SCAN, jpg_pieces, png_pieces
from waymark.documents.rules import Flaw
from waymark.documents.unfit import Unfit

log = logging.getLogger(__name__)
EXIF_HEAD = b"Exif\0\0"
EXIF_IFD = 0x8769
# Orientation, maker, model, resolution, times, and how the picture was taken.
KEPT = {0x0112, 0x010F, 0x0110, 0x011A, 0x011B, 0x0128, 0x0132, 0x0213}
KEPT_INSIDE = {
    *(0x829A, 0x829D, 0x8822, 0x8827, 0x9000, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012),
    *(0x9201, 0x9202, 0x9204, 0x9207, 0x9209, 0x920A, 0x9290, 0x9291, 0x9292),
    *(0xA001, 0xA002, 0xA003, 0xA402, 0xA403, 0xA405, 0xA406),
}
APP0, APP1, APP2, APP14, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
APPLICATION = range(0xE0, 0xF0)
COLOURS = b"ICC_PROFILE\0"
PNG_SHOWN = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"),
    *(b"bKGD", b"hIST", b"pHYs", b"sPLT", b"tIME", b"cICP", b"mDCV", b"cLLI"),
    *(b"acTL", b"fcTL", b"fdAT"),
}


def without_location(data: bytes, kind: str) -> bytes:
    """The same picture without what could say where it was made; the same bytes if nothing did.
    One that cannot be followed to its end is Unfit.
    """
    try:
        return {"jpg": _jpg, "png": _png, "heic": _heic}[kind](data)
    except Unfit:
        raise
    except Exception as error:  # noqa: BLE001 - refused, and never stored with its location
        log.warning(
            "A location could not be removed", extra={"kind": kind, "error": type(error).__name__}
        )
        raise Unfit(Flaw.DIFFERS) from None


def _jpg(data: bytes) -> bytes:
    pieces, end = jpg_pieces(data)
    kept = bytearray(data[:2])
    after = 2
    for one in pieces:
        piece = data[one.starts : one.ends]
        if one.name[0] == APP1 and data.startswith(EXIF_HEAD, one.holds):
            notes = _plain_notes(data[one.holds + len(EXIF_HEAD) : one.ends])
            piece = _segment(APP1, EXIF_HEAD + notes) if notes else b""
        elif _may_say_where(one.name[0], data[one.holds : one.ends]):
            piece = b""
        kept += data[after : one.starts] + piece  # what stands between: the picture itself
        after = one.ends
    return bytes(kept + data[after:end])


def _may_say_where(marker: int, holds: bytes) -> bool:
    if marker == SCAN or marker in (APP0, APP14):
        return False
    if marker == APP2:
        return not holds.startswith(COLOURS)
    return marker in APPLICATION or marker == COMMENT


def _segment(marker: int, holds: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(holds) + 2) + holds


def _png(data: bytes) -> bytes:
    kept = bytearray(PNG_MAGIC)
    for one in png_pieces(data):
        piece = data[one.starts : one.ends]
        if one.name == b"eXIf":
            notes = _plain_notes(data[one.holds : one.ends - 4])
            piece = _chunk(b"eXIf", notes) if notes else b""
        elif one.name not in PNG_SHOWN:
            piece = b""
        kept += piece
    return bytes(kept)


def _chunk(name: bytes, holds: bytes) -> bytes:
    check = zlib.crc32(name + holds)
    return struct.pack(">L", len(holds)) + name + holds + struct.pack(">L", check)


def _heic(data: bytes) -> bytes:
    """Nothing may move in a HEIC, since its parts are found by place: notes are written over."""
    changed = bytearray(data)
    for box in boxes_beside(data):
        changed[box.starts + 4 : box.starts + 8] = b"free"
        changed[box.holds : box.ends] = bytes(box.ends - box.holds)
    for note in notes_in_heic(data):
        room = note.ends - note.starts
        fill = _fitting(data[note.starts : note.ends]) if note.is_exif else b""
        changed[note.starts : note.ends] = (fill if len(fill) <= room else b"").ljust(
            room, b"\0" if note.is_exif else b" "
        )
    return bytes(changed)


def _fitting(item: bytes) -> bytes:
    """The notes of a HEIC begin with how far on their heading is."""
    skipped = int.from_bytes(item[:4])
    notes = _plain_notes(item[4 + skipped :])
    return b"\0\0\0\0" + notes if notes else b""


def _plain_notes(tiff: bytes) -> bytes:
    """Those of the notes that say nothing of a place, written anew; the same when there is no more
    in them. Nothing when they cannot be read.
    """
    found, plain = Image.Exif(), Image.Exif()
    try:
        found.load(tiff)
        inside = found.get_ifd(EXIF_IFD)
        for tag in KEPT & set(found):
            plain[tag] = found[tag]
        for tag in KEPT_INSIDE & set(inside):
            plain.get_ifd(EXIF_IFD)[tag] = inside[tag]
        if not set(found) - KEPT - {EXIF_IFD} and not set(inside) - KEPT_INSIDE:
            return tiff
        return plain.tobytes().removeprefix(EXIF_HEAD) if plain else b""
    except (SyntaxError, OSError, ValueError, KeyError, TypeError, struct.error, EOFError):
        return b""
