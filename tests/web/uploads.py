"""Small files to upload, with the content that their names promise."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.samples import EXCEL_MAIN, PDF, WORD_MAIN, open_xml, png
from tests.samples import zipped as zip_of

PNG = png()


def upload(name: str = "UCD603.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser posts it."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def zipped(name: str) -> bytes:
    """An Office file whose main part has that name; of another name, a zip with one file in it."""
    mains = {"word/document.xml": WORD_MAIN, "xl/workbook.xml": EXCEL_MAIN}
    return open_xml(mains[name], name) if name in mains else zip_of({name: "<w/>"})
