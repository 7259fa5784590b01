"""Every address, asked by everybody: what url_outcomes.py declares is what comes, and nothing else.

Along the way: asking changes nothing but access records; every page is well-formed HTML.
"""

import re
from http.cookies import SimpleCookie
from uuid import UUID, uuid4

import html5lib
import pytest
from django.db import transaction
from django.test import Client
from html5lib.html5parser import ParseError

from tests.architecture.url_outcomes import GET, MEMBERS, POST
from tests.factories import put_in_status
from tests.made_once import once_a_file
from tests.snapshot import changed_since, snapshot
from tests.world import ADDRESSES, address, make_world
from waymark.trackers.models import Tracker

ACCESS = {"audit_accessrecord"}


class TakeBack(Exception):
    """What one request did is not there for the next."""


once = once_a_file(make_world)


@pytest.fixture
def cast(made):
    return made.cast


@pytest.fixture
def world(made):
    return made.world


@pytest.fixture
def browsers(cast):
    """One for everybody of the cast, and one in which nobody is signed in."""
    found = {"nobody": Client()}
    for name in MEMBERS[1:]:
        found[name] = Client()
        found[name].force_login(getattr(cast, name).staff)
    return found


def outcome(answer):
    """A status; where one is sent to sign in first, `in`."""
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return "in"
    return str(answer.status_code)


def ask(browser, method, url):
    """The answer, with what it did taken back, cookies included."""
    answers, cookies = [], browser.cookies.output(header="")
    try:
        with transaction.atomic():
            answers.append(read(getattr(browser, method)(url)))
            raise TakeBack
    except TakeBack:
        browser.cookies = SimpleCookie(cookies)
        return answers[0]


def read(answer):
    """An answer with all of a file."""
    if answer.streaming:
        answer.content_read = b"".join(answer)
    return answer


def test_every_address_is_declared():
    assert set(GET) == set(ADDRESSES), "declare it in url_outcomes.py"
    assert set(POST) == set(ADDRESSES)
    for table in (GET, POST):
        assert all(len(outcomes) == len(MEMBERS) for outcomes in table.values())


def test_get(world, browsers):
    """Who sees what; asking changes nothing, whoever asks; every page is well-formed."""
    wrong, broken = {}, []
    for name in sorted(ADDRESSES):
        url = address(name, world)
        before = snapshot()
        answers = [read(browsers[member].get(url)) for member in MEMBERS]
        found = [outcome(answer) for answer in answers]
        if found != GET[name]:
            wrong[name] = (found, GET[name])
        broken += [f"{name}: {one}" for one in faults_among(answers)]
        assert changed_since(before) <= ACCESS, name
    assert not wrong, "\n".join(f"{name}: {' '.join(found)}" for name, (found, _) in wrong.items())
    assert not broken


def test_post_without_anything(world, browsers):
    """An empty form: a message, not an error, on a page that is well-formed; and nobody gets
    further than they may.
    """
    wrong, broken = {}, []
    for name in sorted(ADDRESSES):
        url = address(name, world)
        answers = [ask(browsers[member], "post", url) for member in MEMBERS]
        found = [outcome(answer) for answer in answers]
        if found != POST[name]:
            wrong[name] = (found, POST[name])
        broken += [f"{name}: {one}" for one in faults_among(answers)]
    assert not wrong, "\n".join(f"{name}: {' '.join(found)}" for name, (found, _) in wrong.items())
    assert not broken


def test_what_is_not_there_answers_like_what_is_not_yours(world, browsers):
    """Nobody can tell a record of another group from one that there is not."""
    roy = browsers["roy"]
    for name, parts in ADDRESSES.items():
        mine = parts & {"participant_id", "activity_id", "tracker_id"}
        if not mine:
            continue
        nowhere = {**world, **{part: uuid4() for part in mine}}
        not_yours = roy.get(address(name, world))
        not_there = roy.get(address(name, nowhere))
        assert not_yours.status_code == not_there.status_code, name
        assert without_address(not_yours, world) == without_address(not_there, nowhere), name


def without_address(answer, world):
    text = answer.content.decode()
    for value in world.values():
        text = text.replace(str(value), "…") if isinstance(value, UUID) else text
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_every_page_is_well_formed_where_there_is_nothing(world, browsers):
    """Roy has no participants, no trackers, nothing to do."""
    for name in ("home", "participants", "trackers", "activities-to-do"):
        assert not faults(browsers["roy"].get(address(name, world))), name


@pytest.mark.parametrize("status", ["closed", "rejected", "resolved"])
def test_every_page_is_well_formed_when_it_is_over(world, browsers, status):
    put_in_status(Tracker.objects.get(id=world["tracker_id"]), status)
    for name, parts in ADDRESSES.items():
        if parts & {"tracker_id", "activity_id", "participant_id"}:
            answer = browsers["glenn"].get(address(name, world))
            assert answer.status_code < 500
            assert not faults(answer), name


def faults_among(answers):
    """What is wrong with the pages that came, one for each way to answer."""
    pages = {outcome(answer): answer for answer in reversed(answers)}
    return [f"{status}: {one}" for status, page in pages.items() for one in faults(page)]


def faults(answer):
    """What is wrong with a page; nothing with what is none."""
    if answer.streaming or not answer.content or "text/html" not in answer["Content-Type"]:
        return []
    parser = html5lib.HTMLParser(strict=True)
    try:
        parser.parse(answer.content)
    except ParseError:
        return [str(error) for error in parser.errors] or ["cannot be parsed"]
    return []


def test_an_address_that_there_is_not(browsers):
    for browser in browsers.values():
        answer = browser.get("/nowhere/at/all/")
        assert outcome(answer) in {"404", "in"}
