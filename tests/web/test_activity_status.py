"""Not started and In progress, by the buttons on the activity's page."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import main_of
from waymark.audit.models import Event

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def activity(cast):
    return make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"]))


@pytest.fixture
def here(activity):
    return reverse("activity-status", args=[activity.id])


def test_it_is_begun(cast, sign_in, activity, here):
    change = {"version": "1", "status": "In progress"}
    page = main_of(sign_in(cast.adam).post(here, change, follow=True))
    assert "‘CV workshop’ is now In progress" in page
    assert "Status: Not started to In progress by Adam Stewart" in page
    assert "Set to not started" in page


def test_reading_the_address_leads_to_the_activity(cast, sign_in, activity, here):
    answer = sign_in(cast.adam).get(here)
    assert (answer.status_code, answer.url) == (302, f"/activities/{activity.id}/")
    assert not Event.objects.exists()


def test_wrong_role_and_out_of_scope(cast, sign_in, activity, here):
    change = {"version": "1", "status": "In progress"}
    assert sign_in(cast.tomasz).post(here, change).status_code == 403
    assert sign_in(cast.roy).post(here, change).status_code == 404
    activity.refresh_from_db()
    assert activity.status == "Not started"


@pytest.mark.parametrize("status", ["Not complete", "Complete", "nonsense", ""])
def test_only_these_two_are_set_here(cast, sign_in, activity, here, status):
    change = {"version": "1", "status": status}
    page = main_of(sign_in(cast.adam).post(here, change, follow=True))
    assert "Choose a status from the list" in page
    activity.refresh_from_db()
    assert activity.status == "Not started"


def test_a_marked_one_goes_back_by_undoing_only(cast, sign_in, activity, here):
    make_tracker(cast, activity)
    change = {"version": "2", "status": "In progress"}
    page = main_of(sign_in(cast.adam).post(here, change, follow=True))
    assert "Choose a status from the list" in page
    activity.refresh_from_db()
    assert activity.status == "Not complete"


def test_twice_is_once(cast, sign_in, activity, here):
    client = sign_in(cast.adam)
    for _ in range(2):
        client.post(here, {"version": "1", "status": "In progress"})
    assert Event.objects.count() == 1


def test_somebody_else_changed_it_meanwhile(cast, sign_in, activity, here):
    make_tracker(cast, activity)
    change = {"version": "1", "status": "In progress"}
    page = main_of(sign_in(cast.adam).post(here, change, follow=True))
    assert "Somebody else changed this while you had it open" in page
