"""Who looked: on record before anything is shown, and read by auditors and Supervisors."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse

from tests.architecture.url_outcomes import GET, MEMBERS, POST
from tests.factories import MORNING, make_participant
from tests.restricting import restrict, said_why
from tests.web.reading import HTML, links_of, main_of, tree_of
from tests.world import ADDRESSES, address, make_world
from waymark.audit.models import AccessRecord

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/access-records/"
OPENED_BY_ID = {"participant_id", "activity_id", "tracker_id"}
NO_RECORD = {"participant-reason"}
EXPORTS = {"tracker-export", "access-records-export"}


@pytest.fixture
def world(cast):
    return make_world(cast)


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


def looked(who, participant=None, *, kind="participant", minutes=0, **given):
    """Somebody opened something so many minutes ago."""
    return AccessRecord.objects.create(
        at=MORNING - timedelta(minutes=minutes),
        actor_id=who.staff.id,
        actor_name=who.staff.name,
        kind=kind,
        record_id=given.pop("record_id", participant.id if participant else None),
        participant_id=participant.id if participant else None,
        address=given.pop("address", "192.0.2.7"),
        **given,
    )


def rows_of(answer):
    """The cells of each row, as words."""
    body = next(tree_of(answer).iter(f"{HTML}tbody"), None)
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in (body or ())]


def lines_of(answer):
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


# What is written


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("participant", "participant"),
        ("participant-history", "participant"),
        ("activity", "activity"),
        ("activity-edit", "activity"),
        ("tracker", "tracker"),
        ("tracker-note", "tracker"),
        ("tracker-file", "file"),
        ("tracker-export", "export"),
    ],
)
def test_who_what_when_and_from_where(cast, sign_in, world, name, kind):
    browser = sign_in(cast.glenn)
    b"".join(browser.get(address(name, world), REMOTE_ADDR="192.0.2.7"))
    record = AccessRecord.objects.get()
    assert (record.actor_id, record.actor_name) == (cast.glenn.staff.id, "Glenn Wyatt")
    assert (record.kind, record.at, record.address) == (kind, MORNING, "192.0.2.7")
    part = {"export": None, "file": "file_id"}.get(kind, f"{kind}_id")
    assert record.record_id == (world[part] if part else None)
    assert record.participant_id == (world["participant_id"] if part else None)


def test_lists_and_search_write_none(cast, sign_in, world):
    browser = sign_in(cast.aimee)
    for url in ("/", "/participants/?q=Gwen", "/trackers/", "/activities/", LIST):
        browser.get(url)
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_record_no_page(cast, sign_in, world, monkeypatch, method):
    """Whatever is opened of somebody: when it cannot be put on record, nothing of it is shown."""

    def fails(*_, **__):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(AccessRecord.objects, "create", fails)
    opened, asked = 0, {"get": GET, "post": POST}[method]
    for name, parts in ADDRESSES.items():
        is_opened = bool(parts & OPENED_BY_ID) or name in EXPORTS
        if not is_opened or name in NO_RECORD:
            continue
        who = next(
            one
            for one in ("aimee", "glenn")
            if asked[name][MEMBERS.index(one)] in ("200", "302", "405")
        )
        browser = sign_in(getattr(cast, who))
        browser.raise_request_exception = False
        answer = getattr(browser, method)(address(name, world))
        assert answer.status_code in (500, 405), name
        assert b"Llywelyn" not in answer.content
        assert b"CV workshop" not in answer.content
        opened += answer.status_code == 500
    assert opened > (25 if method == "get" else 15)


@pytest.mark.parametrize(
    ("proxies", "told", "address_kept"),
    [
        (0, "198.51.100.9", "192.0.2.7"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.66, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.66, 198.51.100.9, 192.0.2.8", "198.51.100.9"),
        (2, "198.51.100.9", "192.0.2.7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "somewhere", "192.0.2.7"),
        (1, "", "192.0.2.7"),
    ],
)
def test_behind_a_proxy(cast, sign_in, gwen, settings, proxies, told, address_kept):
    """Only what one's own proxies say is believed: the rest anybody can write."""
    settings.TRUSTED_PROXIES = proxies
    sign_in(cast.adam).get(
        f"/participants/{gwen.id}/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=told
    )
    assert AccessRecord.objects.get().address == address_kept


