"""The list of trackers: filters, chips, counts, orders, pages, the menu of each row."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import HTML, chosen_of, links_of, main_of, tree_of, words_of
from waymark.trackers import lists

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/trackers/"


@pytest.fixture
def made(cast):
    """Makes trackers in Caerdydd, of which Adam is the work coach."""

    def make(first="Gwenllian", last="Llywelyn", *, now=MORNING, coach="adam", by=None, **given):
        group = given.pop("group", "Wales / Caerdydd")
        reference = {"reference": given.pop("reference")} if "reference" in given else {}
        participant = make_participant(
            getattr(cast, coach).staff if coach else None,
            cast.groups[group],
            first_name=first,
            last_name=last,
            **reference,
        )
        return make_tracker(cast, make_activity(participant, **given), now=now, by=by)

    return make


def numbers_in(answer) -> list[str]:
    """The trackers that are listed, from top to bottom."""
    heads = tree_of(answer).iter(f"{HTML}th")
    links = [one.find(f"{HTML}a") for one in heads if one.get("role") == "rowheader"]
    return [link.text for link in links]


def key_word(answer) -> str:
    """What stands in the filter's search field."""
    inputs = tree_of(answer).iter(f"{HTML}input")
    return next(one.get("value") for one in inputs if one.get("id") == "q")


def test_a_row_says_what_there_is_to_know(cast, sign_in, made):
    tracker = made(reference="WM17000412")
    answer = sign_in(cast.adam).get(LIST)
    page = main_of(answer)
    assert f"T{tracker.number} Monitoring Gwenllian Llywelyn WM17000412 CV workshop" in page
    due = "Due 17 Nov 2026, 10:30am New 5 working days left 30 Nov 2026"
    assert f"{due} Adam Stewart 23 Nov 2026" in page
    assert links_of(answer)[f"T{tracker.number}"] == f"/trackers/{tracker.id}/"
    assert "1 tracker, newest first" in page


def test_nobody_has_it_says_whose_queue_it_is_in(cast, sign_in, made):
    made(coach=None)
    assert "Nobody Wales / Caerdydd" in main_of(sign_in(cast.adam).get(LIST))


def test_reading_the_list_changes_nothing(cast, sign_in, made):
    made()
    browser = sign_in(cast.adam)
    with nothing_changes():
        browser.get(LIST, {"q": "gwen", "status": "new", "sort": "participant"})


def test_only_what_is_in_scope(cast, sign_in, made):
    mine = made()
    theirs = made(group="North West / Liverpool", coach="roy", by=cast.roy)
    assert numbers_in(sign_in(cast.adam).get(LIST)) == [f"T{mine.number}"]
    assert numbers_in(sign_in(cast.roy).get(LIST)) == [f"T{theirs.number}"]
    assert len(numbers_in(sign_in(cast.tomasz).get(LIST))) == 2


def test_nothing_at_all_says_when_one_is_made(cast, sign_in):
    page = main_of(sign_in(cast.adam).get(LIST))
    assert "No trackers yet" in page
    assert "marked Not complete" in page


def test_in_no_group_there_is_nothing_to_see(cast, sign_in, made):
    made()
    cast.judith.staff.groups.clear()
    assert "You are in no group" in main_of(sign_in(cast.judith).get(LIST))


def test_nothing_matches_says_what_to_try(cast, sign_in, made):
    made()
    answer = sign_in(cast.adam).get(LIST, {"q": "Cadwaladr", "status": "closed"})
    page = main_of(answer)
    assert "No trackers match these filters" in page
    assert "Nothing matches" in page
    assert links_of(answer)["Look in every status"] == "?q=Cadwaladr"
    assert links_of(answer)["clear all filters"] == "?"


