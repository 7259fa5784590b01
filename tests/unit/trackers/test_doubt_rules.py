"""What may be written down before a doubt is raised, and what follows from it."""
# ruff: noqa: N802

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from waymark.trackers.doubt import rules


def code_of(check, **facts):
    found = check.check(**facts)
    return found[0].code if found else None


def at(hour):
    return datetime(2026, 11, 18, hour, tzinfo=UTC)


def test_DBT_01_a_contact_is_past():
    assert code_of(rules.contact_is_past, at=at(9), now=at(9)) is None
    assert code_of(rules.contact_is_past, at=at(10), now=at(9)) == "doubt.contact_in_future"


def test_DBT_28_a_contact_is_of_this_programme():
    began = date(2026, 9, 1)
    before = date(2026, 8, 31)
    assert code_of(rules.contact_is_of_this_programme, day=began, started_on=began) is None
    refused = code_of(rules.contact_is_of_this_programme, day=before, started_on=began)
    assert refused == "doubt.contact_before_the_programme"


def test_DBT_02_the_channel_is_known():
    assert code_of(rules.channel_is_known, channel="journal") is None
    assert code_of(rules.channel_is_known, channel="pigeon") == "doubt.channel_unknown"


def test_DBT_03_the_outcome_is_known():
    assert code_of(rules.outcome_is_known, outcome="no_answer") is None
    assert code_of(rules.outcome_is_known, outcome="") == "doubt.outcome_unknown"


def test_DBT_04_somebody_made_the_contact():
    assert code_of(rules.contact_has_a_maker, made_by="Adam Stewart") is None
    assert code_of(rules.contact_has_a_maker, made_by=" ") == "doubt.contact_maker_needed"


def test_DBT_05_the_way_of_asking_is_known():
    assert code_of(rules.way_of_asking_is_known, way="post") is None
    assert code_of(rules.way_of_asking_is_known, way="visit") == "doubt.way_unknown"


def test_DBT_06_it_was_asked_in_the_past():
    asked = date(2026, 11, 18)
    assert code_of(rules.asked_is_past, asked_on=asked, today=asked) is None
    assert (
        code_of(rules.asked_is_past, asked_on=asked, today=date(2026, 11, 17))
        == "doubt.asked_in_future"
    )


def test_DBT_07_it_was_asked_after_the_failure():
    failed = date(2026, 11, 17)
    assert code_of(rules.asked_after_the_failure, asked_on=failed, failed_on=failed) is None
    assert (
        code_of(rules.asked_after_the_failure, asked_on=date(2026, 11, 16), failed_on=failed)
        == "doubt.asked_too_early"
    )


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (30, True), (31, False)])
def test_DBT_08_the_window_is_of_1_to_30_days(days, fits):
    assert code_of(rules.window_is_of_some_days, days=days) == (
        None if fits else "doubt.window_too_long"
    )


def test_DBT_09_another_window_is_explained():
    check = rules.other_window_is_explained
    assert code_of(check, days=5, by_default=5, days_reason="") is None
    assert code_of(check, days=2, by_default=5, days_reason="He asked for it") is None
    assert code_of(check, days=7, by_default=5, days_reason=" ") == "doubt.window_unexplained"


def test_DBT_10_a_reply_needs_a_question():
    assert code_of(rules.good_reason_was_asked, asked=True) is None
    assert code_of(rules.good_reason_was_asked, asked=False) == "doubt.not_asked"


def test_DBT_11_a_reply_came_in_the_past():
    day = date(2026, 11, 18)
    assert code_of(rules.reply_is_past, replied_on=day, today=day) is None
    assert (
        code_of(rules.reply_is_past, replied_on=date(2026, 11, 19), today=day)
        == "doubt.replied_in_future"
    )


def test_DBT_12_a_reply_came_after_the_question():
    day = date(2026, 11, 18)
    assert code_of(rules.reply_is_after_the_question, replied_on=day, asked_on=day) is None
    assert (
        code_of(rules.reply_is_after_the_question, replied_on=date(2026, 11, 17), asked_on=day)
        == "doubt.replied_before_asked"
    )


def test_DBT_13_a_reply_says_something():
    assert code_of(rules.reply_says_something, text="My back was bad") is None
    assert code_of(rules.reply_says_something, text="\n") == "doubt.reply_empty"


