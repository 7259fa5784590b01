"""What is outside one's groups, what is restricted to others and what there is not: the same
answer, the same bytes, the same statements, whatever the address and however it is asked.
"""

import re
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.middleware import csrf
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.trackers.saving import save
from tests.restricting import restrict, said_why
from tests.world import ADDRESSES, address, make_world
from waymark.operations.trackers import TrackerChange
from waymark.participants.models import Participant
from waymark.people.models import KeptForm
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.usefixtures("still")
OF_SOMEBODY = {"participant_id", "activity_id", "tracker_id"}
WITH_IDS = sorted(name for name, parts in ADDRESSES.items() if parts & OF_SOMEBODY)
WITHOUT_IDS = [
    "/",
    "/participants/",
    "/participants/?q=Gwenllian",
    "/participants/?q=WM90000001",
    "/participants/?sort=-name&sanction=Not+under+sanction",
    "/participants/?coach=nobody",
    "/trackers/",
    "/trackers/?q=Llywelyn",
    "/trackers/?q=WM90000001",
    "/trackers/?status=closed&status=rejected",
    "/trackers/?assignee=nobody&sort=participant",
    "/trackers/?by=due&from=1/11/2026&to=30/11/2026",
    "/trackers/export/",
    "/trackers/export/?q=WM90000001",
    "/trackers/own-work/",
    "/activities/",
    "/activities/?whose=everyones",
    "/activities/?whose=everyones&when=today",
    "/access-records/",
    "/access-records/?reference=WM90000001",
    "/access-records/export/",
    "/administration/",
    "/account/",
]
ALL_FIELDS = {
    "version": "1",
    "status": "In progress",
    "note": "A note",
    "why": "A reason",
    "reason": "Another",
    "reason_category": "did_not",
    "reason_for_opening": "I meet her today",
    "title": "CV workshop",
    "kind": "Appointment",
    "due_on": "17/11/2026",
    "left_on": "20/11/2026",
    "raised": "no",
    "not_raised_reason": "She was ill",
    "sanction_status": "Not under sanction",
    "make_activity_mandatory": "no",
    "next": "/trackers/",
}


class TakeBack(Exception):
    """What one request did is not there for the next."""


@pytest.fixture
def still(monkeypatch):
    """The clock stands, and forms have one token: what differs then differs for a reason."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)
    monkeypatch.setattr(csrf, "_get_new_csrf_string", lambda: "a" * 32)
    monkeypatch.setattr(csrf, "_mask_cipher_secret", lambda secret: secret * 2)


def ask(browser, method, url, data=None):
    """Everything that somebody could tell an answer by, and the statements it took."""
    answers, cookies = [], browser.cookies.output(header="")
    with CaptureQueriesContext(connection) as captured:
        try:
            with transaction.atomic():
                answer = getattr(browser, method)(url, data or {})
                answers.append((answer, b"".join(answer)))  # a file is read here too
                raise TakeBack
        except TakeBack:
            browser.cookies = SimpleCookie(cookies)
    answer, content = answers[0]
    cookies_set = re.sub(r"expires=[^;]+", "", answer.cookies.output())
    headers = {name: value for name, value in answer.items() if name != "Expires"}
    told = (answer.status_code, content, headers, cookies_set)
    return told, [masked(one["sql"]) for one in captured.captured_queries]


def masked(sql):
    """A statement without what was asked for: keys, words and numbers."""
    return re.sub(r"\d+", "0", re.sub(r"'[^']*'", "'…'", sql))


@pytest.fixture
def nowhere(cast):
    """Ids that lead to nothing."""
    parts = set().union(*ADDRESSES.values())
    plain = {"kind": "groups", "uidb64": "MQ", "token": "set-password", "form": "pdf"}
    return {part: plain.get(part) or uuid4() for part in parts}


@pytest.fixture
def hidden(cast):
    """A record of Caerdydd that only Aimee and Wendy see."""
    world = make_world(cast)
    restrict(cast, Participant.objects.get(id=world["participant_id"]), cast.wendy)
    KeptForm.objects.all().delete()  # what they typed there themselves people may remember
    return world


@pytest.fixture
def elsewhere(cast):
    """A record of Liverpool, Roy's."""
    return make_world(cast, group="North West / Liverpool", coach=cast.roy)