@pytest.mark.parametrize(
    ("asked", "chip"),
    [
        ({"q": "llywelyn"}, "Key word: llywelyn"),
        ({"q": "T{number}"}, "Key word: T{number}"),
        ({"type": "monitoring", "q": "gwen"}, "Type: Monitoring"),
        ({"status": "submitted"}, "Status: Submitted"),
        ({"assignee": "{judith}"}, "Assignee: Judith Hughes"),
        ({"group": "{caerdydd}", "q": "gwen"}, "Group: Wales / Caerdydd"),
        ({"from": "23/11/2026"}, "Created on or after 23 November 2026"),
        (
            {"from": "22/11/2026", "to": "24/11/2026", "by": "created"},
            "Created 22 November 2026 to 24 November 2026",
        ),
        ({"to": "17.11.2026", "by": "due"}, "Due on or before 17 November 2026"),
        ({"from": "17/11/2026", "to": "2026-11-17", "by": "due"}, "Due on 17 November 2026"),
        ({"set_from": "23/11/2026"}, "Status set since 23 November 2026"),
    ],
)
def test_each_filter_narrows_the_list_and_has_a_chip(cast, sign_in, made, asked, chip):
    wanted = made(chosen_owner=cast.judith.staff)
    put_in_status(wanted, "submitted")
    made("Siôn", "Cadwaladr", now=MORNING - timedelta(days=2), due_on=date(2026, 11, 19))
    fill = {
        "number": wanted.number,
        "judith": cast.judith.staff.id,
        "caerdydd": cast.groups["Wales / Caerdydd"].id,
    }
    asked = {name: value.format(**fill) for name, value in asked.items()}
    answer = sign_in(cast.aimee).get(LIST, asked)
    assert numbers_in(answer) == [f"T{wanted.number}"]
    chip = chip.format(**fill)
    removed = links_of(answer)[f"Remove filter {chip}"]
    name = next(iter(asked))
    assert name not in parse_qs(urlsplit(removed).query)


def test_a_group_means_those_below_it_too(cast, sign_in, made):
    made()
    made("Siôn", "Cadwaladr", group="Wales", coach="glenn", by=cast.glenn)
    made("Ada", "Zeal", group="North West / Liverpool", coach="roy", by=cast.roy)
    browser = sign_in(cast.tomasz)
    assert len(numbers_in(browser.get(LIST, {"group": cast.groups["Wales"].id}))) == 2
    caerdydd = cast.groups["Wales / Caerdydd"].id
    assert len(numbers_in(browser.get(LIST, {"group": caerdydd}))) == 1


def test_me_is_whoever_asks(cast, sign_in, made):
    adams, judiths = made(), made(chosen_owner=cast.judith.staff)
    assert numbers_in(sign_in(cast.adam).get(LIST, {"assignee": "me"})) == [f"T{adams.number}"]
    assert numbers_in(sign_in(cast.judith).get(LIST, {"assignee": "me"})) == [f"T{judiths.number}"]


def test_nobody_is_the_queue(cast, sign_in, made):
    made()
    queued = made(coach=None)
    answer = sign_in(cast.adam).get(LIST, {"assignee": "nobody"})
    assert numbers_in(answer) == [f"T{queued.number}"]
    assert chosen_of(answer, "assignee") == ["nobody"]


def test_several_statuses_each_with_a_chip(cast, sign_in, made):
    for status in ("new", "referred", "closed"):
        put_in_status(made(), status)
    answer = sign_in(cast.adam).get(LIST, {"status": ["new", "closed"]})
    assert len(numbers_in(answer)) == 2
    links = links_of(answer)
    assert links["Remove filter Status: New"] == "?status=closed"
    assert links["Remove filter Status: Closed"] == "?status=new"
    assert chosen_of(answer, "status") == ["new", "closed"]


def test_counts_are_links_and_not_final_comes_first(cast, sign_in, made):
    for status in ("new", "new", "resolved", "submitted", "referred", "rejected", "closed"):
        put_in_status(made(), status)
    answer = sign_in(cast.adam).get(LIST, {"q": "gwen"})
    links = links_of(answer)
    counts = [words for words in links if words.split(" ")[0].isdecimal()]
    assert counts == [
        "5 Not final",
        "2 New",
        "1 Resolved",
        "1 Submitted",
        "1 Referred",
        "1 Rejected",
        "1 Closed",
        "0 Overdue",
        "0 Due today",
        "0 Due soon",
    ]
    assert links["1 Closed"] == "?q=gwen&status=closed"
    not_final = sign_in(cast.adam).get(LIST + links["5 Not final"])
    assert "5 trackers" in main_of(not_final)
    assert "Status: not final" in main_of(not_final)


