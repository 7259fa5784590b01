"""One account: who it is for, what they may, what they hold, what happened to it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.people.keeping import edit, make_administrator
from tests.restricting import restrict
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.audit.events import EVENT_TYPES, Entry, EventType, record
from waymark.people.models import Staff

pytestmark = pytest.mark.usefixtures("morning")


def at(person):
    return reverse("staff-account", args=[person.staff.id])


def test_who_what_and_how_much(cast, sign_in, few_statements):
    gwen = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    make_tracker(cast, make_activity(gwen))
    edit(cast.joanne, cast.adam.staff, job_title="Lead coach")
    browser = sign_in(cast.joanne)
    with few_statements():
        answer = browser.get(at(cast.adam))
    page = main_of(answer)
    assert "Adam Stewart Not signed in yet" in page
    assert "Email address adam@provider.example Job title Lead coach Last signed in Never" in page
    assert (
        "Roles Process Automation Trackers (Edit) "
        "Edits trackers: New, Resolved, Submitted, Referred. Keeps the sanction record. "
        "Groups Wales / Caerdydd" in page
    )
    assert "Caseload 1 Caseload" in page
    assert "Trackers not final 1" in page
    assert "Job title: Work coach to Lead coach by Joanne Okafor 23 November 2026 at 9am" in page
    links = links_of(answer)
    assert links["1 Caseload"] == f"/participants/?coach={cast.adam.staff.id}"
    listed = main_of(browser.get(links["1 Trackers not final"]))
    assert "1 tracker, newest first" in listed
    assert "Gwenllian Llywelyn" in main_of(browser.get(links["1 Caseload"]))


def test_what_can_be_done_with_it(cast, sign_in):
    browser = sign_in(cast.joanne)
    assert {"Edit", "Deactivate", "Send the invitation again"} <= links_of(
        browser.get(at(cast.adam))
    ).keys()
    Staff.objects.filter(id=cast.adam.staff.id).update(is_active=False)
    links = links_of(browser.get(at(cast.adam)))
    assert "Activate" in links
    assert "Send the invitation again" not in links


def test_without_role_group_or_history(cast, sign_in):
    cast.alexandra.staff.groups.clear()
    page = main_of(sign_in(cast.joanne).get(at(cast.alexandra)))
    assert "Roles None Works with participants" in page
    assert "Groups None Sees no participant" in page
    assert "Nothing has happened yet" in page


def test_with_groups_of_others_it_can_be_read_but_not_kept(cast, sign_in):
    make_administrator(cast.aimee)
    cast.adam.staff.groups.add(cast.groups["North West"])
    edit(cast.joanne, cast.adam.staff, job_title="Secret")
    answer = sign_in(cast.aimee).get(at(cast.adam))
    page = main_of(answer)
    assert "This account has access to groups that are not yours" in page
    assert "North West" not in page
    assert "by Joanne Okafor" not in page
    assert not {"Edit", "Deactivate"} & links_of(answer).keys()


def test_what_is_not_the_readers_to_see_is_a_number(cast, sign_in):
    make_administrator(cast.aimee)
    make_participant(cast.adam.staff, cast.groups["North West / Liverpool"])
    page = main_of(sign_in(cast.aimee).get(at(cast.adam)))
    assert "1 more thing of theirs is not yours to see" in page
    assert "Liverpool" not in page


def test_to_an_administrator_of_all_groups_it_can_only_be_restricted(cast, sign_in):
    gwen = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    restrict(cast, gwen, cast.adam)
    page = main_of(sign_in(cast.joanne).get(at(cast.adam)))
    said = "1 more thing of theirs is not yours to see: on a restricted record."
    assert f"{said} A supervisor named on it hands it over" in page
    assert "dministrator of all groups" not in page


def test_an_event_that_this_version_does_not_know(cast, sign_in, monkeypatch):
    newer = EventType("staff.promoted", "Promoted")
    with monkeypatch.context() as tomorrow:
        tomorrow.setitem(EVENT_TYPES, newer.code, newer)
        entry = Entry(newer.code, "staff", cast.adam.staff.id, MORNING, {"what": 1})
        record(cast.aimee.actor, [entry])
    page = main_of(sign_in(cast.joanne).get(at(cast.adam)))
    assert "Something this version does not know (staff.promoted) by Aimee Hamilton" in page


def test_reading_it_changes_nothing(cast, sign_in):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        browser.get(at(cast.adam))


@pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
def test_wrong_role(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(at(cast.adam)).status_code == 403


def test_out_of_scope_and_not_there(cast, sign_in):
    make_administrator(cast.aimee)
    browser = sign_in(cast.aimee)
    assert browser.get(at(cast.roy)).status_code == 404
    assert browser.get(reverse("staff-account", args=[uuid4()])).status_code == 404
    assert browser.get(at(cast.joanne)).status_code == 404