# What is read


@pytest.mark.parametrize("who", ["aimee", "tomasz"])
def test_everybodys(cast, sign_in, gwen, who):
    looked(cast.adam, gwen, minutes=5)
    looked(cast.glenn, kind="export", minutes=3, address=None)
    answer = sign_in(getattr(cast, who)).get(LIST)
    assert rows_of(answer) == [
        [
            "23 Nov 2026 at 8:57am",
            "Glenn Wyatt",
            "Export of trackers",
            "Nobody in particular",
            "Not known",
            "Not asked",
        ],
        [
            "23 Nov 2026 at 8:55am",
            "Adam Stewart",
            "Participant",
            "Gwenllian LlywelynWM17000412",
            "192.0.2.7",
            "Not asked",
        ],
    ]
    assert "Lists and search results leave no record by themselves" in main_of(answer)
    links = links_of(answer)
    assert links["Adam Stewart"] == f"{LIST}staff/{cast.adam.staff.id}/"
    assert links["Gwenllian Llywelyn"] == f"/participants/{gwen.id}/"


def test_what_was_opened_is_named(cast, sign_in, world):
    browser = sign_in(cast.adam)
    for name in ("activity", "notice-pdf", "tracker", "tracker-file"):
        b"".join(browser.get(address(name, world)))
    answer = sign_in(cast.aimee).get(LIST)
    said = [row[2] for row in rows_of(answer)]
    assert said[0] == "FileUCD603.pdf"
    assert said[1].startswith("TrackerT")
    assert re.fullmatch(r"NoticeA\d+-1", said[2])
    assert said[3] == "ActivityCV workshop"
    assert links_of(answer)["CV workshop"] == address("activity", world)


def test_of_one_participant(cast, sign_in, gwen):
    other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    looked(cast.adam, gwen, minutes=9)
    looked(cast.judith, other, minutes=5)
    browser = sign_in(cast.aimee)
    profile = browser.get(f"/participants/{gwen.id}/")
    answer = browser.get(links_of_page(profile)["Who looked"])
    assert [row[:2] for row in rows_of(answer)] == [
        ["23 Nov 2026 at 9am2 times on this day9am, 2 times", "Aimee Hamilton"],
        ["23 Nov 2026 at 8:51am", "Adam Stewart"],
    ]
    assert "Who looked" not in links_of_page(sign_in(cast.adam).get(f"/participants/{gwen.id}/"))


def links_of_page(answer):
    return {
        "".join(one.itertext()).strip(): one.get("href") for one in tree_of(answer).iter(f"{HTML}a")
    }


def test_the_same_on_a_day_is_one_line_with_each_time_and_a_line_each_in_the_file(
    cast, sign_in, gwen
):
    for minutes in (5, 5, 20):
        looked(cast.adam, gwen, minutes=minutes)
    looked(cast.adam, gwen, minutes=10, address="192.0.2.8")
    looked(cast.judith, gwen, minutes=15)
    looked(cast.adam, gwen, minutes=60 * 24)
    browser, newest = sign_in(cast.aimee), "23 Nov 2026 at 8:55am"
    answer = browser.get(LIST)
    assert [[row[0], row[1], row[4]] for row in rows_of(answer)] == [
        [f"{newest}3 times on this day8:55am, 2 times8:40am", "Adam Stewart", "192.0.2.7"],
        ["23 Nov 2026 at 8:50am", "Adam Stewart", "192.0.2.8"],
        ["23 Nov 2026 at 8:45am", "Judith Hughes", "192.0.2.7"],
        ["22 Nov 2026 at 9am", "Adam Stewart", "192.0.2.7"],
    ]
    lines = [line for line in lines_of(browser.get(f"{LIST}export/")) if line[2] == "Participant"]
    assert len(lines) == 6


