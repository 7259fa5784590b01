"""Editing an activity, alone and with somebody else at the same time."""

from datetime import date, time

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import chosen_of, field_of, links_of, main_of
from waymark.audit.models import Event
from waymark.operations.plans import undo_marking

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def activity(gwen):
    return make_activity(gwen, due_on=date(2026, 12, 1))


@pytest.fixture
def here(activity):
    return reverse("activity-edit", args=[activity.id])


def typed(**given):
    return {
        "version": "1",
        "kind": "Appointment",
        "title": "CV workshop",
        "instructions": "Come to the workshop and bring your CV.",
        "owner": "",
        "due_on": "1/12/2026",
        "due_time": "10:30am",
        "place": "Caerdydd office",
        "visible_to_participant": "on",
        "mandatory": "yes",
    } | given


def without_when_and_where(**given):
    return {
        name: value
        for name, value in typed(**given).items()
        if name not in ("due_on", "due_time", "place")
    }


def test_what_is_there_stands_in_the_form(cast, sign_in, activity, here, few_statements):
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(here)
    assert field_of(answer, "title") == "CV workshop"
    assert (field_of(answer, "due_on"), field_of(answer, "due_time")) == ("1/12/2026", "10:30am")
    assert chosen_of(answer, "mandatory") == ["yes"]
    assert "Set by Adam Stewart, 6 November 2026 at 10am" in main_of(answer)
    assert not Event.objects.exists()


def test_changes_are_saved_with_what_changed(cast, sign_in, activity, here):
    change = typed(due_on="2/12/2026", due_time="2pm", owner=str(cast.judith.staff.id))
    answer = sign_in(cast.alexandra).post(here, change, follow=True)
    page = main_of(answer)
    assert "‘CV workshop’ is saved" in page
    for told in (
        "Owner: Work coach to Judith Hughes",
        "Due date: 1 December 2026 to 2 December 2026",
        "Due time: 10:30am to 2pm",
    ):
        assert told in page
    activity.refresh_from_db()
    assert (activity.due_on, activity.due_time) == (date(2026, 12, 2), time(14))
    assert activity.version == 2


def test_saving_without_a_change_leaves_no_trace(cast, sign_in, activity, here):
    sign_in(cast.adam).post(here, typed())
    activity.refresh_from_db()
    assert activity.version == 1
    assert not Event.objects.exists()


def test_wrong_role_and_out_of_scope(cast, sign_in, activity, here):
    assert sign_in(cast.tomasz).get(here).status_code == 403
    assert sign_in(cast.tomasz).post(here, typed(title="Other")).status_code == 403
    assert sign_in(cast.roy).get(here).status_code == 404
    assert sign_in(cast.roy).post(here, typed(title="Other")).status_code == 404
    activity.refresh_from_db()
    assert activity.title == "CV workshop"


def test_a_mark_that_is_there_stays_and_can_be_edited_round(cast, sign_in, gwen, activity, here):
    gwen.make_activity_mandatory = False
    gwen.save()
    client = sign_in(cast.adam)
    answer = client.get(here)
    assert chosen_of(answer, "mandatory") == ["yes"]
    assert "The mark can stay. Taken off, it cannot be set again now" in main_of(answer)
    client.post(here, typed(title="CV workshop, part 2"))
    activity.refresh_from_db()
    assert (activity.title, activity.mandatory) == ("CV workshop, part 2", True)


def test_a_mark_taken_off_cannot_be_put_back_then(cast, sign_in, gwen, activity, here):
    gwen.make_activity_mandatory = False
    gwen.save()
    client = sign_in(cast.adam)
    client.post(here, typed(mandatory="no"))
    activity.refresh_from_db()
    assert not activity.mandatory
    assert 'name="mandatory"' not in client.get(here).content.decode()
    refused = client.post(here, typed(version="2"))
    assert "An activity cannot be made mandatory while" in main_of(refused)
    activity.refresh_from_db()
    assert not activity.mandatory


def test_a_mark_stays_when_the_field_was_not_shown_at_all(cast, sign_in, activity, here):
    change = typed(title="Other")
    del change["mandatory"]
    sign_in(cast.adam).post(here, change)
    activity.refresh_from_db()
    assert (activity.title, activity.mandatory) == ("Other", True)


