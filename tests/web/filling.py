"""Reading the forms of a page, and sending them as a browser would."""

import html5lib
from django.db import transaction

from tests.architecture.url_outcomes import MEMBERS, POST
from tests.factories import put_in_status
from waymark.trackers.models import Tracker
from waymark.trackers.types import handover_statuses

HTML = "{http://www.w3.org/1999/xhtml}"
BUTTONS = {"tracker-staged-discard", "session-stay"}  # a press, and nothing to type
RESTRICTED = {"participant-restriction-lift"}  # see test_participant_restriction.py
LEFT_OUT = BUTTONS | RESTRICTED
FORMS = [n for n in POST if "200" in POST[n] and "403" in POST[n] and n not in LEFT_OUT]
WHO = ("joanne", "aimee", "glenn")


def who_has(name):
    """Somebody of the cast who has this form whole."""
    return next(one for one in WHO if POST[name][MEMBERS.index(one)] == "200")


def make_ready(name, world):
    """Bring about what a form is there for: sending back is for a tracker that was handed on."""
    if name == "tracker-send-back":
        put_in_status(Tracker.objects.get(id=world["tracker_id"]), handover_statuses()[0])


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
