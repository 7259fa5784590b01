"""What a file really is."""

import io
import zipfile

import pytest

from waymark.documents.content import content_type_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + b"\0" * 20 + b"\xff\xd9"


def zipped(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (zipped("[Content_Types].xml", "word/document.xml"), WORD),
        (zipped("anything.txt"), "application/zip"),
        (b"PK\x03\x04 but no zip at all", ""),
        (b"", ""),
        (b"MZ\x90\x00" + b"\0" * 60, None),
        (b"<html><script>alert(1)</script></html>", None),
        (b"just words", None),
    ],
)
def test_content_tells_the_type(content, found):
    kind = content_type_of(io.BytesIO(content))
    if found is None:
        assert kind not in {
            "application/pdf",
            "image/png",
            "image/jpeg",
            WORD,
            "application/msword",
        }
    else:
        assert kind == found


def test_reading_starts_from_the_beginning_and_ends_there():
    content = io.BytesIO(b"%PDF-1.7\n")
    content.seek(5)
    assert content_type_of(content) == "application/pdf"
    assert content.tell() == 0
