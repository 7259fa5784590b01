"""One test for each rule of trackers, bearing its code."""
# ruff: noqa: N802

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from waymark.trackers import rules
from waymark.trackers.rules import Facts, Setting

DAY = date(2026, 11, 23)
GOOD = Facts(
    day=DAY,
    programme="DWP Restart",
    programme_switch=Setting(True),
    left_on=None,
    make_activity_mandatory=Setting(True),
    activity_mandatory=Setting(True),
    marked_by="Alexandra Herbert",
    marked_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
)


def refusal(check, **facts):
    """Code, field and message when it does not hold; None when it does."""
    found = check.check(**facts)
    return (found[0].code, found[0].field, found[0].message) if found else None


def test_TRK_01_monitoring_trackers_are_on_for_the_programme():
    check = rules.programme_has_monitoring_trackers
    assert refusal(check, facts=GOOD) is None
    assert refusal(check, facts=replace(GOOD, programme_switch=Setting(False))) == (
        "tracker.programme_switch_off",
        None,
        "Monitoring trackers are on for the programme",
    )


@pytest.mark.parametrize(
    ("left_on", "holds"),
    [(None, True), (date(2026, 11, 24), True), (DAY, False), (date(2026, 11, 22), False)],
)
def test_TRK_02_the_participant_has_not_left(left_on, holds):
    found = refusal(rules.is_still_on_the_programme, facts=replace(GOOD, left_on=left_on))
    assert (found is None) is holds
    assert holds or found[0] == "tracker.participant_left"


def test_TRK_03_make_activity_mandatory_is_yes():
    check = rules.mandation_is_on
    assert refusal(check, facts=GOOD) is None
    assert refusal(check, facts=replace(GOOD, make_activity_mandatory=Setting(False))) == (
        "tracker.mandation_off",
        None,
        "Make activity mandatory is Yes on the participant’s profile",
    )


def test_TRK_04_the_activity_is_marked_as_mandatory():
    check = rules.activity_is_mandatory
    assert refusal(check, facts=GOOD) is None
    assert refusal(check, facts=replace(GOOD, activity_mandatory=Setting(False))) == (
        "tracker.activity_not_mandatory",
        None,
        "The activity is marked as mandatory",
    )


def test_TRK_05_a_past_record_makes_none():
    check = rules.is_not_a_past_record
    assert refusal(check, facts=GOOD) is None
    assert refusal(check, facts=replace(GOOD, past_record=True))[0] == "tracker.past_record"


def test_TRK_06_none_is_open():
    check = rules.no_tracker_is_open
    assert refusal(check, facts=GOOD) is None
    assert refusal(check, facts=replace(GOOD, open_tracker="T1"))[0] == "tracker.already_open"


def test_TRK_10_never_by_hand():
    check = rules.may_be_made_by_hand
    assert refusal(check, made_by_hand=True) is None
    assert refusal(check, made_by_hand=False) == (
        "tracker.made_by_the_system_only",
        None,
        "A monitoring tracker is made by the system, never by hand",
    )


@pytest.mark.parametrize(
    ("raised", "files", "holds"), [(True, 0, False), (True, 1, True), (False, 0, True)]
)
def test_TRK_11_yes_needs_a_file(raised, files, holds):
    found = refusal(rules.raised_paperwork_is_there, dma_paperwork_raised=raised, dma_files=files)
    assert (found is None) is holds
    assert holds or found == (
        "tracker.dma_file_needed",
        "files",
        "Upload the completed DMA paperwork, or choose No and say why it was not raised",
    )


@pytest.mark.parametrize(
    ("raised", "reason", "holds"),
    [
        (True, "", True),
        (False, "He was in hospital", True),
        (False, "", False),
        (False, " \n\t\u00a0", False),
    ],
)
def test_TRK_12_no_needs_a_reason(raised, reason, holds):
    found = refusal(
        rules.not_raised_has_a_reason, dma_paperwork_raised=raised, not_raised_reason=reason
    )
    assert (found is None) is holds
    assert holds or found == (
        "tracker.not_raised_reason_needed",
        "not_raised_reason",
        "Enter the reason DMA paperwork was not raised",
    )


def test_TRK_13_an_assignee_has_access():
    check = rules.assignee_can_take_it
    assert refusal(check, can_take_it=True) is None
    assert refusal(check, can_take_it=False)[:2] == ("tracker.assignee_without_access", "assignee")


@pytest.mark.parametrize(
    ("target_is_open", "later_open", "holds"),
    [(True, True, False), (True, False, True), (False, True, True), (False, False, True)],
)
def test_TRK_14_not_opened_again_while_a_later_one_is_open(target_is_open, later_open, holds):
    found = refusal(
        rules.no_later_tracker_is_open, target_is_open=target_is_open, later_open=later_open
    )
    assert (found is None) is holds
    assert holds or found[:2] == ("tracker.later_one_is_open", "status")


@pytest.mark.parametrize(
    ("final", "own_work", "reason", "holds"),
    [
        (True, True, "", False),
        (True, True, "  ", False),
        (True, True, "Nobody else is in today", True),
        (True, False, "", True),
        (False, True, "", True),
        (False, False, "", True),
    ],
)
def test_TRK_15_a_final_status_on_own_work_is_explained(final, own_work, reason, holds):
    found = refusal(
        rules.own_work_is_explained,
        target_is_final=final,
        own_work=own_work,
        own_work_reason=reason,
    )
    assert (found is None) is holds
    assert holds or found[:2] == ("tracker.own_work_reason_needed", "own_work_reason")


@pytest.mark.parametrize(
    ("text", "holds"), [("Rang, no answer", True), ("", False), (" \n", False)]
)
def test_TRK_16_a_note_says_something(text, holds):
    found = refusal(rules.note_says_something, text=text)
    assert (found is None) is holds
    assert holds or found == ("tracker.note_empty", "note", "Enter a note")


@pytest.mark.parametrize(
    ("raised", "left", "holds"), [(True, 0, False), (True, 1, True), (False, 0, True)]
)
def test_TRK_17_the_last_dma_paperwork_stays(raised, left, holds):
    found = refusal(rules.last_dma_file_stays, dma_paperwork_raised=raised, dma_files_left=left)
    assert (found is None) is holds
    assert holds or found[:2] == ("tracker.last_dma_file", "files")


@pytest.mark.parametrize(
    ("description", "holds"), [("A letter", True), ("", False), (" \n", False)]
)
def test_TRK_40_a_picture_is_described(description, holds):
    found = refusal(rules.picture_is_described, description=description)
    assert (found is None) is holds
    assert holds or found[0] == "pack.picture_not_described"


@pytest.mark.parametrize(("size", "holds"), [(10, True), (11, False)])
def test_TRK_41_a_pack_is_not_too_large(size, holds):
    found = refusal(rules.pack_is_not_too_large, size=size, limit=10)
    assert (found is None) is holds
    assert holds or found[0] == "pack.too_large"
