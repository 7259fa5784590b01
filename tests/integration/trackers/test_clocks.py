"""The clock of a tracker: begun with each status, moved with nation and bank holidays."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.expecting import last_event
from tests.integration.trackers.saving import NOT_RAISED, save
from tests.snapshot import nothing_changes
from waymark.audit.models import Event
from waymark.operations.dated_limits import correct_bank_holidays, set_limit
from waymark.operations.groups import edit_group
from waymark.operations.participants import move_participant
from waymark.operations.recounting import recount_clocks
from waymark.people.models import Group
from waymark.trackers.models import Tracker

DAY = timedelta(days=1)
SUBMITTED = replace(NOT_RAISED, status="submitted")


@pytest.fixture
def tracker(cast):
    """Marked on Monday 23 November 2026, the day that it was due: five working days to submit."""
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(
        cast, make_activity(participant, due_on=date(2026, 11, 23), due_time=time(8, 30))
    )


def clock(tracker):
    tracker.refresh_from_db()
    limit = tracker.act_by_limit
    return (tracker.act_by, limit.code, limit.number) if limit else (tracker.act_by, None, None)


def correct(cast, day, **given):
    known = {"nation": "England and Wales", "is_holiday": True, "why": "Proclaimed"}
    correct_bank_holidays(actor=cast.joanne.actor, day=day, now=MORNING, **known | given)


def scottish(cast):
    group = cast.groups["North West / Liverpool"]
    Group.objects.filter(id=group.id).update(bank_holidays="Scotland")
    return group


def move(cast, tracker, group):
    move_participant(
        actor=everywhere(cast),
        participant_id=tracker.participant_id,
        work_coach_id=None,
        group_id=group.id,
        hand_over_trackers=False,
        seen_version=None,
        now=MORNING,
    )


def everywhere(cast):
    """Adam, with access to all groups."""
    return replace(cast.adam.actor, group_ids=cast.joanne.actor.group_ids)


def test_a_new_one_is_to_be_submitted(cast, tracker):
    assert clock(tracker) == (date(2026, 11, 30), "submit", 5)
    assert last_event(tracker_id=tracker.id).content.data["act_by"] == "2026-11-30"


def test_each_status_begins_its_own(cast, tracker):
    save(cast.adam, tracker, SUBMITTED, now=MORNING + DAY)
    assert clock(tracker) == (date(2026, 12, 1), "process", 5)
    assert last_event(tracker_id=tracker.id).content.data["clock"] == {
        "act_by": "2026-12-01",
        "limit": "5 working days",
    }
    save(cast.glenn, tracker, replace(NOT_RAISED, status="referred"), now=MORNING + 2 * DAY)
    assert clock(tracker) == (None, None, None)
    save(cast.adam, tracker, NOT_RAISED, now=MORNING + 3 * DAY)
    assert clock(tracker) == (date(2026, 12, 3), "submit", 5)
    save(cast.wendy, tracker, replace(NOT_RAISED, status="closed"), now=MORNING + 4 * DAY)
    assert clock(tracker) == (None, None, None)


def test_what_does_not_change_the_status_leaves_it(cast, tracker):
    save(cast.adam, tracker, replace(NOT_RAISED, not_raised_reason="Unwell"), now=MORNING + DAY)
    assert clock(tracker) == (date(2026, 11, 30), "submit", 5)


def test_a_limit_that_changes_is_for_the_next_status(cast, tracker):
    for code in ("submit", "process"):
        set_limit(
            actor=cast.joanne.actor,
            code=code,
            number=1,
            valid_from=date(2026, 11, 23),
            why="",
            now=MORNING + timedelta(hours=1),
        )
    recount_clocks(now=MORNING + timedelta(hours=2))
    assert clock(tracker) == (date(2026, 11, 30), "submit", 5)
    save(cast.adam, tracker, SUBMITTED, now=MORNING + DAY)
    assert clock(tracker) == (date(2026, 11, 25), "process", 1)


def test_a_move_to_another_nation_is_counted_again_and_told(cast, tracker):
    move(cast, tracker, scottish(cast))
    assert clock(tracker) == (date(2026, 12, 1), "submit", 5)
    told = last_event(tracker_id=tracker.id)
    assert (told.code, told.by_system) == ("tracker.act_by_moved", True)
    assert told.content.data["changes"][0]["before"] == "2026-11-30"
    assert told.content.data["changes"][0]["after"] == "2026-12-01"


def test_a_move_within_the_nation_is_not_told(cast, tracker):
    move(cast, tracker, cast.groups["Wales"])
    assert not Event.objects.filter(code="tracker.act_by_moved").exists()


def test_a_group_that_keeps_other_bank_holidays(cast, tracker):
    edit_group(
        actor=cast.joanne.actor,
        group_id=cast.groups["Wales / Caerdydd"].id,
        name="Caerdydd",
        bank_holidays="Scotland",
        seen_version=None,
        now=MORNING,
    )
    assert recount_clocks(now=MORNING) == 1
    assert clock(tracker) == (date(2026, 12, 1), "submit", 5)


def test_a_proclaimed_day_moves_what_runs_over_it_and_nothing_else(cast, tracker):
    missed = make_activity(tracker.participant, due_on=date(2026, 11, 2))
    over = make_tracker(cast, missed, now=MORNING - 20 * DAY)
    before = clock(over)
    correct(cast, date(2026, 11, 26))
    assert recount_clocks(now=MORNING) == 1
    assert clock(tracker) == (date(2026, 12, 1), "submit", 5)
    assert clock(over) == before
    with nothing_changes():
        assert recount_clocks(now=MORNING + DAY) == 0


def test_a_proclaimed_day_of_another_nation_moves_nothing(cast, tracker):
    correct(cast, date(2026, 11, 26), nation="Northern Ireland")
    assert recount_clocks(now=MORNING) == 0
    assert clock(tracker)[0] == date(2026, 11, 30)


def test_a_final_one_is_never_touched(cast, tracker):
    save(cast.wendy, tracker, replace(NOT_RAISED, status="closed"), now=MORNING)
    correct(cast, date(2026, 11, 26))
    with nothing_changes():
        assert recount_clocks(now=MORNING) == 0
    assert Tracker.objects.get(id=tracker.id).act_by is None
