"""The action plan: activities with counts, order, pages, trackers and menus."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.web.reading import links_of, main_of
from waymark.operations.marking import mark_not_complete

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def here(gwen):
    return reverse("participant-plan", args=[gwen.id])


def order_of(page, *titles):
    return [title for _, title in sorted((page.index(title), title) for title in titles)]


def test_latest_due_first_with_state_owner_and_tracker(cast, sign_in, gwen, here):
    make_activity(gwen, title="Later", due_on=date(2026, 12, 10), due_time=time(13, 15))
    make_activity(
        gwen, title="Earlier", due_on=date(2026, 11, 20), mandatory=False, status="In progress"
    )
    make_activity(gwen, title="Done", due_on=date(2026, 11, 3), status="Complete")
    page = main_of(sign_in(cast.adam).get(here))
    assert order_of(page, "Later", "Earlier", "Done") == ["Later", "Earlier", "Done"]
    assert "4 " not in page.split("Activity")[0]
    assert "Later Mandatory Appointment, Caerdydd office 10 December 2026 1:15pm" in page
    assert "Not started Adam Stewart None yet" in page
    assert "Overdue 20 November 2026 at 10:30am In progress Adam Stewart Not mandatory" in page
    assert "3 November 2026 10:30am Complete Adam Stewart None" in page
    assert "Showing 1 to 3 of 3" in page


def test_counts_filter_by_status(cast, sign_in, gwen, here):
    make_activity(gwen, title="Begun", status="In progress")
    make_activity(gwen, title="Done", status="Complete")
    answer = sign_in(cast.adam).get(here)
    page = main_of(answer)
    assert "2 All" in page
    assert "0 Not started" in page
    assert "1 In progress" in page
    links = links_of(answer)
    assert links["1 Complete"] == "?status=Complete"
    narrowed = main_of(sign_in(cast.adam).get(here + links["1 Complete"]))
    assert "Done" in narrowed
    assert "Begun" not in narrowed
    empty = main_of(sign_in(cast.adam).get(here, {"status": "Not started"}))
    assert "None is not started" in empty


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("due", ["Third", "Second", "First"]),
        ("-due", ["First", "Second", "Third"]),
        ("status", ["Second", "First", "Third"]),
        ("-status", ["Third", "First", "Second"]),
        ("owner", ["First", "Third", "Second"]),
        ("-owner", ["Second", "First", "Third"]),
        ("nonsense", ["First", "Second", "Third"]),
    ],
)
def test_the_heads_sort(cast, sign_in, gwen, here, order, expected):
    make_activity(gwen, title="First", due_on=date(2026, 12, 3), status="In progress")
    make_activity(gwen, title="Second", due_on=date(2026, 12, 2), chosen_owner=cast.judith.staff)
    make_activity(gwen, title="Third", due_on=date(2026, 12, 1), status="Complete")
    page = main_of(sign_in(cast.adam).get(here, {"sort": order}))
    assert order_of(page, "First", "Second", "Third") == expected


def test_the_tracker_column_shows_it_or_asks_why_there_is_none(cast, sign_in, gwen, here):
    tracker = put_in_status(make_tracker(cast, make_activity(gwen)), "closed")
    other = make_activity(gwen, title="Bring proof", mandatory=False)
    mark_not_complete(
        actor=cast.adam.actor,
        activity_id=other.id,
        reason_category="could_not",
        reason="Unwell on the day",
        now=MORNING,
    )
    answer = sign_in(cast.adam).get(here)
    assert f"T{tracker.number} Closed" in main_of(answer)
    links = links_of(answer)
    assert links[f"T{tracker.number}"] == f"/trackers/{tracker.id}/"
    assert links[f"Why is there none? ({other.reference})"] == f"/activities/{other.id}/why/"


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("Not started", ["View", "Mark complete", "Mark not complete", "Edit"]),
        ("In progress", ["View", "Mark complete", "Mark not complete", "Edit"]),
        ("Complete", ["View", "Mark not complete", "Undo the marking", "Edit"]),
    ],
)
def test_the_menu_goes_by_the_state(cast, sign_in, gwen, here, status, offered):
    make_activity(gwen, status=status)
    known = {"View", "Mark complete", "Mark not complete", "Edit", "Undo the marking"}
    links = links_of(sign_in(cast.adam).get(here))
    assert [one for one in links if one in known] == offered


def test_the_menu_of_a_missed_one(cast, sign_in, gwen, here):
    activity = make_activity(gwen)
    make_tracker(cast, activity)
    links = links_of(sign_in(cast.adam).get(here))
    assert links["Arrange again"] == f"/activities/{activity.id}/arrange-again/"
    assert links["Why, and what followed"] == f"/activities/{activity.id}/why/"
    assert "Mark not complete" not in links


def test_who_may_not_change_anything_only_views(cast, sign_in, gwen, here):
    make_activity(gwen)
    links = links_of(sign_in(cast.tomasz).get(here))
    assert not {"Mark complete", "Edit", "Add an activity"} & set(links)


def test_empty_says_what_a_plan_is_and_how_to_begin(cast, sign_in, gwen, here):
    answer = sign_in(cast.adam).get(here)
    assert "No activities yet" in main_of(answer)
    assert links_of(answer)["Add the first activity"] == f"{here}add/"
    assert "Add the first activity" not in links_of(sign_in(cast.tomasz).get(here))


def test_pages_of_50_within_12_statements(cast, sign_in, gwen, here, few_statements):
    for number in range(53):
        make_activity(gwen, title=f"Thing {number:02}", due_on=date(2026, 1, 1) + timedelta(number))
    client = sign_in(cast.adam)
    with few_statements():
        page = main_of(client.get(here))
    assert "Showing 1 to 50 of 53" in page
    assert "Thing 02" not in page
    assert "Showing 51 to 53 of 53" in main_of(client.get(here, {"page": "2"}))
    assert "Showing 51 to 53 of 53" in main_of(client.get(here, {"page": "77"}))


def test_out_of_scope(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404
