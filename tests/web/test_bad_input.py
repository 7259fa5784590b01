"""Whatever is typed into any field of any form: a message there or a save; nothing lost, no 500."""

import pytest

from tests.made_once import once_a_file
from tests.web.filling import FORMS, as_it_is, fields_of, make_ready, send, who_has
from tests.web.uploads import upload
from tests.world import address, make_world

LONG = "x" * 10_001
HOSTILE = {
    "nothing": "",
    "spaces": "   ",
    "too long": LONG,
    "control characters": "a\x00b\x07c",
    "emoji": "🤒🏽‍♀️",
    "right to left": "مرحبا שלום",
    "turned direction": "a\u202eb",
    "invisible": "\u200b",
    "HTML": "<script>alert(1)</script>\"'&amp;",
    "a day that is none": "31/02/2026",
    "a number": "-1",
    "a list of the wrong kind": "00000000-0000-0000-0000-000000000000",
}
KEPT_AS_TYPED = {"too long", "emoji", "right to left", "HTML", "a day that is none"}
# The first button where a form has two: the other one shows what was typed, and keeps nothing.
PRESSED = {"notice-template-edit": {"step": "save"}}


once = once_a_file(make_world)


@pytest.fixture
def cast(made):
    return made.cast


@pytest.fixture
def world(made):
    return made.world


@pytest.fixture
def form(cast, sign_in, world, name):
    """A form as somebody sees it who has it whole: the browser, the address, its fields."""
    make_ready(name, world)
    browser, at = sign_in(getattr(cast, who_has(name))), address(name, world)
    return browser, at, fields_of(browser.get(at))


@pytest.mark.parametrize("name", FORMS)
def test_every_field(form, name):
    browser, at, fields = form
    for field, (kind, _) in fields.items():
        for what, typed in HOSTILE.items() if kind != "file" else ():
            answer = send(browser, at, as_it_is(fields) | PRESSED.get(name, {}) | {field: [typed]})
            told = f"{name}: {field} with {what}: {answer.status_code}"
            assert answer.status_code in (200, 302, 409), told
            if answer.status_code == 200 and kind == "text":
                page = answer.content.decode()
                assert "There is a problem" in page or "Somebody else" in page, told
                assert "<script>alert" not in page, told
                if what in KEPT_AS_TYPED:
                    assert fields_of(answer).get(field, ("", [""]))[1][0] == typed, told


@pytest.mark.parametrize(
    "file",
    [
        upload("empty.pdf", b""),
        upload("not-what-it-says.pdf", b"MZ\x90\x00"),
        upload("program.exe", b"MZ\x90\x00"),
        upload("../../etc/passwd", b"root"),
        upload("\u202efdp.exe", b"x"),
        upload("a" * 300 + ".pdf", b"%PDF-1.7"),
        upload("<img src=x>.pdf", b"<html>"),
        upload("groups.csv", b"\x00\xff\xfe\x00"),
    ],
    ids=lambda file: file.name[:20],
)
@pytest.mark.parametrize("name", ["tracker-edit", "imports"])
def test_every_file(form, file):
    file.seek(0)
    browser, at, fields = form
    answer = send(browser, at, as_it_is(fields) | {"files": [file]})
    assert answer.status_code in (200, 302)
    if answer.status_code == 200:
        assert "There is a problem" in answer.content.decode()
