"""Marking an activity complete, after a page to confirm it."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import field_of, main_of
from waymark.audit.models import Event
from waymark.operations.plans import change_activity_status

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def activity(cast):
    gwen = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_activity(gwen, reference="A0004098")


@pytest.fixture
def here(activity):
    return reverse("activity-complete", args=[activity.id])


def test_it_is_marked_and_said(cast, sign_in, activity, here):
    answer = sign_in(cast.alexandra).post(here, {"version": "1"}, follow=True)
    page = main_of(answer)
    assert "‘CV workshop’ is marked complete" in page
    assert "Complete Alexandra Herbert, 23 November 2026 at 9am" in page
    activity.refresh_from_db()
    assert activity.status == "Complete"


def test_reading_the_page_changes_nothing(cast, sign_in, activity, here, few_statements):
    client = sign_in(cast.adam)
    with few_statements():
        page = main_of(client.get(here))
    assert "Mark ‘CV workshop’ as complete" in page
    assert "Mandatory Appointment, Caerdydd office, due 17 November 2026 at 10:30am." in page
    activity.refresh_from_db()
    assert activity.status == "Not started"


def test_one_that_was_missed_is_completed_after_all_and_its_tracker_stays(
    cast, sign_in, activity, here
):
    tracker = make_tracker(cast, activity)
    client = sign_in(cast.adam)
    page = main_of(client.get(here))
    assert "It is marked not complete now, by Alexandra Herbert" in page
    assert "A tracker that was made stays until a person resolves it." in page
    assert f"T{tracker.number} New" in main_of(client.post(here, {"version": "2"}, follow=True))


def test_wrong_role_and_out_of_scope(cast, sign_in, activity, here):
    assert sign_in(cast.tomasz).get(here).status_code == 403
    assert sign_in(cast.tomasz).post(here, {"version": "1"}).status_code == 403
    assert sign_in(cast.roy).post(here, {"version": "1"}).status_code == 404
    activity.refresh_from_db()
    assert activity.status == "Not started"


def test_twice_is_once(cast, sign_in, activity, here):
    client = sign_in(cast.adam)
    for _ in range(2):
        answer = client.post(here, {"version": "1"}, follow=True)
    assert "This is done already" in main_of(answer)
    assert Event.objects.filter(code="activity.completed").count() == 1
    assert "This is done already" in main_of(client.get(here, follow=True))


def test_somebody_else_changed_it_meanwhile(cast, sign_in, activity, here):
    change_activity_status(
        actor=cast.alexandra.actor,
        activity_id=activity.id,
        status="In progress",
        seen_version=None,
        now=activity.due_at,
    )
    client = sign_in(cast.adam)
    answer = client.post(here, {"version": "1"})
    assert "Status: Not started to In progress, by Alexandra Herbert" in main_of(answer)
    assert field_of(answer, "version") == "2"
    client.post(here, {"version": "2"})
    activity.refresh_from_db()
    assert activity.status == "Complete"


def test_without_its_version_nothing_is_saved(cast, sign_in, activity, here):
    assert "Open this page again" in main_of(sign_in(cast.adam).post(here, {}))
    activity.refresh_from_db()
    assert activity.status == "Not started"