def test_of_one_member_of_staff(cast, sign_in, gwen):
    looked(cast.adam, gwen)
    looked(cast.judith, gwen, minutes=5)
    answer = sign_in(cast.tomasz).get(f"{LIST}staff/{cast.judith.staff.id}/")
    assert "What Judith Hughes opened" in main_of(answer)
    assert [row[0] for row in rows_of(answer)] == ["23 Nov 2026 at 8:55am"]
    assert "Judith" not in answer.content.decode().partition("</title>")[0]


def test_staff_of_other_groups_are_not_there(cast, sign_in):
    """Tomasz audits everything and so belongs above Wales; Roy is in Liverpool."""
    browser = sign_in(cast.aimee)
    for one in (cast.roy, cast.tomasz):
        assert browser.get(f"{LIST}staff/{one.staff.id}/").status_code == 404


def test_records_of_those_one_does_not_see_are_not_listed(cast, sign_in, gwen):
    """Of another office, and of a restricted record; nor exports of staff of another office."""
    theirs = make_participant(cast.roy.staff, cast.groups["North West / Liverpool"])
    looked(cast.roy, theirs)
    looked(cast.roy, kind="export")
    looked(cast.adam, gwen)
    restrict(cast, gwen, cast.adam)
    assert rows_of(sign_in(cast.tomasz).get(f"{LIST}?reference={theirs.reference}"))
    assert len(rows_of(sign_in(cast.tomasz).get(LIST))) == 2
    assert [row[1] for row in rows_of(sign_in(cast.aimee).get(LIST))] == ["Adam Stewart"]
    assert not rows_of(sign_in(cast.tomasz).get(f"{LIST}staff/{cast.adam.staff.id}/"))


