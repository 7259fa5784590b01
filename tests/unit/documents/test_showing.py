"""Pictures on a page: upright, plain, not larger than print needs, and the same each time."""

import io

import pytest
from PIL import Image

from tests.samples import jpg, picture, png
from waymark.documents.showing import LONGEST, fit_for_a_page


def shown(content):
    made, form = fit_for_a_page(content)
    assert fit_for_a_page(content) == (made, form)
    return Image.open(io.BytesIO(made)), form


@pytest.mark.parametrize(
    ("turned", "size", "red_at"),
    [
        (1, (48, 32), (2, 16)),
        (3, (48, 32), (45, 16)),
        (6, (32, 48), (16, 2)),
        (8, (32, 48), (16, 45)),
    ],
)
def test_it_stands_as_the_camera_says(turned, size, red_at):
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = "Gwenllian at home"
    made, form = shown(jpg(exif=exif))
    assert (form, made.size) == ("jpg", size)
    red, _, blue = made.getpixel(red_at)
    assert red > 200
    assert blue < 60
    assert not made.getexif()


def test_it_is_made_smaller_and_never_larger():
    made, form = shown(png(size=(LONGEST * 2, 40)))
    assert (form, made.size) == ("png", (LONGEST, 20))
    assert shown(png())[0].size == (48, 32)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "CMYK", "I;16"])
def test_whatever_its_colours(mode):
    drawn = Image.new(mode, (40, 40))
    stored = io.BytesIO()
    drawn.save(stored, "JPEG" if mode == "CMYK" else "PNG")
    assert shown(stored.getvalue())[0].mode in ("RGB", "L")


def test_what_is_clear_is_white_paper():
    stored = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(stored, "PNG")
    assert shown(stored.getvalue())[0].getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"no picture", jpg()[:300], picture("GIF")])
def test_what_cannot_be_drawn_is_none(content):
    assert fit_for_a_page(content) is None
