"""A mistake on the sanction record is put right by another entry, which names it."""

from datetime import date, timedelta

import pytest

from tests.factories import MORNING
from tests.integration.expecting import NOWHERE, last_event, refused
from tests.integration.sanctions.recording import enter, fields
from tests.snapshot import nothing_changes
from waymark.operations.sanctions import correct_entry, withdraw_entry
from waymark.sanctions.queries import record_of, suggested_sanction_status

WHY = "The letter was read wrongly"
TODAY = date(2026, 11, 23)


def correct(who, entry, *, why=WHY, now=MORNING, **given):
    return correct_entry(
        actor=who.actor,
        participant_id=entry.participant_id,
        entry_id=entry.id,
        fields=fields(entry.kind, entry.tracker, **given),
        why=why,
        now=now,
    )


def withdraw(who, entry, *, why="Entered on the wrong participant", now=MORNING, **given):
    return withdraw_entry(
        actor=who.actor,
        **{"participant_id": entry.participant_id, "entry_id": entry.id} | given,
        why=why,
        now=now,
    )


@pytest.fixture
def outcome(cast, tracker):
    return enter(cast.glenn, "outcome", tracker)


def suggested(cast, entry):
    return suggested_sanction_status(cast.adam.actor, entry.participant, today=TODAY).status


def test_another_takes_its_place_and_it_stays_as_it_was(cast, outcome):
    before = type(outcome).objects.filter(id=outcome.id).values().get()
    right = correct(cast.adam, outcome, result="non-adverse")
    assert (right.corrects, right.why, right.result) == (outcome, WHY, "non-adverse")
    assert type(outcome).objects.filter(id=outcome.id).values().get() == before
    newer, older = record_of(cast.adam.actor, outcome.participant)
    assert (newer.corrects, newer.stands) == (outcome.shown_number, True)
    assert (older.corrected_by, older.stands) == (right.shown_number, False)
    event = last_event(stream_id=outcome.participant_id)
    assert (event.code, event.content.data["corrects"]) == (
        "sanction.entry_corrected",
        outcome.shown_number,
    )


def test_what_was_corrected_does_not_count(cast, outcome):
    assert suggested(cast, outcome) == "Under sanction for failure to attend"
    correct(cast.adam, outcome, result="cancelled")
    assert suggested(cast, outcome) == "Not under sanction"


def test_a_correction_is_corrected_in_its_turn(cast, outcome):
    right = correct(cast.adam, outcome, result="cancelled")
    correct(cast.adam, right, result="adverse", reference="DM 1")
    assert suggested(cast, outcome) == "Under sanction for failure to attend"
    with refused("sanctions.corrected_already"):
        correct(cast.judith, outcome, result="reserved")


def test_a_review_of_a_corrected_decision_is_about_the_correction(cast, outcome):
    enter(cast.glenn, "appeal", outcome.tracker, about_id=outcome.id)
    right = correct(cast.adam, outcome, reference="DM 1")
    correct(cast.adam, right, reference="DM 2")
    assert suggested(cast, outcome) == "Not under sanction"


def test_a_correction_stays_of_its_kind(cast, outcome):
    with refused("sanctions.result_unknown"):
        correct_entry(
            actor=cast.adam.actor,
            participant_id=outcome.participant_id,
            entry_id=outcome.id,
            fields=fields("appeal", outcome.tracker, result="overturned"),
            why=WHY,
            now=MORNING,
        )


@pytest.mark.parametrize("why", ["", " "])
def test_without_a_reason(cast, outcome, why):
    with refused("sanctions.correction_unexplained"):
        correct(cast.adam, outcome, result="reserved", why=why)
    with refused("sanctions.correction_unexplained"):
        withdraw(cast.adam, outcome, why=why)


def test_without_a_difference(cast, outcome):
    with refused("sanctions.nothing_corrected"):
        correct(cast.adam, outcome)


def test_what_is_withdrawn_stays_and_does_not_count(cast, outcome):
    gone = withdraw(cast.adam, outcome)
    assert (gone.corrects, gone.withdraws) == (outcome, True)
    assert not any(one.stands for one in record_of(cast.adam.actor, outcome.participant))
    assert suggested(cast, outcome) == "Pending decision for failure to attend"
    assert last_event(stream_id=outcome.participant_id).code == "sanction.entry_withdrawn"
    for entry in (outcome, gone):
        with refused("sanctions.corrected_already"):
            withdraw(cast.judith, entry)


def test_twice_within_a_minute_is_once(cast, outcome):
    right = correct(cast.adam, outcome, result="reserved")
    with nothing_changes():
        assert correct(cast.adam, outcome, result="reserved") == right
    gone = withdraw(cast.adam, right)
    with nothing_changes():
        assert withdraw(cast.adam, right) == gone
    with refused("sanctions.corrected_already"):
        withdraw(cast.adam, right, now=MORNING + timedelta(minutes=2))


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "joanne"])
def test_by_somebody_else(cast, outcome, who):
    with refused("people.role_needed"):
        correct(getattr(cast, who), outcome, result="reserved")
    with refused("people.role_needed"):
        withdraw(getattr(cast, who), outcome)


def test_in_another_group_or_not_there(cast, outcome):
    with refused("participant.not_found"):
        correct(cast.roy, outcome, result="reserved")
    with refused("participant.not_found"):
        withdraw(cast.roy, outcome)
    with refused("sanction_entry.not_found"):
        withdraw(cast.adam, outcome, entry_id=NOWHERE)
