"""What is sent with nobody signed in any more: not saved, and shown to be copied."""

import pytest
from django.test import Client

from tests.factories import make_activity, make_participant, make_tracker
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from tests.web.uploads import upload

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def here(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return f"/trackers/{make_tracker(cast, make_activity(participant)).id}/edit/"


def test_what_was_typed_is_shown_and_nothing_is_saved(cast, here):
    form = {
        "csrfmiddlewaretoken": "kGf8dQ",
        "version": "1",
        "status": "submitted",
        "assignee": str(cast.adam.staff.id),
        "not_raised_reason": "She was ill",
        "note": "She rang back at 9:10am.\r\nHer mother was <ill>.",
        "files": [upload(name="UCD603.pdf")],
    }
    with nothing_changes():
        answer = Client().post(here, form)
    page = main_of(answer, status=403)
    assert "You were signed out Nothing has been saved." in page
    assert "Not raised reason She was ill" in page
    assert "Note She rang back at 9:10am. Her mother was <ill>." in page
    assert "Files to choose again UCD603.pdf" in page
    assert "kGf8dQ" not in page
    assert "Version" not in page
    assert "Status" not in page
    assert str(cast.adam.staff.id) not in page
    assert answer["Cache-Control"] == "no-store"


def test_signing_in_goes_back_to_the_form(cast, here):
    [link] = links_of(Client().post(f"{here}?a=1", {"note": "x"})).values()
    assert link == f"/sign-in/?next={here.replace('/', '%2F')}%3Fa%3D1"


def test_a_form_without_anything_typed_is_told_too(cast, here):
    page = main_of(Client().post(here), status=403)
    assert "Nothing has been saved" in page
    assert "Copy what you need" not in page


def test_a_hidden_character_does_no_harm(cast, here):
    assert "Note Rang" in main_of(Client().post(here, {"note": "Rang\0"}), status=403)


def test_a_password_is_never_shown(cast):
    form = {"old_password": "correct horse", "new_password1": "battery", "note": "Typed"}
    page = main_of(Client().post("/account/", form), status=403)
    assert "Typed" in page
    assert "horse" not in page
    assert "battery" not in page


def test_who_only_reads_is_sent_to_sign_in(here):
    answer = Client().get(here)
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={here}")
