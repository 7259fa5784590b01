"""Every address, asked by everybody: what url_outcomes.py declares is what comes, and nothing else.

Along the way: asking changes nothing but access records; every page is well-formed HTML.
"""

import io
import re
from http.cookies import SimpleCookie
from uuid import UUID, uuid4

import html5lib
import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from html5lib.html5parser import ParseError

from tests.architecture.url_outcomes import GET, MEMBERS, POST
from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage, upload
from tests.snapshot import changed_since, snapshot
from waymark.imports.carrying_out import carry_out
from waymark.imports.runs import Upload, start_dry_run
from waymark.operations.trackers import TrackerChange
from waymark.programmes.models import NonCompletionReason, Programme
from waymark.trackers.models import Tracker

ACCESS = {"audit_accessrecord"}
GROUPS = b"group,bank_holidays\nWales / Swansea,England and Wales\nWales / Mon,Nowhere\n"


class TakeBack(Exception):
    """What one request did is not there for the next."""


def every_address(resolver=None):
    """The names of all addresses, and the parts that are filled in."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield one.name, set(one.pattern.converters)
        else:
            yield from every_address(one)


ADDRESSES = dict(every_address())


@pytest.fixture
def world(cast):
    """In Caerdydd: Gwenllian, a missed workshop, its tracker with a file and an uploaded one."""
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    activity = make_activity(participant)
    tracker = make_tracker(cast, activity)
    [paper] = stage(cast.adam, tracker)
    files = ((paper.id, "dma_paperwork"),)
    save(cast.adam, tracker, TrackerChange("new", cast.adam.staff.id, True, files=files))
    [uploaded] = stage(cast.adam, tracker, upload(name="JSA603.pdf"))
    run = start_dry_run(
        actor=cast.joanne.actor,
        uploads=[Upload("groups.csv", len(GROUPS), io.BytesIO(GROUPS))],
        past_records=False,
        now=MORNING,
    )
    carry_out(run.id, clock=lambda: MORNING)
    return {
        "participant_id": participant.id,
        "activity_id": activity.id,
        "tracker_id": tracker.id,
        "file_id": tracker.files.get().id,
        "document_id": uploaded.id,
        "programme_id": Programme.objects.get(name="DWP Restart").id,
        "reason_id": NonCompletionReason.objects.first().id,
        "run_id": run.id,
        "kind": "groups",
        "uidb64": "MQ",
        "token": "set-password",
    }


@pytest.fixture
def browsers(cast):
    """One for everybody of the cast, and one in which nobody is signed in."""
    found = {"nobody": Client()}
    for name in MEMBERS[1:]:
        found[name] = Client()
        found[name].force_login(getattr(cast, name).staff)
    return found


def address(name, world):
    return reverse(name, kwargs={part: world[part] for part in ADDRESSES[name]})


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
