"""What voids a notice, the chain that stays, and the guards behind it."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from tests.factories import MORNING
from tests.integration.plans.notifying import HOUR, activity_for, edit, issue
from waymark.audit.models import Event
from waymark.kernel.london import moment_of
from waymark.operations.activity_writes import draft_of
from waymark.operations.plans import arrange_again
from waymark.plans.models import Notice, NoticeTemplate
from waymark.plans.notice_queries import notice_in_force, notices_of_activity


@pytest.fixture
def activity(cast):
    return activity_for(cast)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"due_on": date(2026, 12, 2)}, "Due date changed"),
        ({"due_time": time(11)}, "Due time changed"),
        ({"place": "Town hall"}, "Place changed"),
        ({"channel": "Phone"}, "Channel changed"),
        ({"title": "Interview practice"}, "Title changed"),
        ({"instructions": "Come and bring a letter."}, "What to do changed"),
        ({"evidence": "A letter"}, "Evidence needed changed"),
        ({"due_time": time(11), "place": "Town hall"}, "Due time and place changed"),
        ({"mandatory": False}, "No longer mandatory"),
    ],
)
def test_a_change_of_what_it_told_voids_it(cast, activity, changes, why):
    issue(cast, activity)
    edit(cast, activity, **changes)
    (seen,) = notices_of_activity(activity.id)
    assert (seen.is_in_force, seen.void_reason, seen.voided_by) == (False, why, "Adam Stewart")
    assert seen.voided_at == MORNING + HOUR
    assert not seen.superseded
    event = Event.objects.get(code="notice.voided")
    assert event.content.data["why"] == why
    assert notice_in_force(activity.id, MORNING + HOUR / 2) is not None
    assert notice_in_force(activity.id, MORNING + 2 * HOUR) is None


def test_what_it_did_not_tell_leaves_it_in_force(cast, activity):
    issue(cast, activity)
    edit(cast, activity, owner_id=cast.judith.staff.id)
    assert notices_of_activity(activity.id)[0].is_in_force
    assert not Event.objects.filter(code="notice.voided").exists()


def test_a_new_one_holds_and_the_chain_stays(cast, activity):
    issue(cast, activity)
    edit(cast, activity, due_time=time(11))
    issue(cast, activity, now=MORNING + 2 * HOUR)
    latest, former = notices_of_activity(activity.id)
    assert (latest.number, latest.is_in_force) == (2, True)
    assert latest.due_at_issued == moment_of(date(2026, 12, 1), time(11))
    assert (former.void_reason, former.superseded) == ("Due time changed", True)
    assert "10:30am" in former.text
    assert "at 11am" in latest.text


def test_arranged_again_it_needs_a_notice_of_its_own(cast, activity):
    issue(cast, activity)
    type(activity).objects.filter(id=activity.id).update(
        status="Not complete", was_missed=True, reason="x", reason_category="did_not"
    )
    activity.refresh_from_db()
    again = arrange_again(
        actor=cast.adam.actor,
        activity_id=activity.id,
        draft=replace(draft_of(activity), due_on=date(2026, 12, 8)),
        now=MORNING + HOUR,
    )
    assert notices_of_activity(again.id) == []
    assert notices_of_activity(activity.id)[0].is_in_force


@pytest.mark.as_owner
@pytest.mark.parametrize(
    "values", [{"text": "Other"}, {"given_on": date(2026, 11, 1)}, {"number": 9}]
)
def test_guards_keep_a_notice_as_it_was_issued(cast, activity, values):
    notice = issue(cast, activity)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(id=notice.id).update(**values)


@pytest.mark.as_owner
def test_guards_keep_it_void_and_there(cast, activity):
    notice = issue(cast, activity)
    edit(cast, activity, due_time=time(11))
    for again in ({"voided_at": None, "void_reason": ""}, {"void_reason": "Other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(id=notice.id).update(**again)
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeTemplate.objects.filter(version=1).update(version=2)
