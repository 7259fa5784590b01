"""Which version of a limit counts, and what may be set."""
# ruff: noqa: N802

from datetime import UTC, date, datetime

import pytest

from waymark.programmes import rules
from waymark.programmes.rules import LIMIT_KINDS, Limit, LimitBook

FRIDAY = date(2026, 11, 27)


def version(number, valid_from, *, key=1, set_on=None):
    set_on = set_on or valid_from
    at = datetime(set_on.year, set_on.month, set_on.day, 9, tzinfo=UTC)
    return Limit(key, "submit", number, valid_from, "Joanne Fox", at)


BOOK = LimitBook(
    [
        version(3, date(2026, 12, 1), key=3, set_on=date(2026, 11, 20)),
        version(10, date(2021, 7, 1), key=1),
        version(5, date(2024, 4, 1), key=2),
    ]
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 7, 1), 10),
        (date(2024, 3, 31), 10),
        (date(2024, 4, 1), 5),
        (date(2026, 11, 30), 5),
        (date(2026, 12, 1), 3),
        (date(2031, 1, 1), 3),
        (date(2020, 1, 1), 10),
    ],
)
def test_a_version_counts_from_its_day_until_the_next(day, expected):
    assert BOOK.on("submit", day).number == expected


def test_of_two_from_the_same_day_the_one_set_last_counts():
    first = version(5, date(2026, 11, 1), key=1, set_on=date(2026, 10, 1))
    second = version(7, date(2026, 11, 1), key=2, set_on=date(2026, 10, 2))
    assert LimitBook([second, first]).on("submit", FRIDAY).number == 7


def test_what_was_set_later_did_not_count_then():
    first = version(5, date(2026, 1, 1), key=1)
    afterwards = version(10, date(2026, 6, 1), key=2, set_on=date(2026, 11, 1))
    book = LimitBook([first, afterwards])
    assert book.on("submit", date(2026, 7, 1)).number == 10
    before = datetime(2026, 10, 31, tzinfo=UTC)
    assert book.on("submit", date(2026, 7, 1), known_at=before).number == 5


def test_versions_are_listed_from_the_last_to_the_first():
    assert [one.number for one in BOOK.versions("submit")] == [3, 5, 10]


def test_a_limit_that_there_is_not_is_an_error_of_ours():
    with pytest.raises(KeyError):
        BOOK.on("nonsense", FRIDAY)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no working days"), (1, "1 working day"), (5, "5 working days")]
)
def test_a_limit_in_words(number, words):
    assert version(number, FRIDAY).in_words == words


def test_the_limits_that_others_count_on():
    assert {code: kind.default for code, kind in LIMIT_KINDS.items()} == {
        "raise_doubt": 10,
        "submit": 5,
        "process": 5,
        "reply_window": 5,
        "notice_gap": 2,
        "due_soon": 2,
        "received_handed_over": 0,
        "received_post": 2,
        "received_email": 0,
        "received_journal": 0,
    }
    assert all(kind.source.endswith(".") for kind in LIMIT_KINDS.values())


@pytest.mark.parametrize(("number", "fits"), [(-1, False), (0, True), (366, True), (367, False)])
def test_LIM_01_a_possible_number(number, fits):
    assert rules.number_is_possible(number=number) is fits


@pytest.mark.parametrize(
    ("valid_from", "why", "fits"),
    [
        (FRIDAY, "", True),
        (date(2026, 11, 28), "", True),
        (date(2026, 11, 26), "  ", False),
        (date(2026, 11, 26), "It was told us late", True),
    ],
)
def test_LIM_02_a_past_date_is_explained(valid_from, why, fits):
    assert rules.past_is_explained(valid_from=valid_from, today=FRIDAY, why=why) is fits


@pytest.mark.parametrize(("why", "fits"), [("", False), (" \n", False), ("Coronation", True)])
def test_LIM_03_a_correction_is_explained(why, fits):
    assert rules.correction_is_explained(why=why) is fits


@pytest.mark.parametrize("is_holiday", [True, False])
@pytest.mark.parametrize("becomes", [True, False])
def test_LIM_04_a_correction_changes_something(is_holiday, becomes):
    fits = rules.correction_changes_something(is_holiday=is_holiday, becomes_holiday=becomes)
    assert fits is (is_holiday != becomes)


@pytest.mark.parametrize("is_weekend", [True, False])
def test_LIM_05_a_correction_is_of_a_weekday(is_weekend):
    assert rules.correction_is_of_a_weekday(is_weekend=is_weekend) is not is_weekend