def test_once_missed_date_time_and_place_stay(cast, sign_in, activity, here):
    make_tracker(cast, activity, now=activity.due_at)
    client = sign_in(cast.adam)
    answer = client.get(here)
    page = main_of(answer)
    assert "Due 1 December 2026 at 10:30am, Caerdydd office." in page
    assert "keeps its date, time and place" in page
    assert links_of(answer)["Arrange it again"] == f"/activities/{activity.id}/arrange-again/"
    assert 'name="due_on"' not in answer.content.decode()
    client.post(here, without_when_and_where(version="2", title="CV workshop, missed"))
    activity.refresh_from_db()
    assert (activity.title, activity.due_on) == ("CV workshop, missed", date(2026, 12, 1))


def test_undone_it_still_keeps_its_date(cast, sign_in, activity, here):
    make_tracker(cast, activity, now=activity.due_at)
    undo_marking(
        actor=cast.adam.actor,
        activity_id=activity.id,
        reason="Wrong person",
        seen_version=None,
        now=activity.due_at,
    )
    refused = sign_in(cast.adam).post(here, typed(version="3", due_on="9/12/2026"))
    assert main_of(refused).count("use Arrange again to set a new one") == 2
    assert field_of(refused, "due_on") == "9/12/2026"
    activity.refresh_from_db()
    assert activity.due_on == date(2026, 12, 1)


def test_what_it_keeps_is_not_asked_for_beside_that(cast, sign_in, activity, here):
    make_tracker(cast, activity, now=activity.due_at)
    form = typed(version="2", due_on="9/12/2026", due_time="", place="")
    page = main_of(sign_in(cast.adam).post(here, form))
    assert "keeps its date, time and place" in page
    assert "Enter the time" not in page
    assert "Enter where" not in page


def test_an_owner_who_lost_access_still_stands_there(cast, sign_in, activity, here):
    activity.chosen_owner = cast.roy.staff
    activity.save()
    answer = sign_in(cast.adam).get(here)
    assert "Roy Patel (not active, or without access)" in main_of(answer)
    sign_in(cast.adam).post(here, typed(owner=str(cast.roy.staff.id), title="Other"))
    activity.refresh_from_db()
    assert (activity.title, activity.chosen_owner) == ("Other", cast.roy.staff)


def test_who_saves_second_sees_what_changed_and_keeps_what_they_typed(
    cast, sign_in, activity, here
):
    sign_in(cast.alexandra).post(here, typed(due_on="2/12/2026"))
    client = sign_in(cast.adam)
    answer = client.post(here, typed(title="Adam’s title", place=""))
    page = main_of(answer)
    assert "Alexandra Herbert changed this while you had it open" in page
    assert "Due date: 1 December 2026 to 2 December 2026, by Alexandra Herbert" in page
    assert "Nothing of yours has been saved yet" in page
    assert field_of(answer, "title") == "Adam’s title"
    assert field_of(answer, "due_on") == "1/12/2026"
    assert field_of(answer, "version") == "2"
    activity.refresh_from_db()
    assert activity.title == "CV workshop"
    client.post(here, typed(version="2", title="Adam’s title"))
    activity.refresh_from_db()
    assert (activity.title, activity.due_on) == ("Adam’s title", date(2026, 12, 1))


def test_missed_meanwhile_what_was_typed_is_still_there(cast, sign_in, activity, here):
    make_tracker(cast, activity, now=activity.due_at)
    client = sign_in(cast.adam)
    answer = client.post(here, typed(due_on="9/12/2026"))
    page = main_of(answer)
    assert "Status: Not started to Not complete, by Alexandra Herbert" in page
    assert field_of(answer, "due_on") == "9/12/2026"
    second = client.post(here, typed(version="2", due_on="9/12/2026"))
    assert "keeps its date, time and place: use Arrange again" in main_of(second)


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999999999999"])
def test_a_version_that_is_none_is_told(cast, sign_in, activity, here, version):
    answer = sign_in(cast.adam).post(here, typed(version=version, title="Other"))
    assert answer.status_code == 200
    activity.refresh_from_db()
    assert activity.title == "CV workshop"
