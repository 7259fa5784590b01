"""Word, Excel and OpenDocument files: zips whose parts are looked at without unpacking to disk."""

import re
from typing import BinaryIO
from xml.parsers import expat

from waymark.documents.archive import Archive, Budget, Part
from waymark.documents.compound import MAGIC, is_encrypted_package
from waymark.documents.rules import Flaw
from waymark.documents.unfit import Unfit, ensure, ensure_no_pdf_at_the_start, head_of

_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
WORD = _MAIN.format("wordprocessingml.document")
EXCEL = _MAIN.format("spreadsheetml.sheet")
ODT = b"application/vnd.oasis.opendocument.text"
TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"
PROLOG = 64 * 1024
LISTED = 4 * 1024 * 1024
MACRO_PARTS = re.compile(r"(?i)(^|/)vba(project|data)[^/]*$|^(basic|scripts)/")
MACRO_TYPES = re.compile(r"(?i)macroenabled|ms-office\.vba")
MARKUP_PART = re.compile(r"(?i)\.(xml|rels)$")
# What an office program may fetch and run on opening. Not links that people click, nor a template
# on the disk of whoever reads: every letter that was made from one names where it lay.
FETCHED = re.compile(r"(?i)/(attachedTemplate|oleObject|frame|subDocument)$")
ON_OWN_DISK = re.compile(r"(?i)^(file:/{2,3})?([a-z]:[\\/][^\\/]|[^:\\/]+$)")
RELATIONS = ".rels"


class _Begun(Exception):
    """The root element is here: from now on nothing can be declared."""


def check_docx(content: BinaryIO) -> None:
    """A Word document without macros, password, declarations or hidden bulk."""
    _check_open_xml(content, main=WORD)


def check_xlsx(content: BinaryIO) -> None:
    """An Excel workbook without macros, password, declarations or hidden bulk."""
    _check_open_xml(content, main=EXCEL)


def check_odt(content: BinaryIO) -> None:
    """An OpenDocument text; its first part says so, uncompressed."""
    archive = _opened(content)
    first = archive.parts[0]
    ensure(first.name == "mimetype" and first.is_plain)
    ensure(archive.read(first, LISTED) == ODT)
    manifest = archive.find(MANIFEST)
    ensure(manifest)
    ensure(b"encryption-data" not in archive.read(manifest, LISTED), Flaw.PASSWORD)
    ensure(archive.find("content.xml"))
    _check_parts(archive)


def _check_open_xml(content: BinaryIO, *, main: str) -> None:
    if head_of(content, len(MAGIC)) == MAGIC and is_encrypted_package(content):
        raise Unfit(Flaw.PASSWORD)
    archive = _opened(content)
    listed = archive.find(TYPES)
    ensure(listed)
    types = _content_types(archive.read(listed, LISTED))
    ensure(not any(MACRO_TYPES.search(one) for one in types), Flaw.MACROS)
    ensure(main in types)
    _check_parts(archive)


def _opened(content: BinaryIO) -> Archive:
    ensure_no_pdf_at_the_start(content)
    return Archive(content, Budget.for_file(content))


def _check_parts(archive: Archive, *, is_inside: bool = False) -> None:
    """Every part is inflated once and thrown away, its first bytes judged. A chart's workbook may
    lie inside a document; an archive inside that may not.
    """
    for part in archive.parts:
        ensure(not MACRO_PARTS.search(part.name), Flaw.MACROS)
        head = archive.inflate(part, keep=PROLOG)
        if head.startswith(b"PK\x03\x04"):
            ensure(not is_inside, Flaw.TOO_MUCH_INSIDE)
            _check_parts(archive.inside(part), is_inside=True)
        elif _looks_like_markup(head):
            _refuse_declarations(head, part)
            if part.name.lower().endswith(RELATIONS):
                _refuse_what_is_fetched(archive.read(part, LISTED))


def _looks_like_markup(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")


def _refuse_declarations(head: bytes, part: Part) -> None:
    """No DOCTYPE, so no entities to expand or to fetch. It can only stand before the root element:
    the rest need not be read.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _declared
    parser.StartElementHandler = _begun
    try:
        parser.Parse(head, False)
    except _Begun:
        return
    except expat.ExpatError:
        ensure(not MARKUP_PART.search(part.name))
        ensure(b"<!doctype" not in head.replace(b"\0", b"").lower(), Flaw.DECLARATIONS)
        return
    raise Unfit(Flaw.DIFFERS)  # a prolog of more than 64 KB


def _refuse_what_is_fetched(relations: bytes) -> None:
    """No template or object from elsewhere: it may bring the macros that are refused here, and
    opening the file tells its address who reads it.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _declared
    parser.StartElementHandler = _related
    try:
        parser.Parse(relations, True)
    except expat.ExpatError:
        raise Unfit(Flaw.DIFFERS) from None


def _related(_: str, given: dict[str, str]) -> None:
    is_outside = given.get("TargetMode", "").strip().lower() == "external"
    is_fetched = FETCHED.search(given.get("Type", "").strip())
    is_elsewhere = not ON_OWN_DISK.search(given.get("Target", "").strip())
    ensure(not (is_outside and is_fetched and is_elsewhere), Flaw.FROM_OUTSIDE)


def _content_types(listing: bytes) -> set[str]:
    """The types of content that an office file says it is made of."""
    found: set[str] = set()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _declared
    parser.StartElementHandler = lambda _, given: found.add(given.get("ContentType", ""))
    parser.Parse(listing, True)
    return found


def _declared(*_: object) -> None:
    raise Unfit(Flaw.DECLARATIONS)


def _begun(*_: object) -> None:
    raise _Begun
