"""What pages read is found by an index: a small caseload, with scans of whole tables made dear."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from bench.data import filling
from bench.data.scales import Scale
from waymark.participants.models import Participant
from waymark.people.models import Staff
from waymark.plans.models import Activity
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.as_owner
SMALL = Scale(participants=280, staff=10, coaches=5, groups=6)
DAY = date(2026, 11, 20)
# Counted up to a limit, rows that nothing narrows may come in any order: see WHOLE.
LARGE = (
    "audit_event",
    "audit_eventcontent",
    "participants_nameword",
    "participants_participant",
    "plans_activity",
    "plans_activitytodo",
    "trackers_evaluation",
    "trackers_note",
    "trackers_tracker",
    "trackers_trackerlisting",
    "trackers_transition",
)
WHOLE = re.compile(rf"^(?!.*Limit.*\n).*\n.*Seq Scan on ({'|'.join(LARGE)})\b", re.MULTILINE)


@pytest.fixture
def filled(db) -> Iterator[None]:
    filling.groups_and_staff(SMALL, DAY)
    with connection.cursor() as cursor:
        filling.prepare(cursor, SMALL, DAY)
        filling.fill(cursor, SMALL, 1, SMALL.participants)
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def addresses(coach: Staff) -> dict[str, str]:
    """What is asked, by the index that must be among those that answer whoever sees everything; a
    pattern where one of several will do.
    """
    theirs = Tracker.objects.filter(participant__work_coach=coach, status="new")
    tracker = theirs.order_by("number").last()
    activity = Activity.objects.get(id=tracker.activity_id)
    who = Participant.objects.get(id=tracker.participant_id)
    last = f"after={tracker.number}"
    return {
        "/": "to_do_owner",
        "/activities/": "to_do_owner",
        "/activities/?whose=everyones": "to_do_due",
        "/trackers/": "listing_newest",
        f"/trackers/?{last}": "listing_newest",
        "/trackers/?assignee=me": "listing_assignee",
        "/trackers/?status=submitted": "listing_status",
        "/trackers/?status=submitted&assignee=me&from=1/1/2026&to=1/2/2026": "listing_assignee",
        f"/trackers/?group={who.group_id}": "listing_group",
        f"/trackers/?group={who.group_id}&status=new": "listing_group_status",
        "/trackers/?sort=-due": "listing_due",
        "/trackers/?sort=act_by": "listing_act_by",
        "/trackers/?sort=number": "trackers_trackerlisting_number",
        # So small a table is found by either.
        "/trackers/?clock=overdue": "listing_clock_runs|listing_status_act_by",
        f"/trackers/?q={who.reference}": "listing_participant",
        f"/trackers/?q={who.reference[1:]}": "tracker_listing_search",
        f"/trackers/?q={who.last_name[:2]}": "tracker_listing_search",
        f"/trackers/?q={mistyped(who.last_name)}": "name_word_slips",
        f"/participants/?q={mistyped(who.last_name)}": "name_word_slips",
        "/participants/": "participant_newest",
        f"/participants/?q={who.reference}": "participants_participant_reference",
        f"/participants/?q={who.reference[1:]}": "participant_search",
        f"/participants/?q={who.last_name[:2]}": "participant_search",
        "/participants/?sort=name": "participant_name",
        f"/participants/{who.id}/": "participants_participant_pkey",
        f"/participants/{who.id}/action-plan/": "activity_plan",
        f"/participants/{who.id}/trackers/": "listing_participant",
        f"/participants/{who.id}/history/": "event_once_in_its_stream",
        f"/activities/{activity.id}/": "plans_activity_pkey",
        f"/trackers/{tracker.id}/": "trackers_tracker_pkey",
        "/compliance/": "listing_status_set",
        "/compliance/?sort=deadline": "listing_status_act_by",
        "/compliance/?step=sent-back": "transition_",
    }


def mistyped(name: str) -> str:
    """The last letters have changed places."""
    return name[:-2] + name[:-3:-1]


def plans_of(browser: Client, address: str) -> str:
    """The plans of every statement that reads, as it was asked."""
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        answer = browser.get(address)
    assert answer.status_code == 200, address
    plans = []
    with connection.cursor() as cursor:
        # So small a table is found in order sooner; of a search the index of words must serve.
        cursor.execute(f"SET LOCAL enable_indexscan = {'off' if '?q=' in address else 'on'}")
        for sql, params in asked:
            if sql.startswith(("SELECT", "WITH")):
                cursor.execute(f"EXPLAIN {sql}", params)
                plans.append(sql + "\n" + "\n".join(line for (line,) in cursor.fetchall()))
    return "\n\n".join(plans)


COACH, COMPLIANCE_OFFICER = "staff0@bench.example", "staff5@bench.example"


@pytest.mark.parametrize("who", [COACH, COMPLIANCE_OFFICER], ids=["one office", "everything"])
def test_no_page_goes_through_a_whole_table(filled, who):
    """A coach's pages, and those of somebody of compliance who sees every group."""
    browser, wrong = Client(), []
    browser.force_login(Staff.objects.get(email=who))
    for address, index in addresses(Staff.objects.get(email=COACH)).items():
        if who == COACH and "/compliance/" in address:
            continue
        plans = plans_of(browser, address)
        if whole := WHOLE.search(plans):
            wrong.append(f"{address}: {whole[0]}\n{plans}")
        elif who == COMPLIANCE_OFFICER and not re.search(index, plans):
            wrong.append(f"{address}: without {index}\n{plans}")
    assert not wrong, "\n\n".join(wrong)
