"""What has changed since under an open tracker."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from waymark.trackers.rules import Facts, Setting
from waymark.trackers.since import Beside, what_changed_since

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FACTS = Facts(
    day=NOW.date(),
    programme="DWP Restart",
    programme_switch=Setting(True, "Joanne Okafor", NOW),
    left_on=None,
    make_activity_mandatory=Setting(True, "Aimee Hamilton", NOW),
    activity_mandatory=Setting(True, "Adam Stewart", NOW),
    marked_by="",
    marked_at=NOW,
)


def since(status="Not complete", **changed):
    return what_changed_since(replace(FACTS, **changed), activity_status=status)


def test_nothing_has_changed():
    assert not since()


def test_the_tracker_itself_and_a_past_record_are_no_change():
    assert not since(open_tracker="T10001", past_record=True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"programme_switch": Setting(False, "Joanne Okafor", NOW)}, "TRK-01"),
        ({"left_on": date(2026, 11, 23)}, "TRK-02"),
        ({"make_activity_mandatory": Setting(False, "Aimee Hamilton", NOW)}, "TRK-03"),
        ({"activity_mandatory": Setting(False, "Adam Stewart", NOW)}, "TRK-04"),
    ],
)
def test_a_condition_that_no_longer_holds(changed, code):
    found = since(**changed)
    assert found
    assert [one.code for one in found.conditions] == [code]
    assert not found.completed
    assert not found.undone


def test_who_set_it_is_kept():
    changed = Setting(False, "Aimee Hamilton", NOW + timedelta(days=1))
    [condition] = since(make_activity_mandatory=changed).conditions
    assert (condition.set_by, condition.value) == ("Aimee Hamilton", "No")


def test_a_leaving_date_to_come_is_no_change():
    assert not since(left_on=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("status", "completed", "undone"),
    [
        ("Complete", True, False),
        ("Not started", False, True),
        ("In progress", False, True),
        ("Not complete", False, False),
    ],
)
def test_the_activity_was_completed_or_the_marking_undone(status, completed, undone):
    found = since(status)
    assert (found.completed, found.undone) == (completed, undone)
    assert bool(found) == (completed or undone)


def test_several_changes_are_all_told():
    found = since("Complete", left_on=date(2026, 11, 1), activity_mandatory=Setting(False))
    assert [one.code for one in found.conditions] == ["TRK-02", "TRK-04"]
    assert found.completed


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        (Beside(), None),
        (Beside(notice_voided="The place was changed"), "A notice of the activity was voided: "),
        (
            Beside(sanction_status="Pending decision for failure to attend"),
            "The sanction status is Pending decision for failure to attend",
        ),
        (Beside(sanction_status="Under sanction for failure to comply"), None),
        (
            Beside(sanction_status="Pending decision for failure to attend", is_with_dwp=True),
            None,
        ),
        (Beside(benefit_then="Universal Credit", benefit_now="Universal Credit"), None),
        (Beside(benefit_then="", benefit_now="Universal Credit"), None),
        (
            Beside(benefit_then="Universal Credit", benefit_now="JSA"),
            "The benefit was Universal Credit and is JSA now",
        ),
    ],
)
def test_what_changed_beside_the_conditions(beside, words):
    found = what_changed_since(FACTS, activity_status="Not complete", beside=beside)
    assert bool(found) is (words is not None)
    assert [one.words.startswith(words) for one in found.beside] == ([True] if words else [])


def test_each_change_suggests_what_a_person_might_do_once():
    found = since("Complete", left_on=date(2026, 11, 23), activity_mandatory=Setting(False))
    assert len(found.suggestions) == 2
    assert all(one.startswith("Think of Resolved") for one in found.suggestions)
