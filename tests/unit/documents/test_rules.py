"""One test for each rule of files, bearing its code; and names that mean no good."""
# ruff: noqa: N802

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.documents import rules
from waymark.documents.rules import ending_of, safe_name

MB = 1024 * 1024


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


@pytest.mark.parametrize("is_taken", [True, False])
def test_DOC_03_kinds_of_file(is_taken):
    found = refusal(rules.file_kind_is_allowed, is_taken=is_taken)
    assert found == (None if is_taken else ("documents.kind_not_allowed", "files"))


def only_for(check, flaw):
    """The code that a check refuses with, for its own flaw and for no other."""
    found = {one: refusal(check, flaw=one) for one in (None, *rules.Flaw)}
    assert {one for one in found if found[one]} == {flaw}
    return found[flaw]


def test_DOC_04_content_is_what_the_name_says():
    found = only_for(rules.content_is_what_the_name_says, rules.Flaw.DIFFERS)
    assert found == ("documents.content_differs", "files")


def test_DOC_06_no_macros():
    found = only_for(rules.file_has_no_macros, rules.Flaw.MACROS)
    assert found == ("documents.macros", "files")


def test_DOC_14_nothing_is_fetched_from_elsewhere():
    found = only_for(rules.file_brings_everything_along, rules.Flaw.FROM_OUTSIDE)
    assert found == ("documents.from_outside", "files")


def test_DOC_07_no_more_inside_than_its_size_says():
    found = only_for(rules.file_does_not_swell, rules.Flaw.TOO_MUCH_INSIDE)
    assert found == ("documents.too_much_inside", "files")


def test_DOC_08_no_declarations():
    found = only_for(rules.file_declares_no_entities, rules.Flaw.DECLARATIONS)
    assert found == ("documents.declarations", "files")


def test_DOC_09_one_file_and_not_two():
    found = only_for(rules.file_is_one_thing, rules.Flaw.SOMETHING_ADDED)
    assert found == ("documents.something_added", "files")


def test_DOC_10_no_password():
    found = only_for(rules.file_has_no_password, rules.Flaw.PASSWORD)
    assert found == ("documents.password", "files")


def test_DOC_11_a_picture_can_be_shown():
    found = only_for(rules.picture_can_be_shown, rules.Flaw.TOO_MANY_PIXELS)
    assert found == ("documents.too_many_pixels", "files")


def test_every_flaw_has_its_rule():
    assert all(any(rule.check(flaw=flaw) for rule in rules.OF_CONTENT) for flaw in rules.Flaw)


@pytest.mark.parametrize("is_infected", [True, False])
def test_DOC_12_no_virus(is_infected):
    found = refusal(rules.file_has_no_virus, is_infected=is_infected)
    assert found == (("documents.infected", "files") if is_infected else None)


@pytest.mark.parametrize("is_stored", [True, False])
def test_DOC_13_the_store_took_it(is_stored):
    found = refusal(rules.store_took_it, is_stored=is_stored)
    assert found == (None if is_stored else ("documents.not_stored", "files"))


@pytest.mark.parametrize("has_room", [True, False])
def test_DOC_15_the_store_has_room(has_room):
    found = refusal(rules.store_has_room, has_room=has_room)
    assert found == (None if has_room else ("documents.no_room", "files"))


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
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul"),
        ("lpt1.tar.pdf", "_lpt1.tar.pdf"),
        ("Connie.pdf", "Connie.pdf"),
        ('say "hello"; a=b.pdf', 'say "hello"; a=b.pdf'),
        ("x" * 145 + " .pdf" + "." * 9, "x" * 145 + " .pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("x" * 300, "x" * 150),
        ("x." + "y" * 300, "x." + "y" * 148),
    ],
)
def test_a_name_is_made_safe(name, shown):
    assert safe_name(name) == shown


# All characters but halves of some: the same as those of UTF-8, which are only found by trying all.
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
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
