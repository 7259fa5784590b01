"""By when to act on a tracker: on its page, in lists, in counts and filters, on Home, exported."""

import csv
import io
from datetime import date, time, timedelta

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.trackers.saving import NOT_RAISED, save
from tests.snapshot import nothing_changes
from tests.web.reading import HTML, links_of, main_of, tree_of
from waymark.operations.dated_limits import correct_bank_holidays, set_limit
from waymark.operations.recounting import recount_clocks
from waymark.people.models import Group
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/trackers/"
TODAY = date(2026, 11, 23)


@pytest.fixture
def due(cast):
    """Makes a tracker of Adam's that is to be acted on by that day, in the status given."""

    def make(act_by, status="new", **given):
        participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], **given)
        tracker = make_tracker(cast, make_activity(participant, due_on=TODAY, due_time=time(8, 30)))
        Tracker.objects.filter(id=tracker.id).update(act_by=act_by, status=status)
        tracker.refresh_from_db()
        return tracker

    return make


@pytest.fixture
def one_of_each(due):
    """By name: overdue, due today, due soon, in time, with compliance, with DWP, none."""
    return {
        "overdue": due(date(2026, 11, 19)),
        "due_today": due(TODAY),
        "due_soon": due(date(2026, 11, 25)),
        "in_time": due(date(2026, 12, 1)),
        "compliance": due(date(2026, 11, 27), "submitted"),
        "late_compliance": due(date(2026, 11, 20), "submitted"),
        "dwp": due(None, "referred"),
        "resolved": due(None, "resolved"),
    }


def listed(answer):
    heads = tree_of(answer).iter(f"{HTML}th")
    return [one.find(f"{HTML}a").text for one in heads if one.get("role") == "rowheader"]


def clocks_in(answer):
    """What stands in the column Act by, by tracker."""
    found = {}
    for row in tree_of(answer).iter(f"{HTML}tr"):
        for cell in row.iter(f"{HTML}td"):
            if cell.get("data-label") == "Act by":
                number = row.find(f"{HTML}th").find(f"{HTML}a").text
                found[number] = " ".join("".join(cell.itertext()).split())
    return found


def test_the_column_says_it_in_words(cast, sign_in, one_of_each):
    answer = sign_in(cast.adam).get(LIST)
    found = clocks_in(answer)
    assert {name: found[one.shown_number] for name, one in one_of_each.items()} == {
        "overdue": "Overdue2 working days, 19 Nov 2026",
        "due_today": "Due today23 Nov 2026",
        "due_soon": "2 working days left25 Nov 2026",
        "in_time": "6 working days left1 Dec 2026",
        "compliance": "With compliance4 working days left, 27 Nov 2026",
        "late_compliance": "Overdue1 working day, 20 Nov 2026",
        "dwp": "With DWPsince 23 Nov 2026",
        "resolved": "No clock",
    }
    tags = [one.text for one in tree_of(answer).iter(f"{HTML}strong")]
    assert (tags.count("Overdue"), tags.count("Due today")) == (2, 1)
    assert "No clock" not in tags


@pytest.mark.parametrize(
    ("states", "names"),
    [
        (["overdue"], ["overdue", "late_compliance"]),
        (["due_today"], ["due_today"]),
        (["due_soon"], ["due_soon"]),
        (["in_time"], ["in_time", "compliance"]),
        (["none"], ["dwp", "resolved"]),
        (["due_today", "due_soon"], ["due_today", "due_soon"]),
    ],
)
def test_the_filter(cast, sign_in, one_of_each, states, names):
    answer = sign_in(cast.adam).get(LIST, {"clock": states})
    assert set(listed(answer)) == {one_of_each[name].shown_number for name in names}
    assert "Act by: " in main_of(answer)


def test_a_wrong_state_in_the_address_is_told(cast, sign_in, due):
    page = main_of(sign_in(cast.adam).get(LIST, {"clock": "lunch"}))
    assert "Choose from the list under Act by" in page


def test_counts_lead_to_their_lists(cast, sign_in, one_of_each):
    browser = sign_in(cast.adam)
    links = links_of(browser.get(LIST))
    for words, number in (("2 Overdue", 2), ("1 Due today", 1), ("1 Due soon", 1)):
        assert len(listed(browser.get(LIST + links[words]))) == number


def test_sorted_by_it_what_has_none_comes_last(cast, sign_in, one_of_each):
    order = ["overdue", "late_compliance", "due_today", "due_soon", "compliance", "in_time"]
    rising = listed(sign_in(cast.adam).get(LIST, {"sort": "act_by"}))
    assert rising[:6] == [one_of_each[name].shown_number for name in order]
    falling = listed(sign_in(cast.adam).get(LIST, {"sort": "-act_by"}))
    assert falling == rising[::-1]


