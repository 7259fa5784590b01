"""The page of an activity."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.web.reading import links_of, main_of, words_of
from waymark.audit.models import AccessRecord, Event
from waymark.operations.marking import mark_not_complete
from waymark.operations.plans import undo_marking

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def activity(gwen):
    return make_activity(gwen, reference="A0004098")


@pytest.fixture
def here(activity):
    return reverse("activity", args=[activity.id])


def test_it_says_what_it_is_and_notes_who_looked(cast, sign_in, activity, here):
    answer = sign_in(cast.adam).get(here)
    page = main_of(answer)
    for fact in (
        "CV workshop Not started",
        "Kind Appointment",
        "Due 17 November 2026 at 10:30am",
        "Place Caerdydd office",
        "Owner Adam Stewart The work coach",
        "Mandatory Yes Set by Adam Stewart, 6 November 2026 at 10am",
        "The participant sees it Yes",
        "What to do Come to the workshop and bring your CV.",
        "Trackers None yet.",
    ):
        assert fact in page, fact
    head = words_of(answer, within="head")
    assert "Activity A0004098 – Waymark" in head
    looked = AccessRecord.objects.get()
    assert (looked.kind, looked.record_id) == ("activity", activity.id)
    assert looked.participant_id == activity.participant_id


def test_a_missed_one_shows_reason_tracker_decision_and_history(
    cast, sign_in, activity, here, few_statements
):
    tracker = make_tracker(cast, activity)
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(here)
    page = main_of(answer)
    for words in (
        "CV workshop Not complete Alexandra Herbert, 23 November 2026 at 9am",
        "Reason for non-completion They did not do it: Did not attend",
        f"T{tracker.number} New With Adam Stewart",
        "Why this tracker exists",
        "It came to Adam Stewart, the work coach, who owned the activity.",
        "Marked not complete by Alexandra Herbert",
        "Tracker made by Waymark",
    ):
        assert words in page, words
    links = links_of(answer)
    assert links["See the conditions in a table"] == f"{here}why/"
    assert links[f"T{tracker.number}"] == f"/trackers/{tracker.id}/"


def test_one_without_a_tracker_asks_why(cast, sign_in, gwen):
    activity = make_activity(gwen, mandatory=False)
    for minutes in (0, 1):
        mark_not_complete(
            actor=cast.adam.actor,
            activity_id=activity.id,
            reason_category="provider",
            reason="Trainer was ill",
            details="<b>Phoned</b> at 9am",
            now=MORNING + timedelta(minutes=minutes),
        )
    answer = sign_in(cast.adam).get(reverse("activity", args=[activity.id]))
    page = main_of(answer)
    assert "It was our fault, or a provider’s: Trainer was ill" in page
    assert "<b>Phoned</b> at 9am" in page
    assert "Why there is no tracker" in page
    links = links_of(answer)
    assert links["Why is there none?"] == f"/activities/{activity.id}/why/"
    assert "See this and 1 earlier decision" in links


def test_undone_the_reason_is_gone_and_the_tracker_stays(cast, sign_in, activity, here):
    tracker = make_tracker(cast, activity)
    undo_marking(
        actor=cast.adam.actor,
        activity_id=activity.id,
        reason="Wrong person",
        seen_version=None,
        now=MORNING,
    )
    page = main_of(sign_in(cast.adam).get(here))
    assert "Reason for non-completion" not in page
    assert "Because: Wrong person" in page
    assert f"T{tracker.number} New" in page


def test_several_trackers_newest_first(cast, sign_in, activity, here):
    first = put_in_status(make_tracker(cast, activity), "closed")
    second = make_tracker(cast, activity, now=MORNING + timedelta(hours=1))
    page = main_of(sign_in(cast.adam).get(here))
    assert page.index(f"T{second.number} New") < page.index(f"T{first.number} Closed")


def test_the_likeliest_action_is_green_and_others_are_not(cast, sign_in, activity, here):
    shown = sign_in(cast.adam).get(here).content.decode()
    main = shown.partition("<main")[2].partition("</main>")[0]
    assert main.count('class="govuk-button"') == 1
    links = links_of(sign_in(cast.adam).get(here))
    assert list(links)[:3] == ["Mark complete", "Mark not complete", "Edit"]


def test_who_may_not_change_anything_reads(cast, sign_in, activity, here):
    page = sign_in(cast.tomasz).get(here)
    assert not {"Mark complete", "Mark not complete", "Edit"} & set(links_of(page))
    assert "Set to in progress" not in main_of(page)


def test_reading_changes_nothing(cast, sign_in, activity, here):
    sign_in(cast.adam).get(here)
    assert not Event.objects.exists()


def test_out_of_scope(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404
    assert sign_in(cast.adam).get(reverse("activity", args=[uuid4()])).status_code == 404
    assert not AccessRecord.objects.exists()
