"""A search that finds nothing tries names that are spelled like what was typed, on both lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.restricting import restrict
from tests.web.reading import links_of, main_of
from tests.web.test_trackers import key_word, numbers_in
from waymark.participants import search
from waymark.participants.models import NameWord
from waymark.trackers import lists

pytestmark = pytest.mark.usefixtures("morning")
TRACKERS, PARTICIPANTS = reverse("trackers"), reverse("participants")
BOTH = pytest.mark.parametrize("page", [TRACKERS, PARTICIPANTS], ids=["trackers", "participants"])


@pytest.fixture
def known(cast):
    """Makes somebody with a tracker: in Caerdydd with Adam, or in Liverpool with Roy."""

    def make(first, last, *, who=cast.adam, group="Wales / Caerdydd"):
        participant = make_participant(
            who.staff, cast.groups[group], first_name=first, last_name=last
        )
        return make_tracker(cast, make_activity(participant), by=who)

    return make


@BOTH
@pytest.mark.parametrize("typed", ["wtason", "Watsn", "WATSSON", "John Wetson"])
def test_a_slip_finds_and_says_so(cast, sign_in, known, page, typed):
    known("John", "Watson")
    known("Mary", "Morstan")
    answer = sign_in(cast.adam).get(page, {"q": typed})
    words = main_of(answer)
    line = f"Nothing matches ‘{typed}’. These match a name that is spelled like it: Watson."
    assert line in words
    assert "John Watson" in words
    assert "Mary Morstan" not in words
    assert words.count("Nothing matches") == 1
    assert ("1 tracker, " if page == TRACKERS else "1 participant, ") in words
    assert key_word(answer) == typed
    assert f"Key word: {typed}" in words


@BOTH
def test_names_are_told_as_they_are_written(cast, sign_in, known, page):
    known("Siân", "Llŷr")
    known("Sian", "Llyn")
    words = main_of(sign_in(cast.adam).get(page, {"q": "llyf"}))
    assert "These match names that are spelled like it: Llyn, Llŷr." in words


@BOTH
def test_a_search_that_finds_tries_nothing_else(cast, sign_in, known, page):
    known("John", "Watson")
    known("Jon", "Watton")
    words = main_of(sign_in(cast.adam).get(page, {"q": "watson"}))
    assert "Watton" not in words
    assert "spelled like" not in words


@BOTH
def test_a_name_of_others_is_neither_found_nor_told(cast, sign_in, known, page):
    known("John", "Watson", who=cast.roy, group="North West / Liverpool")
    known("Mary", "Morstan")
    words = main_of(sign_in(cast.adam).get(page, {"q": "wtason"}))
    assert "Watson" not in words
    assert "spelled like" not in words
    assert "Try fewer letters" in words
    assert "Watson" in main_of(sign_in(cast.roy).get(page, {"q": "wtason"}))


@BOTH
def test_nor_is_one_whose_record_is_restricted(cast, sign_in, known, page):
    restrict(cast, known("John", "Watson").participant, cast.aimee, cast.alexandra)
    assert "Watson" not in main_of(sign_in(cast.adam).get(page, {"q": "wtason"}))
    assert "Watson" in main_of(sign_in(cast.alexandra).get(page, {"q": "wtason"}))


def test_the_other_filters_hold(cast, sign_in, known):
    known("John", "Watson")
    browser = sign_in(cast.adam)
    assert "spelled like" in main_of(browser.get(TRACKERS, {"q": "wtason", "status": "new"}))
    closed = main_of(browser.get(TRACKERS, {"q": "wtason", "status": "closed"}))
    assert "Watson" not in closed
    assert "Look in every status" in closed
    under = {"q": "wtason", "sanction": "Under sanction for failure to comply"}
    assert "Watson" not in main_of(browser.get(PARTICIPANTS, under))


def test_words_that_another_status_holds_are_spelled_well(cast, sign_in, known):
    put_in_status(known("John", "Watson"), "closed")
    known("Jon", "Watton")
    words = main_of(sign_in(cast.adam).get(TRACKERS, {"q": "watson", "status": "new"}))
    assert "Watton" not in words
    assert "Look in every status" in words


def test_counts_are_of_what_is_shown(cast, sign_in, known):
    known("John", "Watson")
    put_in_status(known("Jane", "Watson"), "closed")
    browser = sign_in(cast.adam)
    answer = browser.get(TRACKERS, {"q": "wtason"})
    assert "1 Not final 1 New" in main_of(answer)
    assert "2 trackers, newest first" in main_of(answer)
    closed = main_of(browser.get(TRACKERS, {"q": "wtason", "status": "closed"}))
    assert "Jane Watson" in closed
    assert "John Watson" not in closed


def test_the_next_page_goes_on_with_them(cast, sign_in, known, monkeypatch):
    defaults = lists.page_of_trackers.__kwdefaults__
    monkeypatch.setitem(defaults, "size", 2)
    monkeypatch.setattr(search, "PAGE_SIZE", 2)
    made = [known(first, "Watson") for first in ("Ann", "Bea", "Cay")]
    browser = sign_in(cast.adam)
    for page in (TRACKERS, PARTICIPANTS):
        first = browser.get(page, {"q": "wtason"})
        second = browser.get(page + links_of(first)["Next page"])
        assert "Cay Watson" in main_of(first)
        assert "Ann Watson" not in main_of(first)
        assert "Ann Watson" in main_of(second)
        assert "spelled like it: Watson" in main_of(second)
        assert key_word(second) == "wtason"
    assert numbers_in(browser.get(TRACKERS, {"q": "wtason"}))[0] == f"T{made[2].number}"


def test_an_export_holds_what_the_list_shows(cast, sign_in, known):
    tracker = known("John", "Watson")
    known("Mary", "Morstan")
    export = reverse("tracker-export")
    browser = sign_in(cast.glenn)

    def numbers(**asked):
        lines = b"".join(browser.get(export, asked)).decode().splitlines()[1:]
        return [line.split(",")[0] for line in lines]

    assert numbers(q="wtason") == [f"T{tracker.number}"]
    assert numbers(q="watson") == [f"T{tracker.number}"]
    assert numbers(q="wtason", status="closed") == []
    assert numbers(q="nobody") == []


HOSTILE = "<script>alert(1)</script>"


@BOTH
def test_a_hostile_name_is_escaped(cast, sign_in, known, page):
    known(HOSTILE, "“Watson”<b>")
    known("John", "Watson")
    answer = sign_in(cast.adam).get(page, {"q": "wtason"})
    assert "These match a name that is spelled like it: Watson." in main_of(answer)
    assert HOSTILE not in answer.content.decode()
    assert "Watson”<b>" not in answer.content.decode()


@BOTH
@pytest.mark.parametrize(
    "typed",
    [
        *(
            HOSTILE,
            "w" * 200,
            "wts " * 50,
            "wtas0n",
            "12345678",
            "😀😀😀😀",
            "%%%%",
            "'''''",
            "-----",
        ),
        *("wt%son", "wt_son", "wtas\\n", "{w,t}", "wtason'--", "ẘ̃t̃ãs̃õñ"),
    ],
)
def test_anything_may_be_typed(cast, sign_in, known, page, typed):
    known("John", "Watson")
    answer = sign_in(cast.adam).get(page, {"q": typed})
    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()
    assert "John Watson" not in main_of(answer)


@BOTH
def test_two_statements_more_and_none_when_something_is_found(cast, sign_in, known, page):
    known("John", "Watson")
    browser = sign_in(cast.adam)
    browser.get(page)

    def asked(typed):
        with CaptureQueriesContext(connection) as captured:
            browser.get(page, {"q": typed})
        words = [one for one in captured.captured_queries if NameWord._meta.db_table in one["sql"]]
        return len(captured), len(words)

    found, slip = asked("watson"), asked("wtason")
    assert slip == (found[0] + 2, 1)
    assert found[1] == 0
    assert asked("wtasno")[1] == 1
    assert asked("12345678")[1] == 0
