"""Every event is chained to the one before it in its stream, by the database, as it is recorded."""

import hashlib
from contextlib import contextmanager
from datetime import UTC

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories import MORNING
from tests.integration.at_once import at_once
from tests.integration.audit.chains import GWEN, IOAN, entries, event, found, owner
from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Event, EventContent, StreamHead

ZEROS = "0" * 64


def line_of(one):
    """The line of docs/verify.md, written out by hand."""
    recorded = one.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return (
        f"waymark-event-1|participant|{one.stream_id}|{one.seq}|{one.id}|participant.corrected|"
        f"2026-11-23T09:00:00.000000Z|{recorded}|{one.actor_id}|false|false|||"
        f"{bytes(one.digest).hex()}|{bytes(one.previous).hex()}"
    )


@pytest.mark.usefixtures("history")
class TestTheChain:
    def test_numbers_run_from_one_in_each_stream(self):
        for stream_id, last in ((GWEN, 4), (IOAN, 2)):
            kept = Event.objects.filter(stream_id=stream_id).order_by("id")
            assert list(kept.values_list("seq", flat=True)) == list(range(1, last + 1))

    def test_the_first_follows_nothing_and_each_the_one_before(self):
        assert bytes(event(GWEN, 1).previous).hex() == ZEROS
        assert bytes(event(IOAN, 1).previous).hex() == ZEROS
        for seq in (2, 3, 4):
            assert event(GWEN, seq).previous == event(GWEN, seq - 1).hash

    def test_the_hash_is_that_of_the_line_that_the_docs_tell(self):
        for seq in (1, 2, 4):
            one = event(GWEN, seq)
            assert bytes(one.hash) == hashlib.sha256(line_of(one).encode()).digest()

    def test_the_digest_is_that_of_salt_and_content(self):
        content = event(GWEN, 2).content
        assert content.body == '{"actor_name":"Adam Stewart","data":{"word":"two"}}'
        assert len(content.salt) == 16
        salted = bytes(content.salt) + content.body.encode()
        assert bytes(content.event.digest) == hashlib.sha256(salted).digest()
        assert content.salt != event(GWEN, 1).content.salt

    def test_the_head_is_the_last_event(self):
        head = StreamHead.objects.get(stream_id=GWEN)
        assert (head.stream, head.seq, head.hash) == ("participant", 4, event(GWEN, 4).hash)

    def test_a_stream_without_an_id_is_one_stream(self, cast):
        for _ in range(2):
            record(cast.joanne.actor, [Entry("list.changed", "installation", None, MORNING)])
        assert StreamHead.objects.get(stream="installation").seq == 2
        assert found() == []

    def test_it_holds(self):
        assert found() == []


@pytest.mark.usefixtures("history")
class TestWhoeverWrites:
    def test_cannot_choose_number_hashes_or_the_moment_of_recording(self):
        forged = Event.objects.create(
            stream="participant",
            stream_id=GWEN,
            code="participant.left",
            at=MORNING,
            recorded_at=MORNING,
            digest=b"x" * 32,
            seq=99,
            previous=b"p" * 32,
            hash=b"h" * 32,
        )
        kept = Event.objects.get(id=forged.id)
        assert (kept.seq, kept.previous) == (5, event(GWEN, 4).hash)
        assert kept.recorded_at != MORNING
        assert bytes(kept.hash) != b"h" * 32

    def test_cannot_keep_another_content_than_was_hashed(self):
        one = Event.objects.create(
            stream="participant", stream_id=GWEN, code="participant.left", at=MORNING, digest=b"x"
        )
        with pytest.raises(IntegrityError, match="not what the event was recorded with"):
            EventContent.objects.create(event=one, salt=b"s", body="{}")

    def test_cannot_use_a_code_that_would_blur_the_line(self):
        with pytest.raises(IntegrityError, match="event_code_plain"):
            Event.objects.create(
                stream="participant", stream_id=GWEN, code="a|b", at=MORNING, digest=b"x"
            )

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_streamhead SET seq = 1",
            "DELETE FROM audit_streamhead",
            (
                "INSERT INTO audit_streamhead (stream, seq, previous, hash, changed_at) "
                "VALUES ('staff', 1, '', '', now())"
            ),
        ],
    )
    def test_cannot_move_a_head(self, statement):
        with pytest.raises(IntegrityError, match="moves with its events only"):
            owner(statement)


@contextmanager
def as_application():
    """A role as production gives it to the application: it adds to history, and reads."""
    with transaction.atomic():
        owner("CREATE ROLE chain_application")
        owner("GRANT SELECT, INSERT ON audit_event, audit_eventcontent TO chain_application")
        owner("GRANT SELECT ON audit_streamhead TO chain_application")
        owner("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO chain_application")
        owner("SET LOCAL ROLE chain_application")
        yield
        owner("RESET ROLE")
        transaction.set_rollback(True)


@pytest.mark.usefixtures("history")
class TestTheApplicationsRole:
    def test_chains_what_it_records(self, cast):
        with as_application():
            record(cast.adam.actor, entries(GWEN, "five"))
            assert event(GWEN, 5).previous == event(GWEN, 4).hash

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_streamhead SET seq = 1",
            "DELETE FROM audit_eventcontent",
            "TRUNCATE audit_event CASCADE",
            "ALTER TABLE audit_event DISABLE TRIGGER USER",
        ],
    )
    def test_can_rewrite_nothing(self, statement):
        with (
            as_application(),
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            transaction.atomic(),
        ):
            owner(statement)

    def test_cannot_put_the_chaining_behind_a_table_of_its_own(self):
        """Else it could move heads on events that are not there."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE '%event_chained%'")
            [(function,)] = cursor.fetchall()
        make = (
            "CREATE TEMP TABLE mine (LIKE audit_event); CREATE TRIGGER mine BEFORE INSERT ON mine "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        with (
            as_application(),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            owner(make)
        owner(make)  # even the owner, by mistake
        with pytest.raises(IntegrityError, match="only events are chained"), transaction.atomic():
            owner("INSERT INTO mine SELECT * FROM audit_event LIMIT 1")


def test_two_who_write_to_many_streams_in_opposite_order_do_not_wait_in_a_ring(everybody):
    ids = [GWEN, IOAN] + [one.staff.id for one in (everybody.adam, everybody.roy, everybody.wendy)]
    there = [one for stream_id in ids for one in entries(stream_id, "a", "b")]

    def writing(order):
        def write():
            with acting_as(everybody.adam.actor, "a_test"):
                record(everybody.adam.actor, order)

        return write

    for _ in range(5):
        at_once(writing(there), writing(there[::-1]), writing(there[3:] + there[:3]))
    assert Event.objects.count() == 150
    assert found() == []
