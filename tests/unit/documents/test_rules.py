"""One test for each rule of files, bearing its code; and names that mean no good."""
# ruff: noqa: N802

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.documents import rules
from waymark.documents.rules import ending_of, safe_name

MB = 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def refusal(check, **facts):
    """Code and field when it does not hold; None when it does."""
    found = check.check(**facts)
    return (found[0].code, found[0].field) if found else None


def test_DOC_01_a_file_is_not_empty():
    assert refusal(rules.file_is_not_empty, size=1) is None
    assert refusal(rules.file_is_not_empty, size=0) == ("documents.empty", "files")


def test_DOC_02_a_file_is_not_too_large():
    check = rules.file_is_not_too_large
    assert refusal(check, size=20 * MB, limit=20 * MB) is None
    assert refusal(check, size=20 * MB + 1, limit=20 * MB) == ("documents.too_large", "files")


@pytest.mark.parametrize(
    ("ending", "holds"),
    [
        (".pdf", True),
        (".docx", True),
        (".doc", True),
        (".jpg", True),
        (".jpeg", True),
        (".png", True),
        (".docm", False),
        (".html", False),
        (".svg", False),
        (".exe", False),
        ("", False),
    ],
)
def test_DOC_03_kinds_of_file(ending, holds):
    found = refusal(rules.file_kind_is_allowed, ending=ending)
    assert found == (None if holds else ("documents.kind_not_allowed", "files"))


@pytest.mark.parametrize(
    ("ending", "found_type", "holds"),
    [
        (".pdf", "application/pdf", True),
        (".docx", WORD, True),
        (".jpeg", "image/jpeg", True),
        (".jpg", "image/jpeg", True),
        (".png", "image/png", True),
        (".png", "image/jpeg", False),
        (".pdf", "text/html", False),
        (".pdf", "", False),
        (".docx", "application/zip", False),
    ],
)
def test_DOC_04_content_is_what_the_name_says(ending, found_type, holds):
    found = refusal(rules.content_is_what_the_name_says, ending=ending, found_type=found_type)
    assert found == (None if holds else ("documents.content_differs", "files"))


@pytest.mark.parametrize(("position", "holds"), [(1, True), (20, True), (21, False)])
def test_DOC_05_twenty_files_at_a_time(position, holds):
    found = refusal(rules.file_is_among_the_first, position=position)
    assert found == (None if holds else ("documents.too_many", "files"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("UCD603.pdf", "UCD603.pdf"),
        ("Ffurflen Siôn.pdf", "Ffurflen Siôn.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\forms\\UCD603.pdf", "UCD603.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  two   spaces .pdf", "two spaces .pdf"),
        ("\u2028\u2029", "file"),
        ("...", "file"),
        ("", "file"),
        ("a/", "file"),
        (".pdf", "pdf"),
        ("Sio\u0302n.pdf", "Siôn.pdf"),
        ("📄 form.pdf", "📄 form.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("x" * 300, "x" * 150),
        ("x." + "y" * 300, "x." + "y" * 148),
    ],
)
def test_a_name_is_made_safe(name, shown):
    assert safe_name(name) == shown


@given(st.text(max_size=400))
def test_whatever_the_name_it_becomes_safe(name):
    shown = safe_name(name)
    assert 1 <= len(shown) <= 150
    assert not set(shown) & set("/\\")
    assert not any(unicodedata.category(one).startswith("C") for one in shown)
    assert shown == shown.strip()
    assert safe_name(shown) == shown


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("UCD603.PDF", ".pdf"),
        ("a.tar.gz", ".gz"),
        ("form.pdf.exe", ".exe"),
        ("pdf", ""),
        (".pdf", ""),
        ("form.", "."),
    ],
)
def test_the_ending_of_a_name(name, ending):
    assert ending_of(name) == ending
