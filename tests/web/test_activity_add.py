"""Adding an activity to an action plan."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import make_participant
from tests.web.reading import chosen_of, field_of, links_of, main_of, words_of
from waymark.audit.models import Event
from waymark.plans.models import Activity

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def here(gwen):
    return reverse("activity-add", args=[gwen.id])


def typed(**given):
    return {
        "kind": "Appointment",
        "title": "CV workshop",
        "instructions": "Come and bring your CV.",
        "owner": "",
        "due_on": "1/12/2026",
        "due_time": "2:30pm",
        "place": "Caerdydd office",
        "visible_to_participant": "on",
        "mandatory": "yes",
    } | given


def test_it_is_added_and_opened(cast, sign_in, gwen, here):
    answer = sign_in(cast.alexandra).post(here, typed(), follow=True)
    activity = Activity.objects.get()
    assert answer.redirect_chain == [(f"/activities/{activity.id}/", 302)]
    assert "‘CV workshop’ is added" in main_of(answer)
    assert (activity.due_on, activity.due_time) == (date(2026, 12, 1), time(14, 30))
    assert (activity.mandatory, activity.mandatory_set_by) == (True, "Alexandra Herbert")
    assert activity.chosen_owner is None
    assert activity.reference.startswith("W")


def test_the_owner_is_the_work_coach_unless_somebody_else_is_chosen(cast, sign_in, gwen, here):
    client = sign_in(cast.adam)
    offered = client.get(here)
    assert "The work coach: Adam Stewart" in main_of(offered)
    for name in ("Roy Patel",):
        assert name not in main_of(offered)
    client.post(here, typed(owner=str(cast.judith.staff.id)))
    assert Activity.objects.get().chosen_owner == cast.judith.staff


def test_reading_the_page_changes_nothing(cast, sign_in, gwen, here, few_statements):
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(here)
    assert chosen_of(answer, "mandatory") == ["no"]
    assert chosen_of(answer, "visible_to_participant") == ["on"]
    assert "Add an activity for WM17000412" in words_of(answer, within="head")
    assert not Activity.objects.exists()


def test_wrong_role(cast, sign_in, here):
    for person in (cast.tomasz, cast.joanne):
        assert sign_in(person).get(here).status_code == 403
        assert sign_in(person).post(here, typed()).status_code == 403
    assert not Activity.objects.exists()


def test_out_of_scope(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404
    assert sign_in(cast.roy).post(here, typed()).status_code == 404
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {"make_activity_mandatory": False},
            "while Make activity mandatory is No on the participant’s profile",
        ),
        (
            {"sanction_status": "Under sanction for failure to attend"},
            "while the sanction status is one for failure to attend",
        ),
        (
            {"sanction_status": "Pending decision for failure to attend"},
            "while the sanction status is one for failure to attend",
        ),
    ],
)
def test_mandatory_is_hidden_with_the_reason_why_and_refused(cast, sign_in, gwen, here, given, why):
    for name, value in given.items():
        setattr(gwen, name, value)
    gwen.save()
    client = sign_in(cast.adam)
    answer = client.get(here)
    assert f"No. An activity cannot be made mandatory {why}." in main_of(answer)
    assert 'name="mandatory"' not in answer.content.decode()
    refused = client.post(here, typed())
    assert main_of(refused).count(f"An activity cannot be made mandatory {why}") == 2
    assert chosen_of(refused, "mandatory") == ["yes"]
    assert not Activity.objects.exists()


def test_a_failure_to_comply_does_not_stop_it(cast, sign_in, gwen, here):
    gwen.sanction_status = "Under sanction for failure to comply"
    gwen.save()
    sign_in(cast.adam).post(here, typed())
    assert Activity.objects.get().mandatory


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"kind": ""}, "kind", "Choose whether it is an appointment or a task"),
        ({"kind": "Party"}, "kind", "Choose whether it is an appointment or a task"),
        ({"title": " "}, "title", "Enter the title"),
        ({"title": "x" * 201}, "title", "Title must have 200 characters or fewer. It has 201"),
        ({"title": "CV\x07"}, "title", "This has a hidden character after ‘CV’"),
        ({"instructions": ""}, "instructions", "a mandatory activity needs a description"),
        ({"instructions": "x" * 4001}, "instructions", "must have 4,000 characters or fewer"),
        ({"due_on": ""}, "due_on", "Enter the due date"),
        ({"due_on": "31/2/2026"}, "due_on", "31 February is not a date"),
        ({"due_on": "tomorrow"}, "due_on", "Use day/month/year"),
        ({"due_time": "25:00"}, "due_time", "25:00 is not a time"),
        ({"due_time": "", "mandatory": "no"}, "due_time", "Enter the time of the appointment"),
        ({"due_time": "", "kind": "Task"}, "due_time", "a mandatory activity needs a due date"),
        ({"place": ""}, "place", "Enter where the appointment is, or how it is held"),
        ({"place": "x" * 201}, "place", "Place must have 200 characters or fewer"),
        ({"visible_to_participant": ""}, "visible_to_participant", "must be visible"),
        ({"owner": "x"}, "owner", "Choose the owner from the list"),
        ({"mandatory": "maybe"}, "mandatory", "Choose whether the activity is mandatory"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_stays(
    cast, sign_in, gwen, here, given, field, said
):
    answer = sign_in(cast.adam).post(here, typed(**given))
    assert main_of(answer).count(said) == 2
    assert f'href="#{field}"' in answer.content.decode()
    if field not in ("title", "kind"):
        assert field_of(answer, "title") == "CV workshop"
    assert not Activity.objects.exists()


def test_several_things_are_told_at_once(cast, sign_in, gwen, here):
    change = typed(instructions="", due_time="", place="")
    page = main_of(sign_in(cast.adam).post(here, change))
    for said in ("Enter what the participant", "Enter the time", "Enter where the appointment"):
        assert said in page


def test_somebody_without_a_work_coach_needs_an_owner(cast, sign_in, gwen, here):
    gwen.work_coach = None
    gwen.save()
    answer = sign_in(cast.adam).post(here, typed())
    assert "this participant has no work coach" in main_of(answer)
    assert "The work coach: nobody at present" in main_of(answer)


def test_two_clicks_make_one(cast, sign_in, gwen, here):
    client = sign_in(cast.adam)
    once = field_of(client.get(here), "once")
    answers = [client.post(here, typed(once=once)) for _ in range(2)]
    assert Activity.objects.count() == 1
    assert answers[0].url == answers[1].url
    assert Event.objects.filter(code="activity.added").count() == 1


def test_going_back_and_typing_something_else_makes_another(cast, sign_in, gwen, here):
    client = sign_in(cast.adam)
    once = field_of(client.get(here), "once")
    client.post(here, typed(once=once))
    client.post(here, typed(once=once, title="Another workshop"))
    assert Activity.objects.count() == 2


def test_without_or_with_a_wrong_once_it_is_still_saved(cast, sign_in, gwen, here):
    client = sign_in(cast.adam)
    assert "Open this page again" in main_of(client.post(here, typed(once="x")))
    client.post(here, typed(once=str(uuid4())))
    assert Activity.objects.count() == 1


def test_cancel_leads_back_to_the_plan(cast, sign_in, gwen, here):
    links = links_of(sign_in(cast.adam).get(here))
    assert links["Cancel"] == f"/participants/{gwen.id}/action-plan/"


def test_after_a_lost_session_what_was_typed_is_shown_to_be_copied(client, here):
    page = main_of(client.post(here, typed()), status=403)
    assert "You were signed out Nothing has been saved." in page
    assert "Title CV workshop Instructions Come and bring your CV." in page
    assert "Visible" not in page
