"""What a file really is: every kind taken as it is, and what only says it is one refused."""

import io

import pytest

from tests.samples import (
    EML,
    PDF,
    SAMPLES,
    TXT,
    XML,
    compound,
    doc,
    docx,
    heic,
    jpg,
    msg,
    odt,
    open_xml,
    png,
    xlsx,
    zipped,
)
from waymark.documents.judging import flaw_in
from waymark.documents.kinds import KINDS


def judged(content, code):
    return flaw_in(io.BytesIO(content), KINDS[code])


@pytest.mark.parametrize("code", KINDS)
def test_a_file_in_order(code):
    assert judged(SAMPLES[code](), code) is None


@pytest.mark.parametrize("said", KINDS)
@pytest.mark.parametrize("real", KINDS)
def test_each_kind_under_the_name_of_each_other(real, said):
    """A PDF called .docx, a .docx called .xlsx, … An e-mail is text too, and that is harmless."""
    flaw = judged(SAMPLES[real](), said)
    if real == said or (real, said) == ("eml", "txt"):
        assert flaw is None
    else:
        assert flaw in ("differs", "something added"), (real, said)


NOT_IT = {
    "a program": b"MZ\x90\x00" + b"\0" * 200,
    "a page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a GIF that is a script": b"GIF89a=1;alert(1);//" + b"\0" * 40,
    "rich text": b"{\\rtf1\\ansi Hello}",
    "a plain zip": zipped({"notes.txt": "x"}),
    "nothing but zeros": b"\0" * 4096,
    "one byte": b"\0",
    "a shortcut": b"L\0\0\0\x01\x14\x02\0" + b"\0" * 72,
    "a script": b"#!/bin/sh\nrm -rf /\n",
}


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("what", NOT_IT)
def test_what_is_none_of_them(what, code):
    assert judged(NOT_IT[what], code) == "differs"


@pytest.mark.parametrize("code", KINDS)
def test_half_of_a_file(code):
    content = SAMPLES[code]()
    half = content[: len(content) // 2]
    if code in ("txt", "eml"):  # half a text is a text
        return
    assert judged(half, code) == "differs"


@pytest.mark.parametrize("code", ["pdf", "doc", "jpg", "png", "heic", "eml", "msg", "txt"])
def test_an_archive_joined_on(code):
    joined = SAMPLES[code]() + zipped({"evil.js": "alert(1)"})
    assert judged(joined, code) in ("something added", "differs")
    assert judged(SAMPLES[code](), code) is None


@pytest.mark.parametrize("code", ["docx", "xlsx", "odt"])
@pytest.mark.parametrize("where", ["before", "after"])
def test_something_joined_to_an_office_file(code, where):
    whole = SAMPLES[code]()
    joined = b"MZ" + whole if where == "before" else whole + b"<script>alert(1)</script>"
    assert judged(joined, code) in ("something added", "differs")


@pytest.mark.parametrize(
    ("content", "code", "flaw"),
    [
        (PDF + b"<html><script>alert(1)</script>", "pdf", "something added"),
        (b"GIF89a" + PDF, "pdf", "differs"),
        (b"\n\n" + PDF, "pdf", "differs"),
        (PDF + b"\0" * 2000, "pdf", "differs"),
        (PDF + b"\r\n\0\0", "pdf", None),
        (png() + b"<html>", "png", "something added"),
        (png() + b"\0", "png", "something added"),
        (png() + PDF, "png", "something added"),
        (jpg() + b"<?php system($_GET[0]); ?>", "jpg", "something added"),
        (jpg(comment=PDF), "jpg", "something added"),
        (jpg() + jpg(), "jpg", None),  # phones put a preview after the picture
        (jpg() + b"\0\0\0\x18ftypmp42" + b"\0" * 64, "jpg", None),  # and seconds of film
        (heic() + b"<html>", "heic", "differs"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0\0\0\x08mdat", "heic", "differs"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0\0\0\x0cmeta\0\0\0\0", "heic", "differs"),
        (docx(**{"first.bin": b"x"}) + b"PK\x05\x06" + b"\0" * 18, "docx", "something added"),
    ],
)
def test_two_files_in_one(content, code, flaw):
    assert judged(content, code) == flaw


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (docx(**{"word__vbaProject.bin": b"x"}), "docx"),
        (
            open_xml("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml"),
            "docx",
        ),
        (
            open_xml("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml"),
            "xlsx",
        ),
        (xlsx(xl__vbaData=b"x"), "xlsx"),
        (odt(Basic__Standard__Module1=b"x"), "odt"),
        (odt(Scripts__python=b"x"), "odt"),
        (doc(storages=("Macros",)), "doc"),
        (doc(storages=("_VBA_PROJECT_CUR",)), "doc"),
    ],
)
def test_macros(content, code):
    assert judged(content, code) == "macros"


