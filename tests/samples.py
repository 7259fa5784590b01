"""A file of every kind that Waymark takes, made here: small, whole and in order."""

import io
import struct
import zipfile
from collections.abc import Mapping

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
TXT = "Rang Siôn at 10am; no answer.\r\nRang again at noon.\r\n".encode()
EML = (
    b"From: Adam Stewart <adam@provider.example>\r\nTo: office@provider.example\r\n"
    b"Subject: Missed appointment\r\nDate: Tue, 17 Nov 2026 11:02:00 +0000\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nShe did not come.\r\n"
)
OPEN_XML = "application/vnd.openxmlformats-officedocument"
WORD_MAIN = f"{OPEN_XML}.wordprocessingml.document.main+xml"
EXCEL_MAIN = f"{OPEN_XML}.spreadsheetml.sheet.main+xml"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts, in this order; `mimetype` is not compressed."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            plain = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, content, compress_type=plain)
    return stored.getvalue()


def open_xml(main: str, at: str, **more: str | bytes) -> bytes:
    """An Office file with its main part at that place; `more` parts, with __ for a slash."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types><Override ContentType="{main}"/></Types>',
        "_rels/.rels": f'{XML}<Relationships><Relationship Target="{at}"/></Relationships>',
        at: f"{XML}<document><body/></document>",
    }
    return zipped(parts | {name.replace("__", "/"): content for name, content in more.items()})


def docx(**more: str | bytes) -> bytes:
    """A Word document, and parts to add to it."""
    return open_xml(WORD_MAIN, "word/document.xml", **more)


def xlsx(**more: str | bytes) -> bytes:
    """An Excel workbook, and parts to add to it."""
    return open_xml(EXCEL_MAIN, "xl/workbook.xml", **more)


def odt(**more: str | bytes) -> bytes:
    """An OpenDocument text, and parts to add or replace."""
    parts: dict[str, str | bytes] = {
        "mimetype": ODT_TYPE,
        "content.xml": f"{XML}<office/>",
        "META-INF/manifest.xml": f"{XML}<manifest/>",
    }
    return zipped(parts | {name.replace("__", "/"): content for name, content in more.items()})


def compound(*streams: str, storages: tuple[str, ...] = (), content: bytes = b"\0" * 16) -> bytes:
    """A compound file with these streams and storages at its top; each stream has that content."""
    sectors, entries, table = [], [], []
    for name in streams:
        start, whole = len(table), content.ljust(4096, b"\0")
        sectors += [whole[at : at + 512] for at in range(0, len(whole), 512)]
        table += [*range(start + 1, start + len(whole) // 512), 0xFFFFFFFE]
        entries.append((name, 2, start, len(whole)))
    entries += [(name, 1, 0, 0) for name in storages]
    rows = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1 if entries else 0xFFFFFFFF)]
    for place, (name, kind, start, size) in enumerate(entries, start=1):
        following = place + 1 if place < len(entries) else 0xFFFFFFFF
        rows.append(_entry(name, kind, start, size, right=following))
    rows += [b"\0" * 128] * (-len(rows) % 4)
    directory_at = len(table)
    folders = [b"".join(rows[at : at + 4]) for at in range(0, len(rows), 4)]
    table += [*range(directory_at + 1, directory_at + len(folders)), 0xFFFFFFFE]
    fat_at = len(table)
    table.append(0xFFFFFFFD)
    assert len(table) <= 128
    fat = struct.pack("<128L", *table, *[0xFFFFFFFF] * (128 - len(table)))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<LLLLLLLLL", 0, 1, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<109L", fat_at, *[0xFFFFFFFF] * 108)
    )
    return header + b"".join(sectors) + b"".join(folders) + fat


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0"
    return (
        spelled.ljust(64, b"\0")
        + struct.pack("<HBBLLL", len(spelled), kind, 1, 0xFFFFFFFF, right, child)
        + b"\0" * 36
        + struct.pack("<LQ", start, size)
    )


def doc(*streams: str, **more: tuple[str, ...]) -> bytes:
    """A Word document of before 2007, and streams to add."""
    return compound("WordDocument", "1Table", *streams, **more)


def msg() -> bytes:
    """A message as Outlook saves it."""
    return compound("__properties_version1.0", storages=("__nameid_version1.0",))


def picture(form: str, *, size: tuple[int, int] = (48, 32), **options: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    stored = io.BytesIO()
    drawn.save(stored, form, **options)
    return stored.getvalue()


def jpg(**options: object) -> bytes:
    """A JPG."""
    return picture("JPEG", **options)


def png(**options: object) -> bytes:
    """A PNG."""
    return picture("PNG", **options)


def heic(**options: object) -> bytes:
    """A HEIC, by the library that phones' pictures are read with."""
    import pillow_heif  # noqa: PLC0415 - large, and few tests need it

    pillow_heif.register_heif_opener()
    return picture("HEIF", size=(64, 64), **options)


SAMPLES = {
    "pdf": lambda: PDF,
    "docx": docx,
    "doc": doc,
    "odt": odt,
    "xlsx": xlsx,
    "jpg": jpg,
    "png": png,
    "heic": heic,
    "eml": lambda: EML,
    "msg": msg,
    "txt": lambda: TXT,
}
