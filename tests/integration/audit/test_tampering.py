"""What the owner of the database changes, deletes, reorders or inserts with triggers off is found,
and the first broken link is named.
"""

import pytest

from tests.factories import MORNING
from tests.integration.audit.chains import (
    GWEN,
    IOAN,
    WHOSE_GWEN,
    WHOSE_IOAN,
    entries,
    event,
    forget_stream,
    found,
    owner,
    tamper,
    triggers_off,
)
from waymark.audit.chain import event_line
from waymark.audit.events import record
from waymark.audit.models import Event, EventContent, StreamHead
from waymark.audit.signing import sign_heads
from waymark.audit.verify import verify

pytestmark = pytest.mark.usefixtures("history")
CHANGED = "its columns do not give its hash: it was changed"


@pytest.mark.parametrize(
    "change",
    [
        "code = 'participant.left'",
        "at = at + interval '1 microsecond'",
        "recorded_at = recorded_at - interval '1 day'",
        "actor_id = gen_random_uuid()",
        "actor_id = NULL",
        "by_system = true",
        "by_import = true",
        "activity_id = gen_random_uuid()",
        "tracker_id = gen_random_uuid()",
        "digest = sha256('another')",
        "previous = sha256('another')",
        "hash = sha256('another')",
        "id = 987654321",
    ],
)
def test_a_changed_column_of_an_event(change):
    second = event(GWEN, 2)
    tamper(f"UPDATE audit_event SET {change} WHERE id = %s", second.id)
    changed = event(GWEN, 2)
    assert found()[0] == f"{WHOSE_GWEN}, event 2 (id {changed.id}): {CHANGED}"


def test_a_changed_event_with_its_own_hash_made_to_fit():
    """Then the one after it no longer follows."""
    second = event(GWEN, 2)
    with triggers_off():
        owner("UPDATE audit_event SET code = 'participant.left' WHERE id = %s", second.id)
        line = event_line("event", seq="event.seq", previous="event.previous")
        owner(
            f"UPDATE audit_event event SET hash = sha256(convert_to({line}, 'UTF8')) WHERE id = %s",
            second.id,
        )
    assert found() == [
        (
            f"{WHOSE_GWEN}, event 3 (id {event(GWEN, 3).id}): "
            "it does not follow the event that is before it"
        )
    ]


def test_a_last_event_changed_with_its_own_hash_made_to_fit_is_told_by_the_head():
    with triggers_off():
        owner("UPDATE audit_event SET by_import = true WHERE id = %s", event(GWEN, 4).id)
        line = event_line("event", seq="event.seq", previous="event.previous")
        owner(
            f"UPDATE audit_event event SET hash = sha256(convert_to({line}, 'UTF8')) WHERE id = %s",
            event(GWEN, 4).id,
        )
    assert found() == [
        (
            f"{WHOSE_GWEN}, event 4 (id {event(GWEN, 4).id}): "
            "the hash of the last event is not the one that the head has"
        )
    ]


@pytest.mark.parametrize(
    "change", ["stream = 'staff'", f"stream_id = '{IOAN}', seq = 3", "seq = 9"]
)
def test_an_event_that_was_put_elsewhere(change):
    tamper(f"UPDATE audit_event SET {change} WHERE id = %s", event(GWEN, 2).id)
    assert found()[0] == (
        f"{WHOSE_GWEN}, event 3 (id {event(GWEN, 3).id}): "
        "event 2, which should be before it, is missing"
    )


@pytest.mark.parametrize(
    "change", ["body = replace(body, 'two', 'forged')", "salt = '\\x00'", "body = body || ' '"]
)
def test_a_changed_content(change):
    second = event(GWEN, 2)
    tamper(f"UPDATE audit_eventcontent SET {change} WHERE event_id = %s", second.id)
    assert found() == [
        (
            f"{WHOSE_GWEN}, event 2 (id {second.id}): "
            "its content does not give its digest: it was changed"
        )
    ]