def test_counts_are_capped(cast, sign_in, made, monkeypatch):
    monkeypatch.setattr(
        "waymark.web.trackers.list_page.counts_of_trackers",
        lambda *_, **__: lists.Counts(
            {
                "new": 1000,
                "resolved": 1001,
                "submitted": 0,
                "referred": 0,
                "rejected": 0,
                "closed": 1001,
            },
            10_001,
        ),
    )
    made()
    page = main_of(sign_in(cast.adam).get(LIST))
    assert "1,000+ Not final 1,000 New 1,000+ Resolved 0 Submitted" in page
    assert "1,000+ trackers, newest first" in page


def test_names_cannot_be_sorted_by_when_too_many_match(cast, sign_in, made, monkeypatch):
    monkeypatch.setattr(lists, "SORTED_BY_NAME_UP_TO", 1)
    made(now=MORNING - timedelta(days=1))
    made("Ada", "Ash", now=MORNING)
    answer = sign_in(cast.adam).get(LIST, {"sort": "participant"})
    assert "Participant" not in links_of(answer)
    assert "Assignee" not in links_of(answer)
    assert "no more than 10,000 trackers match" in main_of(answer)
    assert "newest first" in main_of(answer)


@pytest.mark.parametrize(
    ("sort", "words", "head", "direction"),
    [
        ("number", "lowest number first", "Tracker", "ascending"),
        ("-number", "highest number first", "Tracker", "descending"),
        ("created", "oldest first", "Created", "ascending"),
        ("", "newest first", "Created", "descending"),
        ("due", "earliest due first", "Activity, when due", "ascending"),
        ("-due", "latest due first", "Activity, when due", "descending"),
        ("act_by", "first to act on first", "Act by", "ascending"),
        ("-act_by", "last to act on first", "Act by", "descending"),
        ("participant", "by participant, A to Z", "Participant", "ascending"),
        ("-participant", "by participant, Z to A", "Participant", "descending"),
        ("assignee", "by assignee, A to Z", "Assignee", "ascending"),
        ("-assignee", "by assignee, Z to A", "Assignee", "descending"),
    ],
)
def test_heads_say_and_turn_the_order(cast, sign_in, made, sort, words, head, direction):
    made("Ada", "Ash", due_on=date(2026, 11, 12), now=MORNING - timedelta(days=2))
    made("Siôn", "Cadwaladr", due_on=date(2026, 11, 13), chosen_owner=cast.judith.staff)
    answer = sign_in(cast.adam).get(LIST, {"sort": sort} if sort else {})
    assert words in main_of(answer)
    sorted_heads = [
        (one.find(f"{HTML}a").text, one.get("aria-sort"))
        for one in tree_of(answer).iter(f"{HTML}th")
        if one.get("aria-sort") not in (None, "none")
    ]
    assert sorted_heads == [(head, direction)]
    again = sign_in(cast.adam).get(LIST + links_of(answer)[head])
    assert numbers_in(again) == numbers_in(answer)[::-1]


