"""Entries are added to the sanction record, whatever the status of the tracker."""

from datetime import date, timedelta

import pytest

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.expecting import NOWHERE, last_event, refused
from tests.integration.sanctions.recording import PLAIN, RECEIVED, enter, fields
from tests.snapshot import changed_since, nothing_changes, snapshot
from waymark.kernel.refusals import NotFound
from waymark.operations.sanctions import add_entry
from waymark.sanctions.models import SanctionEntry
from waymark.sanctions.queries import record_of, suggested_sanction_status

WRITTEN = {"sanctions_sanctionentry", "audit_event", "audit_eventcontent", "audit_streamhead"}
JSA = "Jobseeker's Allowance (income-based)"
WITHOUT_A_DECISION = [kind for kind in PLAIN if kind not in {"reconsideration", "appeal"}]


@pytest.mark.parametrize("who", ["adam", "glenn", "wendy", "aimee"])
def test_by_edit_compliance_and_supervisors(cast, tracker, who):
    entry = enter(getattr(cast, who), "referral", tracker)
    assert entry.shown_number.startswith("S")
    assert (entry.happened_on, entry.channel, entry.reference) == (
        RECEIVED,
        "Secure email",
        "DM 4471",
    )
    assert (entry.recorded_by, entry.recorded_at) == (getattr(cast, who).staff.name, MORNING)
    event = last_event(stream_id=tracker.participant_id)
    assert (event.code, event.tracker_id) == ("sanction.entry_added", None)
    assert event.content.data["entry"] == entry.shown_number
    assert ["Sent", "2026-11-20"] in event.content.data["facts"]


@pytest.mark.parametrize("status", ["new", "resolved", "referred", "closed", "rejected"])
def test_the_tracker_stays_as_it_was(cast, tracker, status):
    put_in_status(tracker, status)
    before = snapshot()
    for kind in WITHOUT_A_DECISION:
        enter(cast.glenn, kind, tracker)
    decided = SanctionEntry.objects.get(kind="outcome")
    for kind in ("reconsideration", "appeal"):
        enter(cast.glenn, kind, tracker, about_id=decided.id)
    assert changed_since(before) == WRITTEN


def test_re_compliance_takes_effect_the_day_before_and_needs_no_decision(cast, tracker):
    entry = enter(cast.adam, "re-compliance", tracker)
    assert entry.effective_on == date(2026, 11, 19)
    assert not SanctionEntry.objects.exclude(kind="re-compliance").exists()


@pytest.mark.parametrize("kind", ["re-compliance", "condition"])
def test_re_compliance_is_not_for_jsa(cast, kind):
    person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], benefit=JSA)
    tracker = make_tracker(cast, make_activity(person))
    with refused("sanctions.re_compliance_not_for_jsa"):
        enter(cast.adam, kind, tracker)


def test_what_jsa_no_longer_requires_ends_no_open_ended_part(cast):
    person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], benefit=JSA)
    tracker = make_tracker(cast, make_activity(person))
    assert enter(cast.adam, "no-longer-required", tracker).effective_on is None


def test_a_review_goes_to_the_tracker_of_its_decision(cast, tracker):
    decided = enter(cast.glenn, "outcome", tracker)
    review = add_entry(
        actor=cast.glenn.actor,
        participant_id=tracker.participant_id,
        fields=fields("appeal", None, about_id=decided.id),
        now=MORNING,
    )
    assert (review.about, review.tracker) == (decided, tracker)


def test_a_review_a_year_after_the_tracker_is_closed(cast, tracker):
    decided = enter(cast.glenn, "outcome", tracker)
    put_in_status(tracker, "closed")
    later = MORNING + timedelta(days=365)
    given = {"about_id": decided.id, "happened_on": date(2027, 11, 20), "now": later}
    enter(cast.wendy, "appeal", tracker, **given)
    person = tracker.participant
    found = suggested_sanction_status(cast.wendy.actor, person, today=later.date())
    assert found.status == "Not under sanction"


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "joanne"])
def test_by_somebody_else(cast, tracker, who):
    with refused("people.role_needed"):
        enter(getattr(cast, who), "referral", tracker)


def test_in_another_group(cast, tracker):
    with refused("participant.not_found"):
        enter(cast.roy, "referral", tracker)


def test_on_a_tracker_of_somebody_else(cast, tracker):
    other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    with refused("sanctions.tracker_unknown"):
        add_entry(
            actor=cast.adam.actor,
            participant_id=other.id,
            fields=fields("referral", tracker),
            now=MORNING,
        )


def test_about_no_decision(cast, tracker):
    sent = enter(cast.adam, "referral", tracker)
    for about in (None, NOWHERE, sent.id):
        with refused("sanctions.decision_unknown"):
            enter(cast.adam, "appeal", tracker, about_id=about)


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("referral", {"channel": "Pigeon"}, "sanctions.channel_unknown"),
        ("condition", {"text": " "}, "sanctions.condition_empty"),
        ("period", {"starts_on": None}, "sanctions.period_without_a_start"),
        ("period", {"ends_on": date(2026, 11, 16)}, "sanctions.period_ends_first"),
        ("period", {"fixed_days": 2000}, "sanctions.fixed_part_wrong"),
        ("re-compliance", {"told_on": date(2026, 11, 24)}, "sanctions.told_not_yet"),
        ("no-longer-required", {"told_on": None}, "sanctions.told_when_missing"),
    ],
)
def test_what_a_kind_needs(cast, tracker, kind, given, code):
    with refused(code):
        enter(cast.adam, kind, tracker, **given)


def test_a_kind_that_there_is_not(cast, tracker):
    with refused("sanctions.kind_unknown"):
        enter(cast.adam, "caution", tracker)


def test_a_jsa_sanction_has_an_end(cast):
    person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], benefit=JSA)
    tracker = make_tracker(cast, make_activity(person))
    with refused("sanctions.period_without_an_end"):
        enter(cast.adam, "period", tracker)


def test_everything_that_is_wrong_is_said_at_once(cast, tracker):
    with refused("sanctions.not_yet", "sanctions.result_unknown"):
        enter(cast.adam, "outcome", tracker, result="", happened_on=date(2026, 11, 24))


def test_before_the_activity_was_missed(cast, tracker):
    enter(cast.adam, "referral", tracker, happened_on=date(2026, 11, 17))
    with refused("sanctions.before_the_failure"):
        enter(cast.adam, "referral", tracker, happened_on=date(2026, 11, 16))


def test_twice_within_a_minute_is_once(cast, tracker):
    first = enter(cast.adam, "referral", tracker)
    with nothing_changes():
        assert enter(cast.adam, "referral", tracker, now=MORNING + timedelta(minutes=1)) == first
    assert enter(cast.judith, "referral", tracker) != first


class TestReading:
    def test_newest_first_with_what_became_of_each(self, cast, tracker):
        enter(cast.adam, "referral", tracker)
        enter(cast.adam, "outcome", tracker)
        record = record_of(cast.tomasz.actor, tracker.participant)
        assert [one.label for one in record] == ["Outcome from DWP", "Referral to DWP"]
        assert all(one.stands for one in record)
        assert record[0].tracker_number == tracker.shown_number
        assert [(one.label, one.value) for one in record[0].facts] == [
            ("Outcome", "Adverse: a sanction"),
            ("Received", "2026-11-20"),
        ]

    def test_not_of_somebody_elsewhere(self, cast, tracker):
        enter(cast.adam, "referral", tracker)
        with pytest.raises(NotFound):
            record_of(cast.roy.actor, tracker.participant)
