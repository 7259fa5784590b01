"""Whatever is typed into any field of any form: a message there or a save; nothing lost, no 500."""

import html5lib
import pytest
from django.db import transaction

from tests.architecture.url_outcomes import MEMBERS, POST
from tests.web.uploads import upload
from tests.world import address, make_world

HTML = "{http://www.w3.org/1999/xhtml}"
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
WHO = ("joanne", "aimee", "glenn")
BUTTONS = {"tracker-staged-discard", "session-stay"}  # a press, and nothing to type
FORMS = [n for n in POST if "200" in POST[n] and "403" in POST[n] and n not in BUTTONS]


def fields_of(answer):
    """The fields of the page's own forms: name to kind and the values that are there."""
    main = html5lib.parse(answer.content, transport_encoding="utf-8").find(f".//{HTML}main")
    found = {}
    for one in main.iter():
        name, tag = one.get("name"), one.tag.removeprefix(HTML)
        if not name or name == "csrfmiddlewaretoken" or tag not in READERS:
            continue
        kind, values = READERS[tag](one)
        found[name] = (kind, [*found.get(name, ("", []))[1], *values])
    return found


def of_input(one):
    kind = one.get("type", "text")
    if kind in ("radio", "checkbox"):
        return "choice", [one.get("value", "on")] if one.get("checked") is not None else []
    if kind in ("file", "hidden", "password"):
        return kind, [one.get("value", "")]
    return "text", [one.get("value", "")]


def of_select(one):
    options = [option for option in one.iter(f"{HTML}option") if option.get("selected") is not None]
    return "choice", [option.get("value") for option in options]


READERS = {
    "input": of_input,
    "select": of_select,
    "textarea": lambda one: ("text", [(one.text or "").removeprefix("\n")]),
}


def as_it_is(fields):
    """What a browser would send if nothing was typed."""
    return {name: values for name, (kind, values) in fields.items() if kind != "file"}


def send(browser, at, data):
    """The answer, with what it did taken back."""
    with transaction.atomic():
        answer = browser.post(at, data)
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def form(cast, sign_in, world, name):
    """A form as somebody sees it who has it whole: the browser, the address, its fields."""
    who = next(one for one in WHO if POST[name][MEMBERS.index(one)] == "200")
    browser, at = sign_in(getattr(cast, who)), address(name, world)
    return browser, at, fields_of(browser.get(at))


@pytest.fixture
def world(cast):
    return make_world(cast)


@pytest.mark.parametrize("name", FORMS)
def test_every_field(form, name):
    browser, at, fields = form
    for field, (kind, _) in fields.items():
        for what, typed in HOSTILE.items() if kind != "file" else ():
            answer = send(browser, at, as_it_is(fields) | {field: [typed]})
            told = f"{name}: {field} with {what}: {answer.status_code}"
            assert answer.status_code in (200, 302, 409), told
            if answer.status_code == 200 and kind == "text":
                page = answer.content.decode()
                assert "There is a problem" in page or "Somebody else" in page, told
                assert "<script>alert" not in page, told
                kept = fields_of(answer).get(field, ("", [""]))[1][0]
                assert what not in KEPT_AS_TYPED or kept == typed, told


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
