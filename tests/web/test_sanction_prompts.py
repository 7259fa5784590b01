"""DWP may have to be told that something is no longer required: said where it came to that, and on
Home of whoever has the tracker.
"""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.integration.sanctions.recording import enter
from tests.restricting import restrict
from tests.web.filling import as_it_is, fields_of
from tests.web.reading import links_of, main_of
from waymark.participants.models import Participant
from waymark.plans.models import Activity

pytestmark = pytest.mark.usefixtures("morning")
HEADING = "DWP may have to be told that something is no longer required"
LEFT = "They left on 20 November 2026: tell DWP from when"
WITHDRAWN = "The activity is not mandatory any more: tell DWP from when"
JSA = "Jobseeker's Allowance (income-based)"


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    return put_in_status(make_tracker(cast, make_activity(gwen)), "referred")


def form_of(tracker):
    add = reverse("sanction-entry-add", args=[tracker.participant_id, "no-longer-required"])
    return f"{add}?tracker={tracker.id}"


def leave(browser, gwen):
    change = {"version": "1", "left_on": "20/11/2026"}
    return browser.post(reverse("participant-leaving", args=[gwen.id]), change, follow=True)


class TestAfterTheyLeft:
    def test_it_is_said_with_a_link_to_the_form(self, cast, sign_in, gwen, tracker):
        answer = leave(sign_in(cast.adam), gwen)
        assert f"{LEFT} T{tracker.number} is not required." in main_of(answer)
        label = f"Add ‘No longer required’ for T{tracker.number}"
        assert links_of(answer)[label] == form_of(tracker)

    def test_whoever_cannot_add_it_is_told_who_can(self, cast, sign_in, gwen, tracker):
        answer = leave(sign_in(cast.alexandra), gwen)
        assert f"{LEFT} T{tracker.number} is not required." in main_of(answer)
        assert "To add to it you need the role" in main_of(answer)
        record = reverse("participant-sanction-record", args=[gwen.id])
        assert links_of(answer)[f"See the sanction record for T{tracker.number}"] == record

    @pytest.mark.parametrize("status", ["new", "resolved", "submitted", "closed"])
    def test_nothing_is_said_of_what_was_never_sent(self, cast, sign_in, gwen, status):
        put_in_status(make_tracker(cast, make_activity(gwen)), status)
        assert "tell DWP" not in main_of(leave(sign_in(cast.adam), gwen))

    def test_nor_where_it_is_on_record(self, cast, sign_in, gwen, tracker):
        enter(cast.adam, "no-longer-required", tracker)
        assert "tell DWP" not in main_of(leave(sign_in(cast.adam), gwen))

    def test_nor_when_the_date_is_taken_back(self, cast, sign_in, gwen, tracker):
        browser = sign_in(cast.adam)
        leave(browser, gwen)
        here = reverse("participant-leaving", args=[gwen.id])
        answer = browser.post(here, {"version": "2", "left_on": ""}, follow=True)
        assert "The leaving date is saved" in main_of(answer)
        assert "tell DWP" not in main_of(answer)


class TestAfterAnActivityIsWithdrawn:
    def withdraw(self, browser, activity, **given):
        here = reverse("activity-edit", args=[activity.id])
        return browser.post(here, as_it_is(fields_of(browser.get(here))) | given, follow=True)

    def test_it_is_said_on_the_activity(self, cast, sign_in, gwen, tracker):
        other = put_in_status(make_tracker(cast, make_activity(gwen)), "referred")
        Activity.objects.filter(id=other.activity_id).update(mandatory=False)
        answer = self.withdraw(sign_in(cast.adam), tracker.activity, mandatory="no")
        page = main_of(answer)
        assert f"{WITHDRAWN} T{tracker.number} is not required." in page
        assert f"T{other.number}" not in page

    def test_nothing_is_said_of_another_edit(self, cast, sign_in, tracker):
        answer = self.withdraw(sign_in(cast.adam), tracker.activity, title="CV clinic")
        assert "‘CV clinic’ is saved" in main_of(answer)
        assert "tell DWP" not in main_of(answer)


class TestOnHomeOfWhoeverHasTheTracker:
    def home(self, sign_in, who):
        return main_of(sign_in(who).get("/"))

    def test_of_an_open_tracker_and_of_one_that_is_final(self, cast, sign_in, gwen, tracker):
        final = make_tracker(cast, make_activity(gwen))
        for kind in ("referral", "outcome"):
            enter(cast.adam, kind, final)
        put_in_status(final, "closed")
        assert HEADING not in self.home(sign_in, cast.adam)
        Participant.objects.filter(id=gwen.id).update(left_on=date(2026, 11, 20))
        answer = sign_in(cast.adam).get("/")
        page = main_of(answer).split(HEADING)[1]
        for one in (tracker, final):
            assert f"Gwenllian Llywelyn: {LEFT} T{one.number} is not required." in page
            label = f"Add ‘No longer required’ for T{one.number}"
            assert links_of(answer)[label] == form_of(one)
        assert page.index(f"T{final.number}") < page.index(f"T{tracker.number}")
        assert HEADING not in self.home(sign_in, cast.judith)

    def test_of_a_withdrawn_activity(self, cast, sign_in, tracker):
        Activity.objects.filter(id=tracker.activity_id).update(mandatory=False)
        assert WITHDRAWN in self.home(sign_in, cast.adam)

    @pytest.mark.parametrize("kind", ["no-longer-required", "re-compliance"])
    def test_until_it_is_on_record(self, cast, sign_in, gwen, tracker, kind):
        Participant.objects.filter(id=gwen.id).update(left_on=date(2026, 11, 20))
        enter(cast.adam, kind, tracker)
        assert HEADING not in self.home(sign_in, cast.adam)

    def test_not_where_dwp_decided_for_them(self, cast, sign_in, gwen, tracker):
        Participant.objects.filter(id=gwen.id).update(left_on=date(2026, 11, 20))
        decision = enter(cast.adam, "outcome", tracker)
        assert HEADING in self.home(sign_in, cast.adam)
        enter(cast.adam, "appeal", tracker, about_id=decision.id)
        assert HEADING not in self.home(sign_in, cast.adam)

    @pytest.mark.parametrize(
        "given", [{"left_on": date(2026, 11, 24)}, {"left_on": date(2026, 11, 20), "benefit": JSA}]
    )
    def test_not_before_they_leave_nor_of_another_benefit(
        self, cast, sign_in, gwen, tracker, given
    ):
        Participant.objects.filter(id=gwen.id).update(**given)
        assert HEADING not in self.home(sign_in, cast.adam)

    def test_not_of_somebody_whose_record_is_closed_to_them(self, cast, sign_in, gwen, tracker):
        Participant.objects.filter(id=gwen.id).update(left_on=date(2026, 11, 20))
        restrict(cast, gwen, cast.alexandra)
        assert HEADING not in self.home(sign_in, cast.adam)

    def test_many_cost_no_more(self, cast, sign_in, gwen, few_statements):
        for _ in range(3):
            person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
            put_in_status(make_tracker(cast, make_activity(person)), "referred")
        Participant.objects.update(left_on=date(2026, 11, 20))
        browser = sign_in(cast.adam)
        with few_statements():
            page = main_of(browser.get("/"))
        assert page.count(LEFT) == 3
