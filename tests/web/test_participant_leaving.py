"""A leaving date: from then on nothing new is made."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_participant
from tests.web.reading import field_of, main_of
from waymark.audit.models import Event

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def here(gwen):
    return reverse("participant-leaving", args=[gwen.id])


def test_it_is_entered_and_shown(cast, sign_in, gwen, here):
    answer = sign_in(cast.adam).post(here, {"version": "1", "left_on": "20/11/2026"}, follow=True)
    page = main_of(answer)
    assert "The leaving date is saved" in page
    assert "Leaving date 20 November 2026" in page
    gwen.refresh_from_db()
    assert gwen.left_on == date(2026, 11, 20)


def test_it_is_taken_back(cast, sign_in, gwen, here):
    gwen.left_on = date(2026, 11, 20)
    gwen.save()
    client = sign_in(cast.adam)
    assert field_of(client.get(here), "left_on") == "20/11/2026"
    client.post(here, {"version": "1", "left_on": ""})
    gwen.refresh_from_db()
    assert gwen.left_on is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("31/2/2026", "31 February is not a date"),
        ("30/9/2026", "Enter a leaving date that is not before the start date"),
        ("soon", "Use day/month/year"),
    ],
)
def test_what_is_wrong_is_told_and_stays(cast, sign_in, gwen, here, value, said):
    answer = sign_in(cast.adam).post(here, {"version": "1", "left_on": value})
    assert main_of(answer).count(said) == 2
    assert field_of(answer, "left_on") == value
    gwen.refresh_from_db()
    assert gwen.left_on is None


def test_reading_the_page_changes_nothing(cast, sign_in, gwen, here):
    sign_in(cast.adam).get(here)
    assert not Event.objects.exists()


def test_wrong_role_and_out_of_scope(cast, sign_in, gwen, here):
    change = {"version": "1", "left_on": "20/11/2026"}
    assert sign_in(cast.joanne).post(here, change).status_code == 403
    assert sign_in(cast.roy).post(here, change).status_code == 404
    gwen.refresh_from_db()
    assert gwen.left_on is None


def test_twice(cast, sign_in, gwen, here):
    client = sign_in(cast.adam)
    client.post(here, {"version": "1", "left_on": "20/11/2026"})
    answer = client.post(here, {"version": "1", "left_on": "21/11/2026"})
    assert "Leaving date: nothing to 20 November 2026, by Adam Stewart" in main_of(answer)
    assert field_of(answer, "left_on") == "21/11/2026"
