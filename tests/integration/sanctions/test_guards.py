"""The sanction record only grows, and holds together, whoever writes to it and however."""

from datetime import date

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.attacks import DELETES, INSERTS, UPDATES, attempt
from tests.integration.sanctions.recording import enter
from waymark.participants.models import Participant
from waymark.sanctions.models import SanctionEntry

pytestmark = pytest.mark.as_owner
JSA = "Jobseeker's Allowance (income-based)"


@pytest.fixture
def outcome(cast, tracker):
    return enter(cast.glenn, "outcome", tracker)


def forged(tracker, kind="referral", **given):
    values = {
        "participant_id": tracker.participant_id,
        "tracker_id": tracker.id,
        "kind": kind,
        "happened_on": date(2026, 11, 20),
        "recorded_by_id": tracker.created_by_id,
        "recorded_by": "Adam Stewart",
        "recorded_at": MORNING,
    }
    return SanctionEntry(**values | given)


@pytest.mark.parametrize("attack", UPDATES)
@pytest.mark.parametrize(
    "change",
    [{"result": "cancelled"}, {"happened_on": date(2026, 1, 1)}, {"recorded_by": "Nobody"}],
    ids=lambda one: next(iter(one)),
)
def test_an_entry_never_changes(outcome, attack, change):
    attempt(attack, outcome, "history only grows", **change)


@pytest.mark.parametrize("attack", DELETES)
def test_an_entry_is_never_deleted(outcome, attack):
    attempt(attack, outcome, "history only grows")


@pytest.mark.parametrize("attack", INSERTS)
class TestForged:
    def test_on_a_tracker_of_somebody_else(self, cast, tracker, attack):
        other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
        row = forged(tracker, participant_id=other.id)
        attempt(attack, row, "of one participant")

    def test_a_review_of_what_is_no_decision(self, cast, tracker, attack):
        sent = enter(cast.adam, "referral", tracker)
        row = forged(tracker, "appeal", result="overturned", about_id=sent.id)
        attempt(attack, row, "about a decision")

    def test_a_review_of_nothing(self, tracker, attack):
        row = forged(tracker, "appeal", result="overturned")
        attempt(attack, row, "sanction_entry_review_is_about")

    def test_a_correction_of_another_kind(self, outcome, attack):
        row = forged(outcome.tracker, corrects_id=outcome.id, why="Wrong")
        attempt(attack, row, "of the same kind and participant")

    def test_a_correction_of_somebody_elses(self, cast, outcome, attack):
        other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
        tracker = make_tracker(cast, make_activity(other))
        row = forged(tracker, "outcome", result="adverse", corrects_id=outcome.id, why="Wrong")
        attempt(attack, row, "of the same kind and participant")

    def test_a_correction_without_a_reason(self, outcome, attack):
        row = forged(outcome.tracker, "outcome", result="adverse", corrects_id=outcome.id)
        attempt(attack, row, "sanction_entry_correction_says_why")

    def test_a_second_correction(self, cast, outcome, attack):
        given = {"result": "reserved", "corrects_id": outcome.id, "why": "Wrong"}
        forged(outcome.tracker, "outcome", **given).save()
        attempt(attack, forged(outcome.tracker, "outcome", **given), "unique")

    def test_a_result_of_another_kind(self, tracker, attack):
        row = forged(tracker, "outcome", result="overturned")
        attempt(attack, row, "sanction_entry_result_of_its_kind")

    def test_a_condition_that_says_nothing(self, tracker, attack):
        attempt(attack, forged(tracker, "condition"), "sanction_entry_condition_is_said")

    def test_a_period_without_a_beginning(self, tracker, attack):
        attempt(attack, forged(tracker, "period"), "sanction_entry_period_begins")

    def test_a_period_that_ends_first(self, tracker, attack):
        days = {"starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 19)}
        attempt(attack, forged(tracker, "period", **days), "sanction_entry_period_ends_after")

    @pytest.mark.parametrize("effective_on", [None, date(2026, 11, 20), date(2026, 11, 18)])
    def test_re_compliance_on_another_day(self, tracker, attack, effective_on):
        row = forged(tracker, "re-compliance", effective_on=effective_on)
        attempt(attack, row, "takes effect the day before")

    def test_an_effect_where_there_is_none(self, tracker, attack):
        row = forged(tracker, effective_on=date(2026, 11, 19))
        attempt(attack, row, "takes effect the day before")

    def test_re_compliance_for_jsa(self, tracker, attack):
        Participant.objects.filter(id=tracker.participant_id).update(benefit=JSA)
        row = forged(tracker, "re-compliance", effective_on=date(2026, 11, 19))
        attempt(attack, row, "for Universal Credit only")
