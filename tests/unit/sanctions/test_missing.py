"""What may be missing from a sanction record."""

from datetime import date

import pytest

from tests.unit.sanctions.test_suggestion import TRACKER, course, entry, outcome, re_compliance
from waymark.sanctions.missing import Around, what_may_be_missing

TODAY = date(2026, 12, 10)


def missing(*entries, uc=True, left_on=None, mandatory=True, **given):
    still = frozenset({TRACKER}) if mandatory else frozenset()
    around = Around(uc, left_on, still, TODAY)
    return [str(one.kind) for one in what_may_be_missing([course(*entries, **given)], around)]


SENT = entry(8, "referral")
PERIOD = entry(9, "period", starts_on=TODAY)
CONDITION = entry(10, "condition")
CLOSED = {"status": "Closed", "with_dwp": False, "final": True}


@pytest.mark.parametrize(
    ("entries", "given", "found"),
    [
        ([], {}, ["referral"]),
        ([SENT], {}, []),
        ([SENT], CLOSED, ["outcome"]),
        ([], CLOSED, []),
        ([], {"status": "New", "with_dwp": False}, []),
        ([SENT, outcome()], CLOSED, ["period", "condition"]),
        ([SENT, outcome()], CLOSED | {"uc": False}, ["period"]),
        ([SENT, outcome(), PERIOD, CONDITION], CLOSED, []),
        ([SENT, outcome(result="non-adverse")], CLOSED, []),
    ],
)
def test_what_would_come_next(entries, given, found):
    assert missing(*entries, **given) == found


@pytest.mark.parametrize(
    "given", [{"left_on": date(2026, 12, 1)}, {"left_on": TODAY}, {"mandatory": False}]
)
def test_dwp_is_told_that_something_is_no_longer_required(given):
    assert missing(SENT, **given) == ["no-longer-required"]
    assert missing(SENT, outcome(), PERIOD, CONDITION, **given) == ["no-longer-required"]
    assert missing(SENT, outcome(result="cancelled"), **given) == []
    assert missing(SENT, uc=False, **given) == []
    assert missing(SENT, re_compliance(3), **given) == []


def test_nobody_has_left_who_will_leave_tomorrow():
    assert missing(SENT, left_on=date(2026, 12, 11)) == []


def test_it_says_why_and_about_which_tracker():
    around = Around(True, date(2026, 12, 1), frozenset(), TODAY)
    [first, second] = what_may_be_missing([course()], around)
    assert first.why == "T10418 is Referred: when and how it was sent"
    assert second.why == "They left on 1 December 2026: tell DWP from when T10418 is not required"
    assert second.tracker_id == TRACKER