def test_why_a_restricted_record_was_opened(cast, sign_in, gwen):
    restrict(cast, gwen, cast.adam)
    said_why(cast.adam, gwen, reason="She rang me")
    sign_in(cast.adam).get(f"/participants/{gwen.id}/")
    rows = rows_of(sign_in(cast.aimee).get(LIST))
    assert [(row[2], row[-1]) for row in rows] == [
        ("Participant", "She rang me"),
        ("Reason for opening", "She rang me"),
    ]
    assert "Restricted record" in rows[0][3]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [0, 1, 2]),
        ({"reference": "wm17000412"}, [0, 2]),
        ({"reference": "WM1700041"}, []),
        ({"what": "activity"}, [1]),
        ({"from": "22/11/2026"}, [0, 1]),
        ({"to": "21/11/2026"}, [2]),
        ({"from": "22/11/2026", "to": "22/11/2026"}, [1]),
        ({"who": "adam"}, [0, 2]),
        ({"who": "adam", "from": "23/11/2026"}, [0]),
    ],
)
def test_the_filter(cast, sign_in, gwen, asked, found):
    other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    day = 24 * 60
    looked(cast.adam, gwen)
    looked(cast.judith, other, kind="activity", minutes=day)
    looked(cast.adam, gwen, minutes=2 * day)
    if "who" in asked:
        asked = asked | {"who": str(getattr(cast, asked["who"]).staff.id)}
    days = ["23 Nov 2026", "22 Nov 2026", "21 Nov 2026"]
    browser = sign_in(cast.aimee)
    answer = browser.get(LIST, asked)
    assert [row[0][:11] for row in rows_of(answer)] == [days[one] for one in found]
    lines = lines_of(browser.get(f"{LIST}export/", asked))[1:]
    assert len([one for one in lines if one[2] != "Export of access records"]) == len(found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "31/2/2026"}, "31 February is not a date"),
        ({"from": "2/11/2026", "to": "1/11/2026"}, "The range must not end before it begins"),
        ({"who": "nobody"}, "Choose a member of staff from the list"),
        ({"what": "everything"}, "Choose what was opened from the list"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_listed(cast, sign_in, gwen, asked, said):
    looked(cast.adam, gwen)
    browser = sign_in(cast.aimee)
    answer = browser.get(LIST, asked)
    assert said in main_of(answer)
    assert not rows_of(answer)
    assert browser.get(f"{LIST}export/", asked).status_code == 302


def test_the_file_and_that_it_was_taken(cast, sign_in, gwen):
    looked(cast.adam, gwen, reason="=1+1")
    answer = sign_in(cast.aimee).get(f"{LIST}export/")
    assert answer["Content-Disposition"] == 'attachment; filename="access-records-2026-11-23.csv"'
    head, *lines = lines_of(answer)
    assert head == ["when", "who", "what", "record", "participant", "from", "reason"]
    assert [
        "2026-11-23T09:00:00+00:00",
        "Adam Stewart",
        "Participant",
        "",
        "WM17000412",
        "192.0.2.7",
        "'=1+1",
    ] in lines
    taken = AccessRecord.objects.get(kind="access records")
    assert (taken.actor_id, taken.participant_id) == (cast.aimee.staff.id, None)


def test_restricted_records_are_in_the_file_of_their_own_only(cast, sign_in, gwen):
    restrict(cast, gwen, cast.adam)
    looked(cast.adam, gwen)
    browser = sign_in(cast.aimee)
    assert "WM17000412" not in str(lines_of(browser.get(f"{LIST}export/")))
    own = reverse("participant-access-export", args=[gwen.id])
    assert browser.get(own).status_code == 403
    said_why(cast.aimee, gwen)
    assert "WM17000412" in str(lines_of(browser.get(own)))
    taken = AccessRecord.objects.get(kind="access records", participant_id=gwen.id)
    assert taken.reason == "I meet her today"


@pytest.mark.parametrize("who", ["alexandra", "adam", "glenn", "wendy", "joanne"])
def test_another_role_is_told_which_one_it_needs(cast, sign_in, gwen, who):
    browser = sign_in(getattr(cast, who))
    for url in (LIST, f"{LIST}export/", f"/participants/{gwen.id}/access/"):
        assert "you need the role Auditor or Supervisor" in main_of(browser.get(url), status=403)
    assert not AccessRecord.objects.filter(kind="access records").exists()


def test_50_a_page_with_few_statements(cast, sign_in, gwen, world, few_statements):
    for number in range(120):
        kind = ("participant", "tracker", "activity", "file")[number % 4]
        part = {"tracker": "tracker_id", "activity": "activity_id", "file": "file_id"}.get(kind)
        ids = {"record_id": world[part]} if part else {}
        ids["address"] = f"192.0.2.{number}"  # the same from one place would be one line
        looked(cast.adam, None if number % 10 == 9 else gwen, kind=kind, minutes=number, **ids)
    expected = [(MORNING - timedelta(minutes=number)) for number in range(120)]
    browser = sign_in(cast.aimee)
    for url in (LIST, f"{LIST}staff/{cast.adam.staff.id}/"):
        with few_statements():
            answer = browser.get(url)
        times, forward = [len(rows_of(answer))], links_of(answer)
        assert "Previous page" not in forward
        second = browser.get(url + forward["Next page"])
        third = browser.get(url + links_of(second)["Next page"])
        times += [len(rows_of(second)), len(rows_of(third))]
        assert times == [50, 50, 20]
        assert "Next page" not in links_of(third)
        back = browser.get(url + links_of(third)["Previous page"])
        assert rows_of(back) == rows_of(second)
        assert rows_of(browser.get(url + links_of(back)["Previous page"])) == rows_of(answer)
    assert len(set(expected)) == 120
    with few_statements():
        browser.get(f"/participants/{gwen.id}/access/")


@pytest.mark.parametrize("after", ["x", "-1", "99999999999999999999", "\u0661", "5"])
def test_a_page_that_there_is_not_is_the_first(cast, sign_in, gwen, after):
    looked(cast.adam, gwen)
    looked(cast.roy, kind="export")
    assert len(rows_of(sign_in(cast.aimee).get(LIST, {"after": after}))) == 1


def test_there_is_nothing_yet(cast, sign_in):
    page = main_of(sign_in(cast.aimee).get(LIST))
    assert "Nobody has opened anything yet" in page
    page = main_of(sign_in(cast.aimee).get(f"{LIST}?what=file"))
    assert "Nothing matches" in page
