"""The Mandation panel: a Supervisor's, with a suggestion that never sets anything."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.web.reading import chosen_of, field_of, links_of, main_of, words_of
from waymark.audit.models import Event
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.usefixtures("morning")
ATTEND = "Pending decision for failure to attend"


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def here(gwen):
    return reverse("participant-mandation", args=[gwen.id])


def typed(**given):
    return {
        "version": "1",
        "make_activity_mandatory": "yes",
        "sanction_status": "Not under sanction",
    } | given


def test_a_supervisor_sets_both_and_it_says_who_and_when(cast, sign_in, gwen, here):
    change = typed(make_activity_mandatory="no", sanction_status=ATTEND)
    answer = sign_in(cast.aimee).post(here, change, follow=True)
    page = main_of(answer)
    assert "The Mandation panel is saved" in page
    assert "No Set by Aimee Hamilton, 23 November 2026 at 9am" in page
    assert f"{ATTEND} Set by Aimee Hamilton, 23 November 2026 at 9am" in page
    gwen.refresh_from_db()
    assert (gwen.make_activity_mandatory, gwen.sanction_status) == (False, ATTEND)


def test_yes_makes_nothing_in_retrospect(cast, sign_in, gwen, here):
    gwen.make_activity_mandatory = False
    gwen.save()
    activity = make_activity(gwen)
    sign_in(cast.alexandra).post(
        reverse("activity-not-complete", args=[activity.id]),
        {"version": "1", "reason_category": "did_not", "reason-did_not": "Did not attend"},
    )
    sign_in(cast.aimee).post(here, typed())
    assert not Tracker.objects.exists()


def test_reading_the_page_changes_nothing(cast, sign_in, gwen, here):
    answer = sign_in(cast.aimee).get(here)
    assert chosen_of(answer, "make_activity_mandatory") == ["yes"]
    assert chosen_of(answer, "sanction_status") == ["Not under sanction"]
    assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["adam", "alexandra", "glenn", "wendy", "tomasz", "joanne"])
def test_everybody_else_is_refused_with_the_role_named(cast, sign_in, gwen, here, who):
    client = sign_in(getattr(cast, who))
    assert client.get(here).status_code == 403
    answer = client.post(here, typed(sanction_status=ATTEND))
    assert "you need the role Supervisor" in words_of(answer, status=403)
    gwen.refresh_from_db()
    assert gwen.sanction_status == "Not under sanction"


def test_out_of_scope(cast, sign_in, here, gwen):
    gwen.group = cast.groups["North West / Liverpool"]
    gwen.save()
    assert sign_in(cast.aimee).get(here).status_code == 404
    assert sign_in(cast.aimee).post(here, typed()).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("make_activity_mandatory", "", "Choose whether an activity can be made mandatory"),
        ("make_activity_mandatory", "perhaps", "from the list"),
        ("sanction_status", "", "Choose the sanction status"),
        ("sanction_status", "Under arrest", "Choose the sanction status from the list"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(cast, sign_in, gwen, here, field, value, said):
    assert main_of(sign_in(cast.aimee).post(here, typed(**{field: value}))).count(said) >= 2


def test_the_suggestion_names_its_tracker_and_chooses_nothing(
    cast, sign_in, gwen, here, few_statements
):
    tracker = put_in_status(make_tracker(cast, make_activity(gwen)), "referred")
    client = sign_in(cast.aimee)
    with few_statements():
        answer = client.get(here)
    assert f"Waymark suggests: {ATTEND}. It rests on tracker T{tracker.number}" in main_of(answer)
    assert links_of(answer)[f"tracker T{tracker.number}"] == f"/trackers/{tracker.id}/"
    assert chosen_of(answer, "sanction_status") == ["Not under sanction"]


def test_without_a_tracker_nothing_is_suggested(cast, sign_in, gwen, here):
    assert "Waymark suggests" not in main_of(sign_in(cast.aimee).get(here))


def test_who_saves_second_sees_what_changed(cast, sign_in, gwen, here):
    client = sign_in(cast.aimee)
    client.post(here, typed(sanction_status=ATTEND))
    answer = client.post(here, typed(make_activity_mandatory="no"))
    page = main_of(answer)
    assert "Aimee Hamilton changed this while you had it open" in page
    assert f"Sanction status: ‘Not under sanction’ to ‘{ATTEND}’" in page
    assert chosen_of(answer, "make_activity_mandatory") == ["no"]
    assert field_of(answer, "version") == "2"
