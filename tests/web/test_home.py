"""Home: what to do next, and numbers that are links to their lists."""

import re
from datetime import date, time, timedelta

import pytest

from tests.factories import (
    MORNING,
    leaves,
    make_activity,
    make_participant,
    make_tracker,
    put_in_status,
)
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.usefixtures("morning")
TODAY = MORNING.date()


@pytest.fixture
def make(cast):
    """Makes a participant of Adam's in Caerdydd."""

    def participant(first="Gwenllian", *, coach="adam", group="Wales / Caerdydd", **given):
        return make_participant(
            getattr(cast, coach).staff if coach else None,
            cast.groups[group],
            first_name=first,
            **given,
        )

    return participant


def to_do(participant, *, days=0, at=time(14, 30), **given):
    """An activity that is still to be done, due so many days from today."""
    return make_activity(participant, due_on=TODAY + timedelta(days=days), due_time=at, **given)


def of_status(cast, make, status, **given):
    tracker = make_tracker(cast, make_activity(make(**given.pop("who", {}))), **given)
    Tracker.objects.filter(id=tracker.id).update(status=status, status_set_at=tracker.created_at)
    tracker.refresh_from_db()
    return tracker


def numbers(answer) -> dict[str, tuple[str, str]]:
    """Each number of the page: what it counts, the number, its list."""
    found = {}
    for words, href in links_of(answer).items():
        if match := re.fullmatch(r"([\d,]+\+?) (.+)", words):
            found[match[2]] = (match[1], href)
    return found


def test_a_coach_finds_activities_and_trackers(cast, sign_in, make):
    gwen = make()
    to_do(gwen, days=-1, title="Careers fair")
    to_do(gwen, days=0, at=time(14, 30), title="CV workshop")
    tracker = of_status(cast, make, "new", now=MORNING - timedelta(days=3))
    page = main_of(sign_in(cast.adam).get("/"))
    assert "Your work Monday 23 November 2026" in page
    assert "Careers fair Appointment, Caerdydd office, mandatory Gwenllian Llywelyn" in page
    assert page.index("Overdue 22 November 2026") < page.index("Due today 2:30pm")
    assert f"Decide on tracker T{tracker.number} Not complete: CV workshop" in page
    assert "4 working days left 27 Nov 2026" in page
    assert "Today’s appointments 2:30pm Gwenllian Llywelyn CV workshop, Caerdydd office" in page


def test_each_number_is_that_of_its_list(cast, sign_in, make):
    gwen = make()
    for days in (-9, -1, 0, 0, 1):
        to_do(gwen, days=days)
    to_do(gwen, days=-1, status="Complete")
    old, new = MORNING - timedelta(days=3), MORNING - timedelta(hours=20)
    for status, now in (
        ("new", old),
        ("new", new),
        ("submitted", old),
        ("referred", old),
        ("resolved", new),
        ("closed", old),
    ):
        of_status(cast, make, status, now=now)
    of_status(cast, make, "new", now=new, who={"coach": "judith"})
    browser = sign_in(cast.adam)
    found = numbers(browser.get("/"))
    assert {what: number for what, (number, _) in found.items()} == {
        "Overdue activities": "2",
        "Still due today": "2",
        "Your open trackers": "4",
        "Your trackers overdue": "0",
        "Yours, due soon": "0",
        "New": "2",
        "Submitted": "1",
        "Referred": "1",
        "Trackers made for you": "2",
        "Trackers made in your groups": "3",
    }
    for what, (number, href) in found.items():
        listed = main_of(browser.get(href))
        if number == "0":
            assert "No trackers" in listed, (what, href)
            continue
        of_what = "Overdue" if "Overdue" in what else "Still due" if "due" in what else "tracker"
        assert f"{number} {of_what}" in listed, (what, href)


