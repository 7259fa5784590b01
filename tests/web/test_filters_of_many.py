"""Filters of somebody who sees more people and groups than a drop-down holds."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.web.reading import links_of, main_of, options_of
from waymark.people.models import Group, Staff
from waymark.people.offered import LISTED

pytestmark = pytest.mark.usefixtures("morning", "crowd")
TRACKERS, PARTICIPANTS, QUEUE = (
    reverse(name) for name in ("trackers", "participants", "compliance")
)


@pytest.fixture
def crowd(cast):
    """As many coaches in Caerdydd as a list holds, each with a participant, and more offices."""
    office = cast.groups["Wales / Caerdydd"]
    coaches = Staff.objects.bulk_create(
        Staff(email=f"coach{k}@provider.example", name=f"Coach {k:02} Penhaligon", password="!")
        for k in range(LISTED)
    )
    one = Staff.objects.create(email="zoe@provider.example", name="Zoë Quick", password="!")
    through = Staff.groups.through
    through.objects.bulk_create(
        through(staff_id=staff.id, group_id=office.id) for staff in [*coaches, one]
    )
    for staff in [*coaches, one]:
        make_participant(staff, office)
    root, wales = cast.groups["Wales"].parent, cast.groups["Wales"]
    cast.glenn.staff.groups.add(root)
    for place, parent in ((f"Place {k:02}", root if k < 5 else wales) for k in range(LISTED)):
        path = place if parent == root else f"{wales.path} / {place}"
        made = Group(name=place, path=path, parent=parent, lineage=[])
        made.lineage = [*parent.lineage, made.id]
        made.save()
    return one


@pytest.fixture
def tracker(cast, crowd):
    """A tracker of Zoë's."""
    participant = make_participant(crowd, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


@pytest.mark.parametrize(
    ("address", "person", "always"),
    [
        (TRACKERS, "assignee", ["Anyone", "Me", "Nobody: the group’s queue"]),
        (PARTICIPANTS, "coach", ["Everybody", "Nobody"]),
    ],
    ids=["assignee", "work coach"],
)
class TestSomebodyIsFoundByName:
    def test_the_list_does_not_hold_them_all(self, cast, sign_in, address, person, always):
        answer = sign_in(cast.glenn).get(address)
        assert options_of(answer, person) == always
        assert "Find a" in main_of(answer)

    def test_the_only_one_is_chosen(self, cast, sign_in, crowd, tracker, address, person, always):
        browser = sign_in(cast.glenn)
        answer = browser.get(address, {"find": "zoe QUICK", "q": "llywelyn"}, follow=True)
        assert answer.redirect_chain == [(f"{address}?q=llywelyn&{person}={crowd.id}", 302)]
        assert options_of(answer, person) == [*always, "Zoë Quick"]
        assert "Zoë Quick" in links_of(answer) or "Zoë Quick" in main_of(answer)

    def test_of_several_one_is_to_be_chosen(self, cast, sign_in, address, person, always):
        browser = sign_in(cast.glenn)
        answer = browser.get(address, {"find": "coach1"})
        assert options_of(answer, person)[len(always) :] == [
            f"Coach {k:02} Penhaligon" for k in (1, *range(10, 20))
        ]
        assert "Choose one of the 11 who match ‘coach1’" in main_of(answer)

    def test_nobody_is_told(self, cast, sign_in, address, person, always):
        answer = sign_in(cast.glenn).get(address, {"find": "Roderick"})
        assert "Nobody in your groups has ‘Roderick’ in their name or address" in main_of(answer)

    def test_too_many_are_told(self, cast, sign_in, address, person, always):
        for k in range(2):
            extra = Staff.objects.create(email=f"x{k}@penhaligon.example", name=f"X {k}")
            extra.groups.add(cast.groups["Wales / Caerdydd"])
            make_participant(extra, cast.groups["Wales / Caerdydd"])
        answer = sign_in(cast.glenn).get(address, {"find": "penhaligon"})
        assert f"More than {LISTED} people match ‘penhaligon’. Type more of it" in main_of(answer)

    def test_who_is_looked_for_now_counts_before_who_was_chosen(
        self, cast, sign_in, crowd, address, person, always
    ):
        asked = {"find": "05 pen", person: str(crowd.id)}
        answer = sign_in(cast.glenn).get(address, asked)
        five = Staff.objects.get(name="Coach 05 Penhaligon")
        assert answer["Location"] == f"{address}?{person}={five.id}"

    def test_hidden_characters_are_taken_out(self, cast, sign_in, crowd, address, person, always):
        answer = sign_in(cast.glenn).get(address, {"find": "zoe\x00"})
        assert answer.status_code in (200, 302)


@pytest.mark.parametrize("address", [TRACKERS, PARTICIPANTS, QUEUE])
class TestGroupsAreComeToStepByStep:
    def test_the_uppermost_first(self, cast, sign_in, address):
        found = options_of(sign_in(cast.glenn).get(address), "group")[1:]
        assert "Wales" in found
        assert "Place 03" in found
        assert "Wales / Place 31" not in found

    def test_then_those_inside_the_chosen_one(self, cast, sign_in, address):
        asked = {"group": str(cast.groups["Wales"].id)}
        answer = sign_in(cast.glenn).get(address, asked)
        found = options_of(answer, "group")[1:]
        assert "Wales / Place 31" in found
        assert "Place 03" in found
        assert "Apply filters to see the groups inside the one that you choose" in main_of(answer)

    def test_a_group_holds_those_below_it(self, cast, sign_in, tracker, address):
        put_in_status(tracker, "submitted")
        browser = sign_in(cast.glenn)
        for name, there in (("Wales", True), ("North West", False)):
            answer = browser.get(address, {"group": str(cast.groups[name].id)})
            assert ("Gwenllian" in main_of(answer)) is there

    def test_a_group_of_somebody_else_is_none(self, cast, sign_in, address):
        asked = {"group": str(cast.groups["North West / Liverpool"].id)}
        who = cast.glenn if address == QUEUE else cast.aimee
        Staff.groups.through.objects.filter(staff_id=who.staff.id).delete()
        who.staff.groups.add(cast.groups["Wales"])
        answer = sign_in(who).get(address, asked)
        assert "from the list" in main_of(answer)
