"""Whether a tracker is due: all combinations of what product.md 4.1 lists."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from waymark.trackers.rules import Because, Candidate, Facts, Setting, choose_assignee, evaluate

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SET_AT = datetime(2026, 10, 2, 10, 0, tzinfo=UTC)


def facts(*, switch=True, left_on=None, mandation=True, mandatory=True, past=False, already=None):
    return Facts(
        day=DAY,
        programme="DWP Restart",
        programme_switch=Setting(switch, "Joanne Okafor", SET_AT),
        left_on=left_on,
        make_activity_mandatory=Setting(mandation, "Aimee Hamilton", SET_AT),
        activity_mandatory=Setting(mandatory, "Adam Stewart", SET_AT),
        marked_by="Alexandra Herbert",
        marked_at=AT,
        open_tracker=already,
        past_record=past,
    )


@pytest.mark.parametrize(
    ("switch", "left", "mandation", "mandatory", "past", "already"),
    list(product([True, False], repeat=6)),
)
def test_every_combination(switch, left, mandation, mandatory, past, already):
    """64 of them: one makes a tracker, one finds it already open, 62 make none."""
    verdict = evaluate(
        facts(
            switch=switch,
            left_on=DAY if left else None,
            mandation=mandation,
            mandatory=mandatory,
            past=past,
            already="T10418" if already else None,
        )
    )
    if switch and mandation and mandatory and not left and not past:
        expected = "already open" if already else "made"
    else:
        expected = "not made"
    assert verdict.outcome == expected
    assert {condition.code: condition.held for condition in verdict.conditions} == {
        "TRK-01": switch,
        "TRK-02": not left,
        "TRK-03": mandation,
        "TRK-04": mandatory,
        "PLN-10": True,
        "TRK-05": not past,
        "TRK-06": not already,
    }


@pytest.mark.parametrize(
    ("left_on", "outcome"),
    [
        (None, "made"),
        (DAY - timedelta(days=1), "not made"),
        (DAY, "not made"),
        (DAY + timedelta(days=1), "made"),
    ],
)
def test_left_yesterday_today_and_tomorrow(left_on, outcome):
    assert evaluate(facts(left_on=left_on)).outcome == outcome


def test_each_condition_keeps_its_value_and_who_set_it():
    kept = evaluate(facts(left_on=date(2026, 12, 1))).as_data()
    assert kept == [
        condition("TRK-01", "DWP Restart", "Joanne Okafor", "2026-10-02T10:00:00+00:00"),
        condition("TRK-02", "2026-12-01"),
        condition("TRK-03", "Yes", "Aimee Hamilton", "2026-10-02T10:00:00+00:00"),
        condition("TRK-04", "Yes", "Adam Stewart", "2026-10-02T10:00:00+00:00"),
        condition("PLN-10", "Not complete", "Alexandra Herbert", "2026-11-23T09:00:00+00:00"),
        condition("TRK-05", "No"),
        condition("TRK-06", ""),
    ]


def condition(code, value, set_by="", set_at=""):
    return {"code": code, "held": True, "value": value, "set_by": set_by, "set_at": set_at}


def test_values_of_conditions_that_did_not_hold():
    verdict = evaluate(facts(mandation=False, mandatory=False, past=True, already="T10418"))
    assert {one.code: one.value for one in verdict.conditions if not one.held} == {
        "TRK-03": "No",
        "TRK-04": "No",
        "TRK-05": "Yes",
        "TRK-06": "T10418",
    }


def test_a_setting_that_nobody_set_is_kept_without_a_name():
    bare = evaluate(
        Facts(
            day=DAY,
            programme="DWP Restart",
            programme_switch=Setting(True),
            left_on=None,
            make_activity_mandatory=Setting(False),
            activity_mandatory=Setting(True),
            marked_by="Alexandra Herbert",
            marked_at=AT,
        )
    )
    assert (bare.conditions[2].set_by, bare.conditions[2].set_at) == ("", "")


CAN_OWN = Candidate(UUID(int=1), "Judith Hughes", can_take_it=True)
CANNOT_OWN = Candidate(UUID(int=1), "Judith Hughes", can_take_it=False)
CAN_COACH = Candidate(UUID(int=2), "Adam Stewart", can_take_it=True)
CANNOT_COACH = Candidate(UUID(int=2), "Adam Stewart", can_take_it=False)


@pytest.mark.parametrize(
    ("owner", "coach", "who", "because"),
    [
        (CAN_OWN, CAN_COACH, "Judith Hughes", Because.OWNER),
        (CAN_OWN, CANNOT_COACH, "Judith Hughes", Because.OWNER),
        (CAN_OWN, None, "Judith Hughes", Because.OWNER),
        (CANNOT_OWN, CAN_COACH, "Adam Stewart", Because.OWNER_CANNOT),
        (CANNOT_OWN, CANNOT_COACH, None, Because.NOBODY),
        (CANNOT_OWN, None, None, Because.NOBODY),
        (None, CAN_COACH, "Adam Stewart", Because.WORK_COACH_IS_OWNER),
        (None, CANNOT_COACH, None, Because.NOBODY),
        (None, None, None, Because.NOBODY),
    ],
)
def test_to_whom_it_falls(owner, coach, who, because):
    """The owner; else the work coach; else nobody."""
    chosen, why = choose_assignee(chosen_owner=owner, work_coach=coach)
    assert (chosen.name if chosen else None, why) == (who, because)
