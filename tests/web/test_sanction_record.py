"""The sanction record of a participant: read by everybody in scope, put right by correction."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.integration.sanctions.recording import enter
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of, words_of
from waymark.audit.models import AccessRecord
from waymark.operations.sanctions import correct_entry, withdraw_entry
from waymark.sanctions.queries import fields_of

pytestmark = pytest.mark.usefixtures("morning")
JSA = "Jobseeker's Allowance (income-based)"


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    return put_in_status(make_tracker(cast, make_activity(gwen)), "referred")


@pytest.fixture
def here(gwen):
    return reverse("participant-sanction-record", args=[gwen.id])


def put_right(cast, entry, **given):
    return correct_entry(
        actor=cast.adam.actor,
        participant_id=entry.participant_id,
        entry_id=entry.id,
        fields=type(fields_of(entry))(
            kind=entry.kind, happened_on=entry.happened_on, tracker_id=entry.tracker_id, **given
        ),
        why="The letter was read wrongly",
        now=entry.recorded_at,
    )


@pytest.mark.parametrize("who", ["alexandra", "adam", "wendy", "aimee", "tomasz", "joanne"])
def test_everybody_in_scope_reads_it(cast, sign_in, tracker, here, who):
    entry = enter(cast.adam, "referral", tracker)
    page = main_of(sign_in(getattr(cast, who)).get(here))
    assert f"T{tracker.number} CV workshop Referred" in page
    assert f"{entry.shown_number} Referral to DWP" in page
    assert "Sent 20 November 2026 How it was sent Secure email" in page
    assert "Entered 23 November 2026 at 9am Adam Stewart" in page


def test_it_is_a_tab_of_the_profile(cast, sign_in, gwen, here):
    assert links_of(sign_in(cast.alexandra).get(f"/participants/{gwen.id}/"))
    assert "Sanction record" in words_of(sign_in(cast.alexandra).get(f"/participants/{gwen.id}/"))


def test_opening_it_is_on_record_and_changes_nothing_else(cast, sign_in, tracker, gwen, here):
    browser = sign_in(cast.tomasz)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(here)
    assert AccessRecord.objects.filter(participant_id=gwen.id).count() == 1


def test_out_of_scope_is_as_if_not_there(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404


def test_it_costs_no_more_for_many_entries(cast, sign_in, gwen, tracker, here, few_statements):
    others = [make_tracker(cast, make_activity(gwen)) for _ in range(3)]
    for one in (tracker, *others):
        for kind in ("referral", "outcome", "condition", "re-compliance"):
            enter(cast.adam, kind, one)
    browser = sign_in(cast.aimee)
    with few_statements():
        browser.get(here)


def test_what_is_empty_says_what_will_stand_here(cast, sign_in, gwen, here):
    page = main_of(sign_in(cast.adam).get(here))
    assert "An entry is about a tracker, and there is none" in page
    make_tracker(cast, make_activity(gwen))
    page = main_of(sign_in(cast.adam).get(here))
    assert "When a tracker has gone to DWP, its referral is entered here" in page


class TestWhatCanBeAdded:
    def test_by_those_who_may(self, cast, sign_in, tracker, here):
        links = links_of(sign_in(cast.adam).get(here))
        assert "Referral to DWP" in links
        assert "Result of an appeal" not in links
        enter(cast.adam, "outcome", tracker)
        assert "Result of an appeal" in links_of(sign_in(cast.adam).get(here))

    def test_others_are_told_what_they_need(self, cast, sign_in, tracker, here):
        answer = sign_in(cast.alexandra).get(here)
        assert "Referral to DWP" not in links_of(answer)
        assert "To add to it you need the role Process Automation" in main_of(answer)

    def test_re_compliance_is_not_offered_for_jsa(self, cast, sign_in, here, gwen, tracker):
        gwen.benefit = JSA
        gwen.save()
        answer = sign_in(cast.adam).get(here)
        links = links_of(answer)
        assert "Referral to DWP" in links
        assert "Re-compliance" not in links
        assert "Compliance condition" not in links
        assert "are for Universal Credit only" in main_of(answer)


class TestWhatMayBeMissing:
    def test_it_leads_to_the_form_for_the_tracker(self, cast, sign_in, gwen, tracker, here):
        answer = sign_in(cast.adam).get(here)
        assert f"T{tracker.number} is Referred: when and how it was sent" in main_of(answer)
        add = reverse("sanction-entry-add", args=[gwen.id, "referral"])
        assert f"{add}?tracker={tracker.id}" in answer.content.decode()

    def test_who_left_is_not_required_to_do_anything(self, cast, sign_in, gwen, tracker, here):
        gwen.left_on = date(2026, 11, 20)
        gwen.save()
        answer = sign_in(cast.alexandra).get(here)
        assert "No longer required They left on 20 November 2026: tell DWP" in main_of(answer)
        assert "No longer required" not in links_of(answer)

    def test_where_nothing_is_it_says_nothing(self, cast, sign_in, tracker, here):
        enter(cast.adam, "referral", tracker)
        assert "What may be missing" not in main_of(sign_in(cast.adam).get(here))


class TestSuggestion:
    def test_it_rests_on_an_entry_and_sets_nothing(self, cast, sign_in, gwen, tracker, here):
        entry = enter(cast.adam, "outcome", tracker)
        answer = sign_in(cast.aimee).get(here)
        page = main_of(answer)
        under = "Under sanction for failure to attend"
        assert f"Waymark suggests: {under}. Adverse: a sanction." in page
        label = f"entry {entry.shown_number} of the sanction record"
        assert links_of(answer)[label] == f"{here}#{entry.shown_number}"
        assert "Change the sanction status" in links_of(answer)
        gwen.refresh_from_db()
        assert gwen.sanction_status == "Not under sanction"

    def test_on_the_mandation_panel_and_in_the_details_too(self, cast, sign_in, gwen, tracker):
        entry = enter(cast.adam, "outcome", tracker)
        under = "Under sanction for failure to attend"
        label = f"entry {entry.shown_number} of the sanction record"
        for name in ("participant-mandation", "participant-details"):
            answer = sign_in(cast.aimee).get(reverse(name, args=[gwen.id]))
            assert under in main_of(answer)
            assert label in links_of(answer)

    def test_a_tracker_alone_is_never_under_sanction(self, cast, sign_in, tracker, here):
        page = main_of(sign_in(cast.aimee).get(here))
        assert "Waymark suggests: Pending decision for failure to attend" in page
        put_in_status(tracker, "closed")
        page = main_of(sign_in(cast.aimee).get(here))
        assert "Waymark suggests: Nothing. The tracker is Closed." in page
        assert "Under sanction" not in page


class TestAfterACorrection:
    def test_both_stand_there_and_say_which_counts(self, cast, sign_in, tracker, here):
        wrong = enter(cast.adam, "outcome", tracker)
        right = put_right(cast, wrong, result="cancelled")
        page = main_of(sign_in(cast.tomasz).get(here))
        first, second = wrong.shown_number, right.shown_number
        assert f"{second} Outcome from DWP: in place of {first}" in page
        assert "What was wrong The letter was read wrongly" in page
        assert f"{first} Outcome from DWP Corrected It does not count: see {second}." in page

    def test_what_was_withdrawn_says_so(self, cast, sign_in, tracker, here):
        wrong = enter(cast.adam, "outcome", tracker)
        gone = withdraw_entry(
            actor=cast.adam.actor,
            participant_id=wrong.participant_id,
            entry_id=wrong.id,
            why="Another person",
            now=wrong.recorded_at,
        )
        answer = sign_in(cast.adam).get(here)
        assert f"{gone.shown_number} {wrong.shown_number} should not be there" in main_of(answer)
        assert f"Withdrawn It does not count: see {gone.shown_number}." in main_of(answer)
        assert not [one for one in links_of(answer) if one.startswith("Correct")]


def test_a_final_tracker_leads_to_it(cast, sign_in, tracker, here):
    put_in_status(tracker, "closed")
    answer = sign_in(cast.alexandra).get(reverse("tracker", args=[tracker.id]))
    assert links_of(answer)["sanction record"] == here


def test_the_history_of_the_participant_tells_it(cast, sign_in, gwen, tracker):
    entry = enter(cast.adam, "re-compliance", tracker)
    page = main_of(sign_in(cast.adam).get(f"/participants/{gwen.id}/history/"))
    assert "Added to the sanction record by Adam Stewart" in page
    assert f"{entry.shown_number}, about T{tracker.number}: Re-compliance." in page
    assert "Open-ended part ends: 19 November 2026" in page
