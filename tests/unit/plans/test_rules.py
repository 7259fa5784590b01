"""One test for each rule of the action plan, bearing its code."""
# ruff: noqa: N802

from datetime import date, time

import pytest

from waymark.plans import rules

MANDATION_IS_OFF = (
    "An activity cannot be made mandatory while Make activity mandatory is No on the "
    "participant’s profile"
)


def refusal(check, **facts):
    """Code, field and message when it does not hold; None when it does."""
    found = check.check(**facts)
    return (found[0].code, found[0].field, found[0].message) if found else None


def test_PLN_01_not_while_make_activity_mandatory_is_no():
    assert refusal(rules.mandation_is_on, make_activity_mandatory=True) is None
    assert refusal(rules.mandation_is_on, make_activity_mandatory=False) == (
        "plans.mandation_off",
        "mandatory",
        MANDATION_IS_OFF,
    )


@pytest.mark.parametrize(
    ("sanction_status", "holds"),
    [
        ("Not under sanction", True),
        ("Pending decision for failure to attend", False),
        ("Under sanction for failure to attend", False),
        ("Pending decision for failure to comply", True),
        ("Under sanction for failure to comply", True),
    ],
)
def test_PLN_02_not_under_failure_to_attend(sanction_status, holds):
    found = refusal(rules.not_under_failure_to_attend, sanction_status=sanction_status)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.failure_to_attend", "mandatory")


@pytest.mark.parametrize(
    ("mandatory", "instructions", "holds"),
    [(True, "Bring your CV", True), (True, " \n", False), (True, "", False), (False, "", True)],
)
def test_PLN_03_mandatory_needs_a_description(mandatory, instructions, holds):
    found = refusal(rules.mandatory_says_what_to_do, mandatory=mandatory, instructions=instructions)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.mandatory_instructions", "instructions")


@pytest.mark.parametrize(
    ("mandatory", "due_time", "holds"),
    [(True, time(10), True), (True, time(0), True), (True, None, False), (False, None, True)],
)
def test_PLN_04_mandatory_needs_a_due_time(mandatory, due_time, holds):
    found = refusal(rules.mandatory_has_a_due_time, mandatory=mandatory, due_time=due_time)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.mandatory_due", "due_time")


@pytest.mark.parametrize(
    ("mandatory", "has_owner", "holds"),
    [(True, True, True), (True, False, False), (False, False, True)],
)
def test_PLN_05_mandatory_needs_an_owner(mandatory, has_owner, holds):
    found = refusal(rules.mandatory_has_an_owner, mandatory=mandatory, has_owner=has_owner)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.mandatory_owner", "owner")


@pytest.mark.parametrize(
    ("mandatory", "visible", "holds"),
    [(True, True, True), (True, False, False), (False, False, True)],
)
def test_PLN_06_mandatory_is_visible_to_the_participant(mandatory, visible, holds):
    found = refusal(rules.mandatory_is_visible, mandatory=mandatory, visible_to_participant=visible)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.mandatory_visible", "visible_to_participant")


@pytest.mark.parametrize(
    ("kind", "due_time", "holds"),
    [
        ("Appointment", time(10), True),
        ("Appointment", time(0), True),
        ("Appointment", None, False),
        ("Task", None, True),
    ],
)
def test_PLN_07_an_appointment_has_a_time(kind, due_time, holds):
    found = refusal(rules.appointment_has_a_time, kind=kind, due_time=due_time)
    assert (found is None) is holds
    assert holds or found == (
        "plans.appointment_time",
        "due_time",
        "Enter the time of the appointment",
    )


@pytest.mark.parametrize(
    ("kind", "place", "holds"),
    [("Appointment", "By phone", True), ("Appointment", " ", False), ("Task", "", True)],
)
def test_PLN_08_an_appointment_has_a_place(kind, place, holds):
    found = refusal(rules.appointment_has_a_place, kind=kind, place=place)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.appointment_place", "place")


@pytest.mark.parametrize(
    ("was_missed", "moved", "holds"),
    [(True, True, False), (True, False, True), (False, True, True), (False, False, True)],
)
def test_PLN_09_what_was_missed_keeps_its_date_time_and_place(was_missed, moved, holds):
    found = refusal(rules.missed_keeps_date_time_and_place, was_missed=was_missed, moved=moved)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.missed_keeps_its_date", "due_on")


@pytest.mark.parametrize(
    ("reason", "holds"), [("Did not attend", True), ("", False), ("  \t", False)]
)
def test_PLN_10_not_complete_has_a_reason(reason, holds):
    found = refusal(rules.not_complete_has_a_reason, reason=reason)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.reason_needed", "reason")


