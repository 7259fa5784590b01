"""Undoing a wrong marking, with a reason."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import field_of, main_of
from waymark.audit.models import Event

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def activity(cast):
    gwen = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_activity(gwen, status="In progress")


@pytest.fixture
def here(activity):
    return reverse("activity-undo", args=[activity.id])


def test_it_is_again_what_it_was_and_the_tracker_stays(cast, sign_in, activity, here):
    tracker = make_tracker(cast, activity)
    client = sign_in(cast.adam)
    page = main_of(client.get(here))
    assert "It is marked Not complete, by Alexandra Herbert, 23 November 2026 at 9am." in page
    assert "It goes back to In progress." in page
    answer = client.post(here, {"version": "2", "reason": "Wrong person"}, follow=True)
    page = main_of(answer)
    assert "The marking is undone. ‘CV workshop’ is In progress again" in page
    assert "Because: Wrong person" in page
    assert f"T{tracker.number} New" in page


def test_reading_the_page_changes_nothing(cast, sign_in, activity, here):
    make_tracker(cast, activity)
    sign_in(cast.adam).get(here)
    activity.refresh_from_db()
    assert activity.status == "Not complete"


def test_wrong_role_and_out_of_scope(cast, sign_in, activity, here):
    make_tracker(cast, activity)
    change = {"version": "2", "reason": "Wrong person"}
    assert sign_in(cast.tomasz).get(here).status_code == 403
    assert sign_in(cast.tomasz).post(here, change).status_code == 403
    assert sign_in(cast.roy).post(here, change).status_code == 404
    activity.refresh_from_db()
    assert activity.status == "Not complete"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Enter why the marking is undone"),
        ("  \n ", "Enter why the marking is undone"),
        ("x" * 1001, "The reason must have 1,000 characters or fewer. It has 1,001"),
        ("Wrong\x00", "This has a hidden character"),
    ],
)
def test_it_needs_a_reason(cast, sign_in, activity, here, reason, said):
    make_tracker(cast, activity)
    answer = sign_in(cast.adam).post(here, {"version": "2", "reason": reason})
    assert main_of(answer).count(said) == 2
    activity.refresh_from_db()
    assert activity.status == "Not complete"


def test_one_that_is_not_marked_has_nothing_to_undo(cast, sign_in, activity, here):
    client = sign_in(cast.adam)
    for answer in (
        client.get(here, follow=True),
        client.post(here, {"version": "1", "reason": "x"}, follow=True),
    ):
        assert "This activity is not marked, so there is nothing to undo" in main_of(answer)
    assert not Event.objects.exists()


def test_twice_is_once(cast, sign_in, activity, here):
    make_tracker(cast, activity)
    client = sign_in(cast.adam)
    for _ in range(2):
        client.post(here, {"version": "2", "reason": "Wrong person"})
    assert Event.objects.filter(code="activity.marking_undone").count() == 1


def test_somebody_else_changed_it_meanwhile(cast, sign_in, activity, here):
    make_tracker(cast, activity)
    answer = sign_in(cast.adam).post(here, {"version": "1", "reason": "Wrong person"})
    page = main_of(answer)
    assert "Status: In progress to Not complete, by Alexandra Herbert" in page
    assert field_of(answer, "reason") == "Wrong person"
    assert field_of(answer, "version") == "2"