def test_a_content_with_the_digest_changed_to_fit():
    second = event(GWEN, 2)
    with triggers_off():
        owner("UPDATE audit_eventcontent SET body = '{}' WHERE event_id = %s", second.id)
        owner(
            "UPDATE audit_event SET digest = sha256(salt || convert_to(body, 'UTF8')) "
            "FROM audit_eventcontent WHERE event_id = id AND id = %s",
            second.id,
        )
    assert found() == [f"{WHOSE_GWEN}, event 2 (id {second.id}): {CHANGED}"]


def test_a_deleted_content():
    """Unless an erasure accounts for it: see test_erasing.py."""
    second = event(GWEN, 2)
    tamper("DELETE FROM audit_eventcontent WHERE event_id = %s", second.id)
    assert found() == [
        (
            f"{WHOSE_GWEN}, event 2 (id {second.id}): "
            "its content is gone, and no erasure accounts for it"
        )
    ]


@pytest.mark.parametrize(
    ("gone", "missing"), [((1,), "event 1"), ((2,), "event 2"), ((2, 3), "event 2 to 3")]
)
def test_a_deleted_event_at_the_beginning_or_in_the_middle(gone, missing):
    tamper("DELETE FROM audit_event WHERE stream_id = %s AND seq = ANY(%s)", GWEN, list(gone))
    after = gone[-1] + 1
    first, *others = found()
    assert first == (
        f"{WHOSE_GWEN}, event {after} (id {event(GWEN, after).id}): "
        f"{missing}, which should be before it, is missing"
    )
    assert len(others) == len(gone)
    assert all("there is a content, but its event is missing" in one for one in others)


def test_a_deleted_last_event():
    last = event(GWEN, 4).id
    tamper("DELETE FROM audit_eventcontent WHERE event_id = %s", last)
    tamper("DELETE FROM audit_event WHERE id = %s", last)
    assert found() == [
        (
            f"{WHOSE_GWEN}, event 4 (id {event(GWEN, 3).id}): the head says that this is the last "
            "event, but the last there is has number 3: those after it are missing"
        )
    ]


def test_a_deleted_last_event_is_still_missing_after_the_next(cast):
    last = event(GWEN, 4).id
    tamper("DELETE FROM audit_event WHERE id = %s", last)
    record(cast.adam.actor, entries(GWEN, "five"))
    assert found()[0] == (
        f"{WHOSE_GWEN}, event 5 (id {event(GWEN, 5).id}): "
        "event 4, which should be before it, is missing"
    )


def delete_last_and_set_the_head_back():
    last, before = event(GWEN, 4), event(GWEN, 3)
    tamper("DELETE FROM audit_eventcontent WHERE event_id = %s", last.id)
    tamper("DELETE FROM audit_event WHERE id = %s", last.id)
    tamper(
        "UPDATE audit_streamhead SET seq = 3, hash = %s, previous = %s WHERE stream_id = %s",
        *(before.hash, before.previous, GWEN),
    )


def test_a_deleted_last_event_with_the_head_set_back_is_found_when_it_was_signed():
    sign_heads(now=MORNING)
    delete_last_and_set_the_head_back()
    assert found() == [f"{WHOSE_GWEN}, event 4: signing 1 has it, but it is missing"]


def test_what_docs_say_of_an_event_that_was_never_signed():
    """This is what an owner can do after the last signing; see docs/verify.md."""
    delete_last_and_set_the_head_back()
    assert found() == []


def test_a_deleted_stream():
    tamper("DELETE FROM audit_event WHERE stream_id = %s", IOAN)
    first, *others = found()
    assert "there is a content, but its event is missing" in first
    assert others[-1] == (
        f"{WHOSE_IOAN}, event 2: the stream has a head, and no events: all are missing"
    )


def test_a_stream_that_is_deleted_without_trace_is_found_when_it_was_signed():
    sign_heads(now=MORNING)
    forget_stream(IOAN)
    assert found() == [f"{WHOSE_IOAN}, event 2: signing 1 has it, but it is missing"]


def test_a_deleted_head():
    tamper("DELETE FROM audit_streamhead WHERE stream_id = %s", IOAN)
    last = event(IOAN, 2).id
    assert found() == [f"{WHOSE_IOAN}, event 2 (id {last}): the stream has events, and no head"]


