"""Why is there no tracker? And the same for the other outcomes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.web.reading import links_of, main_of, words_of
from waymark.operations.marking import mark_not_complete
from waymark.operations.participants import set_mandation

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


def miss(cast, activity, now=MORNING):
    return mark_not_complete(
        actor=cast.adam.actor,
        activity_id=activity.id,
        reason_category="did_not",
        reason="Did not attend",
        now=now,
    )


def why_of(sign_in, person, activity):
    return sign_in(person).get(reverse("activity-why", args=[activity.id]))


CASES = {
    "programme": (
        {"programme": "Work and Health Programme"},
        {},
        "Monitoring trackers, Work and Health Programme Off",
    ),
    "left": ({"left_on": date(2026, 11, 20)}, {}, "Still on the programme No, left on 20 November"),
    "mandation": (
        {"make_activity_mandatory": False},
        {},
        "Make activity mandatory No Aimee Hamilton, 2 October 2026",
    ),
    "mandatory": ({}, {"mandatory": False}, "Activity is mandatory No Adam Stewart"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_condition_that_failed_is_told(cast, sign_in, case):
    of_participant, of_activity, told = CASES[case]
    one = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], **of_participant)
    activity = make_activity(one, reference="A0004071", **of_activity)
    miss(cast, activity)
    answer = why_of(sign_in, cast.adam, activity)
    page = main_of(answer)
    assert "Why is there no tracker? ‘CV workshop’, now not complete." in page
    assert "At that moment one of these did not hold, so Waymark made no tracker" in page
    assert told in page
    assert "A change made later does not make a tracker in retrospect." in page
    assert "Why is there no tracker? Activity A0004071" in words_of(answer, within="head")


def test_it_tells_how_it_was_then_not_how_it_is_now(cast, sign_in, gwen):
    gwen.make_activity_mandatory = False
    gwen.save()
    activity = make_activity(gwen)
    miss(cast, activity)
    set_mandation(
        actor=cast.aimee.actor,
        participant_id=gwen.id,
        make_activity_mandatory=True,
        sanction_status="Not under sanction",
        seen_version=None,
        now=MORNING + timedelta(hours=1),
    )
    assert "Make activity mandatory No" in main_of(why_of(sign_in, cast.adam, activity))


def test_each_decision_is_told_newest_first(cast, sign_in, gwen, few_statements):
    activity = make_activity(gwen)
    tracker = make_tracker(cast, activity)
    miss(cast, activity, MORNING + timedelta(hours=1))
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(reverse("activity-why", args=[activity.id]))
    page = main_of(answer)
    assert page.index("Why no second tracker was made") < page.index("Why this tracker exists")
    assert f"No other tracker of it open T{tracker.number} was open" in page
    assert links_of(answer)[f"Tracker T{tracker.number}"] == f"/trackers/{tracker.id}/"


def test_one_that_was_never_missed_has_nothing_to_tell(cast, sign_in, gwen):
    page = main_of(why_of(sign_in, cast.adam, make_activity(gwen)))
    assert "Nothing has been decided yet" in page


def test_everybody_in_scope_may_ask_and_nobody_else(cast, sign_in, gwen):
    activity = make_activity(gwen)
    miss(cast, activity)
    assert why_of(sign_in, cast.tomasz, activity).status_code == 200
    assert why_of(sign_in, cast.roy, activity).status_code == 404
