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
from tests.snapshot import changed_since, snapshot
from tests.world import ADDRESSES, address, make_world
from waymark.trackers.models import Tracker

ACCESS = {"audit_accessrecord"}


class TakeBack(Exception):
    """What one request did is not there for the next."""


@pytest.fixture
def world(cast):
    return make_world(cast)


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
            answer = getattr(browser, method)(url)
            if answer.streaming:
                answer.content_read = b"".join(answer)
            answers.append(answer)
            raise TakeBack
    except TakeBack:
        browser.cookies = SimpleCookie(cookies)
        return answers[0]


def test_every_address_is_declared():
    assert set(GET) == set(ADDRESSES), "declare it in url_outcomes.py"
    assert set(POST) == set(ADDRESSES)
    for table in (GET, POST):
        assert all(len(outcomes) == len(MEMBERS) for outcomes in table.values())


def test_get(world, browsers):
    """Who sees what; and asking changes nothing, whoever asks."""
    wrong = {}
    for name in sorted(ADDRESSES):
        url = address(name, world)
        before = snapshot()
        found = []
        for member in MEMBERS:
            answer = browsers[member].get(url)
            if answer.streaming:
                b"".join(answer)
            found.append(outcome(answer))
        if found != GET[name]:
            wrong[name] = (found, GET[name])
        assert changed_since(before) <= ACCESS, name
    assert not wrong, "\n".join(f"{name}: {' '.join(found)}" for name, (found, _) in wrong.items())


def test_post_without_anything(world, browsers):
    """An empty form: a message, not an error; and nobody gets further than they may."""
    wrong = {}
    for name in sorted(ADDRESSES):
        url = address(name, world)
        found = [outcome(ask(browsers[member], "post", url)) for member in MEMBERS]
        if found != POST[name]:
            wrong[name] = (found, POST[name])
    assert not wrong, "\n".join(f"{name}: {' '.join(found)}" for name, (found, _) in wrong.items())


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


def test_every_page_is_well_formed(world, browsers):
    """Each page once for each way in which it answers."""
    seen, broken = set(), []
    for name in sorted(ADDRESSES):
        url = address(name, world)
        for method, table in (("get", GET), ("post", POST)):
            for member, expected in zip(MEMBERS, table[name], strict=True):
                if (name, method, expected) in seen or expected in {"in", "302"}:
                    continue
                seen.add((name, method, expected))
                answer = ask(browsers[member], method, url)
                broken += [f"{name} {method} {expected}: {one}" for one in faults(answer)]
    assert not broken


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
