"""Time limits: see them with their versions, and set a new number from a day on."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from tests.snapshot import nothing_changes
from tests.web.reading import field_of, links_of, main_of, words_of
from waymark.audit.models import Event
from waymark.kernel.working_days import Nation
from waymark.programmes.models import LimitVersion
from waymark.programmes.queries import limit_on, received_on
from waymark.programmes.rules import LIMIT_KINDS

pytestmark = pytest.mark.usefixtures("morning")
LIST = "/administration/time-limits/"
SUBMIT = "/administration/time-limits/submit/"
NEXT_WEEK = {"number": "8", "valid_from": "24/11/2026", "why": "A new contract"}


def versions(code="submit"):
    return list(LimitVersion.objects.filter(code=code).values_list("number", "valid_from"))


def test_an_installation_begins_with_one_version_of_each(cast, sign_in):
    answer = sign_in(cast.joanne).get(LIST)
    page = main_of(answer)
    for code, kind in LIMIT_KINDS.items():
        assert links_of(answer)[f"Change {kind.label}"] == f"{LIST}{code}/"
        assert kind.meaning in page
        assert limit_on(code, date(2026, 11, 17)).number == kind.default
    assert "Received: by post" in page
    assert "the second working day after posting. 2 working days The beginning" in page


def test_setting_a_number_from_a_day_on(cast, sign_in):
    browser = sign_in(cast.joanne)
    answer = browser.post(SUBMIT, NEXT_WEEK)
    assert (answer.status_code, answer.url) == (302, LIST)
    assert "‘Submit the tracker’ is 8 from 24 November 2026" in words_of(browser.get(LIST))
    assert "8 working days from 24 November 2026" in main_of(browser.get(LIST))
    assert limit_on("submit", date(2026, 11, 23)).number == 5
    assert limit_on("submit", date(2026, 11, 24)).number == 8
    told = Event.objects.get(code="limit.set").content.data
    assert told == {
        "limit": "Submit the tracker",
        "working_days": 8,
        "before": 5,
        "valid_from": "2026-11-24",
        "why": "A new contract",
    }


def test_its_page_has_every_version_with_who_and_why(cast, sign_in):
    browser = sign_in(cast.joanne)
    browser.post(SUBMIT, NEXT_WEEK)
    page = main_of(browser.get(SUBMIT))
    assert "24 November 2026 8 working days Joanne" in page
    assert "A new contract" in page
    assert "The beginning 5 working days Waymark, when it was installed" in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"number": ""}, "Enter the working days"),
        ({"number": "five"}, "Enter a whole number of working days"),
        ({"number": "-1"}, "Working days must be 0 or more"),
        ({"number": "400"}, "Working days must be 366 or less"),
        ({"number": "9" * 50}, "Working days must be 366 or less"),
        ({"valid_from": ""}, "Enter the day from which it is in force"),
        ({"valid_from": "31/2/2027"}, "31 February is not a date"),
        ({"valid_from": "16/11/2026", "why": " "}, "Say why: this date is in the past"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(cast, sign_in, typed, message):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        answer = browser.post(SUBMIT, NEXT_WEEK | typed)
    assert main_of(answer).count(message) == 2
    for name, value in (NEXT_WEEK | typed).items():
        if name != "why":
            assert field_of(answer, name) == value


def test_a_past_date_with_its_reason(cast, sign_in):
    sign_in(cast.joanne).post(SUBMIT, NEXT_WEEK | {"valid_from": "1/11/2026"})
    assert versions()[0] == (8, date(2026, 11, 1))


def test_twice_is_once(cast, sign_in):
    browser = sign_in(cast.joanne)
    for _ in range(2):
        assert browser.post(SUBMIT, NEXT_WEEK).status_code == 302
    assert len(versions()) == 2
    assert Event.objects.filter(code="limit.set").count() == 1


def test_a_second_thought_about_the_same_day_counts(cast, sign_in):
    browser = sign_in(cast.joanne)
    browser.post(SUBMIT, NEXT_WEEK)
    browser.post(SUBMIT, NEXT_WEEK | {"number": "9"})
    assert limit_on("submit", date(2026, 11, 24)).number == 9
    assert len(versions()) == 3


def test_versions_only_grow(cast):
    for change in (lambda rows: rows.update(number=99), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change(LimitVersion.objects.all())


def test_opening_them_changes_nothing(cast, sign_in):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        for address in (LIST, SUBMIT):
            assert browser.get(address).status_code == 200


@pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
def test_others_are_told_the_role(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    for address in (LIST, SUBMIT):
        assert "the role Administrator" in main_of(browser.get(address), status=403)
    with nothing_changes():
        assert browser.post(SUBMIT, NEXT_WEEK).status_code == 403


def test_one_that_there_is_not(cast, sign_in):
    assert sign_in(cast.joanne).get(f"{LIST}lunch/").status_code == 404


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("handed_over", date(2026, 11, 27)),
        ("post", date(2026, 12, 2)),
        ("email", date(2026, 11, 27)),
        ("journal", date(2026, 11, 27)),
    ],
)
def test_when_something_counts_as_received_in_scotland(cast, way, expected):
    """Friday 27 November 2026; Monday is Saint Andrew's day."""
    assert received_on(way, date(2026, 11, 27), Nation.SCOTLAND) == expected
