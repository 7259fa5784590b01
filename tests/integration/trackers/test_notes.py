"""A note is added, without the paperwork."""

import pytest

from tests.factories import MORNING
from tests.integration.expecting import last_event, refused
from waymark.operations.trackers import (
    add_note,
)
from waymark.trackers.models import Note


def add(who, tracker, text="Rang, no answer"):
    add_note(actor=who.actor, tracker_id=tracker.id, text=text, now=MORNING)


def test_with_date_and_author(cast, tracker):
    add(cast.adam, tracker, "  Rang, no answer \n")
    note = Note.objects.get()
    assert (note.text, note.author, note.author_name, note.at) == (
        "Rang, no answer",
        cast.adam.staff,
        "Adam Stewart",
        MORNING,
    )
    assert last_event(tracker_id=tracker.id).content.data["note"] == "Rang, no answer"


def test_the_paperwork_is_not_asked_for(cast, tracker):
    add(cast.adam, tracker)
    tracker.refresh_from_db()
    assert (tracker.version, tracker.files.count()) == (1, 0)


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_an_empty_one(cast, tracker, text):
    with refused("tracker.note_empty") as raised:
        add(cast.adam, tracker, text)
    assert raised.value.field == "note"


@pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
def test_without_the_edit_role(cast, tracker, who):
    with refused("people.role_needed"):
        add(getattr(cast, who), tracker)


def test_in_another_group(cast, tracker):
    with refused("tracker.not_found"):
        add(cast.roy, tracker)