def test_soon_is_by_the_nation_of_the_group(cast, sign_in, due, monkeypatch):
    """On Friday 27 November, two working days on is Wednesday in Scotland: Monday is none there."""
    wednesday = due(date(2026, 12, 2))
    friday = MORNING + timedelta(days=4)
    monkeypatch.setattr("django.utils.timezone.now", lambda: friday)
    browser = sign_in(cast.adam)
    assert listed(browser.get(LIST, {"clock": "due_soon"})) == []
    Group.objects.filter(id=cast.groups["Wales / Caerdydd"].id).update(bank_holidays="Scotland")
    assert listed(browser.get(LIST, {"clock": "due_soon"})) == [wednesday.shown_number]
    assert "2 working days left" in main_of(browser.get(LIST))


def test_the_list_of_a_participant_has_it_too(cast, sign_in, due):
    tracker = due(TODAY)
    answer = sign_in(cast.adam).get(f"/participants/{tracker.participant_id}/trackers/")
    assert clocks_in(answer) == {tracker.shown_number: "Due today23 Nov 2026"}


def test_its_page_says_under_which_limit(cast, sign_in, due):
    tracker = due(date(2026, 11, 30))
    under = (
        "5 working days left 30 Nov 2026 Submit the tracker: under the limit of 5 working days in "
        "force on 23 November 2026, counted from 23 November 2026 by the bank holidays of England "
        "and Wales. The last day counts until midnight"
    )
    browser = sign_in(cast.adam)
    for address in (f"/trackers/{tracker.id}/", f"/trackers/{tracker.id}/edit/"):
        assert under in main_of(browser.get(address))


def test_its_page_says_that_the_limit_has_changed_since(cast, sign_in, due, monkeypatch):
    tracker = due(date(2026, 11, 30))
    set_limit(
        actor=cast.joanne.actor,
        code="submit",
        number=3,
        valid_from=date(2026, 11, 24),
        why="",
        now=MORNING,
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING + timedelta(days=1))
    page = main_of(sign_in(cast.adam).get(f"/trackers/{tracker.id}/"))
    assert "under the limit of 5 working days in force on 23 November 2026" in page
    assert "The limit is 3 working days since 24 November 2026: this tracker keeps the one" in page


@pytest.mark.parametrize(
    ("status", "words"), [("referred", "With DWP since 23 November 2026"), ("resolved", "No clock")]
)
def test_its_page_without_a_clock(cast, sign_in, due, status, words):
    tracker = due(None, status)
    assert f"Act by {words}" in main_of(sign_in(cast.adam).get(f"/trackers/{tracker.id}/"))


def test_its_history_says_by_when_and_what_moved_it(cast, sign_in):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    tracker = make_tracker(cast, make_activity(participant, due_on=TODAY, due_time=time(8, 30)))
    save(cast.adam, tracker, NOT_RAISED)
    correct_bank_holidays(
        actor=cast.joanne.actor,
        nation="England and Wales",
        day=date(2026, 11, 27),
        is_holiday=True,
        why="Proclaimed",
        now=MORNING,
    )
    recount_clocks(now=MORNING)
    page = main_of(sign_in(cast.adam).get(f"/trackers/{tracker.id}/"))
    assert "Act by 30 November 2026, under a limit of 5 working days." in page
    assert "Act by: 30 November 2026 to 1 December 2026" in page
    assert "Bank holidays were corrected. The limit is the same." in page


def test_home_counts_and_lists_what_is_urgent_first(cast, sign_in, one_of_each):
    page = main_of(sign_in(cast.adam).get("/"))
    assert "2 Your trackers overdue" in page
    assert "2 Yours, due soon" in page
    first, second = (one_of_each[name].shown_number for name in ("overdue", "in_time"))
    assert page.index(f"Decide on tracker {first}") < page.index(f"Decide on tracker {second}")
    compliance = main_of(sign_in(cast.glenn).get("/"))
    assert "1 Overdue with compliance" in compliance
    assert "2 Trackers overdue" in main_of(sign_in(cast.aimee).get("/"))


def test_the_export_has_it(cast, sign_in, one_of_each):
    answer = sign_in(cast.aimee).get("/trackers/export/", {"clock": "overdue"})
    text = b"".join(answer).decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["tracker"], row["act_by"], row["clock"]) for row in rows} == {
        (one_of_each["overdue"].shown_number, "2026-11-19", "Overdue"),
        (one_of_each["late_compliance"].shown_number, "2026-11-20", "Overdue"),
    }


def test_looking_changes_nothing(cast, sign_in, one_of_each):
    browser = sign_in(cast.adam)
    with nothing_changes():
        browser.get(LIST, {"clock": ["overdue", "none"], "sort": "act_by"})


def test_few_statements(cast, sign_in, one_of_each, few_statements):
    browser = sign_in(cast.adam)
    for address in (f"{LIST}?clock=overdue&sort=act_by", "/"):
        with few_statements():
            browser.get(address)
