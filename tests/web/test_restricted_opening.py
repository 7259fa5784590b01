"""Opening a restricted record asks why, once in a while; what was typed is not lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import MORNING, make_participant
from tests.made_once import once_a_file
from tests.restricting import restrict, said_why
from tests.snapshot import nothing_changes
from tests.web.reading import HTML, main_of, tree_of, words_of
from tests.web.uploads import upload
from tests.world import ADDRESSES, address, make_world
from waymark.audit.models import AccessRecord
from waymark.participants.models import Participant
from waymark.trackers.models import Note

pytestmark = pytest.mark.usefixtures("morning")
ASKS = "is a restricted record"
ABOUT = {"participant_id", "activity_id", "tracker_id"}
PAGES = sorted(
    name for name, parts in ADDRESSES.items() if parts & ABOUT and name != "participant-reason"
)


def make_restricted_world(cast):
    """Everything of somebody whom Aimee, Adam, Glenn and Joanne see."""
    found = make_world(cast)
    restrict(
        cast,
        Participant.objects.get(id=found["participant_id"]),
        cast.adam,
        cast.glenn,
        cast.joanne,
    )
    return found


once = once_a_file(make_restricted_world)


@pytest.fixture
def cast(made):
    return made.cast


@pytest.fixture
def world(made):
    return made.world


@pytest.fixture
def gwen(world):
    return Participant.objects.get(id=world["participant_id"])


def hidden_of(answer):
    """What goes with the answer, unseen."""
    return {
        one.get("name"): one.get("value")
        for one in tree_of(answer).find(f".//{HTML}main").iter(f"{HTML}input")
        if one.get("type") == "hidden" and one.get("name") != "csrfmiddlewaretoken"
    }


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_asks_first(cast, sign_in, world, gwen, name, method):
    """Whatever is opened, read or sent: nothing of the record is shown, changed or noted."""
    browser = sign_in(cast.aimee if "restriction" in name or "access" in name else cast.adam)
    with nothing_changes():
        answer = getattr(browser, method)(address(name, world))
    if answer.status_code == 403 and ASKS in answer.content.decode():
        page = words_of(answer, status=403)
        assert "Llywelyn" not in page
        assert "CV workshop" not in page
        assert f"Why do you open {gwen.reference}?" in answer.content.decode()
    else:
        assert answer.status_code in (403, 405), name
        assert b"Llywelyn" not in answer.content


def test_almost_every_page_can_be_opened_by_somebody_and_asks(cast, sign_in, world):
    """The test above would be content with refusals."""
    browsers = [sign_in(one) for one in (cast.aimee, cast.adam, cast.glenn)]
    for name in PAGES:
        answers = [one.get(address(name, world)).content.decode() for one in browsers]
        assert any(ASKS in one for one in answers), name


def test_the_reason_opens_the_page_that_was_asked_for(cast, sign_in, world, gwen):
    browser = sign_in(cast.adam)
    url = address("participant-trackers", world) + "?sort=-due"
    asked = browser.get(url)
    assert hidden_of(asked) == {"next": url}
    there = address("participant-reason", world)
    data = hidden_of(asked) | {"reason_for_opening": "I meet her at 2pm"}
    answer = browser.post(there, data)
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert "Gwenllian Llywelyn" in words_of(browser.get(url))
    records = AccessRecord.objects.order_by("id").values_list("kind", "reason", "actor_name")
    assert list(records) == [
        ("reason", "I meet her at 2pm", "Adam Stewart"),
        ("participant", "I meet her at 2pm", "Adam Stewart"),
    ]


def test_it_lasts_for_half_an_hour_and_for_one_person(cast, sign_in, world, gwen, monkeypatch):
    url = address("participant", world)
    said_why(cast.adam, gwen, ago=30)
    assert sign_in(cast.adam).get(url).status_code == 200
    assert sign_in(cast.joanne).get(url).status_code == 403
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(minutes=1))
    assert sign_in(cast.adam).get(url).status_code == 403


def test_how_long_is_a_setting(cast, sign_in, world, gwen, settings):
    settings.RESTRICTED_REASON_MINUTES = 5
    said_why(cast.adam, gwen, ago=6)
    page = main_of(sign_in(cast.adam).get(address("participant", world)), status=403)
    assert "You are not asked again for 5 minutes" in page


def test_a_reason_for_one_record_opens_no_other(cast, sign_in, world, gwen):
    other = make_participant(None, cast.groups["Wales / Caerdydd"])
    restrict(cast, other, cast.adam)
    said_why(cast.adam, gwen)
    assert sign_in(cast.adam).get(f"/participants/{other.id}/").status_code == 403


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "x" * 501, "a\x07b"])
def test_no_reason_no_page(cast, sign_in, world, typed):
    browser = sign_in(cast.adam)
    url = address("participant-reason", world)
    with nothing_changes():
        answer = browser.post(url, {"next": "/trackers/", "reason_for_opening": typed})
    assert "There is a problem" in main_of(answer)
    assert hidden_of(answer) == {"next": "/trackers/"}
    assert browser.get(address("participant", world)).status_code == 403


def test_what_was_sent_goes_with_the_answer(cast, sign_in, world, gwen):
    """Somebody wrote a long note while their half hour ended."""
    browser, url = sign_in(cast.adam), address("tracker-note", world)
    typed = {"note": "I rang her twice.\nNobody answered <b>at all</b>."}
    with nothing_changes():
        asked = browser.post(url, typed)
    page = main_of(asked, status=403)
    assert "Nothing has been saved yet" in page
    assert "I rang her twice. Nobody answered <b>at all</b>." in page
    assert hidden_of(asked)["note"].replace("\r", "") == typed["note"]
    again = browser.post(url, hidden_of(asked) | {"reason_for_opening": " "})
    assert "Say why you open this record" in main_of(again, status=403)
    assert hidden_of(again)["note"] == hidden_of(asked)["note"]
    saved = browser.post(url, hidden_of(again) | {"reason_for_opening": "She rang back"})
    assert saved["Location"] == address("tracker", world)
    assert Note.objects.get().text == typed["note"]
    kinds = AccessRecord.objects.order_by("id").values_list("kind", "reason")
    assert list(kinds) == [("reason", "She rang back"), ("tracker", "She rang back")]


def test_files_have_to_be_chosen_again_and_are_named(cast, sign_in, world):
    data = {"status": "new", "files": [upload("UCD603.pdf")]}
    page = main_of(sign_in(cast.adam).post(address("tracker-edit", world), data), status=403)
    assert "Files cannot be kept: choose them again" in page
    assert "UCD603.pdf" in page


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_the_way_back_is_a_page_of_ours(cast, sign_in, world, wanted):
    answer = sign_in(cast.adam).post(
        address("participant-reason", world),
        {"next": wanted, "reason_for_opening": "I meet her"},
    )
    assert answer["Location"] == address("participant", world)


def test_what_is_not_restricted_asks_nothing(cast, sign_in):
    own = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    browser = sign_in(cast.adam)
    assert browser.get(f"/participants/{own.id}/").status_code == 200
    there = reverse("participant-reason", args=[own.id])
    with nothing_changes():
        assert browser.get(there)["Location"] == f"/participants/{own.id}/"
        browser.post(there, {"reason_for_opening": "For nothing"})


def test_others_are_not_even_asked(cast, sign_in, world):
    for who in (cast.judith, cast.tomasz, cast.roy):
        browser = sign_in(who)
        for data in ({}, {"reason_for_opening": "I want to see her"}):
            with nothing_changes():
                answer = browser.post(address("participant-reason", world), data)
            assert answer.status_code == 404


def test_lists_do_not_ask_and_an_export_leaves_it_out(cast, sign_in, world, gwen):
    assert gwen.reference in main_of(sign_in(cast.adam).get("/participants/"))
    taken = b"".join(sign_in(cast.aimee).get("/trackers/export/")).decode()
    assert gwen.reference not in taken
    assert len(taken.splitlines()) == 1
