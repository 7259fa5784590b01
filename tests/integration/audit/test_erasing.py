"""A person can be erased from the histories, by the owner, and the chain still verifies."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.audit.chains import found, owner, tamper
from waymark.audit.erasing import erase_history_of
from waymark.audit.events import history_of_participant
from waymark.audit.models import Event, EventContent
from waymark.audit.signing import sign_heads
from waymark.audit.verify import verify
from waymark.operations.trackers import add_note


def row_history(name):
    return next(model for model in apps.get_models() if model.__name__ == name)


def person(cast, last_name):
    """A participant with an activity, a tracker and a note."""
    participant = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], last_name=last_name
    )
    tracker = make_tracker(cast, make_activity(participant))
    add_note(actor=cast.adam.actor, tracker_id=tracker.id, text=f"Rang {last_name}", now=MORNING)
    return participant


@pytest.fixture
def gwen(cast):
    return person(cast, "Llywelyn")


@pytest.fixture
def ioan(cast):
    return person(cast, "Bevan")


def erase(cast, participant):
    return erase_history_of(
        actor=cast.joanne.actor, stream="participant", stream_id=participant.id, now=MORNING
    )


def said_of(word):
    """Where a word still stands in any history."""
    tables = ["audit_event", "audit_eventcontent"] + [
        model._meta.db_table for model in apps.get_models() if "RowHistory" in model.__name__
    ]
    with connection.cursor() as cursor:
        found_in = []
        for table in tables:
            cursor.execute(
                f"SELECT count(*) FROM {table} one WHERE one::text LIKE %s", [f"%{word}%"]
            )
            found_in += [table] * (cursor.fetchone()[0] > 0)
        return found_in


class TestErasing:
    def test_takes_the_content_and_the_row_history_of_one_person(self, cast, gwen, ioan):
        assert said_of("Llywelyn") == [
            "audit_eventcontent",
            "participants_participantrowhistory",
        ]
        done = erase(cast, gwen)
        assert said_of("Llywelyn") == []
        assert done.contents == 3
        assert done.rows == {
            "ActivityRowHistory": 2,
            "ParticipantRowHistory": 1,
            "TrackerRowHistory": 1,
        }
        assert "Bevan" in row_history("ParticipantRowHistory").objects.get(id=ioan.id).last_name
        assert EventContent.objects.filter(event__stream_id=ioan.id).count() == 3

    def test_leaves_a_chain_that_verifies_and_says_that_it_was_done(self, cast, gwen):
        sign_heads(now=MORNING)
        before = list(Event.objects.order_by("id").values_list("id", "hash"))
        erase(cast, gwen)
        assert list(Event.objects.order_by("id").values_list("id", "hash"))[:-1] == before
        last = Event.objects.order_by("-id")[0]
        assert (last.code, last.stream_id) == ("history.erased", gwen.id)
        assert last.content.actor_name == "Joanne Okafor"
        report = verify()
        assert (report.broken, report.erased) == (0, 3)

    def test_accounts_for_nothing_that_comes_after(self, cast, gwen):
        erase(cast, gwen)
        tracker = gwen.trackers.get()
        add_note(actor=cast.adam.actor, tracker_id=tracker.id, text="Later", now=MORNING)
        later = Event.objects.order_by("-id")[0]
        owner("SET CONSTRAINTS ALL IMMEDIATE")
        tamper("DELETE FROM audit_eventcontent WHERE event_id = %s", later.id)
        assert found() == [
            (
                f"participant {gwen.id}, event {later.seq} (id {later.id}): "
                "its content is gone, and no erasure accounts for it"
            )
        ]

    def test_a_second_time_finds_nothing(self, cast, gwen):
        erase(cast, gwen)
        again = erase(cast, gwen)
        assert (again.contents, set(again.rows.values())) == (0, {0})
        assert found() == []

    def test_of_a_member_of_staff_takes_their_rows(self, cast):
        erase_history_of(
            actor=cast.joanne.actor, stream="staff", stream_id=cast.roy.staff.id, now=MORNING
        )
        kept = row_history("StaffRowHistory").objects
        assert not kept.filter(id=cast.roy.staff.id).exists()
        assert kept.filter(id=cast.adam.staff.id).exists()

    def test_leaves_pages_that_say_so(self, cast, gwen, sign_in):
        erase(cast, gwen)
        oldest = history_of_participant(gwen.id)[-1]
        assert (oldest.by, oldest.data) == ("Erased", {})
        page = sign_in(cast.adam).get(reverse("tracker", args=[gwen.trackers.get().id]))
        assert page.status_code == 200
        assert "Rang Llywelyn" not in str(history_of_participant(gwen.id))


@pytest.mark.usefixtures("ioan")
class TestTheGuards:
    @pytest.mark.parametrize("table", ["audit_eventcontent", "participants_participantrowhistory"])
    def test_stand_again_afterwards(self, cast, gwen, table):
        erase(cast, gwen)
        with pytest.raises(IntegrityError, match="history only grows"), transaction.atomic():
            owner(f"DELETE FROM {table}")

    def test_stand_although_it_fails_half_way(self, cast, gwen, monkeypatch):
        monkeypatch.setattr("waymark.audit.erasing.record", None)
        with pytest.raises(TypeError), transaction.atomic():
            erase(cast, gwen)
        assert EventContent.objects.filter(event__stream_id=gwen.id).count() == 3
        with pytest.raises(IntegrityError, match="history only grows"), transaction.atomic():
            owner("DELETE FROM audit_eventcontent")

    def test_no_role_but_the_owner_can_set_them_aside(self, cast, gwen):
        with pytest.raises(DatabaseError, match="must be owner of table audit_eventcontent"):
            erase_as_another(cast, gwen)
        assert EventContent.objects.filter(event__stream_id=gwen.id).count() == 3


@transaction.atomic
def erase_as_another(cast, participant):
    """By a role that may do everything with the rows, but does not own the tables."""
    owner("CREATE ROLE chain_eraser")
    owner("GRANT ALL ON ALL TABLES IN SCHEMA public TO chain_eraser")
    owner("SET LOCAL ROLE chain_eraser")
    erase(cast, participant)
