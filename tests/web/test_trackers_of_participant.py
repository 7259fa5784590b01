"""The trackers of one participant: the same list, under the profile's tabs."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of, words_of
from waymark.audit.models import AccessRecord

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


def at(participant) -> str:
    return f"/participants/{participant.id}/trackers/"


def test_only_this_participants_trackers_without_a_column_for_them(cast, sign_in, gwen):
    tracker = make_tracker(cast, make_activity(gwen))
    other = make_participant(cast.adam.staff, gwen.group, first_name="Siôn")
    make_tracker(cast, make_activity(other))
    answer = sign_in(cast.adam).get(at(gwen))
    page = main_of(answer)
    assert "1 tracker, newest first" in page
    assert f"T{tracker.number} Monitoring CV workshop" in page
    assert "Siôn" not in page
    assert "Participant Activity" not in page
    assert "Participant’s profile" not in links_of(answer)
    assert links_of(answer)["Edit"] == f"/trackers/{tracker.id}/edit/"


def test_the_page_says_whom_it_is_about_and_its_title_only_the_reference(cast, sign_in, gwen):
    answer = sign_in(cast.adam).get(at(gwen))
    page = words_of(answer)
    for fact in ("Gwenllian Llywelyn", "WM17000412", "Universal Credit", "Not under sanction"):
        assert fact in page
    assert words_of(answer, within="head").startswith("Trackers of WM17000412")
    assert "Gwenllian" not in words_of(answer, within="head")


def test_who_looked_is_on_record_and_nothing_else_changes(cast, sign_in, gwen):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(gwen))
    looked = AccessRecord.objects.get()
    assert (looked.kind, looked.participant_id) == ("participant", gwen.id)
    assert (looked.actor_name, looked.address) == ("Adam Stewart", "127.0.0.1")


def test_the_filter_works_here_too_and_keeps_to_this_participant(cast, sign_in, gwen):
    closed = put_in_status(make_tracker(cast, make_activity(gwen)), "closed")
    make_tracker(cast, make_activity(gwen, title="Careers fair"))
    answer = sign_in(cast.adam).get(at(gwen), {"status": "closed"})
    assert f"T{closed.number}" in links_of(answer)
    assert "Careers fair" not in main_of(answer)
    assert links_of(answer)["Clear filters"] == "?"
    assert "Group" not in main_of(answer)


def test_a_closed_tracker_stays_listed_and_can_be_opened(cast, sign_in, gwen):
    closed = put_in_status(make_tracker(cast, make_activity(gwen)), "closed")
    links = links_of(sign_in(cast.adam).get(at(gwen)))
    assert links["View"] == f"/trackers/{closed.id}/"


def test_none_says_where_to_look(cast, sign_in, gwen):
    answer = sign_in(cast.adam).get(at(gwen))
    assert "No trackers for this participant" in main_of(answer)
    plan = f"/participants/{gwen.id}/action-plan/"
    assert links_of(answer)["Go to the action plan"] == plan


def test_a_filter_that_cannot_be_read_says_so(cast, sign_in, gwen):
    page = main_of(sign_in(cast.adam).get(at(gwen), {"from": "yesterday"}))
    assert "There is a problem" in page


def test_of_somebody_elses_participant_there_is_no_page(cast, sign_in, gwen):
    assert sign_in(cast.roy).get(at(gwen)).status_code == 404
    assert sign_in(cast.adam).get(f"/participants/{uuid4()}/trackers/").status_code == 404


def test_few_statements(cast, sign_in, gwen, few_statements):
    for days in range(27):
        make_tracker(cast, make_activity(gwen), now=MORNING - timedelta(hours=days))
    browser = sign_in(cast.adam)
    with few_statements():
        answer = browser.get(at(gwen), {"sort": "assignee"})
    with few_statements():
        browser.get(at(gwen) + links_of(answer)["Next page"])
