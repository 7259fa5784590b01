"""All that is mandatory for somebody now, on one page, with clashes pointed out; and what staff
consider while they mandate.
"""

from datetime import date, time
from decimal import Decimal

import pytest

from tests.factories import MORNING, make_activity, make_notice, make_participant
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.participants.models import Marker, MarkerKind

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    kind = MarkerKind.objects.get(name="Interpreter needed")
    one = make_participant(
        cast.adam.staff,
        cast.groups["Wales / Caerdydd"],
        reasonable_adjustments="A chair with arms.\nBreaks every hour.",
        agreed_hours=Decimal("3.5"),
    )
    Marker.objects.create(
        participant=one, kind=kind, what_to_know="Somali", set_by="Adam", set_at=MORNING
    )
    return one


def at(participant):
    return f"/participants/{participant.id}/action-plan/mandatory/"


def test_everything_mandatory_that_nobody_has_marked(cast, sign_in, gwen, few_statements):
    ahead = make_activity(gwen, due_on=date(2026, 12, 1), channel="In person", hours=2)
    told = make_activity(gwen, title="Fair", due_on=date(2026, 12, 2))
    make_notice(told)
    make_activity(gwen, title="Chosen freely", mandatory=False, due_on=date(2026, 12, 1))
    make_activity(gwen, title="Done", status="Complete")
    make_activity(gwen, title="Past", due_on=date(2026, 11, 20))
    browser = sign_in(cast.adam)
    with few_statements():
        page = browser.get(at(gwen))
    words = main_of(page)
    assert "CV workshop Appointment, In person, Caerdydd office 1 December 2026 10:30am" in words
    assert "2 hours Notice needed Issue a notice of CV workshop" in words
    assert "Fair Appointment, Caerdydd office 2 December 2026 10:30am Not said Notice in force" in (
        words
    )
    assert "Overdue 20 November 2026 at 10:30am Not said No notice" in words
    assert "Chosen freely" not in words
    assert "Done" not in words
    assert "2 activities say not how many hours it takes" in words
    assert "Look at these together" not in words
    link = links_of(page)["Issue a notice of CV workshop"]
    assert link == f"/activities/{ahead.id}/notices/issue/"
    plan = browser.get(f"/participants/{gwen.id}/action-plan/")
    assert links_of(plan)["What is mandatory"] == at(gwen)


def test_clashes_are_pointed_out(cast, sign_in, gwen):
    make_activity(gwen, title="Fair", due_on=date(2026, 12, 1), hours=2)
    late = make_activity(
        gwen, title="Clinic", due_on=date(2026, 12, 1), due_time=time(13), hours=2, evidence="None"
    )
    browser = sign_in(cast.adam)
    told = "‘Fair’ and ‘Clinic’ are at the same time, 1 December 2026"
    week = "In the week of 30 November 2026 4 hours are mandatory: 3.5 are agreed"
    assert week in main_of(browser.get(at(gwen)))
    assert told not in main_of(browser.get(at(gwen)))
    type(late).objects.filter(id=late.id).update(due_at=MORNING.replace(month=12, day=1, hour=11))
    assert told in main_of(browser.get(at(gwen)))
    form = main_of(browser.get(f"/activities/{late.id}/notices/issue/"))
    assert told in form
    assert week in form


def test_what_to_consider_is_shown_while_mandating(cast, sign_in, gwen):
    activity = make_activity(gwen, due_on=date(2026, 12, 1), evidence="None")
    told = "A chair with arms. Breaks every hour. Support need: Interpreter needed Somali"
    browser = sign_in(cast.adam)
    for where in (
        at(gwen),
        f"/participants/{gwen.id}/action-plan/add/",
        f"/activities/{activity.id}/edit/",
        f"/activities/{activity.id}/notices/issue/",
    ):
        assert told in main_of(browser.get(where)), where
        assert "Agreed hours 3.5 hours a week" in main_of(browser.get(where)), where


def test_nothing_mandatory(cast, sign_in):
    gareth = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    words = main_of(sign_in(cast.adam).get(at(gareth)))
    assert "Nothing is mandatory now" in words
    assert "Reasonable adjustments None are written down" in words


def test_auditors_read_it_and_issue_nothing(cast, sign_in, gwen):
    make_activity(gwen, due_on=date(2026, 12, 1))
    page = sign_in(cast.tomasz).get(at(gwen))
    assert "Notice needed" in main_of(page)
    assert "Issue a notice" not in main_of(page)


def test_looking_changes_nothing_but_who_looked(cast, sign_in, gwen):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(gwen))


def test_out_of_scope_is_as_if_not_there(cast, sign_in, gwen):
    assert sign_in(cast.roy).get(at(gwen)).status_code == 404


def test_adjustments_and_hours_are_corrected_with_the_details(cast, sign_in, gwen):
    browser = sign_in(cast.adam)
    form = {
        "version": 1,
        "first_name": "Gwenllian",
        "last_name": "Llywelyn",
        "date_of_birth": "4/3/1991",
        "benefit": "Universal Credit",
        "language": "English",
        "reasonable_adjustments": "None wanted",
        "agreed_hours": "16",
    }
    where = f"/participants/{gwen.id}/details/change/"
    wrong = browser.post(where, form | {"agreed_hours": "many"})
    assert "Use a number of hours such as 2 or 1.5" in main_of(wrong)
    assert browser.post(where, form).status_code == 302
    words = main_of(browser.get(f"/participants/{gwen.id}/details/"))
    assert "Reasonable adjustments None wanted Agreed hours a week 16" in words
    history = main_of(browser.get(f"/participants/{gwen.id}/history/"))
    assert "Agreed hours a week: 3.5 to 16" in history
