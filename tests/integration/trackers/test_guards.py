"""The guards of trackers in the database, attacked past the operations."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import MORNING, make_activity, put_in_status
from tests.integration.attacks import (
    DELETES,
    INSERTS,
    UPDATES,
    attempt,
    bulk_create,
    raw_insert,
    raw_update,
)
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage
from waymark.operations.trackers import TrackerChange
from waymark.trackers.models import Evaluation, Note, Tracker, TrackerFile, Transition

pytestmark = pytest.mark.as_owner  # privileges would refuse most of it before a guard is asked
NOT_NEW = ["resolved", "submitted", "referred", "rejected", "closed"]
FINAL = ["rejected", "closed"]
SOMEBODY = UUID("11111111-1111-4111-8111-111111111111")


def another(tracker, **given):
    """A row like this tracker, for another activity; not yet written."""
    values = {
        field.attname: getattr(tracker, field.attname)
        for field in Tracker._meta.concrete_fields
        if field.name != "number"
    }
    activity = make_activity(tracker.participant)
    return Tracker(**(values | {"id": uuid4(), "activity_id": activity.id} | given))


@pytest.fixture
def filled(cast, tracker):
    """A tracker with a step, a file and a note."""
    [paper] = stage(cast.adam, tracker)
    files = ((paper.id, "dma_paperwork"),)
    save(
        cast.adam,
        tracker,
        TrackerChange("submitted", cast.adam.staff.id, True, note="Rang", files=files),
    )
    return tracker


@pytest.fixture(params=FINAL)
def final(request, filled):
    return put_in_status(filled, request.param)


@pytest.mark.parametrize("attack", INSERTS)
class TestBeginning:
    def test_no_tracker_begins_in_another_status(self, tracker, attack):
        for status in NOT_NEW:
            attempt(attack, another(tracker, status=status), "begins in the first status")
        assert Tracker.objects.count() == 1

    def test_a_new_one_begins(self, tracker, attack):
        attack(another(tracker))
        assert Tracker.objects.count() == 2

    def test_a_monitoring_tracker_has_its_activity_and_is_the_systems(self, tracker, attack):
        for wrong in ({"activity_id": None}, {"due_on": None}, {"made_by_system": False}):
            attempt(attack, another(tracker, **wrong), "tracker_monitoring_has_its_activity")

    def test_a_type_that_there_is_not(self, tracker, attack):
        attempt(attack, another(tracker, type="other"), "begins in the first status")

    def test_one_open_tracker_an_activity(self, tracker, attack):
        second = another(tracker, activity_id=tracker.activity_id)
        for status in ("new", "submitted", "referred"):
            put_in_status(tracker, status)
            attempt(attack, second, "tracker_one_open_an_activity")

    def test_another_when_the_one_before_is_over(self, tracker, attack):
        for status in ("resolved", "rejected", "closed"):
            put_in_status(Tracker.objects.latest("number"), status)
            attack(another(tracker, activity_id=tracker.activity_id, status="new"))
        assert Tracker.objects.count() == 4


class TestOpenAgain:
    @pytest.mark.parametrize("attack", UPDATES)
    def test_not_while_a_later_one_is_open(self, tracker, attack):
        put_in_status(tracker, "resolved")
        bulk_create(another(tracker, activity_id=tracker.activity_id, status="new"))
        for status in ("new", "submitted", "referred"):
            attempt(attack, tracker, "tracker_one_open_an_activity", status=status)


CHANGES = [
    {"status": "new"},
    {"status": "closed"},
    {"assignee_id": None},
    {"dma_paperwork_raised": False, "not_raised_reason": "Mistake"},
    {"not_raised_reason": "Mistake"},
    {"status_set_at": MORNING + timedelta(days=1)},
    {"version": 99},
    {"number": 1},
    {"reason": "Another"},
    {"due_on": date(2030, 1, 1)},
    {"created_by": "Nobody"},
]


@pytest.mark.parametrize("attack", UPDATES)
class TestFinal:
    def test_a_final_tracker_does_not_change(self, final, attack):
        before = Tracker.objects.values().get()
        for values in CHANGES:
            attempt(attack, final, "a final tracker does not change|never change", **values)
        assert Tracker.objects.values().get() == before

    def test_nor_its_notes(self, final, attack):
        attempt(attack, final.notes.get(), "history only grows", text="Something else")
        attempt(attack, final.notes.get(), "history only grows", author_name="Somebody else")

    def test_nor_its_files(self, final, attack):
        for values in (
            {"removed_at": MORNING, "removed_by": "Adam Stewart"},
            {"kind": "other"},
            {"added_by": "Somebody else"},
        ):
            attempt(attack, final.files.get(), "do not change|never change", **values)

    def test_nor_its_steps(self, final, attack):
        attempt(attack, final.transitions.get(), "history only grows", to_status="closed")

    def test_nor_the_bytes_that_its_files_stand_for(self, final, attack):
        document = final.files.get().document
        for values in (
            {"stored_as": "aa/another"},
            {"sha256": "0" * 64},
            {"name": "another.pdf"},
            {"size": 1},
            {"content_type": "image/png"},
        ):
            attempt(attack, document, "never change", **values)


@pytest.mark.parametrize("attack", INSERTS)
class TestNothingIsAddedToAFinalTracker:
    def test_no_note(self, cast, final, attack):
        note = Note(
            tracker=final, text="Late", author=cast.adam.staff, author_name="Adam", at=MORNING
        )
        attempt(attack, note, "a final tracker, its notes and its files do not change")
        assert final.notes.count() == 1

    def test_no_file(self, final, attack):
        document = final.files.get().document
        document.pk, document.stored_as = uuid4(), "aa/another"
        document.save(force_insert=True)
        file = TrackerFile(
            tracker=final, document=document, kind="other", added_by="Adam", added_at=MORNING
        )
        attempt(attack, file, "a final tracker, its notes and its files do not change")

    def test_no_step(self, final, attack):
        step = Transition(
            tracker=final,
            from_status=final.status,
            to_status="new",
            by_id=SOMEBODY,
            by="Nobody",
            at=MORNING,
        )
        attempt(attack, step, "a final tracker, its notes and its files do not change")


class TestNothingMovesToAFinalTracker:
    @pytest.mark.parametrize("attack", UPDATES)
    def test_nor_away_from_one(self, final, attack):
        other = another(final, status="new")
        bulk_create(other)
        attempt(attack, final.files.get(), "do not change|never change", tracker_id=other.id)
        attempt(attack, final.notes.get(), "history only grows", tracker_id=other.id)


ORIGIN = [
    {"type": "other"},
    {"participant_id": SOMEBODY},
    {"activity_id": SOMEBODY},
    {"activity_id": None},
    {"due_on": date(2030, 1, 1)},
    {"due_time": time(23)},
    {"due_at": MORNING},
    {"reason_category": "could_not"},
    {"reason": "Another"},
    {"reason_details": "Another"},
    {"created_at": MORNING - timedelta(days=1)},
    {"created_by_id": SOMEBODY},
    {"created_by": "Nobody"},
    {"made_by_system": False},
    {"number": 1},
    {"follows_id": SOMEBODY},
]


@pytest.mark.parametrize("attack", UPDATES)
def test_type_participant_activity_and_creation_never_change(tracker, attack):
    for values in ORIGIN:
        attempt(attack, tracker, "type, participant, activity and creation", **values)


def test_nor_its_id(tracker):
    attempt(raw_update, tracker, "type, participant, activity and creation", id=uuid4())


@pytest.mark.parametrize("attack", DELETES)
def test_a_tracker_and_what_belongs_to_it_are_not_deleted(filled, attack):
    held = "is not deleted|history only grows|protected foreign keys"
    for status in ("new", *NOT_NEW[:-1]):
        put_in_status(filled, status)
        for row in (
            filled,
            filled.notes.get(),
            filled.files.get(),
            filled.transitions.get(),
            Evaluation.objects.get(),
        ):
            attempt(attack, row, held)


def deleted_at_once(row):
    """Delete past Django, and look at the foreign keys without waiting for the end."""
    with transaction.atomic():
        found = type(row).objects.filter(pk=row.pk)
        found._raw_delete(found.db)
        connection.check_constraints()


def test_what_a_tracker_rests_on_is_not_deleted(filled):
    """Past Django, the foreign keys hold."""
    for row in (filled.activity, filled.participant, filled.files.get().document):
        with pytest.raises(IntegrityError, match="foreign key"):
            deleted_at_once(row)


@pytest.mark.parametrize("attack", UPDATES)
def test_no_needs_a_reason_in_the_database_too(tracker, attack):
    attempt(attack, tracker, "tracker_not_raised_has_a_reason", dma_paperwork_raised=False)


def test_one_tracker_is_made_once(tracker):
    made = Evaluation.objects.get()
    again = Evaluation(
        id=uuid4(),
        activity_id=made.activity_id,
        tracker=tracker,
        outcome="made",
        conditions=[],
        marked_by_id=SOMEBODY,
        at=MORNING,
    )
    attempt(raw_insert, again, "evaluation_made_one_tracker")


def test_what_is_open_does_change(tracker):
    """The guards hold what is final, and nothing more."""
    with pgtrigger.ignore():
        Tracker.objects.update(status="submitted", assignee=None)
    tracker.refresh_from_db()
    assert (tracker.get_status_display(), tracker.assignee) == ("Submitted", None)
