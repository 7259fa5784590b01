"""Bank holidays: see them, add a day for a nation, take one off."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from tests.snapshot import nothing_changes
from tests.web.reading import field_of, links_of, main_of, words_of
from waymark.audit.models import Event
from waymark.kernel.working_days import Nation, is_working_day
from waymark.programmes.models import HolidayCorrection
from waymark.programmes.queries import calendar_of, received_on

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/administration/bank-holidays/"
CORRECT = "/administration/bank-holidays/correct/"
FUNERAL = {
    "nation": "Scotland",
    "day": "14/12/2026",
    "becomes": "holiday",
    "why": "By proclamation of 1 December",
}
NO_BOXING_DAY = {
    "nation": "Scotland",
    "day": "28/12/2026",
    "becomes": "working_day",
    "why": "Our offices in Scotland are open",
}


def works(day, nation=Nation.SCOTLAND):
    return is_working_day(day, calendar_of(nation))


def test_the_list_has_three_nations_and_two_years(cast, sign_in):
    answer = sign_in(cast.joanne).get(LIST)
    page = main_of(answer)
    assert "Nothing was corrected" in page
    assert page.count("Monday 30 November 2026 Saint Andrew") == 1
    assert page.count("Monday 28 December 2026 Boxing Day (observed)") == 3
    assert "Monday 12 July 2027 Battle of the Boyne" in page
    assert "Saturday" not in page
    assert links_of(answer)["Add or take off a day"] == CORRECT


def test_adding_a_day_for_one_nation(cast, sign_in):
    browser = sign_in(cast.joanne)
    answer = browser.post(CORRECT, FUNERAL)
    assert (answer.status_code, answer.url) == (302, LIST)
    page = words_of(browser.get(LIST))
    assert "14 December 2026 is a bank holiday in Scotland" in page
    assert "Monday 14 December 2026 Added here" in page
    assert "Monday 14 December 2026 Scotland A bank holiday Joanne" in page
    assert not works(date(2026, 12, 14))
    assert works(date(2026, 12, 14), Nation.ENGLAND_AND_WALES)
    assert received_on("post", date(2026, 12, 11), Nation.SCOTLAND) == date(2026, 12, 16)
    assert Event.objects.get(code="bank_holidays.corrected").content.data == {
        "nation": "Scotland",
        "day": "2026-12-14",
        "is_holiday": True,
        "why": "By proclamation of 1 December",
    }


def test_taking_one_off_and_putting_it_back(cast, sign_in):
    browser = sign_in(cast.joanne)
    browser.post(CORRECT, NO_BOXING_DAY)
    assert works(date(2026, 12, 28))
    assert "Boxing Day (observed): taken off here, a working day" in main_of(browser.get(LIST))
    browser.post(CORRECT, NO_BOXING_DAY | {"becomes": "holiday", "why": "We close after all"})
    assert not works(date(2026, 12, 28))
    assert HolidayCorrection.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"nation": ""}, "Choose the nation"),
        ({"nation": "France"}, "Choose the nation from the list"),
        ({"day": ""}, "Enter the day"),
        ({"day": "30/2/2027"}, "30 February is not a date"),
        ({"day": "12/12/2026"}, "Choose a day from Monday to Friday"),
        ({"day": "30/11/2026"}, "The calendar says so already"),
        ({"becomes": ""}, "Choose what this day is"),
        ({"becomes": "working_day"}, "The calendar says so already"),
        ({"why": "  "}, "Say what the day is"),
        ({"why": "x" * 1001}, "must have 1,000 characters or fewer"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(cast, sign_in, typed, message):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        answer = browser.post(CORRECT, FUNERAL | typed)
    assert main_of(answer).count(message) == 2
    assert field_of(answer, "day") == (FUNERAL | typed)["day"]


def test_twice_is_once(cast, sign_in):
    browser = sign_in(cast.joanne)
    browser.post(CORRECT, FUNERAL)
    assert "The calendar says so already" in main_of(browser.post(CORRECT, FUNERAL))
    assert HolidayCorrection.objects.count() == 1


def test_corrections_only_grow(cast, sign_in):
    sign_in(cast.joanne).post(CORRECT, FUNERAL)
    for change in (lambda rows: rows.update(is_holiday=False), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change(HolidayCorrection.objects.all())


def test_opening_them_changes_nothing(cast, sign_in):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        for address in (LIST, CORRECT):
            assert browser.get(address).status_code == 200


@pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
def test_others_are_told_the_role(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    for address in (LIST, CORRECT):
        assert "the role Administrator" in main_of(browser.get(address), status=403)
    with nothing_changes():
        assert browser.post(CORRECT, FUNERAL).status_code == 403