def test_the_owner_has_it_and_not_the_work_coach(cast, sign_in, make):
    to_do(make(), days=-1, chosen_owner=cast.judith.staff, title="Training")
    to_do(make(coach="alexandra"), days=-1, title="Alexandra’s")
    assert "Training" in main_of(sign_in(cast.judith).get("/"))
    page = main_of(sign_in(cast.adam).get("/"))
    assert "Training" not in page
    assert "Alexandra’s" not in page


def test_those_who_left_are_not_waited_for(cast, sign_in, make):
    gwen = make()
    to_do(gwen, days=-1)
    leaves(gwen, TODAY)
    assert numbers(sign_in(cast.adam).get("/"))["Overdue activities"][0] == "0"
    leaves(gwen, TODAY + timedelta(days=1))
    assert numbers(sign_in(cast.adam).get("/"))["Overdue activities"][0] == "1"


def test_due_includes_the_time(cast, sign_in, make):
    gwen = make()
    to_do(gwen, at=time(8, 59))
    to_do(gwen, at=time(9, 0))
    to_do(gwen, at=None, kind="Task", place="", mandatory=False)
    found = numbers(sign_in(cast.adam).get("/"))
    assert found["Overdue activities"][0] == "1"
    assert found["Still due today"][0] == "2"


def test_nothing_to_do_says_so(cast, sign_in):
    page = main_of(sign_in(cast.adam).get("/"))
    assert "Nothing to do here" in page
    assert "Today’s appointments None today." in page


def test_trackers_that_one_cannot_edit_are_told_of(cast, sign_in, make):
    of_status(cast, make, "new", who={"coach": "alexandra"})
    page = main_of(sign_in(cast.alexandra).get("/"))
    assert "1 open tracker is assigned to you, but you can only read it" in page
    assert "Process Automation Trackers (Edit)" in page
    assert "Decide on tracker" not in page
    assert "can only read" not in main_of(sign_in(cast.adam).get("/"))


def test_compliance_finds_what_was_handed_over(cast, sign_in, make):
    waiting = of_status(cast, make, "submitted", now=MORNING - timedelta(days=4))
    of_status(cast, make, "submitted", now=MORNING - timedelta(hours=2))
    of_status(cast, make, "new")
    browser = sign_in(cast.glenn)
    answer = browser.get("/")
    page = main_of(answer)
    assert f"Check tracker T{waiting.number}" in page
    assert "With compliance 3 working days left, 26 Nov 2026" in page
    assert "Today’s appointments" not in page
    found = numbers(answer)
    assert found["To be decided by compliance"][0] == "2"
    number, href = found["Handed to compliance"]
    assert number == "1"
    assert "1 tracker, newest first" in main_of(browser.get(href))


def test_a_supervisor_finds_the_team(cast, sign_in, make):
    queued = of_status(cast, make, "new", who={"coach": None})
    to_do(make(), days=-2)
    of_status(cast, make, "referred")
    browser = sign_in(cast.aimee)
    answer = browser.get("/")
    assert f"Tracker T{queued.number}" in main_of(answer)
    found = numbers(answer)
    assert found["Open in your groups"][0] == "2"
    assert found["Nobody has them"][0] == "1"
    number, href = found["Overdue in your groups"]
    assert number == "1"
    assert "Activities to do in your groups" in main_of(browser.get(href))


def test_an_administrator_finds_what_they_keep(cast, sign_in, make):
    of_status(cast, make, "new")
    links = links_of(sign_in(cast.joanne).get("/"))
    assert links["Import a caseload"] == "/administration/imports/"
    assert links["Reasons for non-completion"] == "/administration/reasons/"


def test_an_auditor_finds_lists_and_nothing_to_keep(cast, sign_in, make):
    of_status(cast, make, "new")
    answer = sign_in(cast.tomasz).get("/")
    links = links_of(answer)
    assert links["Trackers"] == "/trackers/"
    assert "Import a caseload" not in links
    assert "Today’s appointments" not in main_of(answer)