def test_a_changed_head():
    tamper("UPDATE audit_streamhead SET hash = sha256('x') WHERE stream_id = %s", IOAN)
    last = event(IOAN, 2).id
    assert found() == [
        (
            f"{WHOSE_IOAN}, event 2 (id {last}): "
            "the hash of the last event is not the one that the head has"
        )
    ]


def swap(one, other, *columns):
    for column in columns:
        values = getattr(one, column), getattr(other, column)
        for row, value in ((one, None), (other, values[0]), (one, values[1])):
            place = -1 if value is None and column == "seq" else value
            if place is not None:
                tamper(f"UPDATE audit_event SET {column} = %s WHERE id = %s", place, row.id)


def test_two_events_in_another_order():
    second, third = event(GWEN, 2), event(GWEN, 3)
    swap(second, third, "seq")
    first, *others = found()
    assert first == f"{WHOSE_GWEN}, event 2 (id {third.id}): {CHANGED}"
    assert others[0] == f"{WHOSE_GWEN}, event 3 (id {second.id}): {CHANGED}"


def test_two_events_in_another_order_with_hashes_to_fit():
    """Numbers, hashes and hashes before are those of the place, and still the columns differ."""
    swap(event(GWEN, 2), event(GWEN, 3), "seq", "previous", "hash")
    assert found()[0] == f"{WHOSE_GWEN}, event 2 (id {event(GWEN, 2).id}): {CHANGED}"


def insert(stream_id, seq, previous):
    tamper(
        "INSERT INTO audit_event (id, stream, stream_id, code, at, recorded_at, by_system, "
        "by_import, digest, seq, previous, hash) VALUES (987654321, 'participant', %s, "
        "'participant.left', now(), now(), false, false, sha256('x'), %s, %s, sha256('y'))",
        *(stream_id, seq, previous),
    )


def test_an_event_put_between_two():
    tamper("UPDATE audit_event SET seq = seq + 10 WHERE stream_id = %s AND seq > 2", GWEN)
    tamper("UPDATE audit_event SET seq = seq - 9 WHERE stream_id = %s AND seq > 10", GWEN)
    insert(GWEN, 3, event(GWEN, 2).hash)
    assert found()[0] == f"{WHOSE_GWEN}, event 3 (id 987654321): {CHANGED}"


def test_an_event_put_at_the_end():
    insert(IOAN, 3, event(IOAN, 2).hash)
    assert found()[0] == f"{WHOSE_IOAN}, event 3 (id 987654321): {CHANGED}"


def test_an_event_put_at_the_end_with_its_hash_right():
    """Written with the chaining on, then the head set back: the head disagrees."""
    head = StreamHead.objects.get(stream_id=IOAN)
    Event.objects.create(
        stream="participant", stream_id=IOAN, code="participant.left", at=MORNING, digest=b"x"
    )
    tamper("UPDATE audit_streamhead SET seq = 2, hash = %s WHERE stream_id = %s", head.hash, IOAN)
    new = event(IOAN, 3).id
    assert found() == [
        f"{WHOSE_IOAN}, event 3 (id {new}): its content is gone, and no erasure accounts for it",
        (
            f"{WHOSE_IOAN}, event 2 (id {new}): "
            "the head says that this is the last event, but there are events up to 3"
        ),
    ]


def test_a_stream_that_is_rewritten_whole_with_all_hashes_right_is_found_when_it_was_signed(cast):
    sign_heads(now=MORNING)
    forget_stream(GWEN)
    record(cast.adam.actor, entries(GWEN, "one", "forged", "three", "four"))
    assert found() == [
        (
            f"{WHOSE_GWEN}, event 4 (id {event(GWEN, 4).id}): "
            "it is not the event that signing 1 has: it was rewritten"
        )
    ]


def test_of_very_many_breaks_the_first_are_named_and_all_are_counted(cast):
    record(cast.adam.actor, entries(GWEN, *"abcdefghijklmnopqrstuvwxyz"))
    tamper("UPDATE audit_event SET by_system = true")
    report = verify()
    assert report.broken == Event.objects.count()
    assert len(report.breaks) == 20
    assert EventContent.objects.count() == Event.objects.count()