@pytest.mark.parametrize("who", ["alexandra", "adam", "glenn"])
@pytest.mark.parametrize("sent", [None, {}, ALL_FIELDS], ids=["asked", "sent empty", "sent"])
def test_they_cannot_be_told_apart(cast, hidden, elsewhere, nowhere, who, sent):
    browser, method = signed_in(cast, who), "get" if sent is None else "post"
    for name in WITH_IDS:
        told = {
            where: ask(browser, method, address(name, world), sent)
            for where, world in (("none", nowhere), ("yours", elsewhere), ("named", hidden))
        }
        assert told["yours"][0] == told["none"][0], name
        assert told["named"][0] == told["none"][0], name
        assert told["yours"][1] == told["none"][1], name
        assert told["named"][1] == told["none"][1], name
        assert told["none"][0][0] in (403, 404, 405), name


@pytest.mark.parametrize("who", ["tomasz", "joanne"])
def test_nor_by_those_who_see_every_group(cast, hidden, nowhere, who):
    browser = signed_in(cast, who)
    for name in WITH_IDS:
        there, none = (ask(browser, "get", address(name, world)) for world in (hidden, nowhere))
        assert there == none, name


def test_a_file_of_another_tracker_is_not_there(cast, hidden, nowhere):
    """One's own tracker in the address, and a file or upload of somebody else's."""
    own = make_world(cast)
    browser = signed_in(cast, "adam")
    for name in ("tracker-file", "tracker-file-remove", "tracker-staged-discard"):
        for method in ("get", "post"):
            parts = ADDRESSES[name] - {"tracker_id"}
            there, none = (
                ask(browser, method, address(name, own | {part: ids[part] for part in parts}))
                for ids in (hidden, nowhere)
            )
            assert there[1] == none[1], name
            assert without(there[0], hidden, parts) == without(none[0], nowhere, parts), name


def without(told, world, parts):
    """An answer without the ids that were in its address."""
    text = str(told)
    for part in parts:
        text = text.replace(str(world[part]), "…")
    return text


@pytest.mark.parametrize("who", ["alexandra", "adam", "glenn", "tomasz", "joanne", "roy"])
def test_others_find_nothing(cast, who):
    """Each page is, to the byte, what it was before there was the record."""
    make_world(cast)
    browser = signed_in(cast, who)
    before = {url: ask(browser, "get", url)[0] for url in WITHOUT_IDS}
    full_record(cast)
    for url in WITHOUT_IDS:
        assert ask(browser, "get", url)[0] == before[url], url
    seen = ask(signed_in(cast, "aimee"), "get", "/participants/?q=WM90000001")[0]
    assert b"WM90000001" in seen[1]


def full_record(cast):
    """A restricted record with something for each list: overdue, today, open, final, looked at."""
    participant = make_participant(
        cast.wendy.staff, cast.groups["Wales / Caerdydd"], reference="WM90000001"
    )
    make_activity(participant, mandatory=False)
    make_activity(
        participant, due_on=MORNING.date(), due_time=None, due_at=MORNING.replace(hour=20)
    )
    make_tracker(cast, make_activity(participant))
    closed = make_tracker(cast, make_activity(participant), by=cast.wendy)
    change = TrackerChange("closed", None, False, "She was ill", own_work_reason="Adam is away")
    save(cast.wendy, closed, change)
    restrict(cast, participant, cast.wendy)
    said_why(cast.aimee, participant)
    return participant


def test_a_number_or_a_place_in_a_list_tells_nothing(cast, hidden, elsewhere):
    """T10418 typed into the search, and pages that begin at a tracker."""
    browser = signed_in(cast, "adam")
    for url in ("/participants/?q=T{}", "/trackers/?q=T{}", "/trackers/?after={}&sort=-due"):
        numbers = [Tracker.objects.get(id=one["tracker_id"]).number for one in (hidden, elsewhere)]
        none, *there = (ask(browser, "get", url.format(one)) for one in (987654321, *numbers))
        for one, number in zip(there, numbers, strict=True):
            assert one[1] == none[1], url
            here, nothing = one[0][1].decode(), none[0][1].decode()
            assert here.replace(f"{number}", "N") == nothing.replace("987654321", "N")


def signed_in(cast, who):
    browser = Client()
    browser.force_login(getattr(cast, who).staff)
    return browser
