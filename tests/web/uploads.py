"""Small files to upload, with the content that their names promise."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xdc\xccY\xe7"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


def upload(name: str = "UCD603.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser posts it."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def zipped(name: str) -> bytes:
    """A zip with one file of that name in it."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as parts:
        parts.writestr(name, "<w/>")
    return stored.getvalue()
