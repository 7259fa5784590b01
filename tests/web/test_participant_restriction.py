"""Who sees a record: a Supervisor restricts it to named people, names others, lifts it."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.restricting import WHY, restrict, said_why
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, links_of, main_of, words_of
from waymark.people.models import Staff

pytestmark = pytest.mark.usefixtures("morning")
TAG = "Restricted record"


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def here(gwen):
    return reverse("participant-restriction", args=[gwen.id])


@pytest.fixture
def lift(gwen):
    return reverse("participant-restriction-lift", args=[gwen.id])


def naming(*people, version="1", why=WHY):
    return {"version": version, "named": [str(one.staff.id) for one in people], "why": why}


def test_a_record_is_restricted(cast, sign_in, gwen, here):
    make_tracker(cast, make_activity(gwen, chosen_owner=cast.judith.staff))
    browser = sign_in(cast.aimee)
    page = main_of(browser.get(here))
    assert "Everybody with access to Wales / Caerdydd sees this record" in page
    assert "are handed over to Adam Stewart, the work coach" in page
    assert chosen_of(browser.get(here), "named") == [
        str(cast.adam.staff.id),
        str(cast.aimee.staff.id),
    ]
    browser.post(here, naming(cast.adam, cast.aimee))
    said_why(cast.aimee, gwen)
    answer = browser.get(reverse("participant-details", args=[gwen.id]))
    page = main_of(answer)
    assert "Who sees this record is saved. Handed over to Adam Stewart: 1 tracker" in page
    assert "Only these people see it: Adam Stewart Aimee Hamilton" in page
    assert f"Gwenllian Llywelyn {TAG}" in words_of(answer).replace("LlywelynR", "Llywelyn R")
    assert sign_in(cast.judith).get(f"/participants/{gwen.id}/").status_code == 404


def test_the_tag_stands_in_every_list(cast, sign_in, gwen):
    make_activity(gwen, mandatory=False)
    make_tracker(cast, make_activity(gwen))
    restrict(cast, gwen, cast.adam)
    browser = sign_in(cast.adam)
    for url in ("/", "/participants/", "/trackers/", "/activities/"):
        assert f"Gwenllian Llywelyn {TAG}" in main_of(browser.get(url)), url


def test_others_are_named(cast, sign_in, gwen, here):
    restrict(cast, gwen, cast.adam)
    said_why(cast.aimee, gwen)
    browser = sign_in(cast.aimee)
    assert "only the people ticked below see it" in main_of(browser.get(here))
    answer = browser.post(here, naming(cast.adam, cast.aimee, cast.wendy, version="2"), follow=True)
    assert "Adam Stewart Aimee Hamilton Wendy Oliver" in main_of(answer)
    assert sign_in(cast.wendy).get("/participants/?q=WM17000412").content.count(b"WM17000412") > 1


def test_somebody_takes_their_own_name_off(cast, sign_in, gwen, here):
    sian = Staff.objects.create(email="s@provider.example", name="Siân", roles=["Supervisor"])
    sian.groups.add(cast.groups["Wales"])
    restrict(cast, gwen, cast.adam)
    said_why(cast.aimee, gwen)
    data = naming(cast.adam, version="2") | {"named": [str(sian.id), str(cast.adam.staff.id)]}
    answer = sign_in(cast.aimee).post(here, data, follow=True)
    assert answer.request["PATH_INFO"] == "/participants/"
    assert "Who sees this record is saved" in main_of(answer)
    assert "WM17000412" not in main_of(answer)


def test_the_restriction_is_lifted(cast, sign_in, gwen, lift):
    restrict(cast, gwen, cast.adam)
    said_why(cast.aimee, gwen)
    browser = sign_in(cast.aimee)
    assert "Everybody with access to Wales / Caerdydd sees this record again" in main_of(
        browser.get(lift)
    )
    answer = browser.post(lift, {"version": "2", "why": "She has moved"}, follow=True)
    assert "The restriction is lifted" in main_of(answer)
    assert "Everybody with access to the group" in main_of(answer)
    assert sign_in(cast.judith).get(f"/participants/{gwen.id}/").status_code == 200
    history = main_of(browser.get(f"/participants/{gwen.id}/history/"))
    assert "Why: She has moved" in history
    assert "Why: She is in a protection programme" in history


@pytest.mark.parametrize(
    ("who", "why", "said"),
    [
        (["adam"], "", "Say why, for the people who see this record"),
        ([], WHY, "Choose who sees this record"),
        (["judith"], WHY, "Name the work coach too"),
    ],
)
def test_what_is_wrong_is_told_and_stays(cast, sign_in, gwen, here, who, why, said):
    people = [getattr(cast, one) for one in who]
    answer = sign_in(cast.aimee).post(here, naming(*people, why=why))
    assert main_of(answer).count(said) == 2
    assert field_of(answer, "why") == why
    assert chosen_of(answer, "named") == [str(one.staff.id) for one in people]
    gwen.refresh_from_db()
    assert not gwen.is_restricted


def test_lifting_needs_a_reason(cast, sign_in, gwen, lift):
    restrict(cast, gwen, cast.adam)
    said_why(cast.aimee, gwen)
    answer = sign_in(cast.aimee).post(lift, {"version": "2", "why": " "})
    assert main_of(answer).count("Say why, for the people who see this record") == 2
    gwen.refresh_from_db()
    assert gwen.is_restricted


@pytest.mark.parametrize(
    "why",
    ["x" * 501, "a\x00b", "a\u202eb", "\u200b", "x" * 10_001],
    ids=["long", "NUL", "turned", "invisible", "very long"],
)
def test_what_cannot_be_a_reason_is_told_and_stays(cast, sign_in, gwen, here, lift, why):
    restrict(cast, gwen, cast.adam)
    said_why(cast.aimee, gwen)
    browser = sign_in(cast.aimee)
    for url, more in ((lift, {}), (here, naming(cast.adam, cast.aimee))):
        answer = browser.post(url, more | {"version": "2", "why": why})
        assert "There is a problem" in main_of(answer)
        assert len(why) < 501 or field_of(answer, "why") == why
    gwen.refresh_from_db()
    assert gwen.version == 2


def test_reading_the_pages_changes_nothing(cast, sign_in, gwen, here, lift):
    browser = sign_in(cast.aimee)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(here)
        browser.get(lift)


def test_wrong_role_and_out_of_scope(cast, sign_in, gwen, here, lift):
    for url, data in ((here, naming(cast.adam, cast.aimee)), (lift, {"version": "1", "why": WHY})):
        assert sign_in(cast.adam).post(url, data).status_code == 403
        assert sign_in(cast.joanne).post(url, data).status_code == 403
        assert sign_in(cast.roy).post(url, data).status_code == 404
    gwen.refresh_from_db()
    assert not gwen.is_restricted


def test_what_is_not_restricted_is_not_lifted(cast, sign_in, gwen, here, lift):
    answer = sign_in(cast.aimee).post(lift, {"version": "1", "why": "Over"})
    assert "This record is not restricted any more" in main_of(answer)
    assert sign_in(cast.aimee).get(lift)["Location"] == here


def test_twice(cast, sign_in, gwen, here):
    browser = sign_in(cast.aimee)
    browser.post(here, naming(cast.adam, cast.aimee))
    said_why(cast.aimee, gwen)
    answer = browser.post(here, naming(cast.adam, cast.aimee, cast.wendy))
    assert "Aimee Hamilton changed this while you had it open" in main_of(answer)
    assert str(cast.wendy.staff.id) in chosen_of(answer, "named")
    gwen.refresh_from_db()
    assert cast.wendy.staff.id not in gwen.named_ids


def test_many_people_are_found_by_part_of_a_name(cast, sign_in, gwen, here):
    """More than fit in a list: those who matter stand there, others are looked for."""
    for number in range(70):
        made = Staff.objects.create(email=f"a{number}@provider.example", name=f"Ann {number}")
        made.groups.add(cast.groups["Wales / Caerdydd"])
    browser = sign_in(cast.aimee)
    page = main_of(browser.get(here))
    assert "Find more people" in page
    assert "Ann 7" not in page
    data = naming(cast.adam, cast.aimee, why="") | {"press": "find", "find": "ann 6"}
    answer = browser.post(here, data)
    page = main_of(answer)
    assert "There is a problem" not in page
    assert "Ann 66" in page
    assert set(chosen_of(answer, "named")) == {str(cast.adam.staff.id), str(cast.aimee.staff.id)}


def test_few_statements(cast, sign_in, gwen, here, few_statements):
    restrict(cast, gwen, cast.adam, cast.wendy, cast.tomasz)
    said_why(cast.aimee, gwen)
    browser = sign_in(cast.aimee)
    with few_statements():
        browser.get(here)


def test_who_is_named_is_shown_to_those_who_see_it(cast, sign_in, gwen, here):
    restrict(cast, gwen, cast.adam)
    said_why(cast.adam, gwen)
    details = sign_in(cast.adam).get(f"/participants/{gwen.id}/details/")
    assert "Only these people see it: Adam Stewart Aimee Hamilton" in main_of(details)
    assert here not in links_of(details).values()