ENCRYPTED = compound("EncryptionInfo", "EncryptedPackage")
SEALED_DOC = compound("WordDocument", "1Table", content=b"\0" * 11 + b"\x01" + b"\0" * 20)
SEALED_ODT = odt(**{"META-INF__manifest.xml": f"{XML}<m><encryption-data/></m>"})


@pytest.mark.parametrize(
    ("content", "code"),
    [(ENCRYPTED, "docx"), (ENCRYPTED, "xlsx"), (SEALED_DOC, "doc"), (SEALED_ODT, "odt")],
)
def test_a_password(content, code):
    assert judged(content, code) == "password"


def test_a_zip_with_a_password():
    whole = bytearray(docx())
    for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + flags_at] |= 1
            at = whole.find(mark, at + 4)
    assert judged(bytes(whole), "docx") == "password"


class TestText:
    @pytest.mark.parametrize(
        "text",
        [
            TXT,
            b"\xef\xbb\xbfWith a mark",
            "Siôn, in UTF-16".encode("utf-16"),
            "Siôn’s, in Windows’ own".encode("cp1252"),
            b"Tab\tand form feed\x0c.",
            b"I wrote <script> in the middle",
        ],
    )
    def test_text(self, text):
        assert judged(text, "txt") is None

    @pytest.mark.parametrize(
        "text",
        [
            b"A bell \x07 rings",
            b"Escape \x1b[31m",
            b"NUL \0 here",
            b"  \r\n <html>",
            b"\xef\xbb\xbf<script>",
            "<svg onload=alert(1)>".encode("utf-16"),
            b"<?xml version='1.0'?><!DOCTYPE a>",
            b"\x81\x8d\x8f",
            b"half a character in two bytes \xff\xfe"[:-1] + b"\x81",
        ],
    )
    def test_no_text(self, text):
        assert judged(text, "txt") == "differs"


class TestEmail:
    @pytest.mark.parametrize(
        "email",
        [
            EML,
            EML.replace(b"\r\n", b"\n"),
            b"From: a@b.example\nSubject: x\n\n" + b"x" * 300_000,
            b"Received: by x\r\n\tfor y\r\nFrom: a@b.example\r\n\r\n",
        ],
    )
    def test_email(self, email):
        assert judged(email, "eml") is None

    @pytest.mark.parametrize(
        "email",
        [
            b"Just words.\r\n\r\nAnd more.",
            b"Subject: no sender\r\n\r\n",
            b"From: nobody\r\n\r\n",
            b"From: a@b.example\r\nSubject: \0\r\n\r\n",
            b"From: a@b.example\r\nno header\r\nSubject: x\r\n\r\n",
            b"X: y\r\n" * 60_000,
        ],
    )
    def test_no_email(self, email):
        assert judged(email, "eml") == "differs"


def test_outlook_and_word_are_told_apart():
    assert judged(msg(), "doc") == "differs"
    assert judged(doc(), "msg") == "differs"
    assert judged(compound("Workbook"), "doc") == "differs"
    assert judged(compound("PowerPoint Document"), "doc") == "differs"


def test_reading_starts_from_the_beginning_and_ends_there():
    content = io.BytesIO(PDF)
    content.seek(5)
    assert flaw_in(content, KINDS["pdf"]) is None
    assert content.tell() == 0
