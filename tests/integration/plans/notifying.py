"""Activities of which a notice can be issued, and issuing one."""

from dataclasses import replace
from datetime import date, time, timedelta

from tests.factories import MORNING, make_activity, make_participant
from waymark.kernel.refusals import SeveralRefused
from waymark.operations.activity_writes import draft_of
from waymark.operations.notices import Given, issue_notice
from waymark.operations.plans import edit_activity

HOUR = timedelta(hours=1)
GIVEN = Given("handed_over", date(2026, 11, 23), "Adam Stewart, 029 2000 0000")


def activity_for(cast, *, due_on=date(2026, 12, 1), due_time=time(10, 30), given=None, **more):
    who = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], **(given or {}))
    values = {"evidence": "Your CV, on paper", "channel": "In person"} | more
    return make_activity(who, due_on=due_on, due_time=due_time, **values)


def issue(cast, activity, given=GIVEN, *, now=MORNING, **more):
    options = {"confirm_gap": False, "seen_version": None} | more
    who = cast.adam.actor
    return issue_notice(actor=who, activity_id=activity.id, given=given, now=now, **options)


def edit(cast, activity, *, now=MORNING + HOUR, **changes):
    activity.refresh_from_db()
    return edit_activity(
        actor=cast.adam.actor,
        activity_id=activity.id,
        draft=replace(draft_of(activity), **changes),
        seen_version=None,
        now=now,
    )


def codes(refused):
    several = refused.refusals if isinstance(refused, SeveralRefused) else [refused]
    return {(one.code, one.field) for one in several}
