"""Marking an activity not complete: what will happen, what happened, and everything in between."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.web.reading import chosen_of, field_of, links_of, main_of, words_of
from waymark.operations.programmes import keep_reason
from waymark.participants.models import Marker, MarkerKind
from waymark.plans.models import Activity
from waymark.programmes.models import NonCompletionReason, Programme
from waymark.trackers.models import Evaluation, Tracker

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def activity(gwen):
    return make_activity(gwen, reference="A0004098")


def page_for(activity):
    return reverse("activity-not-complete", args=[activity.id])


@pytest.fixture
def here(activity):
    return page_for(activity)


def typed(**given):
    return {
        "version": "1",
        "reason_category": "did_not",
        "reason-did_not": "Did not attend",
        "reason-could_not": "",
        "reason-provider": "",
        "other_reason": "",
        "details": "",
    } | given


def what_will_happen(answer):
    return main_of(answer).split("What will happen ")[1].split(" Mark not complete")[0]


def test_it_is_marked_and_the_banner_links_to_the_tracker(cast, sign_in, activity, here):
    change = typed(details="Did not arrive by 10:50am.\r\nPhoned, no answer.")
    answer = sign_in(cast.alexandra).post(here, change, follow=True)
    tracker = Tracker.objects.get()
    assert answer.redirect_chain == [(f"/activities/{activity.id}/", 302)]
    said = f"‘CV workshop’ is marked not complete. Tracker T{tracker.number} was made for Adam"
    assert said in main_of(answer)
    assert links_of(answer)[f"Tracker T{tracker.number}"] == f"/trackers/{tracker.id}/"
    activity.refresh_from_db()
    assert (activity.status, activity.reason) == ("Not complete", "Did not attend")
    assert activity.reason_details == "Did not arrive by 10:50am.\nPhoned, no answer."
    assert tracker.created_by == "Alexandra Herbert"


def test_before_the_last_click_the_page_says_what_for_whom_and_why(
    cast, sign_in, activity, here, few_statements
):
    Programme.objects.filter(name="DWP Restart").update(
        monitoring_trackers_set_by="Joanne Okafor",
        monitoring_trackers_set_at=datetime(2026, 4, 1, 12, tzinfo=UTC),
    )
    client = sign_in(cast.alexandra)
    with few_statements():
        answer = client.get(here)
    assert what_will_happen(answer) == (
        "A monitoring tracker will be made for Adam Stewart, the work coach, who owns the activity."
        " All of these hold: Monitoring trackers are on for DWP Restart "
        "Joanne Okafor, 1 April 2026 The participant has not left "
        "Make activity mandatory is Yes Aimee Hamilton, 2 October 2026 "
        "This activity is mandatory Adam Stewart, 6 November 2026 "
        "You are marking it not complete, with a reason No tracker of this activity is open "
        "Nothing is sent to DWP. The participant does not see the tracker."
    )
    assert not Evaluation.objects.exists()


def test_reading_the_page_changes_nothing(cast, sign_in, activity, here):
    answer = sign_in(cast.adam).get(here)
    page = main_of(answer)
    assert "Mark ‘CV workshop’ as not complete" in page
    assert "Mandatory Appointment, Caerdydd office, due 17 November 2026 at 10:30am." in page
    assert "The person could have done it, as far as you know." in page
    assert "Mark activity A0004098 not complete – Waymark" in words_of(answer, within="head")
    activity.refresh_from_db()
    assert (activity.status, activity.version) == ("Not started", 1)


OTHERWISE = {
    "programme off": (
        {"programme": "Work and Health Programme"},
        {},
        "Monitoring trackers are off for Work and Health Programme",
    ),
    "left": ({"left_on": date(2026, 11, 20)}, {}, "The participant has left, on 20 November 2026"),
    "mandation": ({"make_activity_mandatory": False}, {}, "Make activity mandatory is No"),
    "mandatory": ({}, {"mandatory": False}, "This activity is not mandatory"),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_without_a_condition_it_says_so_before_and_after(cast, sign_in, case):
    of_participant, of_activity, why = OTHERWISE[case]
    one = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], **of_participant)
    activity = make_activity(one, **of_activity)
    client = sign_in(cast.adam)
    told = what_will_happen(client.get(page_for(activity)))
    assert told.startswith("No tracker will be made. One of these does not hold:")
    assert why in told
    assert told.endswith("Nothing is sent to DWP.")
    answer = client.post(page_for(activity), typed(), follow=True)
    assert "No tracker was made. Why is there none?" in main_of(answer)
    assert not Tracker.objects.exists()
    assert Evaluation.objects.get().outcome == "not made"


def test_an_owner_who_was_chosen_gets_it(cast, sign_in, gwen):
    activity = make_activity(gwen, chosen_owner=cast.judith.staff)
    client = sign_in(cast.adam)
    told = what_will_happen(client.get(page_for(activity)))
    assert "will be made for Judith Hughes, who owns the activity." in told
    client.post(page_for(activity), typed())
    assert Tracker.objects.get().assignee == cast.judith.staff


def test_an_owner_without_access_leaves_it_to_the_coach(cast, sign_in, gwen):
    activity = make_activity(gwen, chosen_owner=cast.roy.staff)
    client = sign_in(cast.adam)
    told = what_will_happen(client.get(page_for(activity)))
    assert (
        "will be made for Adam Stewart, the work coach: the activity’s owner, Roy Patel, "
        "is not active or has no access to this participant." in told
    )
    client.post(page_for(activity), typed())
    assert Tracker.objects.get().assignee == cast.adam.staff


def test_it_may_fall_to_nobody(cast, sign_in):
    one = make_participant(None, cast.groups["Wales / Caerdydd"])
    activity = make_activity(one)
    client = sign_in(cast.adam)
    told = what_will_happen(client.get(page_for(activity)))
    assert told.startswith(
        "A monitoring tracker will be made for nobody: the activity has no owner. "
        "It is left in the group’s queue."
    )
    answer = client.post(page_for(activity), typed(), follow=True)
    assert "was made for nobody yet: it is in the group’s queue" in main_of(answer)
    assert Tracker.objects.get().assignee is None


def test_somebody_without_edit_is_told_about(cast, sign_in):
    one = make_participant(cast.alexandra.staff, cast.groups["Wales / Caerdydd"])
    told = what_will_happen(sign_in(cast.adam).get(page_for(make_activity(one))))
    said = "Alexandra Herbert does not have the role Process Automation Trackers (Edit)"
    assert said in told
    one.work_coach = cast.adam.staff
    one.save()
    told = what_will_happen(sign_in(cast.adam).get(page_for(make_activity(one))))
    assert "does not have the role" not in told


def test_while_a_tracker_is_open_there_is_no_second(cast, sign_in, activity, here):
    tracker = make_tracker(cast, activity)
    client = sign_in(cast.adam)
    answer = client.get(here)
    told = what_will_happen(answer)
    assert told.startswith("No second tracker will be made. One of these does not hold:")
    assert f"Tracker T{tracker.number} is still open (New): this marking becomes an entry" in told
    assert "It is marked not complete now, by Alexandra Herbert" in main_of(answer)
    said = main_of(client.post(here, typed(version="2"), follow=True))
    assert f"Tracker T{tracker.number} was still open, so no second one was made." in said
    assert Tracker.objects.count() == 1
    assert Evaluation.objects.count() == 2


@pytest.mark.parametrize(("status", "label"), [("resolved", "Resolved"), ("closed", "Closed")])
def test_after_one_that_is_not_open_a_new_one_follows(cast, sign_in, activity, here, status, label):
    former = put_in_status(make_tracker(cast, activity), status)
    client = sign_in(cast.adam)
    told = what_will_happen(client.get(here))
    assert f"Tracker T{former.number} is {label}: the new tracker follows it" in told
    client.post(here, typed(version="2"))
    assert Tracker.objects.get(follows=former).status == "new"


def test_a_person_with_markers_is_thought_about_first(cast, sign_in, gwen, here):
    for name in ("Safeguarding", "Complex needs"):
        kind = MarkerKind.objects.get(name=name)
        Marker.objects.create(participant=gwen, kind=kind, set_by="Adam", set_at=MORNING)
    page = main_of(sign_in(cast.adam).get(here))
    assert "This person has Risk: Safeguarding and Support need: Complex needs. Before" in page


def test_wrong_role(cast, sign_in, activity, here):
    for person in (cast.tomasz, cast.joanne):
        assert sign_in(person).get(here).status_code == 403
        assert sign_in(person).post(here, typed()).status_code == 403
    activity.refresh_from_db()
    assert activity.status == "Not started"


def test_out_of_scope(cast, sign_in, activity, here):
    assert sign_in(cast.roy).get(here).status_code == 404
    assert sign_in(cast.roy).post(here, typed()).status_code == 404
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    ("category", "reason"),
    [
        ("could_not", "Unwell on the day"),
        ("provider", "Room double-booked"),
        ("did_not", "Did not start the task"),
    ],
)
def test_each_category_has_its_own_list(cast, sign_in, activity, here, category, reason):
    change = typed(reason_category=category, **{f"reason-{category}": reason})
    sign_in(cast.adam).post(here, change)
    activity.refresh_from_db()
    assert (activity.reason_category, activity.reason) == (category, reason)


@pytest.mark.parametrize("chosen", ["another", ""])
def test_another_reason_in_ones_own_words(cast, sign_in, activity, here, chosen):
    change = typed(**{"reason-did_not": chosen, "other_reason": "Went to the wrong town"})
    sign_in(cast.adam).post(here, change)
    activity.refresh_from_db()
    assert activity.reason == "Went to the wrong town"


def test_the_list_is_the_administrators(cast, sign_in, activity, here):
    old = NonCompletionReason.objects.get(text="Did not attend")
    for reason_id, text, is_offered in ((old.id, old.text, False), (None, "Refused", True)):
        keep_reason(
            actor=cast.joanne.actor,
            reason_id=reason_id,
            category="did_not",
            text=text,
            is_offered=is_offered,
            now=MORNING,
        )
    client = sign_in(cast.adam)
    offered = client.get(here).content.decode()
    assert '<option value="Refused">' in offered
    assert '<option value="Did not attend">' not in offered
    answer = client.post(here, typed(details="Waited an hour"))
    assert main_of(answer).count("Choose the reason from the list") == 2
    assert field_of(answer, "details") == "Waited an hour"
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"reason_category": ""}, "reason_category", "Choose whether they did not do it"),
        ({"reason_category": "x"}, "reason_category", "Choose why it was not done"),
        ({"reason-did_not": ""}, "reason-did_not", "Choose or enter the reason it was not done"),
        ({"reason-did_not": "another"}, "other_reason", "Enter the other reason"),
        (
            {"other_reason": "Something else"},
            "other_reason",
            "You chose ‘Did not attend’. Clear this, or choose ‘Another reason’ from the list",
        ),
        (
            {"reason-did_not": "another", "other_reason": "x" * 201},
            "other_reason",
            "Another reason must have 200 characters or fewer. It has 201",
        ),
        ({"details": "x" * 4001}, "details", "What happened must have 4,000 characters or fewer"),
        ({"details": "Bell \x07"}, "details", "This has a hidden character after ‘Bell’"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_stays(
    cast, sign_in, activity, here, given, field, said
):
    answer = sign_in(cast.adam).post(here, typed(**({"details": "Waited"} | given)))
    assert main_of(answer).count(said) == 2
    assert f'href="#{field}"' in answer.content.decode()
    if field != "details":
        assert field_of(answer, "details") == "Waited"
    assert "What will happen" in main_of(answer)
    assert not Evaluation.objects.exists()


def test_nothing_chosen_is_one_question(cast, sign_in, activity, here):
    answer = sign_in(cast.adam).post(here, typed(reason_category="", **{"reason-did_not": ""}))
    assert main_of(answer).count("Choose whether they did not do it") == 2
    assert "Choose or enter the reason" not in main_of(answer)
    assert answer.content.decode().count("govuk-error-message") == 1


def test_a_reason_stays_chosen_after_an_error(cast, sign_in, activity, here):
    answer = sign_in(cast.adam).post(here, typed(details="x" * 4001))
    assert chosen_of(answer, "reason_category") == ["did_not"]
    assert chosen_of(answer, "reason-did_not") == ["Did not attend"]


def test_before_it_is_due_it_is_confirmed(cast, sign_in, gwen):
    activity = make_activity(gwen, due_on=date(2026, 11, 24))
    client = sign_in(cast.adam)
    assert "Mark it now It is not due until 24 November 2026" in main_of(
        client.get(page_for(activity))
    )
    refused = client.post(page_for(activity), typed())
    assert main_of(refused).count("This activity is not due yet: confirm that you want") == 2
    assert not Evaluation.objects.exists()
    client.post(page_for(activity), typed(confirm_early="on"))
    assert Tracker.objects.count() == 1


def test_two_clicks_are_one_marking(cast, sign_in, activity, here):
    client = sign_in(cast.adam)
    answers = [client.post(here, typed(), follow=True) for _ in range(2)]
    tracker = Tracker.objects.get()
    assert "This is done already" in main_of(answers[1])
    assert f"T{tracker.number} New" in main_of(answers[1])
    assert Evaluation.objects.count() == 1


def test_gone_back_with_another_reason_is_a_deliberate_second_save(cast, sign_in, activity, here):
    client = sign_in(cast.adam)
    client.post(here, typed())
    other = typed(reason_category="could_not", **{"reason-could_not": "Bereavement"})
    answer = client.post(here, other)
    assert "Status: Not started to Not complete, by Adam Stewart" in main_of(answer)
    assert chosen_of(answer, "reason_category") == ["could_not"]
    assert field_of(answer, "version") == "2"
    assert Evaluation.objects.count() == 1


def test_somebody_else_changed_it_meanwhile(cast, sign_in, activity, here):
    Activity.objects.filter(id=activity.id).update(version=3)
    answer = sign_in(cast.adam).post(here, typed(details="Waited"))
    assert "Somebody else changed this while you had it open" in main_of(answer)
    assert field_of(answer, "details") == "Waited"
    assert field_of(answer, "version") == "3"
    assert not Evaluation.objects.exists()


def test_without_a_tracker_in_time_the_preview_is_of_this_moment(cast, sign_in, gwen, activity):
    client = sign_in(cast.adam)
    client.get(page_for(activity))
    gwen.make_activity_mandatory = False
    gwen.save()
    answer = client.post(page_for(activity), typed(), follow=True)
    assert "No tracker was made" in main_of(answer)


def test_a_title_that_looks_like_markup_stays_text_in_the_banner(cast, sign_in, gwen):
    activity = make_activity(gwen, title="<img src=x onerror=alert(1)>", mandatory=False)
    answer = sign_in(cast.adam).post(page_for(activity), typed(), follow=True)
    assert "‘<img src=x onerror=alert(1)>’ is marked not complete." in main_of(answer)


def test_after_a_lost_session_what_was_typed_is_shown_to_be_copied(client, here):
    page = main_of(client.post(here, typed()), status=403)
    assert "You were signed out Nothing has been saved." in page
    assert "Did not attend" in page
    assert "did_not" not in page


def test_the_due_moment_itself_is_due(cast, sign_in, gwen):
    activity = make_activity(gwen, due_on=MORNING.date(), due_time=MORNING.time())
    assert "It is not due until" not in main_of(sign_in(cast.adam).get(page_for(activity)))
    later = make_activity(
        gwen, due_on=MORNING.date(), due_time=(MORNING + timedelta(minutes=1)).time()
    )
    assert "It is not due until" in main_of(sign_in(cast.adam).get(page_for(later)))
