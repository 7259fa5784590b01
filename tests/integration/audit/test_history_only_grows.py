"""Events, access records and row history are added to and never changed, whoever tries."""

from dataclasses import replace

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.attacks import DELETES, UPDATES, attempt
from waymark.audit.context import acting_as
from waymark.audit.models import AccessRecord, Event, EventContent
from waymark.operations.viewing import view_tracker
from waymark.participants.models import Participant
from waymark.people.models import Staff
from waymark.plans.models import Activity
from waymark.programmes.models import Programme
from waymark.trackers.models import Tracker

ROW_HISTORIES = {
    "ActivityRowHistory",
    "ParticipantRowHistory",
    "ProgrammeRowHistory",
    "StaffRowHistory",
    "TrackerRowHistory",
}


def row_history(name):
    return next(model for model in apps.get_models() if model.__name__ == name)


@pytest.fixture
def lived(cast):
    """A tracker with some history."""
    tracker = make_tracker(
        cast, make_activity(make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"]))
    )
    Programme.objects.update(monitoring_trackers_set_by="Joanne Okafor")
    view_tracker(actor=cast.adam.actor, tracker_id=tracker.id, now=MORNING)
    return tracker


@pytest.mark.parametrize("attack", UPDATES)
def test_no_event_changes(lived, attack):
    attempt(attack, Event.objects.first(), "history only grows", code="tracker.edited")
    attempt(attack, Event.objects.first(), "history only grows", actor_id=None)
    attempt(attack, Event.objects.first(), "history only grows", hash=b"forged")
    attempt(attack, EventContent.objects.first(), "history only grows", body="{}")
    attempt(attack, EventContent.objects.first(), "history only grows", salt=b"forged")


@pytest.mark.parametrize("attack", UPDATES)
def test_no_access_record_changes(lived, attack):
    attempt(attack, AccessRecord.objects.get(), "history only grows", actor_name="Nobody")


@pytest.mark.parametrize("attack", DELETES)
def test_none_of_them_is_deleted(lived, attack):
    for model in (Event, EventContent, AccessRecord):
        attempt(attack, model.objects.first(), "history only grows|protected foreign keys")


@pytest.mark.django_db
def test_asking_for_guards_to_be_ignored_is_really_asked():
    """Else the attacks with it would prove nothing."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        [asked] = cursor.fetchone()
    for guard in ("tracker_final_stays", "event_insert_only", "trackerrowhistory_insert_only"):
        assert guard in asked


def test_the_tables_of_row_history_are_known():
    found = {model.__name__ for model in apps.get_models() if "RowHistory" in model.__name__}
    assert found == ROW_HISTORIES


@pytest.mark.parametrize("attack", [*UPDATES, *DELETES])
def test_no_row_history_changes(lived, attack):
    values = {"pgh_label": "forged"} if attack in UPDATES else {}
    for name in sorted(ROW_HISTORIES):
        attempt(attack, row_history(name).objects.first(), "history only grows", **values)


def test_who_did_it_stands_in_the_row_itself(lived):
    """There is no table beside it in which to rewrite who changed what."""
    assert not apps.get_model("pghistory", "Context").objects.exists()
    row = row_history("TrackerRowHistory").objects.get()
    attempt(UPDATES[0], row, "history only grows", pgh_context={"actor": "nobody"})


def versions(name, row):
    """The versions of a row, oldest first: kind of change, who, in what operation."""
    return [
        (
            one.pgh_label,
            (one.pgh_context or {}).get("actor"),
            (one.pgh_context or {}).get("operation"),
        )
        for one in row_history(name).objects.filter(id=row.id).order_by("pgh_id")
    ]


class TestRowHistory:
    def test_a_bulk_update_is_kept_with_who_and_what(self, cast, lived):
        with acting_as(cast.adam.actor, "a_script"):
            Tracker.objects.filter(id=lived.id).update(assignee=None)
        assert versions("TrackerRowHistory", lived) == [
            ("insert", str(cast.alexandra.staff.id), "mark_not_complete"),
            ("update", str(cast.adam.staff.id), "a_script"),
        ]

    def test_every_way_of_writing_is_kept(self, cast, lived):
        participant = lived.participant
        with acting_as(cast.adam.actor, "a_script"):
            Participant.objects.update(phone="1")
            participant.phone = "2"
            Participant.objects.bulk_update([participant], ["phone"])
            participant.phone = "3"
            participant.save()
        kept = row_history("ParticipantRowHistory").objects.order_by("pgh_id")
        assert list(kept.values_list("phone", flat=True)) == ["", "1", "2", "3"]

    def test_it_is_kept_although_triggers_are_told_to_be_ignored(self, lived):
        with pgtrigger.ignore():
            Tracker.objects.update(status="submitted")
            Activity.objects.update(title="Another")
            Staff.objects.update(job_title="Another")
        assert len(versions("TrackerRowHistory", lived)) == 2
        assert row_history("ActivityRowHistory").objects.filter(title="Another").exists()
        assert row_history("StaffRowHistory").objects.filter(job_title="Another").exists()

    def test_what_was_deleted_is_kept(self, cast, lived):
        free = make_activity(lived.participant)
        with acting_as(cast.adam.actor, "a_script"):
            Activity.objects.filter(id=free.id).delete()
        assert versions("ActivityRowHistory", free)[-1] == (
            "delete",
            str(cast.adam.staff.id),
            "a_script",
        )

    def test_a_write_that_changes_nothing_is_no_version(self, lived):
        lived.save()
        assert len(versions("TrackerRowHistory", lived)) == 1

    @pytest.mark.usefixtures("lived")
    def test_an_import_says_that_it_is_one(self, cast):
        importing = replace(cast.joanne.actor, is_import=True)
        with acting_as(importing, "import"):
            Participant.objects.update(phone="1")
        kept = row_history("ParticipantRowHistory").objects.latest("pgh_id")
        assert kept.pgh_context == {
            "actor": str(cast.joanne.staff.id),
            "operation": "import",
            "by_import": True,
        }

    def test_no_password_is_kept(self):
        fields = {field.name for field in row_history("StaffRowHistory")._meta.get_fields()}
        assert not fields & {"password", "last_login"}
