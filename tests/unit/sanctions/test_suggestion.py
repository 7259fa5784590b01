"""What trackers and sanction record suggest for the sanction status."""

from datetime import date
from uuid import UUID

import pytest

from waymark.sanctions.rules import EntryFields
from waymark.sanctions.suggestion import Course, Standing, suggest

TODAY = date(2026, 12, 10)
TRACKER = UUID("00000000-0000-4000-8000-00000000000a")
NONE = "Not under sanction"
PENDING = "Pending decision for failure to attend"
UNDER = "Under sanction for failure to attend"
UNKNOWN = ""
MET = date(2026, 12, 4)


def id_of(number):
    return UUID(int=number)


def entry(number, kind, day=date(2026, 11, 25), *, effective_on=None, **given):
    fields = EntryFields(kind=kind, happened_on=day, tracker_id=TRACKER, **given)
    return Standing(id_of(number), number, fields, effective_on)


def outcome(number=1, result="adverse", day=date(2026, 11, 25)):
    return entry(number, "outcome", day, result=result)


def re_compliance(number, met=MET):
    before = date.fromordinal(met.toordinal() - 1)
    return entry(number, "re-compliance", met, effective_on=before)


def course(
    *entries,
    status="Referred",
    with_dwp=True,
    final=False,
    attend=True,
    confirmed=True,
    number=10418,
):
    return Course(TRACKER, number, status, with_dwp, final, attend, confirmed, entries)


def suggested(*entries, **given):
    found = suggest([course(*entries, **given)], today=TODAY)
    return (found.status, found.entry_number) if found else None


@pytest.mark.parametrize(
    ("entries", "status", "rests_on"),
    [
        ([], PENDING, ""),
        ([entry(1, "referral")], PENDING, "S1"),
        ([outcome()], UNDER, "S1"),
        ([outcome(result="non-adverse")], NONE, "S1"),
        ([outcome(result="cancelled")], NONE, "S1"),
        ([outcome(result="reserved")], UNKNOWN, "S1"),
        ([outcome(result="reserved"), outcome(2, day=date(2026, 12, 1))], UNDER, "S2"),
        ([outcome(2, "non-adverse"), outcome(1)], NONE, "S2"),
        ([re_compliance(1)], PENDING, ""),
        ([outcome(), re_compliance(2)], NONE, "S2"),
        ([re_compliance(1), outcome(2)], NONE, "S1"),
        ([outcome(), re_compliance(2, TODAY)], NONE, "S2"),
        ([outcome(), re_compliance(2, date(2026, 12, 11))], UNDER, "S2"),
    ],
)
def test_what_is_suggested_and_on_which_entry_it_rests(entries, status, rests_on):
    assert suggested(*entries) == (status, rests_on)


@pytest.mark.parametrize(
    ("period", "status", "rests_on"),
    [
        ({"ends_on": date(2026, 12, 9)}, NONE, "S3"),
        ({"ends_on": TODAY}, UNDER, "S3"),
        ({"fixed_days": 6}, NONE, "S2"),
        ({"fixed_days": 7}, UNDER, "S2"),
        ({}, NONE, "S2"),
    ],
)
def test_a_fixed_part_follows_the_open_ended_one(period, status, rests_on):
    """The condition was met on 4 December: the open-ended part ended on the 3rd."""
    told = entry(3, "period", starts_on=date(2026, 11, 17), **period)
    assert suggested(outcome(), re_compliance(2), told) == (status, rests_on)


def test_without_an_end_a_sanction_runs():
    told = entry(2, "period", starts_on=date(2026, 11, 17), fixed_days=14)
    assert suggested(outcome(), told) == (UNDER, "S1")


def test_of_two_endings_the_first_counts():
    ending = entry(3, "no-longer-required", MET, effective_on=date(2026, 12, 3), result="left")
    later = re_compliance(2, date(2026, 12, 11))
    assert suggested(outcome(), later, ending) == (NONE, "S3")


