"""The questions that a verification asks the database, each for all rows at once. They trust no
trigger, constraint or function that is stored there: an owner can have replaced them.

Each gives, of every link that does not hold: how many there are, stream, its id, number, event, and
what is wrong in words.
"""

from waymark.audit.chain import (
    NOTHING_BEFORE,
    event_line,
    keyed,
    sum_of,
)

_FIRST = "ORDER BY stream, stream_id, seq, id LIMIT 20"

LINKS = f"""
    WITH linked AS (
        SELECT id, stream, stream_id, seq, previous,
            lag(seq) OVER chain AS seq_before, lag(hash) OVER chain AS hash_before,
            hash = {sum_of(event_line("event", seq="event.seq", previous="event.previous"))} AS own
        FROM audit_event event
        WINDOW chain AS (PARTITION BY stream, stream_id ORDER BY seq, id)
    )
    SELECT count(*) OVER (), stream, stream_id, seq, id, CASE
        WHEN seq = seq_before THEN 'there is another event with this number'
        WHEN seq <> coalesce(seq_before, 0) + 1 THEN
            concat('event ', coalesce(seq_before, 0) + 1,
                CASE WHEN seq > coalesce(seq_before, 0) + 2 THEN concat(' to ', seq - 1) END,
                ', which should be before it, is missing')
        WHEN own IS NOT TRUE THEN 'its columns do not give its hash: it was changed'
        ELSE 'it does not follow the event that is before it'
        END
    FROM linked
    WHERE seq IS DISTINCT FROM coalesce(seq_before, 0) + 1
        OR own IS NOT TRUE
        OR previous IS DISTINCT FROM coalesce(hash_before, {NOTHING_BEFORE})
    {_FIRST}
"""  # noqa: S608

# An erasure is an event itself: it accounts for the contents before it that may be erased.
CONTENTS = f"""
    SELECT count(*) OVER (), event.stream, event.stream_id, event.seq, event.id, CASE
        WHEN content.event_id IS NULL THEN 'its content is gone, and no erasure accounts for it'
        ELSE 'its content does not give its digest: it was changed'
        END
    FROM audit_event event
    LEFT JOIN audit_eventcontent content ON content.event_id = event.id
    LEFT JOIN (
        SELECT stream, {keyed("event")} AS key, max(seq) AS up_to
        FROM audit_event event WHERE code = 'history.erased' GROUP BY 1, 2
    ) erasure ON erasure.stream = event.stream AND erasure.key = {keyed("event")}
    WHERE CASE
        WHEN content.event_id IS NULL
        THEN event.code = ANY(%s) OR (event.seq < erasure.up_to) IS NOT TRUE
        ELSE sha256(content.salt || convert_to(content.body, 'UTF8')) IS DISTINCT FROM event.digest
        END
    {_FIRST}
"""  # noqa: S608

CONTENTS_OF_NOTHING = f"""
    SELECT count(*) OVER (), NULL AS stream, NULL AS stream_id, NULL AS seq, event_id AS id,
        'there is a content, but its event is missing'
    FROM audit_eventcontent content
    WHERE NOT EXISTS (SELECT FROM audit_event WHERE id = content.event_id)
    {_FIRST}
"""  # noqa: S608

HEADS = f"""
    WITH last AS (
        SELECT DISTINCT ON (stream, stream_id) stream, stream_id, seq, hash, id
        FROM audit_event ORDER BY stream, stream_id, seq DESC
    )
    SELECT count(*) OVER (), coalesce(head.stream, last.stream) AS stream,
        coalesce(head.stream_id, last.stream_id) AS stream_id,
        coalesce(head.seq, last.seq) AS seq, last.id, CASE
        WHEN head.id IS NULL THEN 'the stream has events, and no head'
        WHEN last.id IS NULL THEN 'the stream has a head, and no events: all are missing'
        WHEN head.seq > last.seq THEN concat(
            'the head says that this is the last event, but the last there is has number ',
            last.seq, ': those after it are missing')
        WHEN head.seq < last.seq THEN concat(
            'the head says that this is the last event, but there are events up to ', last.seq)
        ELSE 'the hash of the last event is not the one that the head has'
        END
    FROM audit_streamhead head
    FULL JOIN last ON last.stream = head.stream AND {keyed("last")} = {keyed("head")}
    WHERE (head.seq, head.hash) IS DISTINCT FROM (last.seq, last.hash)
    {_FIRST}
"""  # noqa: S608

_SIGNED_AND_THERE = """
    SELECT signed.signing, signed.stream, signed.stream_id, signed.seq, event.id
    FROM audit_signedhead signed LEFT JOIN audit_event event
        ON event.stream = signed.stream AND event.seq = signed.seq AND {same}
    WHERE event.hash IS DISTINCT FROM signed.hash AND {which}
"""
# In two halves, and found before they are limited: else a plan is chosen that takes hours.
SIGNED_HEADS = f"""
    WITH found AS MATERIALIZED (
        {
    _SIGNED_AND_THERE.format(
        same="event.stream_id = signed.stream_id", which="signed.stream_id IS NOT NULL"
    )
}
        UNION ALL
        {_SIGNED_AND_THERE.format(same="event.stream_id IS NULL", which="signed.stream_id IS NULL")}
    )
    SELECT count(*) OVER (), stream, stream_id, seq, id, CASE
        WHEN id IS NULL THEN concat('signing ', signing, ' has it, but it is missing')
        ELSE concat('it is not the event that signing ', signing, ' has: it was rewritten')
        END
    FROM found
    {_FIRST}
"""  # noqa: S608

SIZES = """
    SELECT (SELECT count(*) FROM audit_event),
        (SELECT count(*) FROM (SELECT DISTINCT stream, stream_id FROM audit_event) streams),
        (SELECT count(*) FROM audit_eventcontent)
"""

ERASED = """
    SELECT count(*) FROM audit_event event
    WHERE NOT EXISTS (SELECT FROM audit_eventcontent WHERE event_id = event.id)
"""

MOVED_SINCE = f"""
    SELECT count(*) FROM audit_streamhead head WHERE NOT EXISTS (
        SELECT FROM audit_signedhead signed
        WHERE signed.stream = head.stream AND {keyed("signed")} = {keyed("head")}
        AND signed.seq = head.seq
    )
"""  # noqa: S608
