"""Final statuses that people set on their own work: listed for the Supervisor, with the reason."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.snapshot import nothing_changes
from tests.submitting import REJECTED
from tests.web.reading import HTML, links_of, main_of, tree_of
from waymark.operations.trackers import TrackerChange, save_tracker

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/trackers/own-work/"
HEADING = "Final statuses on own work"


@pytest.fixture
def decided(cast):
    """Makes trackers of Caerdydd on which Glenn sets a final status; he marked the activity."""
    participant = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )

    def decide(why="Adam is away, the deadline is today", *, status="closed", at=MORNING, by=None):
        marker = by or cast.glenn
        tracker = make_tracker(cast, make_activity(participant), by=marker)
        save_tracker(
            actor=cast.glenn.actor,
            tracker_id=tracker.id,
            change=TrackerChange(
                status,
                tracker.assignee_id,
                False,
                "She was ill",
                own_work_reason=why,
                coded_reason=REJECTED,
            ),
            seen_version=None,
            now=at,
        )
        return tracker

    return decide


def numbers_in(answer) -> list[str]:
    heads = tree_of(answer).iter(f"{HTML}th")
    return [one.find(f"{HTML}a").text for one in heads if one.get("role") == "rowheader"]


@pytest.mark.parametrize("who", ["aimee", "tomasz"])
def test_each_says_who_when_and_why(cast, sign_in, decided, who):
    tracker = decided()
    answer = sign_in(getattr(cast, who)).get(LIST)
    page = main_of(answer)
    assert f"{HEADING} Each was set by somebody who had marked" in page
    assert f"T{tracker.number} Monitoring Gwenllian Llywelyn WM17000412 Closed" in page
    assert "Glenn Wyatt 23 November 2026 at 9am Adam is away, the deadline is today" in page
    assert links_of(answer)[f"T{tracker.number}"] == f"/trackers/{tracker.id}/"


def test_newest_first(cast, sign_in, decided):
    first = decided(at=MORNING, status="rejected")
    second = decided(at=MORNING + timedelta(minutes=5))
    answer = sign_in(cast.aimee).get(LIST)
    assert numbers_in(answer) == [f"T{second.number}", f"T{first.number}"]


def test_work_of_somebody_else_and_what_is_not_final_is_not_listed(cast, sign_in, decided):
    decided("", by=cast.alexandra)
    decided("", status="resolved")
    page = main_of(sign_in(cast.aimee).get(LIST))
    assert "None in your groups" in page
    assert "had marked the activity Not complete, or had submitted the tracker" in page


def test_reading_it_changes_nothing(cast, sign_in, decided):
    decided()
    browser = sign_in(cast.aimee)
    with nothing_changes():
        browser.get(LIST)


@pytest.mark.parametrize("who", ["alexandra", "adam", "glenn", "wendy", "joanne"])
def test_another_role_is_told_which_one_it_needs(cast, sign_in, who):
    page = main_of(sign_in(getattr(cast, who)).get(LIST), status=403)
    assert "you need the role Auditor or Supervisor" in page


def test_out_of_scope_it_is_empty(cast, sign_in, decided):
    decided()
    cast.aimee.staff.groups.set([cast.groups["North West"]])
    page = main_of(sign_in(cast.aimee).get(LIST))
    assert "None in your groups" in page
    assert "Llywelyn" not in page


def test_a_place_in_the_list_of_others_is_the_first_page(cast, sign_in, decided):
    theirs = decided()
    cast.aimee.staff.groups.set([cast.groups["North West"]])
    answer = sign_in(cast.aimee).get(LIST, {"after": str(theirs.number)})
    assert "None in your groups" in main_of(answer)


def test_25_a_page_with_few_statements(cast, sign_in, decided, few_statements):
    made = [f"T{decided(at=MORNING + timedelta(minutes=n)).number}" for n in range(27)][::-1]
    browser = sign_in(cast.aimee)
    with few_statements():
        first = browser.get(LIST)
    assert numbers_in(first) == made[:25]
    assert "Previous page" not in links_of(first)
    second = browser.get(links_of(first)["Next page"])
    assert numbers_in(second) == made[25:]
    assert "Next page" not in links_of(second)
    assert numbers_in(browser.get(links_of(second)["Previous page"])) == made[:25]


@pytest.mark.parametrize("after", ["x", "-1", "99999999999999999999", "\u0661"])
def test_a_page_that_there_is_not_is_the_first(cast, sign_in, decided, after):
    tracker = decided()
    assert numbers_in(sign_in(cast.aimee).get(LIST, {"after": after})) == [f"T{tracker.number}"]


@pytest.mark.parametrize(("who", "may"), [("aimee", True), ("tomasz", True), ("adam", False)])
def test_the_way_there_and_back(cast, sign_in, who, may):
    browser = sign_in(getattr(cast, who))
    links = links_of(browser.get("/trackers/"))
    assert links.get(HEADING) == (LIST if may else None)
    if may:
        page = tree_of(browser.get(LIST))
        assert "/trackers/" in [one.get("href") for one in page.iter(f"{HTML}a")]


class TestFilters:
    @pytest.fixture
    def two(self, decided):
        yesterday = decided(at=MORNING - timedelta(days=1), status="rejected")
        return yesterday, decided(at=MORNING)

    def listed(self, cast, sign_in, **query):
        return numbers_in(sign_in(cast.aimee).get(LIST, query))

    def test_by_whom_by_status_and_by_day(self, cast, sign_in, two):
        first, second = (f"T{one.number}" for one in two)
        glenn, wendy = cast.glenn.staff.id, cast.wendy.staff.id
        assert self.listed(cast, sign_in, by=glenn) == [second, first]
        assert self.listed(cast, sign_in, status="rejected") == [first]
        assert self.listed(cast, sign_in, status="closed") == [second]
        assert self.listed(cast, sign_in, **{"from": "23/11/2026"}) == [second]
        assert self.listed(cast, sign_in, to="22/11/2026") == [first]
        page = main_of(sign_in(cast.aimee).get(LIST, {"by": wendy}))
        assert "The list is shown without these filters" in page

    @pytest.mark.usefixtures("two")
    def test_nothing_matches(self, cast, sign_in):
        answer = sign_in(cast.aimee).get(LIST, {"to": "1/11/2026"})
        assert "No trackers match these filters" in main_of(answer)
        assert links_of(answer)["Remove filter Set on or before 1 November 2026"] == "?"

    @pytest.mark.usefixtures("two")
    def test_a_range_that_ends_before_it_begins(self, cast, sign_in):
        answer = sign_in(cast.aimee).get(LIST, {"from": "2/11/2026", "to": "1/11/2026"})
        assert main_of(answer).count("The range must not end before it begins") == 2

    def test_the_next_page_keeps_them(self, cast, sign_in, decided):
        for n in range(26):
            decided(at=MORNING + timedelta(minutes=n))
        browser = sign_in(cast.aimee)
        answer = browser.get(LIST, {"status": "closed"})
        following = links_of(answer)["Next page"]
        assert following.startswith(f"{LIST}?status=closed&after=T"[:-1])
        assert len(numbers_in(browser.get(following))) == 1


def test_an_index_holds_these_steps_alone(db):
    """However many transitions there are, the list reads only those with a reason."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM trackers_transition WHERE NOT (own_work_reason = '') "
            "ORDER BY id DESC LIMIT 25"
        )
        assert "transition_own_work" in str(cursor.fetchall())
