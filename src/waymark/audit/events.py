"""The kinds of event: a code, a sentence for the reader, and how personal data in it is erased."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from waymark.audit.models import Event, EventContent
from waymark.kernel.actor import SYSTEM_NAME, Actor
from waymark.reads.worked_out import worked_out
from waymark.writes.many import insert_rows

ERASED_WITH_CONTENT = "The content row is deleted; code, time and ids stay."
HOLDS_NO_PERSON = "Holds nothing about a person but the id of who did it."
ERASED = "Erased"


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event, the title that a timeline shows, and its rule of erasure."""

    code: str
    title: str
    erasure: str = ERASED_WITH_CONTENT


EVENT_TYPES = {
    kind.code: kind
    for kind in (
        EventType("participant.added", "Participant added"),
        EventType("participant.corrected", "Details corrected"),
        EventType("participant.mandation_set", "Mandation panel changed"),
        EventType("participant.markers_switched", "Markers changed"),
        EventType("participant.moved", "Work coach or group changed"),
        EventType("participant.left", "Leaving date changed"),
        EventType("participant.restricted", "Record restricted"),
        EventType("participant.named_people_changed", "People named on the record changed"),
        EventType("participant.restriction_lifted", "Restriction lifted"),
        EventType("activity.added", "Activity added"),
        EventType("activity.edited", "Activity changed"),
        EventType("activity.completed", "Marked complete"),
        EventType("activity.status_changed", "Activity status changed"),
        EventType("activity.not_completed", "Marked not complete"),
        EventType("activity.marking_undone", "Marking undone"),
        EventType("activity.arranged_again", "Arranged again"),
        EventType("notice.issued", "Notice issued"),
        EventType("notice.voided", "Notice no longer holds"),
        EventType("notice.template_changed", "Template of notices changed", HOLDS_NO_PERSON),
        EventType("notice.file_damaged", "The PDF of a notice was found changed in the store"),
        EventType("tracker.made", "Tracker made"),
        EventType("tracker.still_open", "Marked not complete again; this tracker was still open"),
        EventType("tracker.edited", "Tracker changed"),
        EventType("tracker.returned", "Sent back to be put right"),
        EventType("tracker.reassigned", "Reassigned"),
        EventType("tracker.note_added", "Note added"),
        EventType("tracker.act_by_moved", "Act by counted again"),
        EventType("tracker.contact_added", "Contact recorded"),
        EventType("tracker.good_reason_asked", "Good reason asked about"),
        EventType("tracker.good_reason_replied", "Reply about good reason recorded"),
        EventType("tracker.good_reason_decided", "Good reason decided on"),
        EventType("tracker.failure_confirmed", "Kind of failure confirmed"),
        EventType("tracker.second_person_named", "Markers considered by a second person"),
        EventType("tracker.file_added", "File added"),
        EventType("tracker.file_removed", "File removed"),
        EventType("tracker.file_infected", "A virus was found in a file"),
        EventType("tracker.file_damaged", "A file was found changed in the store"),
        EventType("tracker.pack_asked_for", "Evidence pack asked for"),
        EventType("tracker.pack_made", "Evidence pack made"),
        EventType("sanction.entry_added", "Added to the sanction record"),
        EventType("sanction.entry_corrected", "Sanction record corrected"),
        EventType("sanction.entry_withdrawn", "Entry of the sanction record withdrawn"),
        EventType("sanction.letter_infected", "A virus was found in a letter"),
        EventType("sanction.letter_damaged", "A letter was found changed in the store"),
        EventType("staff.added", "Account added"),
        EventType("staff.changed", "Account changed"),
        EventType("staff.password_set", "Password set"),
        EventType("staff.invited", "Invitation sent"),
        EventType("staff.work_handed_over", "Work handed over"),
        EventType("staff.reset_sent", "Link for a new password sent"),
        EventType("staff.signed_out_everywhere", "Signed out everywhere"),
        EventType("staff.signed_in", "Signed in"),
        EventType("staff.sign_in_failed", "Failure to sign in"),
        EventType("staff.locked_out", "Locked after failures to sign in"),
        EventType("staff.unlocked", "Unlocked"),
        EventType("staff.single_sign_on_linked", "Linked to single sign-on"),
        EventType("staff.second_step_added", "Second step added"),
        EventType("staff.second_step_removed", "Second step removed"),
        EventType("staff.recovery_codes_made", "Recovery codes made"),
        EventType("sign_in.failed", "Failure to sign in to no account"),
        EventType("programme.switched", "Monitoring trackers switched", HOLDS_NO_PERSON),
        EventType("list.changed", "List changed", HOLDS_NO_PERSON),
        EventType("limit.set", "Time limit set", HOLDS_NO_PERSON),
        EventType("bank_holidays.corrected", "Bank holidays corrected", HOLDS_NO_PERSON),
        EventType("group.added", "Group added", HOLDS_NO_PERSON),
        EventType("group.changed", "Group changed", HOLDS_NO_PERSON),
        EventType("group.closed", "Group closed", HOLDS_NO_PERSON),
        EventType("group.reopened", "Group opened again", HOLDS_NO_PERSON),
        EventType("import.finished", "Import finished", HOLDS_NO_PERSON),
        EventType("history.erased", "Personal content erased", HOLDS_NO_PERSON),
    )
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event about to be recorded. `data` holds plain JSON values; moments in it are ISO strings
    in UTC.
    """

    code: str
    stream: str
    stream_id: UUID | None
    at: datetime
    data: dict = field(default_factory=dict)
    activity_id: UUID | None = None
    tracker_id: UUID | None = None
    by_system: bool = False


# One document instead of a value at a time; the database numbers and chains them in this order.
_TELL = """
INSERT INTO audit_event (stream, stream_id, code, at, actor_id, by_system, by_import, activity_id,
    tracker_id, digest)
SELECT stream, stream_id, code, at, %s, by_system, %s, activity_id, tracker_id,
    decode(digest, 'hex')
FROM json_to_recordset(%s::json) AS told (place integer, stream text, stream_id uuid, code text,
    at timestamptz, by_system boolean, activity_id uuid, tracker_id uuid, digest text)
ORDER BY place
RETURNING id
"""
AT_ONCE = 2000
_spelt = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def record(actor: Actor, entries: Iterable[Entry]) -> None:
    """Add events to the history, in the transaction of whoever calls: in order within a stream, and
    stream by stream, so that two who write to the same streams never wait for each other in a ring.
    An unknown code is an error of ours.
    """
    in_order = sorted(entries, key=_stream_of)
    for start in range(0, len(in_order), AT_ONCE):
        _record(actor, in_order[start : start + AT_ONCE])


def _record(actor: Actor, entries: Sequence[Entry]) -> None:
    contents = [(secrets.token_bytes(16), _body(actor, entry)) for entry in entries]
    told = [
        _told(place, entry, hashlib.sha256(salt + body.encode()).hexdigest())
        for place, (entry, (salt, body)) in enumerate(zip(entries, contents, strict=True))
    ]
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [actor.id, actor.is_import, json.dumps(told)])
        ids = [id_ for (id_,) in cursor.fetchall()]
    rows = [(id_, *content) for id_, content in zip(ids, contents, strict=True)]
    insert_rows("audit_eventcontent", ("event_id", "salt", "body"), rows)


def _stream_of(entry: Entry) -> tuple[str, str]:
    return entry.stream, str(entry.stream_id or "")


def _told(place: int, entry: Entry, digest: str) -> dict[str, Any]:
    """The part of an event that holds nothing personal."""
    return {
        "place": place,
        "stream": entry.stream,
        "stream_id": entry.stream_id and str(entry.stream_id),
        "code": EVENT_TYPES[entry.code].code,
        "at": entry.at.isoformat(),
        "by_system": entry.by_system,
        "activity_id": entry.activity_id and str(entry.activity_id),
        "tracker_id": entry.tracker_id and str(entry.tracker_id),
        "digest": digest,
    }


def _body(actor: Actor, entry: Entry) -> str:
    """The content as the one text that is kept and hashed."""
    name = SYSTEM_NAME if entry.by_system else actor.shown_as
    told = {"actor_name": name, "data": entry.data}
    return _spelt(told)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a history, newest first, as pages show it."""

    id: int
    code: str
    title: str
    by: str
    at: datetime
    data: dict
    activity_id: UUID | None
    tracker_id: UUID | None


def history_of_tracker(tracker_id: UUID, *, limit: int = 200) -> Sequence[HistoryRow]:
    """What happened to a tracker, newest first. The caller has checked that the actor sees it."""
    return [_row(event) for event in _of_tracker(tracker_id=tracker_id, limit=limit)]


@worked_out
def _of_tracker(*, tracker_id: UUID, limit: int) -> QuerySet[Event]:
    events = Event.objects.filter(tracker_id=tracker_id)
    return events.select_related("content").order_by("-id")[:limit]


def history_of_activity(activity_id: UUID, *, limit: int = 200) -> Sequence[HistoryRow]:
    """What happened to an activity, newest first. The caller has checked that the actor sees it."""
    return _rows(Event.objects.filter(activity_id=activity_id), limit)


def history_of_participant(
    participant_id: UUID,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Sequence[HistoryRow]:
    """What happened to a participant, newest first: before an entry, or just after one. The caller
    has checked that the actor may see it.
    """
    events = Event.objects.filter(stream="participant", stream_id=participant_id)
    if after is not None:
        newer = events.filter(id__gt=after).order_by("id").values("id")[:limit]
        return _rows(events.filter(id__in=newer), limit)
    return _rows(events.filter(id__lt=before) if before is not None else events, limit)


def told_of_participant(
    participant_id: UUID, codes: Iterable[str], *, limit: int
) -> Sequence[HistoryRow]:
    """The latest of these kinds of what happened to a participant, oldest first. The caller has
    checked that the actor may see it.
    """
    events = Event.objects.filter(
        stream="participant", stream_id=participant_id, code__in=list(codes)
    )
    return list(reversed(_rows(events, limit)))


def history_of_staff(staff_id: UUID, *, limit: int = 50) -> Sequence[HistoryRow]:
    """What happened to an account, newest first. The caller has checked that the actor keeps it."""
    return _rows(Event.objects.filter(stream="staff", stream_id=staff_id), limit)


def _rows(events, limit: int) -> Sequence[HistoryRow]:
    return [_row(event) for event in events.select_related("content").order_by("-id")[:limit]]


def _title(code: str) -> str:
    """What the reader is told; of an event that a newer version recorded, that and its code."""
    known = EVENT_TYPES.get(code)
    return known.title if known else f"Something this version does not know ({code})"


def _row(event: Event) -> HistoryRow:
    content: EventContent | None = getattr(event, "content", None)
    return HistoryRow(
        id=event.id,
        code=event.code,
        title=_title(event.code),
        by=content.actor_name if content else ERASED,
        at=event.at,
        data=content.data if content else {},
        activity_id=event.activity_id,
        tracker_id=event.tracker_id,
    )
