"""Switching markers on and off, with what staff should know."""

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_participant
from tests.web.reading import chosen_of, field_of, main_of
from waymark.audit.models import Event
from waymark.participants.models import Marker, MarkerKind

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def kinds(db, cast):
    return {one.name: str(one.id) for one in MarkerKind.objects.all()}


@pytest.fixture
def here(gwen):
    return reverse("participant-markers", args=[gwen.id])


def switched_on(gwen):
    return {one.kind.name: one.what_to_know for one in gwen.markers.select_related("kind")}


def test_markers_are_switched_on_with_what_to_know(cast, sign_in, gwen, kinds, here):
    risk, need = kinds["Safeguarding"], kinds["Large print"]
    change = {"version": "1", "switched_on": [risk, need], f"know-{risk}": "Speak to Aimee first"}
    answer = sign_in(cast.alexandra).post(here, change, follow=True)
    page = main_of(answer)
    assert "The markers are saved" in page
    assert "Risk: Safeguarding Speak to Aimee first Alexandra Herbert, 23 November 2026" in page
    assert switched_on(gwen) == {"Safeguarding": "Speak to Aimee first", "Large print": ""}


def test_a_marker_is_switched_off_with_its_words(cast, sign_in, gwen, kinds, here):
    risk = kinds["Safeguarding"]
    Marker.objects.create(
        participant=gwen, kind_id=risk, what_to_know="Old", set_by="Adam", set_at=MORNING
    )
    answer = sign_in(cast.adam).get(here)
    assert chosen_of(answer, "switched_on") == [risk]
    assert field_of(answer, f"know-{risk}") == "Old"
    sign_in(cast.adam).post(here, {"version": "1", f"know-{risk}": "Old"})
    assert switched_on(gwen) == {}
    event = Event.objects.get(code="participant.markers_switched")
    assert event.content.data["changes"][0]["after"] == "Off"


def test_words_for_a_marker_that_is_off_are_not_lost(cast, sign_in, gwen, kinds, here):
    risk = kinds["Safeguarding"]
    answer = sign_in(cast.adam).post(here, {"version": "1", f"know-{risk}": "New words"})
    assert "Switch ‘Safeguarding’ on above, or clear these words" in main_of(answer)
    assert field_of(answer, f"know-{risk}") == "New words"
    assert switched_on(gwen) == {}


def test_reading_the_page_changes_nothing(cast, sign_in, gwen, here):
    sign_in(cast.adam).get(here)
    assert not Event.objects.exists()


def test_wrong_role(cast, sign_in, gwen, kinds, here):
    client = sign_in(cast.tomasz)
    assert client.get(here).status_code == 403
    change = {"version": "1", "switched_on": list(kinds.values())}
    assert client.post(here, change).status_code == 403
    assert switched_on(gwen) == {}


def test_out_of_scope(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404
    assert sign_in(cast.roy).post(here, {"version": "1"}).status_code == 404


def test_bad_input_is_told(cast, sign_in, gwen, kinds, here):
    risk = kinds["Safeguarding"]
    change = {"version": "1", "switched_on": ["nonsense"]}
    assert "from the list" in main_of(sign_in(cast.adam).post(here, change))
    long = {"version": "1", "switched_on": [risk], f"know-{risk}": "x" * 501}
    answer = sign_in(cast.adam).post(here, long)
    assert "must have 500 characters or fewer. It has 501" in main_of(answer)
    assert switched_on(gwen) == {}


def test_who_saves_second_sees_what_changed(cast, sign_in, gwen, kinds, here):
    client = sign_in(cast.adam)
    client.post(here, {"version": "1", "switched_on": [kinds["Large print"]]})
    answer = client.post(here, {"version": "1", "switched_on": [kinds["Safeguarding"]]})
    assert "Large print: Off to On, by Adam Stewart" in main_of(answer)
    assert chosen_of(answer, "switched_on") == [kinds["Safeguarding"]]
    assert switched_on(gwen) == {"Large print": ""}
