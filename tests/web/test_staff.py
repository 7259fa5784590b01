"""The list of staff: who, in which groups, with which roles; search, filters, order, pages."""

import pytest
from django.utils import timezone

from tests.factories import MORNING
from tests.integration.people.keeping import make_administrator
from tests.snapshot import nothing_changes
from tests.web.reading import HTML, links_of, main_of, tree_of
from waymark.people.models import Group, Staff

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/staff/"


def names_in(answer) -> list[str]:
    heads = tree_of(answer).iter(f"{HTML}th")
    return [one.find(f"{HTML}a").text for one in heads if one.get("role") == "rowheader"]


def test_everybody_by_name_with_what_they_may(cast, sign_in, few_statements):
    browser = sign_in(cast.joanne)
    with few_statements():
        answer = browser.get(LIST)
    assert names_in(answer) == [
        "Adam Stewart",
        "Aimee Hamilton",
        "Alexandra Herbert",
        "Glenn Wyatt",
        "Joanne Okafor",
        "Judith Hughes",
        "Roy Patel",
        "Tomasz Wiśniewski",
        "Wendy Oliver",
    ]
    page = main_of(answer)
    assert "9 accounts, by name" in page
    assert (
        "Glenn Wyatt glenn@provider.example Compliance officer Trackers (Edit) "
        "Trackers (Pre-Authorise) Wales Not signed in yet Never" in page
    )
    assert links_of(answer)["Adam Stewart"] == f"/staff/{cast.adam.staff.id}/"
    assert links_of(answer)["Add a member of staff"] == "/staff/add/"


def test_a_supervisor_finds_whose_work_to_hand_over(cast, sign_in):
    answer = sign_in(cast.aimee).get(LIST)
    assert names_in(answer) == [
        "Adam Stewart",
        "Aimee Hamilton",
        "Alexandra Herbert",
        "Glenn Wyatt",
        "Judith Hughes",
        "Wendy Oliver",
    ]
    links = links_of(answer)
    assert links["Adam Stewart"] == f"/staff/{cast.adam.staff.id}/work/"
    assert "Add a member of staff" not in links


@pytest.mark.parametrize("who", ["adam", "glenn", "tomasz", "roy"])
def test_others_are_told_the_role(cast, sign_in, who):
    page = main_of(sign_in(getattr(cast, who)).get(LIST), status=403)
    assert "See the list of staff: for this you need" in page
    assert "you need the role Administrator or Supervisor" in page


def test_reading_it_changes_nothing(cast, sign_in):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        browser.get(LIST)


def test_an_administrator_of_wales_sees_wales(cast, sign_in):
    make_administrator(cast.aimee)
    cast.roy.staff.groups.add(cast.groups["Wales / Caerdydd"])
    answer = sign_in(cast.aimee).get(LIST)
    assert "Roy Patel" in names_in(answer)
    assert "Joanne Okafor" not in names_in(answer)
    page = main_of(answer)
    assert "Wales / Caerdydd 1 group of others" in page
    assert "Liverpool" not in page
    edits = [href for href in links_of(answer).values() if href.endswith("/edit/")]
    assert f"/staff/{cast.roy.staff.id}/edit/" not in edits


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "wisniew"}, ["Tomasz Wiśniewski"]),
        ({"q": "roy@provider"}, ["Roy Patel"]),
        ({"q": "compliance off"}, ["Glenn Wyatt"]),
        ({"q": "nobody of that name"}, []),
        ({"role": "Supervisor"}, ["Aimee Hamilton"]),
        ({"role": "none"}, ["Alexandra Herbert"]),
        ({"role": "Process Automation Trackers (Process)"}, ["Wendy Oliver"]),
        ({"state": "inactive"}, ["Judith Hughes"]),
        ({"state": "active"}, ["Joanne Okafor", "Roy Patel"]),
        ({"state": ["active", "inactive"], "q": "trainer"}, ["Judith Hughes"]),
    ],
)
def test_search_and_filters(cast, sign_in, query, names):
    Staff.objects.filter(id=cast.judith.staff.id).update(is_active=False)
    Staff.objects.filter(id=cast.roy.staff.id).update(last_login=MORNING)
    answer = sign_in(cast.joanne).get(LIST, query)
    assert names_in(answer) == names
    if not names:
        assert "Nobody matches" in main_of(answer)


def test_a_group_with_those_below_it(cast, sign_in):
    wales = cast.groups["Wales"]
    answer = sign_in(cast.joanne).get(LIST, {"group": wales.id})
    assert names_in(answer) == [
        "Adam Stewart",
        "Aimee Hamilton",
        "Alexandra Herbert",
        "Glenn Wyatt",
        "Judith Hughes",
        "Wendy Oliver",
    ]
    assert links_of(answer)["Remove filter Group: Wales"] == "?"


def test_a_filter_that_cannot_be_read(cast, sign_in):
    page = main_of(sign_in(cast.joanne).get(LIST, {"role": "Boss", "group": "x", "state": "y"}))
    assert "The list is shown without these filters" in page
    assert "9 accounts" in page


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("-name", "Wendy Oliver"),
        ("job", "Wendy Oliver"),
        ("-signed", "Roy Patel"),
        ("nonsense", "Adam Stewart"),
    ],
)
def test_order(cast, sign_in, sort, first):
    browser = sign_in(cast.joanne)
    Staff.objects.update(last_login=None)
    Staff.objects.filter(id=cast.roy.staff.id).update(last_login=timezone.now())
    assert names_in(browser.get(LIST, {"sort": sort}))[0] == first


def make_many(cast, amount=40):
    made = Staff.objects.bulk_create(
        Staff(email=f"many{n:02}@provider.example", name=f"Many {n:02}", password="!")
        for n in range(amount)
    )
    for one in made:
        one.groups.add(cast.groups["Wales / Caerdydd"])


@pytest.mark.parametrize("sort", ["name", "-name", "job", "-job", "signed", "-signed"])
def test_pages_in_every_order_hold_everybody_once(cast, sign_in, sort):
    make_many(cast)
    browser = sign_in(cast.joanne)
    answer = browser.get(LIST, {"sort": sort})
    first, found = names_in(answer), list(names_in(answer))
    while (href := links_of(answer).get("Next page")) is not None:
        answer = browser.get(LIST + href)
        found += names_in(answer)
    assert len(found) == len(set(found)) == 49
    answer = browser.get(LIST + links_of(answer)["Previous page"])
    assert names_in(answer) == first


def test_25_a_page_in_few_statements(cast, sign_in, few_statements):
    make_many(cast)
    browser = sign_in(cast.joanne)
    with few_statements():
        answer = browser.get(LIST, {"q": "many", "role": "none", "state": "waiting"})
    assert len(names_in(answer)) == 25
    assert "Showing 1 to 25 of 40" in main_of(answer)


@pytest.mark.parametrize("after", ["x", "0", "00000000-0000-4000-8000-000000000000"])
def test_a_page_that_there_is_not_is_the_first(cast, sign_in, after):
    assert len(names_in(sign_in(cast.joanne).get(LIST, {"after": after}))) == 9


def test_nobody_at_all(cast, sign_in):
    make_administrator(cast.aimee, Group.objects.get(path="North West"))
    cast.roy.staff.groups.clear()
    Staff.groups.through.objects.exclude(staff=cast.joanne.staff).delete()
    browser = sign_in(cast.aimee)
    assert "Nobody works in your groups yet" in main_of(browser.get(LIST))
