"""The list of participants: search, filters, order, pages."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.web.reading import HTML, links_of, main_of, tree_of, words_of
from waymark.participants import search
from waymark.participants.models import Marker, MarkerKind
from waymark.people.models import Staff
from waymark.programmes.models import Programme

pytestmark = pytest.mark.usefixtures("morning")
LIST = reverse("participants")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff,
        cast.groups["Wales / Caerdydd"],
        reference="WM17000555",
        created_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


@pytest.fixture
def sion(cast):
    return make_participant(
        cast.alexandra.staff,
        cast.groups["Wales / Caerdydd"],
        reference="WM17000287",
        first_name="Siôn",
        last_name="Cadwaladr",
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
        sanction_status="Under sanction for failure to comply",
        programme="Work and Health Programme",
    )


def references(answer) -> list[str]:
    rows = [cell for cell in tree_of(answer).iter(f"{HTML}th") if cell.get("scope") == "row"]
    return re.findall(r"WM\d{8}", " ".join(" ".join(row.itertext()) for row in rows))


def test_newest_first_with_what_is_due_next(cast, sign_in, gwen, sion):
    make_activity(gwen, due_on=date(2026, 11, 20))
    make_activity(sion, due_on=date(2026, 11, 23), title="Meet your work coach")
    answer = sign_in(cast.adam).get(LIST)
    page = main_of(answer)
    assert "2 participants, newest first" in page
    assert "Showing 1 to 2 of 2" in page
    assert references(answer) == ["WM17000287", "WM17000555"]
    assert "Overdue 20 Nov 2026, CV workshop" in page
    assert "Due today" in page
    assert "10:30am, Meet your work coach" in page


def test_each_row_has_a_menu_to_profile_action_plan_and_trackers(cast, sign_in, gwen):
    answer = sign_in(cast.adam).get(LIST)
    links = links_of(answer)
    assert links["Profile"] == f"/participants/{gwen.id}/"
    assert links["Action plan"] == f"/participants/{gwen.id}/action-plan/"
    assert links["Trackers"] == f"/participants/{gwen.id}/trackers/"
    assert "Actions for WM17000555" in answer.content.decode()


def test_others_participants_are_not_listed(cast, sign_in, gwen):
    page = main_of(sign_in(cast.roy).get(LIST))
    assert "There is nobody here yet" in page
    assert "WM17000555" not in page


@pytest.mark.parametrize("typed", ["llywelyn", "GWEN lly", "wm17000555", "0555", "Gwenllian"])
def test_words_of_name_or_reference_find(cast, sign_in, gwen, sion, typed):
    assert references(sign_in(cast.adam).get(LIST, {"q": typed})) == ["WM17000555"]


def test_accents_do_not_matter(cast, sign_in, gwen, sion):
    assert references(sign_in(cast.adam).get(LIST, {"q": "sion"})) == ["WM17000287"]


def test_nothing_matches_says_what_to_try(cast, sign_in, gwen):
    answer = sign_in(cast.adam).get(LIST, {"q": "Llewellyn"})
    page = main_of(answer)
    assert "No participants match these filters" in page
    assert "Nothing matches" in page
    assert links_of(answer)["Clear all filters"] == LIST


def test_a_tracker_number_opens_that_tracker(cast, sign_in, gwen):
    tracker = make_tracker(cast, make_activity(gwen))
    for typed in (f"T{tracker.number}", f" t{tracker.number} "):
        answer = sign_in(cast.adam).get(LIST, {"q": typed})
        assert (answer.status_code, answer.url) == (302, f"/trackers/{tracker.id}/")


def test_a_tracker_number_of_somebody_else_opens_nothing(cast, sign_in, gwen):
    tracker = make_tracker(cast, make_activity(gwen))
    answer = sign_in(cast.roy).get(LIST, {"q": f"T{tracker.number}"})
    assert "Nothing matches" in main_of(answer)
    assert "Nothing matches" in main_of(sign_in(cast.adam).get(LIST, {"q": "T999999999999"}))


@pytest.mark.parametrize("typed", ["%", "_", "\\", "100%", "'", '"'])
def test_signs_mean_themselves(cast, sign_in, gwen, typed):
    assert "Nothing matches" in main_of(sign_in(cast.adam).get(LIST, {"q": typed}))


def test_each_filter_narrows_and_is_a_chip(cast, sign_in, gwen, sion):
    kind = MarkerKind.objects.get(name="Safeguarding")
    Marker.objects.create(participant=gwen, kind=kind, set_by="Adam Stewart", set_at=MORNING)
    restart = Programme.objects.get(name="DWP Restart").id
    client = sign_in(cast.adam)
    expected = {
        ("programme", restart): (["WM17000555"], "Programme: DWP Restart"),
        ("coach", cast.alexandra.staff.id): (["WM17000287"], "Work coach: Alexandra Herbert"),
        ("coach", cast.adam.staff.id): (["WM17000555"], "Work coach: Me: Adam Stewart"),
        ("coach", "nobody"): ([], "Work coach: Nobody"),
        ("sanction", "Under sanction for failure to comply"): (
            ["WM17000287"],
            "Sanction status: Under sanction for failure to comply",
        ),
        ("marker", kind.id): (["WM17000555"], "Marker: Safeguarding"),
    }
    for (name, value), (found, chip) in expected.items():
        answer = client.get(LIST, {name: value, "sort": "name"})
        assert references(answer) == found, name
        assert links_of(answer)[f"Remove filter {chip}"] == "?sort=name"


def test_a_group_means_those_below_it_too(cast, sign_in, gwen):
    client = sign_in(cast.glenn)
    wales, caerdydd = cast.groups["Wales"], cast.groups["Wales / Caerdydd"]
    make_participant(None, wales, reference="WM17000001")
    assert set(references(client.get(LIST, {"group": wales.id}))) == {"WM17000555", "WM17000001"}
    assert references(client.get(LIST, {"group": caerdydd.id})) == ["WM17000555"]


def test_several_of_a_filter_add_up(cast, sign_in, gwen, sion):
    asked = {"sanction": ["Not under sanction", "Under sanction for failure to comply"]}
    answer = sign_in(cast.adam).get(LIST, asked)
    assert len(references(answer)) == 2
    links = links_of(answer)
    without = links["Remove filter Sanction status: Not under sanction"]
    assert without == "?sanction=Under+sanction+for+failure+to+comply"


@pytest.mark.parametrize(
    ("order", "found", "said"),
    [
        ("name", ["WM17000287", "WM17000555"], "by last name"),
        ("-name", ["WM17000555", "WM17000287"], "by last name, from the end"),
        ("coach", ["WM17000555", "WM17000287"], "by work coach"),
        ("-coach", ["WM17000287", "WM17000555"], "by work coach, from the end"),
        ("added", ["WM17000555", "WM17000287"], "oldest first"),
        ("nonsense", ["WM17000287", "WM17000555"], "newest first"),
    ],
)
def test_the_heads_sort(cast, sign_in, gwen, sion, order, found, said):
    answer = sign_in(cast.adam).get(LIST, {"sort": order})
    assert references(answer) == found
    assert f"2 participants, {said}" in main_of(answer)
    assert answer.content.decode().count('aria-sort="none"') == 2


def test_wrong_values_in_the_address_are_told_and_let_all_through(cast, sign_in, gwen):
    wrong = {"programme": "x", "coach": "x", "group": str(gwen.id), "marker": "x", "page": "-3"}
    answer = sign_in(cast.adam).get(LIST, wrong | {"sanction": "x", "q": "a\x00b"})
    page = words_of(answer)
    assert "There is a problem" in page
    assert "Choose the programme from the list" in page
    assert references(answer) == ["WM17000555"]


def test_pages_of_25_within_12_statements(cast, sign_in, few_statements):
    group, kind = cast.groups["Wales / Caerdydd"], MarkerKind.objects.first()
    for number in range(27):
        one = make_participant(
            cast.adam.staff, group, created_at=MORNING - timedelta(minutes=number)
        )
        Marker.objects.create(participant=one, kind=kind, set_by="Adam", set_at=MORNING)
        make_activity(one)
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(LIST, {"q": "gwen", "coach": str(cast.adam.staff.id)})
    assert "Showing 1 to 25 of 27" in main_of(answer)
    assert len(references(answer)) == 25
    second = main_of(client.get(LIST, {"page": "2"}))
    assert "Showing 26 to 27 of 27" in second
    assert "Showing 26 to 27 of 27" in main_of(client.get(LIST, {"page": "99999999999999999999"}))


def test_a_count_stops_at_its_cap(cast, sign_in, gwen, sion, monkeypatch):
    monkeypatch.setattr(search, "COUNT_CAP", 1)
    assert "1+ participants, newest first" in main_of(sign_in(cast.adam).get(LIST))


def test_names_that_look_like_markup_stay_text(cast, sign_in, gwen):
    gwen.first_name = "<b>Gwen</b> \u202e"
    gwen.save()
    answer = sign_in(cast.adam).get(LIST)
    assert "<b>Gwen</b>" in main_of(answer)
    assert tree_of(answer) is not None


def test_who_is_not_signed_in_signs_in_first(client, db):
    answer = client.get(LIST)
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={LIST}")


def test_staff_without_a_participant_are_no_coach_to_filter_by(cast, sign_in, gwen):
    offered = sign_in(cast.adam).get(LIST).content.decode()
    assert str(cast.judith.staff.id) not in offered
    assert str(Staff.objects.get(name="Adam Stewart").id) in offered


def test_it_changes_nothing_when_posted(cast, sign_in):
    assert sign_in(cast.adam).post(LIST).status_code == 405
