"""A picture loses where it was made, and nothing that is seen."""

import io
import struct
from contextlib import suppress

import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.samples import heic, jpg, png
from waymark.documents.judging import flaw_in
from waymark.documents.kinds import KINDS
from waymark.documents.location import without_location
from waymark.documents.unfit import Unfit

pillow_heif.register_heif_opener()
GPS, EXIF = 0x8825, 0x8769
ORIENTATION, TAKEN, MAKER, DESCRIPTION, MAKER_NOTE = 0x0112, 0x9003, 0x010F, 0x010E, 0x927C
SECRET = b"CAERDYDD"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a GPSLatitude='51,28.9N CAERDYDD'/></x:xmpmeta>"


def notes(*, orientation=6):
    """Notes as a phone writes them, with a position, a caption, and the maker's own."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER], exif[DESCRIPTION] = orientation, "Fruit", "At CAERDYDD"
    exif.get_ifd(EXIF)[TAKEN] = "2026:11:17 10:31:00"
    exif.get_ifd(EXIF)[MAKER_NOTE] = b"near CAERDYDD"
    exif.get_ifd(GPS).update(
        {1: "N", 2: (51.0, 28.0, 53.76), 3: "W", 4: (3.0, 10.0, 48.0), 0x1B: b"CAERDYDD\0"}
    )
    return exif


def jpg_with_everything():
    plain = jpg(exif=notes(), xmp=XMP, comment=SECRET)
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x10\x1c\x02\x5a\0\x08" + SECRET
    second = b"FPXR\0" + SECRET
    for marker, holds in ((0xED, photoshop), (0xE2, second), (0xE5, SECRET)):
        plain = plain[:2] + struct.pack(">BBH", 0xFF, marker, len(holds) + 2) + holds + plain[2:]
    return plain + b"after the end: " + SECRET


def png_with_everything():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "CAERDYDD")
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    text.add_text("Raw profile type exif", "CAERDYDD")
    return png(exif=notes(), pnginfo=text)


def heic_with_everything():
    return heic(exif=notes(orientation=1).tobytes(), xmp=XMP)


PICTURES = {
    "jpg": jpg_with_everything,
    "png": png_with_everything,
    "heic": heic_with_everything,
}


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("code", PICTURES)
class TestLocation:
    def test_it_was_there(self, code):
        before = PICTURES[code]()
        assert SECRET in before
        assert opened(before).getexif().get_ifd(GPS)

    def test_it_is_gone(self, code):
        after = without_location(PICTURES[code](), code)
        assert SECRET not in after
        assert b"GPSLatitude" not in after
        exif = opened(after).getexif()
        assert not exif.get_ifd(GPS)
        assert DESCRIPTION not in exif
        assert MAKER_NOTE not in exif.get_ifd(EXIF)

    def test_what_is_seen_is_the_same(self, code):
        before = PICTURES[code]()
        after = without_location(before, code)
        assert opened(after).size == opened(before).size
        assert opened(after).tobytes() == opened(before).tobytes()

    def test_when_and_with_what_it_was_taken_stays(self, code):
        exif = opened(without_location(PICTURES[code](), code)).getexif()
        assert exif[MAKER] == "Fruit"
        assert exif.get_ifd(EXIF)[TAKEN] == "2026:11:17 10:31:00"

    def test_twice_is_once(self, code):
        once = without_location(PICTURES[code](), code)
        assert without_location(once, code) == once


@pytest.mark.parametrize("code", ["jpg", "png"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stays_the_right_way_up(code, orientation):
    make = {"jpg": jpg, "png": png}[code]
    after = without_location(make(exif=notes(orientation=orientation)), code)
    assert opened(after).getexif()[ORIENTATION] == orientation


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_stays_the_right_way_up(orientation):
    """In a HEIC that is a property of the picture, and the note only repeats it."""
    exif = notes(orientation=orientation).tobytes()
    before = heic(exif=exif)
    after = without_location(before, "heic")
    assert opened(after).tobytes() == opened(before).tobytes()
    assert b"CAERDYDD" not in after
    assert len(after) == len(before)


@pytest.mark.parametrize(("code", "make"), [("jpg", jpg), ("png", png), ("heic", heic)])
def test_a_picture_that_says_nothing_stays_as_it_was(code, make):
    assert without_location(make(), code) == make()


@pytest.mark.parametrize(
    "box",
    [
        b"\0\0\0\x10sefd" + SECRET,
        b"\0\0\0\x20uuid" + b"\1" * 16 + SECRET,
        b"\0\0\0\x18moov\0\0\0\x10udta" + SECRET,
        b"\0\0\0\x01sefd\0\0\0\0\0\0\0\x18" + SECRET,
    ],
)
def test_what_makers_put_beside_a_heic_goes(box):
    before = heic() + box
    after = without_location(before, "heic")
    assert SECRET not in after
    assert len(after) == len(before)
    assert opened(after).tobytes() == opened(heic()).tobytes()
    assert without_location(after, "heic") == after
    assert flaw_in(io.BytesIO(after), KINDS["heic"]) is None


def test_notes_that_cannot_be_read_go():
    broken = (
        jpg(exif=notes())
        .replace(b"Exif\0\0MM", b"Exif\0\0??")
        .replace(b"Exif\0\0II", b"Exif\0\0??")
    )
    assert SECRET not in without_location(broken, "jpg")


def test_the_colours_of_a_jpg_stay():
    after = without_location(jpg(icc_profile=b"colours" * 20, exif=notes()), "jpg")
    assert opened(after).info["icc_profile"] == b"colours" * 20


WHOLE = {code: make() for code, make in PICTURES.items()}


@settings(max_examples=300, deadline=5_000, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_broken_picture_is_refused_or_loses_it_too(code, data):
    content = bytearray(WHOLE[code])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + 4] = data.draw(st.binary(max_size=8))
    with suppress(Unfit):
        without_location(bytes(content), code)