def test_nothing_of_another_office_is_counted(cast, sign_in, make):
    of_status(
        cast, make, "new", by=cast.roy, who={"coach": "roy", "group": "North West / Liverpool"}
    )
    to_do(make(coach="roy", group="North West / Liverpool"), days=-1)
    for who in ("adam", "aimee", "glenn"):
        found = numbers(sign_in(getattr(cast, who)).get("/"))
        assert {number for number, _ in found.values()} == {"0"}


def test_reading_it_changes_nothing(cast, sign_in, make):
    to_do(make(), days=-1)
    browser = sign_in(cast.adam)
    with nothing_changes():
        browser.get("/")


def test_few_statements(cast, sign_in, make, few_statements):
    for days in range(9):
        gwen = make()
        to_do(gwen, days=-days)
        to_do(gwen)
        put_in_status(make_tracker(cast, make_activity(gwen)), "submitted" if days % 2 else "new")
    cast.glenn.staff.roles = [*cast.glenn.staff.roles, "Supervisor"]
    cast.glenn.staff.save()
    for who in ("adam", "glenn", "aimee", "tomasz", "joanne"):
        browser = sign_in(getattr(cast, who))
        with few_statements():
            browser.get("/")


def test_signing_in_comes_first(client):
    assert client.get("/").status_code == 302


class TestActivitiesToDo:
    """The list that the numbers of activities lead to."""

    def test_overdue_and_today(self, cast, sign_in, make):
        gwen = make(reference="WM17000412")
        to_do(gwen, days=-1, title="Careers fair")
        to_do(gwen, title="CV workshop")
        browser = sign_in(cast.adam)
        overdue = main_of(browser.get("/activities/"))
        assert "1 Overdue 1 Still due today" in overdue
        assert "Careers fair Mandatory Appointment, Caerdydd office" in overdue
        assert "Gwenllian Llywelyn WM17000412 Overdue 22 November 2026 at 2:30pm" in overdue
        assert "CV workshop" not in overdue
        today = main_of(browser.get("/activities/", {"when": "today"}))
        assert "CV workshop" in today
        assert "Careers fair" not in today

    def test_those_of_all_of_ones_groups(self, cast, sign_in, make):
        to_do(make(coach="alexandra"), days=-1, title="Careers fair")
        to_do(make(coach=None), days=-1, mandatory=False)
        to_do(make(coach="roy", group="North West / Liverpool"), days=-1, title="Elsewhere")
        browser = sign_in(cast.adam)
        assert "Nothing to do here" in main_of(browser.get("/activities/"))
        page = main_of(browser.get("/activities/", {"whose": "everyones"}))
        assert "Careers fair" in page
        assert "Alexandra Herbert" in page
        assert "Nobody" in page
        assert "Elsewhere" not in page

    def test_pages(self, cast, sign_in, make, few_statements):
        gwen = make()
        for number in range(30):
            to_do(gwen, days=-1, title=f"Workshop {number:02}", at=time(9, number))
        browser = sign_in(cast.adam)
        with few_statements():
            first = browser.get("/activities/", {"when": "overdue"})
        assert "Showing 1 to 25 of 30" in main_of(first)
        second = main_of(browser.get("/activities/" + links_of(first)["Next page"]))
        assert "Showing 26 to 30 of 30" in second
        assert "Workshop 29" in second

    @pytest.mark.parametrize(
        "asked",
        [{"when": "never"}, {"page": "x"}, {"page": "-1"}, {"page": "9" * 30}, {"whose": "?"}],
    )
    def test_nothing_in_an_address_breaks_it(self, cast, sign_in, asked):
        assert sign_in(cast.adam).get("/activities/", asked).status_code == 200

    def test_without_a_time_it_is_due_until_the_day_ends(self, cast, sign_in, make):
        gwen = make()
        make_activity(
            gwen, due_on=date(2026, 11, 23), due_time=None, kind="Task", place="", mandatory=False
        )
        assert "1 Still due today" in main_of(sign_in(cast.adam).get("/activities/"))
