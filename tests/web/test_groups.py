"""Groups: the tree with how many are in each; added, renamed, moved, closed, opened again."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_participant
from tests.integration.people.keeping import make_administrator
from tests.people import make_group
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, links_of, main_of
from waymark.audit.models import Event
from waymark.people.models import Group

pytestmark = pytest.mark.usefixtures("morning")
TREE = "/groups/"
CHANGES = ("group-add", "group-edit", "group-move", "group-close")
CAERDYDD, ENGLISH = "Wales / Caerdydd", "England and Wales"


def at(name, group):
    return reverse(name, args=[group.id])


class TestTheTree:
    def test_each_with_how_many_are_in_it(self, cast, sign_in, few_statements):
        for left_on in (None, None, MORNING.date()):
            make_participant(cast.adam.staff, cast.groups[CAERDYDD], left_on=left_on)
        make_participant(cast.glenn.staff, cast.groups["Wales"])
        browser = sign_in(cast.joanne)
        with few_statements():
            answer = browser.get(TREE)
        page = main_of(answer)
        assert "All groups 0 participants 3 with those below 2 active staff" in page
        assert "Wales 1 participants 3 with those below 3 active staff" in page
        assert "Caerdydd in Wales 2 participants 3 active staff England and Wales" in page
        assert page.index("North West") < page.index("Liverpool") < page.index("Wales 1")

    def test_many_groups_in_few_statements(self, cast, sign_in, few_statements):
        for n in range(60):
            make_group(f"Scotland / Town {n}", cast.groups)
        browser = sign_in(cast.joanne)
        with few_statements():
            assert "Town 59" in main_of(browser.get(TREE))

    def test_an_administrator_of_wales_sees_wales(self, cast, sign_in):
        make_administrator(cast.aimee)
        page = main_of(sign_in(cast.aimee).get(TREE))
        assert "Caerdydd" in page
        assert "North West" not in page

    def test_without_any_group(self, cast, sign_in):
        make_administrator(cast.aimee)
        cast.aimee.staff.groups.clear()
        assert "You have no group" in main_of(sign_in(cast.aimee).get(TREE))

    def test_reading_it_changes_nothing(self, cast, sign_in):
        browser = sign_in(cast.joanne)
        with nothing_changes():
            browser.get(TREE)


class TestAdding:
    def test_below_another(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("group-add", cast.groups["Wales"])
        assert chosen_of(browser.get(here), "bank_holidays") == [ENGLISH]
        sent = {"name": "Abertawe", "bank_holidays": "Scotland"}
        page = main_of(browser.post(here, sent, follow=True))
        assert "Wales / Abertawe is added" in page
        assert "Abertawe in Wales 0 participants 0 active staff Scotland" in page

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"name": ""}, "Enter the name"),
            ({"name": "caerdydd"}, "There is a group with this name in the same place already"),
            ({"name": "A/B"}, "Enter a name without slash or semicolon"),
            ({"name": "x" * 101}, "Name must have 100 characters or fewer"),
            ({"bank_holidays": "France"}, "Choose the bank holidays from the list"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(self, cast, sign_in, given, said):
        sent = {"name": "Abertawe", "bank_holidays": ENGLISH} | given
        answer = sign_in(cast.joanne).post(at("group-add", cast.groups["Wales"]), sent)
        assert main_of(answer).count(said) == 2
        assert field_of(answer, "name") == sent["name"]

    def test_twice(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("group-add", cast.groups["Wales"])
        sent = {"name": "Abertawe", "bank_holidays": ENGLISH}
        browser.post(here, sent)
        assert "already" in main_of(browser.post(here, sent))


class TestEditing:
    def test_another_name(self, cast, sign_in):
        here = at("group-edit", cast.groups["Wales"])
        sent = {"name": "Cymru", "bank_holidays": ENGLISH, "version": "1"}
        browser = sign_in(cast.joanne)
        assert "Cymru is saved" in main_of(browser.post(here, sent, follow=True))
        assert Group.objects.filter(path="Cymru / Caerdydd").exists()

    def test_the_second_is_told_and_keeps_what_they_typed(self, cast, sign_in):
        here = at("group-edit", cast.groups["Wales"])
        browser = sign_in(cast.joanne)
        browser.post(here, {"name": "Cymru", "bank_holidays": ENGLISH, "version": "1"})
        answer = browser.post(here, {"name": "West", "bank_holidays": ENGLISH, "version": "1"})
        assert "Name: Wales to Cymru, by Joanne Okafor" in main_of(answer)
        assert (field_of(answer, "name"), field_of(answer, "version")) == ("West", "2")


class TestMoving:
    def test_what_it_brings_is_said_first(self, cast, sign_in, few_statements):
        browser, here = sign_in(cast.joanne), at("group-move", cast.groups[CAERDYDD])
        to = str(cast.groups["North West"].id)
        with nothing_changes(), few_statements():
            page = main_of(browser.post(here, {"parent": to, "version": "1"}))
        assert "Wales / Caerdydd becomes North West / Caerdydd." in page
        assert "3 people who see the participants in it now will no longer." in page
        sent = {"parent": to, "told": to, "version": "1"}
        page = main_of(browser.post(here, sent, follow=True))
        assert "North West / Caerdydd is saved" in page

    def test_where_it_cannot_go_is_not_offered(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("group-move", cast.groups["Wales"])
        Group.objects.filter(path="North West / Liverpool").update(closed_at=MORNING)
        page = main_of(browser.get(here))
        assert "Wales / Caerdydd" not in page
        assert "Liverpool" not in page
        for path in ("Wales", CAERDYDD, "North West / Liverpool"):
            to = str(cast.groups[path].id)
            answer = browser.post(here, {"parent": to, "told": to, "version": "1"})
            assert "from the list" in main_of(answer)

    def test_a_name_that_is_there_already(self, cast, sign_in):
        make_group("North West / Caerdydd", cast.groups)
        to = str(cast.groups["North West"].id)
        sent = {"parent": to, "told": to, "version": "1"}
        answer = sign_in(cast.joanne).post(at("group-move", cast.groups[CAERDYDD]), sent)
        assert main_of(answer).count("There is a group with this name") == 2

    def test_the_root(self, cast, sign_in):
        root = cast.groups["All groups"]
        browser = sign_in(cast.joanne)
        assert browser.get(at("group-move", root)).status_code == 200
        assert "Move" not in main_of(browser.get(TREE)).split("North West")[0]


class TestClosing:
    def test_who_is_still_in_it_is_said_with_links(self, cast, sign_in):
        make_participant(None, cast.groups["Wales"])
        browser, here = sign_in(cast.joanne), at("group-close", cast.groups["Wales"])
        answer = browser.get(here)
        links = links_of(answer)
        wales = cast.groups["Wales"].id
        assert links["1 participant who has not left"] == f"/participants/?group={wales}"
        assert links["3 active members of staff"].startswith(f"/staff/?group={wales}")
        assert links["The open group Wales / Caerdydd"] == at("group-close", cast.groups[CAERDYDD])
        page = main_of(browser.post(here, {"to": "no", "version": "1"}))
        assert "Before a group is closed, its participants, active staff" in page

    def test_closed_and_open_again(self, cast, sign_in):
        group = make_group("Wales / Abertawe", cast.groups)
        browser, here = sign_in(cast.joanne), at("group-close", group)
        assert "Nobody new can be put into it" in main_of(browser.get(here))
        page = main_of(browser.post(here, {"to": "no", "version": "1"}, follow=True))
        assert "Wales / Abertawe takes nobody new" in page
        assert "Abertawe Closed group" in page
        page = main_of(browser.post(here, {"to": "yes", "version": "2"}, follow=True))
        assert "Wales / Abertawe is open again" in page

    def test_twice_says_that_it_was_done(self, cast, sign_in):
        group = make_group("Wales / Abertawe", cast.groups)
        browser, here = sign_in(cast.joanne), at("group-close", group)
        for _ in range(2):
            answer = browser.post(here, {"to": "no", "version": "1"}, follow=True)
            assert "Wales / Abertawe takes nobody new" in main_of(answer)
        assert Event.objects.filter(stream_id=group.id, code="group.closed").count() == 1

    @pytest.mark.parametrize("name", ["group-edit", "group-move"])
    def test_what_is_so_already_is_no_conflict(self, cast, sign_in, name):
        group = make_group("Wales / Abertawe", cast.groups)
        elsewhere = str(cast.groups["North West"].id)
        sent = {
            "group-edit": {"name": "Swansea", "bank_holidays": ENGLISH},
            "group-move": {"parent": elsewhere, "told": elsewhere},
        }[name]
        browser, here = sign_in(cast.joanne), at(name, group)
        for _ in range(2):
            answer = browser.post(here, sent | {"version": "1"}, follow=True)
            assert "is saved" in main_of(answer)
        assert Event.objects.filter(stream_id=group.id, code="group.changed").count() == 1

    def test_the_root_stays(self, cast, sign_in):
        here = at("group-close", cast.groups["All groups"])
        page = main_of(sign_in(cast.joanne).post(here, {"to": "no", "version": "1"}))
        assert "stands for the whole organisation" in page

    def test_nobody_is_moved_into_a_closed_group(self, cast, sign_in):
        group = make_group("Wales / Abertawe", cast.groups)
        Group.objects.filter(id=group.id).update(closed_at=MORNING)
        gwen = make_participant(cast.adam.staff, cast.groups[CAERDYDD])
        here = reverse("participant-move", args=[gwen.id])
        browser = sign_in(cast.glenn)
        assert "Abertawe" not in main_of(browser.get(here))
        sent = {"version": "1", "work_coach": "", "group": str(group.id)}
        assert "from the list" in main_of(browser.post(here, sent))


@pytest.mark.parametrize("name", CHANGES)
class TestWhoMay:
    def test_reading_a_form_changes_nothing(self, cast, sign_in, name):
        browser = sign_in(cast.joanne)
        with nothing_changes():
            browser.get(at(name, cast.groups[CAERDYDD]))

    @pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
    def test_wrong_role(self, cast, sign_in, name, who):
        browser, here = sign_in(getattr(cast, who)), at(name, cast.groups[CAERDYDD])
        assert browser.get(here).status_code == 403
        assert browser.get(TREE).status_code == 403
        assert browser.post(here, {"name": "X", "to": "no", "version": 1}).status_code == 403
        assert not Event.objects.exists()

    def test_out_of_scope(self, cast, sign_in, name):
        make_administrator(cast.aimee)
        browser = sign_in(cast.aimee)
        for method in (browser.get, browser.post):
            assert method(at(name, cast.groups["North West"])).status_code == 404
            assert method(reverse(name, args=[uuid4()])).status_code == 404