def test_DBT_14_the_heading_is_known():
    assert code_of(rules.category_is_known, category="domestic_abuse") is None
    assert code_of(rules.category_is_known, category="lazy") == "doubt.category_unknown"


def test_DBT_15_a_decision_needs_a_reply():
    assert code_of(rules.reply_is_in, replied=True) is None
    assert code_of(rules.reply_is_in, replied=False) == "doubt.no_reply_yet"


def test_DBT_16_a_decision_is_explained():
    assert code_of(rules.decision_is_explained, why="The surgery says so") is None
    assert code_of(rules.decision_is_explained, why="") == "doubt.decision_unexplained"


def test_DBT_17_the_failure_is_known():
    assert code_of(rules.failure_is_known, failure="comply") is None
    assert code_of(rules.failure_is_known, failure="late") == "doubt.failure_unknown"


def test_DBT_18_a_task_is_not_attended():
    check = rules.only_an_appointment_is_attended
    assert code_of(check, failure="attend", kind="Appointment") is None
    assert code_of(check, failure="comply", kind="Task") is None
    assert code_of(check, failure="attend", kind="Task") == "doubt.task_has_no_attending"


def test_DBT_19_another_failure_is_explained():
    check = rules.other_failure_is_explained
    assert code_of(check, failure="attend", proposed="attend", why="") is None
    assert code_of(check, failure="comply", proposed="attend", why="She came at 3pm") is None
    assert (
        code_of(check, failure="comply", proposed="attend", why="") == "doubt.failure_unexplained"
    )


@pytest.mark.parametrize(
    ("kind", "reason", "proposed"),
    [
        ("Appointment", "Did not attend", "attend"),
        ("Appointment", "Arrived too late to take part", "attend"),
        ("Appointment", "Attended but did not take part", "comply"),
        ("Appointment", "Left before the end without saying why", "comply"),
        ("Appointment", "ATTENDED BUT REFUSED EVERYTHING", "comply"),
        ("Task", "Did not start the task", "comply"),
        ("Task", "Did not attend", "comply"),
    ],
)
def test_what_kind_of_failure_is_proposed(kind, reason, proposed):
    assert rules.proposed_failure(kind=kind, reason=reason) == proposed


def test_private_details_are_for_named_roles_and_whoever_wrote_them():
    me, other = uuid4(), uuid4()
    assert rules.may_read_private(holds_named_role=True, reader=me, writer=other)
    assert rules.may_read_private(holds_named_role=False, reader=me, writer=me)
    assert not rules.may_read_private(holds_named_role=False, reader=me, writer=other)


def test_DBT_20_the_second_person_has_access():
    check = rules.second_person_has_access
    assert code_of(check, has_access=True) is None
    assert code_of(check, has_access=False) == "doubt.second_person_without_access"


def test_DBT_21_going_on_is_explained():
    assert code_of(rules.going_on_is_explained, reason="The office is shut") is None
    assert code_of(rules.going_on_is_explained, reason=" ") == "tracker.going_on_reason_needed"


def test_DBT_22_there_is_a_marker_to_consider():
    assert code_of(rules.there_is_a_marker, markers=1) is None
    assert code_of(rules.there_is_a_marker, markers=0) == "doubt.no_marker_to_consider"


def test_DBT_23_a_rejection_has_a_code():
    assert code_of(rules.rejection_has_a_code, code="x_late") is None
    for wrong in ("", "r_form", "late"):
        found = code_of(rules.rejection_has_a_code, code=wrong)
        assert found == "tracker.rejection_code_needed"


def test_DBT_24_another_rejection_is_explained():
    check = rules.other_rejection_is_explained
    assert code_of(check, code="x_late", text="") is None
    assert code_of(check, code="x_other", text="He moved away") is None
    assert code_of(check, code="x_other", text="") == "tracker.rejection_unexplained"


def test_DBT_25_a_return_has_a_code():
    assert code_of(rules.return_has_a_code, code="r_form") is None
    assert code_of(rules.return_has_a_code, code="x_late") == "tracker.return_code_needed"


def test_DBT_26_a_return_is_explained():
    assert code_of(rules.return_is_explained, text="The date is missing") is None
    assert code_of(rules.return_is_explained, text=" ") == "tracker.return_unexplained"


def test_DBT_27_only_what_was_submitted_is_sent_back():
    assert code_of(rules.is_with_compliance, is_handover=True) is None
    assert code_of(rules.is_with_compliance, is_handover=False) == "tracker.not_submitted"