def test_pages_go_forth_and_back_by_key(cast, sign_in, made, monkeypatch):
    monkeypatch.setattr(
        lists.page_of_trackers,
        "__kwdefaults__",
        {**lists.page_of_trackers.__kwdefaults__, "size": 2},
    )
    numbers = [f"T{made(now=MORNING - timedelta(hours=hour // 2)).number}" for hour in range(5)]
    browser = sign_in(cast.adam)
    first = browser.get(LIST, {"q": "gwen"})
    assert "Showing 1 to 2 of 5" in main_of(first)
    assert "Previous page" not in links_of(first)
    second = browser.get(LIST + links_of(first)["Next page"])
    third = browser.get(LIST + links_of(second)["Next page"])
    assert "Next page" not in links_of(third)
    listed = numbers_in(first) + numbers_in(second) + numbers_in(third)
    assert sorted(listed) == sorted(numbers)
    assert "Showing 1 of 5" in main_of(third)
    assert numbers_in(browser.get(LIST + links_of(third)["Previous page"])) == numbers_in(second)
    assert key_word(second) == "gwen"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"from": "31/2/2026"}, "31 February is not a date"),
        ({"to": "soon"}, "Use day/month/year"),
        ({"from": "2/11/2026", "to": "1/11/2026"}, "The range must not end before it begins"),
        ({"status": "nonsense"}, "Choose statuses from the list"),
        ({"status": ["new", "'; DROP"]}, "Choose statuses from the list"),
        ({"type": "job"}, "Choose the type from the list"),
        ({"assignee": "00000000-0000-0000-0000-000000000000"}, "Choose the assignee from the list"),
        ({"group": "x"}, "Choose the group from the list"),
        ({"by": "moon"}, "Choose Created or Due"),
        ({"q": "a\x00b"}, "This has a hidden character"),
        ({"q": "x" * 201}, "must have 200 characters or fewer"),
        ({"set_from": "x"}, "Use day/month/year"),
    ],
)
def test_a_filter_that_cannot_be_read_says_so_at_its_field(cast, sign_in, made, asked, message):
    made()
    answer = sign_in(cast.adam).get(LIST, asked)
    assert message in main_of(answer)
    assert "Error: Trackers" in words_of(answer, within="head")
    assert numbers_in(answer) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "x"},
        {"before": "-1"},
        {"after": "9" * 40},
        {"after": "²"},
        {"sort": "salary"},
        {"sort": "--created"},
        {"page": "7", "unknown": "yes"},
        {"q": "🙂 مرحبا <b>", "after": "1"},
        {"q": "%_\\"},
    ],
)
def test_nothing_in_an_address_breaks_the_list(cast, sign_in, made, asked):
    made()
    assert sign_in(cast.adam).get(LIST, asked).status_code == 200


def test_what_was_typed_comes_back_as_words(cast, sign_in):
    answer = sign_in(cast.adam).get(LIST, {"q": "<script>alert(1)</script>"})
    assert key_word(answer) == "<script>alert(1)</script>"
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    ("who", "links"),
    [
        ("adam", ["Edit", "Reassign", "Add note", "Activity", "Participant’s profile"]),
        ("alexandra", ["View", "Activity", "Participant’s profile"]),
        ("aimee", ["View", "Reassign", "Activity", "Participant’s profile"]),
        ("tomasz", ["View", "Activity", "Participant’s profile"]),
    ],
)
def test_the_menu_holds_what_one_may_do(cast, sign_in, made, who, links):
    tracker = made()
    answer = sign_in(getattr(cast, who)).get(LIST)
    found = [(w, h) for w, h in links_of(answer).items() if w in set(links) | {"Edit", "View"}]
    assert [words for words, _ in found] == links
    first = "edit/" if links[0] == "Edit" else ""
    assert found[0][1] == f"/trackers/{tracker.id}/{first}"


def test_a_final_tracker_can_only_be_viewed(cast, sign_in, made):
    put_in_status(made(), "closed")
    links = links_of(sign_in(cast.wendy).get(LIST))
    assert "View" in links
    assert not {"Edit", "Reassign", "Add note"} & set(links)


def test_export_is_offered_to_those_who_may(cast, sign_in, made):
    made()
    for who, may in (("aimee", True), ("tomasz", True), ("glenn", True), ("adam", False)):
        links = links_of(sign_in(getattr(cast, who)).get(LIST, {"q": "gwen", "sort": "due"}))
        assert links.get("Export this list") == ("/trackers/export/?q=gwen" if may else None)


def test_a_full_page_takes_few_statements(cast, sign_in, made, few_statements):
    for _ in range(27):
        made()
    browser = sign_in(cast.aimee)
    with few_statements():
        answer = browser.get(LIST, {"q": "gwen", "sort": "participant", "status": "new"})
    assert len(numbers_in(answer)) == 25
    with few_statements():
        browser.get(LIST + links_of(answer)["Next page"])


def test_signing_in_comes_first(client):
    assert client.get(LIST).status_code == 302


def test_only_reading(cast, sign_in):
    assert sign_in(cast.adam).post(LIST).status_code == 405
