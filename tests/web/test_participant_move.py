"""Another work coach or group, with the offer to hand over the trackers that are not final."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.people import make_group
from tests.web.reading import chosen_of, main_of
from waymark.audit.models import Event

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def here(gwen):
    return reverse("participant-move", args=[gwen.id])


def typed(gwen, coach, **given):
    return {
        "version": "1",
        "work_coach": str(coach.staff.id) if coach else "",
        "group": str(gwen.group_id),
    } | given


def test_the_offer_says_which_trackers_and_how_many(cast, sign_in, gwen, here, few_statements):
    first, second = (make_tracker(cast, make_activity(gwen)) for _ in range(2))
    other = make_tracker(cast, make_activity(gwen, chosen_owner=cast.judith.staff))
    put_in_status(make_tracker(cast, make_activity(gwen)), "closed")
    put_in_status(second, "resolved")
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(here)
    page = main_of(answer)
    assert "Adam Stewart has 2 trackers:" in page
    assert f"Hand over 2 trackers: T{first.number}, T{second.number}" in page
    assert f"T{other.number} New CV workshop With Judith Hughes" in page
    assert chosen_of(answer, "hand_over") == []
    assert chosen_of(answer, "work_coach") == [str(cast.adam.staff.id)]


def test_without_trackers_nothing_is_offered(cast, sign_in, gwen, here):
    assert "Hand over" not in main_of(sign_in(cast.adam).get(here))


def test_a_new_coach_with_the_trackers(cast, sign_in, gwen, here):
    tracker = make_tracker(cast, make_activity(gwen))
    change = typed(gwen, cast.alexandra, hand_over="on")
    answer = sign_in(cast.adam).post(here, change, follow=True)
    assert "Work coach and group are saved. 1 tracker was handed over" in main_of(answer)
    gwen.refresh_from_db()
    tracker.refresh_from_db()
    assert (gwen.work_coach, tracker.assignee) == (cast.alexandra.staff, cast.alexandra.staff)


def test_a_new_coach_without_the_trackers(cast, sign_in, gwen, here):
    tracker = make_tracker(cast, make_activity(gwen))
    answer = sign_in(cast.adam).post(here, typed(gwen, cast.alexandra), follow=True)
    assert "handed over" not in main_of(answer)
    tracker.refresh_from_db()
    assert tracker.assignee == cast.adam.staff


def test_nobody_puts_them_in_the_groups_queue(cast, sign_in, gwen, here):
    tracker = make_tracker(cast, make_activity(gwen))
    sign_in(cast.adam).post(here, typed(gwen, None, hand_over="on"))
    gwen.refresh_from_db()
    tracker.refresh_from_db()
    assert (gwen.work_coach, tracker.assignee) == (None, None)


def test_a_coach_without_access_to_the_group_is_refused_at_the_field(cast, sign_in, gwen, here):
    abertawe = make_group("Wales / Abertawe", cast.groups)
    change = typed(gwen, cast.adam, group=str(abertawe.id))
    answer = sign_in(cast.aimee).post(here, change)
    said = "Choose a work coach who is active and has access to the group"
    assert main_of(answer).count(said) == 2
    assert chosen_of(answer, "group") == [str(abertawe.id)]
    gwen.refresh_from_db()
    assert gwen.group == cast.groups["Wales / Caerdydd"]


@pytest.mark.parametrize("field", ["work_coach", "group"])
def test_a_choice_that_is_not_offered_is_refused(cast, sign_in, gwen, here, field):
    other = {"work_coach": cast.roy.staff.id, "group": cast.groups["North West / Liverpool"].id}
    change = typed(gwen, cast.adam, **{field: str(other[field])})
    assert "from the list" in main_of(sign_in(cast.adam).post(here, change))


def test_a_coach_who_is_no_longer_active_still_stands_there(cast, sign_in, gwen, here):
    cast.adam.staff.is_active = False
    cast.adam.staff.save()
    page = main_of(sign_in(cast.alexandra).get(here))
    assert "Adam Stewart (no longer active)" in page


def test_reading_the_page_changes_nothing(cast, sign_in, gwen, here):
    sign_in(cast.adam).get(here)
    assert not Event.objects.exists()


def test_wrong_role(cast, sign_in, gwen, here):
    assert sign_in(cast.tomasz).get(here).status_code == 403
    assert sign_in(cast.tomasz).post(here, typed(gwen, cast.alexandra)).status_code == 403


def test_out_of_scope(cast, sign_in, gwen, here):
    assert sign_in(cast.roy).post(here, typed(gwen, cast.roy)).status_code == 404


def test_twice(cast, sign_in, gwen, here):
    client = sign_in(cast.adam)
    client.post(here, typed(gwen, cast.alexandra))
    answer = client.post(here, typed(gwen, cast.judith))
    assert "Work coach: Adam Stewart to Alexandra Herbert, by Adam Stewart" in main_of(answer)
    assert chosen_of(answer, "work_coach") == [str(cast.judith.staff.id)]
    gwen.refresh_from_db()
    assert gwen.work_coach == cast.alexandra.staff