@pytest.mark.parametrize(("category", "holds"), [("did_not", True), ("", False)])
def test_PLN_11_not_complete_has_a_category(category, holds):
    found = refusal(rules.not_complete_has_a_category, reason_category=category)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.reason_category_needed", "reason_category")


@pytest.mark.parametrize(
    ("is_due", "confirmed", "holds"),
    [(True, False, True), (False, True, True), (False, False, False)],
)
def test_PLN_12_marking_before_it_is_due_is_confirmed(is_due, confirmed, holds):
    found = refusal(rules.early_marking_is_confirmed, is_due=is_due, confirmed=confirmed)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.not_due_yet", "confirm_early")


def test_PLN_13_an_owner_has_access():
    assert refusal(rules.owner_has_access, owner_may_see=True) is None
    found = refusal(rules.owner_has_access, owner_may_see=False)
    assert found[:2] == ("plans.owner_without_access", "owner")


@pytest.mark.parametrize(("reason", "holds"), [("Wrong person", True), ("", False), (" ", False)])
def test_PLN_14_undoing_has_a_reason(reason, holds):
    found = refusal(rules.undoing_has_a_reason, reason=reason)
    assert (found is None) is holds
    assert holds or found[:2] == ("plans.undo_reason_needed", "reason")


GOOD = {
    "kind": "Appointment",
    "instructions": "Bring your CV",
    "due_on": date(2026, 11, 17),
    "due_time": time(10, 30),
    "place": "Caerdydd office",
    "mandatory": True,
    "was_mandatory": False,
    "has_owner": True,
    "visible_to_participant": True,
    "make_activity_mandatory": True,
    "sanction_status": "Not under sanction",
}


def codes(**given):
    return [refused.code for refused in rules.what_is_wrong(**{**GOOD, **given})]


def test_nothing_is_wrong():
    assert codes() == []
    assert codes(kind="Task", due_time=time(17), place="") == []
    assert codes(kind="Task", due_time=None, place="", instructions="", mandatory=False) == []


def test_everything_that_is_wrong_is_said_at_once():
    assert codes(
        instructions="", due_time=None, place="", has_owner=False, visible_to_participant=False
    ) == [
        "plans.appointment_time",
        "plans.appointment_place",
        "plans.mandatory_instructions",
        "plans.mandatory_due",
        "plans.mandatory_owner",
        "plans.mandatory_visible",
    ]


MANDATION_OFF = {"make_activity_mandatory": False}
FAILED_TO_ATTEND = {"sanction_status": "Under sanction for failure to attend"}


def test_a_new_yes_is_refused_while_mandation_does_not_allow_it():
    assert codes(**MANDATION_OFF) == ["plans.mandation_off"]
    assert codes(**FAILED_TO_ATTEND) == ["plans.failure_to_attend"]
    assert codes(**MANDATION_OFF, **FAILED_TO_ATTEND) == [
        "plans.mandation_off",
        "plans.failure_to_attend",
    ]


def test_an_existing_yes_stays_and_can_be_edited_round():
    assert codes(was_mandatory=True, **MANDATION_OFF, **FAILED_TO_ATTEND) == []


def test_an_existing_yes_can_be_taken_away():
    assert codes(mandatory=False, was_mandatory=True, **MANDATION_OFF) == []


def test_an_existing_yes_still_needs_its_parts():
    assert codes(was_mandatory=True, instructions=" ") == ["plans.mandatory_instructions"]


def test_a_missed_activity_is_not_moved():
    assert codes(was_missed=True, moved=True) == ["plans.missed_keeps_its_date"]
    assert codes(was_missed=True, moved=False) == []


def test_what_a_missed_activity_keeps_is_not_asked_for():
    assert codes(was_missed=True, moved=True, due_time=None, place="", instructions="") == [
        "plans.missed_keeps_its_date",
        "plans.mandatory_instructions",
    ]
    assert codes(was_missed=False, moved=True) == []


def test_why_none_can_be_made_mandatory_now():
    def why(mandation, status):
        found = rules.why_not_mandatory(make_activity_mandatory=mandation, sanction_status=status)
        return [one.code for one in found]

    assert why(True, "Under sanction for failure to comply") == []
    assert why(False, "Not under sanction") == ["plans.mandation_off"]
    assert why(True, "Pending decision for failure to attend") == ["plans.failure_to_attend"]


def test_what_is_set_by_hand():
    assert [str(one) for one in rules.SET_BY_HAND] == ["Not started", "In progress"]
    assert [str(one) for one in rules.ActivityStatus] == [
        "Not started",
        "In progress",
        "Complete",
        "Not complete",
    ]
