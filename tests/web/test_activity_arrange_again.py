"""Arranging a missed activity again: a new one, linked to it."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import chosen_of, field_of, links_of, main_of
from waymark.plans.models import Activity

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def missed(cast, gwen):
    activity = make_activity(gwen, reference="A0004098", chosen_owner=cast.judith.staff)
    make_tracker(cast, activity)
    return activity


@pytest.fixture
def here(missed):
    return reverse("activity-arrange-again", args=[missed.id])


def typed(cast, **given):
    return {
        "kind": "Appointment",
        "title": "CV workshop",
        "instructions": "Come to the workshop and bring your CV.",
        "owner": str(cast.judith.staff.id),
        "due_on": "1/12/2026",
        "due_time": "10:30",
        "place": "Caerdydd office",
        "visible_to_participant": "on",
        "mandatory": "yes",
    } | given


def test_everything_but_the_date_is_there_already(cast, sign_in, missed, here):
    answer = sign_in(cast.adam).get(here)
    assert field_of(answer, "title") == "CV workshop"
    assert field_of(answer, "place") == "Caerdydd office"
    assert chosen_of(answer, "owner") == [str(cast.judith.staff.id)]
    assert chosen_of(answer, "mandatory") == ["yes"]
    assert (field_of(answer, "due_on"), field_of(answer, "due_time")) == ("", "")
    assert "in place of A0004098, which was due 17 November 2026 at 10:30am" in main_of(answer)
    assert Activity.objects.count() == 1


def test_a_new_one_is_made_and_both_are_linked(cast, sign_in, missed, here):
    client = sign_in(cast.adam)
    answer = client.post(here, typed(cast), follow=True)
    again = Activity.objects.exclude(id=missed.id).get()
    assert "‘CV workshop’ is arranged again in place of A0004098" in main_of(answer)
    old = "A0004098, due 17 November 2026 at 10:30am"
    assert links_of(answer)[old] == f"/activities/{missed.id}/"
    of_missed = client.get(reverse("activity", args=[missed.id]))
    new = f"{again.reference}, due 1 December 2026 at 10:30am"
    assert links_of(of_missed)[new] == f"/activities/{again.id}/"
    assert f"As {again.reference}, due 1 December 2026" in main_of(of_missed)
    missed.refresh_from_db()
    assert (missed.due_on, missed.status) == (date(2026, 11, 17), "Not complete")
    assert again.status == "Not started"


def test_while_nothing_can_be_made_mandatory_the_new_one_is_not(cast, sign_in, gwen, missed, here):
    gwen.make_activity_mandatory = False
    gwen.save()
    client = sign_in(cast.adam)
    answer = client.get(here)
    assert "No. An activity cannot be made mandatory while" in main_of(answer)
    refused = client.post(here, typed(cast))
    assert "An activity cannot be made mandatory while" in main_of(refused)
    change = typed(cast)
    del change["mandatory"]
    client.post(here, change)
    assert not Activity.objects.exclude(id=missed.id).get().mandatory


def test_only_a_missed_one(cast, sign_in, gwen):
    activity = make_activity(gwen)
    here = reverse("activity-arrange-again", args=[activity.id])
    client = sign_in(cast.adam)
    for answer in (client.get(here, follow=True), client.post(here, typed(cast), follow=True)):
        assert "This activity was not missed: edit it to move it" in main_of(answer)
    assert Activity.objects.count() == 1


def test_wrong_role_and_out_of_scope(cast, sign_in, missed, here):
    assert sign_in(cast.tomasz).get(here).status_code == 403
    assert sign_in(cast.tomasz).post(here, typed(cast)).status_code == 403
    assert sign_in(cast.roy).post(here, typed(cast)).status_code == 404
    assert Activity.objects.count() == 1


def test_what_is_wrong_is_told_and_stays(cast, sign_in, missed, here):
    answer = sign_in(cast.adam).post(here, typed(cast, due_on="", title="Again"))
    assert main_of(answer).count("Enter the due date") == 2
    assert field_of(answer, "title") == "Again"


def test_two_clicks_make_one(cast, sign_in, missed, here):
    client = sign_in(cast.adam)
    once = field_of(client.get(here), "once")
    for _ in range(2):
        client.post(here, typed(cast, once=once))
    assert Activity.objects.count() == 2
