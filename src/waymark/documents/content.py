"""What a file really is, by its content and not by its name."""

import zipfile
from typing import BinaryIO

import puremagic

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEAD = 8192


def content_type_of(content: BinaryIO) -> str:
    """The content type found in the file itself; empty when it cannot be told."""
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    if head.startswith(b"PK"):
        return _office_type(content)
    try:
        return puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return ""


def _office_type(content: BinaryIO) -> str:
    """A Word document is a zip that holds word/document.xml; any other zip is not for us."""
    try:
        with zipfile.ZipFile(content) as parts:
            return DOCX if "word/document.xml" in parts.namelist() else "application/zip"
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    finally:
        content.seek(0)
