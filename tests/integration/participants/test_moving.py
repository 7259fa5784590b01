"""The work coach or the group changes, and the trackers are handed over or not."""

import pytest

from tests.factories import MORNING, make_activity, make_tracker, put_in_status
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.side_rows import wrong_side_rows
from tests.snapshot import nothing_changes
from waymark.operations.participants import move_participant
from waymark.people.models import Staff
from waymark.trackers.models import Tracker, TrackerListing

NOT_FINAL = ["new", "resolved", "submitted", "referred"]


@pytest.fixture
def of_adam(cast, gwenllian):
    """Adam's trackers, one in each status."""
    return {
        status: put_in_status(make_tracker(cast, make_activity(gwenllian)), status)
        for status in [*NOT_FINAL, "rejected", "closed"]
    }


def move(who, participant, *, coach, group, hand_over=True, seen_version=None):
    moved = move_participant(
        actor=who.actor,
        participant_id=participant.id,
        work_coach_id=coach.id if coach else None,
        group_id=group.id,
        hand_over_trackers=hand_over,
        seen_version=seen_version,
        now=MORNING,
    )
    participant.refresh_from_db()
    return moved


@pytest.fixture
def caerdydd(cast):
    return cast.groups["Wales / Caerdydd"]


def test_a_new_work_coach_with_the_trackers(cast, gwenllian, caerdydd, of_adam):
    assert move(cast.adam, gwenllian, coach=cast.alexandra.staff, group=caerdydd) == 4
    assert gwenllian.work_coach == cast.alexandra.staff
    for status, tracker in of_adam.items():
        tracker.refresh_from_db()
        expected = cast.alexandra.staff if status in NOT_FINAL else cast.adam.staff
        assert tracker.assignee == expected, status
    assert told(tracker_id=of_adam["new"].id)[-1] == ("tracker.reassigned", "Adam Stewart")
    assert changes_in(last_event(code="participant.moved")) == {
        "Work coach": ("Adam Stewart", "Alexandra Herbert")
    }


def test_without_the_trackers(cast, gwenllian, caerdydd, of_adam):
    moved = move(cast.adam, gwenllian, coach=cast.alexandra.staff, group=caerdydd, hand_over=False)
    assert moved == 0
    assert set(Tracker.objects.values_list("assignee", flat=True)) == {cast.adam.staff.id}


def test_those_of_somebody_else_stay_theirs(cast, gwenllian, caerdydd):
    owned = make_tracker(cast, make_activity(gwenllian, chosen_owner=cast.judith.staff))
    assert move(cast.adam, gwenllian, coach=cast.alexandra.staff, group=caerdydd) == 0
    owned.refresh_from_db()
    assert owned.assignee == cast.judith.staff


def test_another_group_takes_the_trackers_from_who_loses_access(cast, gwenllian):
    owned = make_tracker(cast, make_activity(gwenllian, chosen_owner=cast.judith.staff))
    glenns = make_tracker(cast, make_activity(gwenllian, chosen_owner=cast.glenn.staff))
    wales = cast.groups["Wales"]
    assert move(cast.aimee, gwenllian, coach=cast.wendy.staff, group=wales) == 1
    owned.refresh_from_db()
    glenns.refresh_from_db()
    assert (owned.assignee, glenns.assignee) == (cast.wendy.staff, cast.glenn.staff)
    assert gwenllian.group == wales
    assert set(TrackerListing.objects.values_list("group", flat=True)) == {wales.id}
    assert wrong_side_rows() == []
    assert changes_in(last_event(code="participant.moved")) == {
        "Work coach": ("Adam Stewart", "Wendy Oliver"),
        "Group": ("Wales / Caerdydd", "Wales"),
    }


def test_to_no_work_coach_the_trackers_go_to_the_queue(cast, gwenllian, caerdydd, of_adam):
    assert move(cast.adam, gwenllian, coach=None, group=caerdydd) == 4
    of_adam["new"].refresh_from_db()
    assert of_adam["new"].assignee is None


def test_from_no_work_coach(cast, gwenllian, caerdydd, of_adam):
    move(cast.adam, gwenllian, coach=None, group=caerdydd, hand_over=False)
    moved = move(cast.adam, gwenllian, coach=cast.alexandra.staff, group=caerdydd)
    assert (moved, gwenllian.work_coach) == (0, cast.alexandra.staff)


def test_a_namesake_is_somebody_else(cast, gwenllian, caerdydd):
    namesake = Staff.objects.create(
        email="adam2@provider.example", name="Adam Stewart", password="!"
    )
    namesake.groups.add(caerdydd)
    move(cast.aimee, gwenllian, coach=namesake, group=caerdydd)
    assert gwenllian.work_coach == namesake
    assert told(stream_id=gwenllian.id)[-1] == ("participant.moved", "Aimee Hamilton")


def test_nothing_new_is_no_change(cast, gwenllian, caerdydd, of_adam):
    with nothing_changes():
        assert move(cast.adam, gwenllian, coach=cast.adam.staff, group=caerdydd) == 0


@pytest.mark.parametrize("who", ["roy", "inactive", "unknown"])
def test_a_work_coach_who_cannot(cast, gwenllian, caerdydd, who):
    if who == "inactive":
        cast.judith.staff.is_active = False
        cast.judith.staff.save()
    coaches = {
        "roy": cast.roy.staff,
        "inactive": cast.judith.staff,
        "unknown": Staff(id=NOWHERE),
    }
    with refused("participants.coach_without_access") as raised:
        move(cast.adam, gwenllian, coach=coaches[who], group=caerdydd)
    assert raised.value.field == "work_coach"


def test_a_work_coach_who_has_no_access_to_the_new_group(cast, gwenllian):
    with refused("participants.coach_without_access"):
        move(cast.aimee, gwenllian, coach=cast.adam.staff, group=cast.groups["Wales"])


@pytest.mark.parametrize("name", ["North West", "North West / Liverpool", "All groups", "Wales"])
def test_a_group_that_is_not_the_actors(cast, gwenllian, name):
    with refused("participants.group_out_of_scope") as raised:
        move(cast.adam, gwenllian, coach=cast.adam.staff, group=cast.groups[name])
    assert raised.value.field == "group"


def test_a_group_that_there_is_not(cast, gwenllian, caerdydd):
    caerdydd.id = NOWHERE
    with refused("participants.group_out_of_scope"):
        move(cast.adam, gwenllian, coach=cast.adam.staff, group=caerdydd)


@pytest.mark.parametrize("who", ["tomasz", "joanne"])
def test_by_somebody_who_does_no_casework(cast, gwenllian, caerdydd, who):
    with refused("people.role_needed"):
        move(getattr(cast, who), gwenllian, coach=None, group=caerdydd)


def test_in_another_group(cast, gwenllian):
    liverpool = cast.groups["North West / Liverpool"]
    with refused("participant.not_found"):
        move(cast.roy, gwenllian, coach=cast.roy.staff, group=liverpool)


def test_when_somebody_else_changed_it(cast, gwenllian, caerdydd):
    move(cast.adam, gwenllian, coach=cast.alexandra.staff, group=caerdydd, seen_version=1)
    with refused("participants.changed") as raised:
        move(cast.judith, gwenllian, coach=cast.judith.staff, group=caerdydd, seen_version=1)
    assert [(one.label, one.after) for one in raised.value.details] == [
        ("Work coach", "Alexandra Herbert")
    ]
