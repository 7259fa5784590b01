"""What an entry of the sanction record needs."""
# ruff: noqa: N802

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from waymark.sanctions import rules
from waymark.sanctions.rules import EntryFields, effective_on, what_is_wrong

TRACKER = UUID("00000000-0000-4000-8000-00000000000a")
DECISION = UUID("00000000-0000-4000-8000-00000000000b")
UC, JSA = "Universal Credit", "Jobseeker's Allowance (income-based)"
MISSED, TODAY = date(2026, 11, 17), date(2026, 12, 1)
RIGHT = {
    "referral": {"channel": "Secure email"},
    "outcome": {"result": "adverse"},
    "period": {"starts_on": MISSED, "ends_on": date(2026, 12, 14)},
    "condition": {"text": "Come to the next appointment", "channel": "In person"},
    "re-compliance": {"channel": "In person"},
    "no-longer-required": {"result": "left", "channel": "Post", "told_on": TODAY},
    "reconsideration": {"result": "unchanged", "about_id": DECISION},
    "appeal": {"result": "overturned", "about_id": DECISION},
}


def entry(kind, **given):
    values = {"kind": kind, "happened_on": date(2026, 11, 20), "tracker_id": TRACKER}
    return EntryFields(**values | RIGHT.get(kind, {}) | given)


def wrong(fields, **given):
    facts = {"benefit": UC, "today": TODAY, "failed_on": MISSED, "has_decision": True}
    return [(one.code, one.field) for one in what_is_wrong(fields=fields, **facts | given)]


def only(rule):
    return [(rule.refusal_code, rule.field)]


@pytest.mark.parametrize("kind", RIGHT)
def test_with_all_it_needs_nothing_is_wrong(kind):
    assert wrong(entry(kind)) == []


def test_every_kind_has_a_form_of_its_own_here():
    assert set(RIGHT) == set(rules.EntryKind) == set(rules.KIND_LABELS)


def test_SAN_01_the_kind_is_one_of_those_there_are():
    assert wrong(entry("caution")) == only(rules.kind_is_known)


def test_SAN_02_an_entry_rests_on_a_tracker():
    assert wrong(entry("outcome"), failed_on=None) == only(rules.rests_on_a_tracker)


def test_SAN_03_it_has_happened():
    assert wrong(entry("outcome", happened_on=TODAY)) == []
    assert wrong(entry("outcome", happened_on=date(2026, 12, 2))) == only(rules.has_happened)


def test_SAN_03_but_something_can_be_no_longer_required_from_next_week():
    assert wrong(entry("no-longer-required", happened_on=date(2026, 12, 8))) == []


def test_SAN_04_dwp_is_not_told_in_the_future():
    later = entry("re-compliance", told_on=date(2026, 12, 2))
    assert wrong(later) == only(rules.dwp_has_been_told)
    assert wrong(replace(later, told_on=TODAY)) == []


def test_SAN_05_nothing_follows_a_failure_before_it():
    assert wrong(entry("referral", happened_on=MISSED)) == []
    before = entry("referral", happened_on=date(2026, 11, 16))
    assert wrong(before) == only(rules.is_after_the_failure)


@pytest.mark.parametrize("kind", ["re-compliance", "condition"])
def test_SAN_06_re_compliance_is_for_universal_credit(kind):
    refused = only(rules.re_compliance_is_for_universal_credit)
    assert wrong(entry(kind), benefit=JSA) == refused
    assert refused == [("sanctions.re_compliance_not_for_jsa", None)]


@pytest.mark.parametrize(
    ("kind", "result"),
    [("outcome", ""), ("outcome", "overturned"), ("appeal", "adverse"), ("referral", "adverse")],
)
def test_SAN_07_the_result_is_one_of_its_kind(kind, result):
    assert wrong(entry(kind, result=result)) == only(rules.result_is_known)


@pytest.mark.parametrize(
    ("kind", "channel"), [("referral", ""), ("condition", "Post"), ("outcome", "Post")]
)
def test_SAN_08_the_channel_is_one_of_its_kind(kind, channel):
    assert wrong(entry(kind, channel=channel)) == only(rules.channel_is_said)


@pytest.mark.parametrize("text", ["", " \n ", "\u200b"])
def test_SAN_09_a_condition_says_something(text):
    assert wrong(entry("condition", text=text)) == only(rules.condition_is_said)


def test_SAN_10_a_period_begins():
    assert wrong(entry("period", starts_on=None)) == only(rules.period_begins)


def test_SAN_11_a_period_does_not_end_before_it_begins():
    assert wrong(entry("period", ends_on=MISSED)) == []
    before = entry("period", ends_on=date(2026, 11, 16))
    assert wrong(before) == only(rules.period_ends_after_it_begins)


@pytest.mark.parametrize(("days", "is_right"), [(1, True), (1095, True), (0, False), (1096, False)])
def test_SAN_12_the_fixed_part_is_a_number_of_days(days, is_right):
    found = wrong(entry("period", ends_on=None, fixed_days=days))
    assert found == ([] if is_right else only(rules.fixed_part_is_a_number_of_days))


@pytest.mark.parametrize("kind", ["reconsideration", "appeal"])
def test_SAN_13_a_result_is_about_a_decision(kind):
    assert wrong(entry(kind), has_decision=False) == only(rules.review_is_of_a_decision)
    assert wrong(entry("outcome"), has_decision=False) == []


def test_SAN_14_it_is_said_when_dwp_was_told():
    assert wrong(entry("no-longer-required", told_on=None)) == only(rules.notice_was_given)
    assert wrong(entry("re-compliance", told_on=None)) == []


@pytest.mark.parametrize(("why", "holds"), [("The letter says 14 days", True), (" ", False)])
def test_SAN_15_a_correction_is_explained(why, holds):
    assert rules.correction_is_explained(why=why) is holds


def test_SAN_16_what_was_corrected_is_not_corrected_again():
    assert rules.stands_still(stands=True)
    assert not rules.stands_still(stands=False)


def test_SAN_17_a_correction_changes_something():
    assert rules.correction_changes_something(is_the_same=False)
    assert not rules.correction_changes_something(is_the_same=True)


def test_SAN_18_a_sanction_of_jobseekers_allowance_ends():
    open_ended = entry("period", ends_on=None)
    assert wrong(open_ended) == []
    assert wrong(open_ended, benefit=JSA) == only(rules.period_of_jsa_ends)
    assert wrong(entry("period"), benefit=JSA) == []


@pytest.mark.parametrize(
    ("kind", "day", "benefit", "takes_effect"),
    [
        ("re-compliance", date(2026, 11, 20), UC, date(2026, 11, 19)),
        ("re-compliance", date(2027, 1, 1), UC, date(2026, 12, 31)),
        ("re-compliance", date(2028, 3, 1), UC, date(2028, 2, 29)),
        ("no-longer-required", date(2026, 11, 20), UC, date(2026, 11, 19)),
        ("no-longer-required", date(2026, 11, 20), JSA, None),
        ("outcome", date(2026, 11, 20), UC, None),
    ],
)
def test_the_open_ended_part_ends_the_day_before(kind, day, benefit, takes_effect):
    assert effective_on(kind, day, benefit=benefit) == takes_effect