def test_what_does_not_end_a_jsa_sanction_ends_nothing():
    assert suggested(outcome(), entry(2, "no-longer-required", MET, result="left")) == (UNDER, "S1")


@pytest.mark.parametrize(
    ("decided", "kind", "result", "status", "rests_on"),
    [
        ("adverse", "reconsideration", "overturned", NONE, "S2"),
        ("adverse", "appeal", "overturned", NONE, "S2"),
        ("adverse", "appeal", "unchanged", UNDER, "S1"),
        ("adverse", "appeal", "withdrawn", UNDER, "S1"),
        ("adverse", "reconsideration", "still-adverse", UNDER, "S2"),
        ("non-adverse", "reconsideration", "still-adverse", UNDER, "S2"),
    ],
)
def test_a_review_changes_a_decision(decided, kind, result, status, rests_on):
    review = entry(2, kind, MET, result=result, about_id=id_of(1))
    assert suggested(outcome(result=decided), review) == (status, rests_on)


def test_a_review_of_another_decision_changes_nothing():
    review = entry(3, "appeal", MET, result="overturned", about_id=id_of(1))
    assert suggested(outcome(), outcome(2, day=date(2026, 12, 1)), review) == (UNDER, "S2")


def test_after_a_reconsideration_the_appeal_counts():
    first = entry(2, "reconsideration", MET, result="unchanged", about_id=id_of(1))
    last = entry(3, "appeal", date(2026, 12, 8), result="overturned", about_id=id_of(1))
    assert suggested(outcome(), first, last) == (NONE, "S3")


def test_the_status_is_never_under_sanction_on_a_tracker_alone():
    for with_dwp in (True, False):
        for final in (True, False):
            found = suggest([course(with_dwp=with_dwp, final=final)], today=TODAY)
            assert found is None or not found.status.startswith("Under sanction")


def test_a_tracker_that_is_not_with_dwp_suggests_nothing():
    assert suggested(status="New", with_dwp=False) is None


def test_of_a_final_tracker_nothing_is_known():
    found = suggest([course(status="Closed", with_dwp=False, final=True)], today=TODAY)
    assert found.status == UNKNOWN
    assert found.why.startswith("The tracker is Closed. What DWP decided is not known")


def test_a_final_tracker_takes_entries_too():
    closed = {"status": "Closed", "with_dwp": False, "final": True}
    assert suggested(entry(1, "referral"), **closed) == (PENDING, "S1")
    assert suggested(outcome(), **closed) == (UNDER, "S1")


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ([], "Pending decision for failure to comply"),
        ([outcome()], "Under sanction for failure to comply"),
    ],
)
def test_a_task_that_was_not_done_is_a_failure_to_comply(entries, status):
    assert suggested(*entries, attend=False)[0] == status


def test_a_sanction_that_runs_goes_before_all_else():
    runs = course(outcome(1), number=10401)
    pending = course(number=10402)
    over = course(outcome(2, "cancelled"), number=10403)
    found = [
        suggest(some, today=TODAY) for some in ([over, pending, runs], [over, pending], [over])
    ]
    assert [(one.status, one.tracker_number) for one in found] == [
        (UNDER, "T10401"),
        (PENDING, "T10402"),
        (NONE, "T10403"),
    ]


def test_it_says_in_words_until_when():
    told = entry(3, "period", starts_on=date(2026, 11, 17), fixed_days=14)
    found = suggest([course(outcome(), re_compliance(2), told)], today=TODAY)
    assert found.why == (
        "Its open-ended part and the fixed part after it end on 17 December 2026. "
        "The kind of failure is confirmed."
    )
    found = suggest([course(outcome(), re_compliance(2))], today=TODAY)
    assert found.why == (
        "Its open-ended part ends on 3 December 2026. No period has been entered: "
        "DWP may have set a fixed part after it."
    )


def test_nothing_is_suggested_where_there_is_nothing():
    assert suggest([], today=TODAY) is None
