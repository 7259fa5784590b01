"""The chain of a stream: what is hashed, as SQL. docs/verify.md tells it to a stranger.

The same expressions make the trigger that writes the hashes and the queries that check them; the
checks never call a function that is stored in the database, which its owner could replace.
"""

NOTHING_BEFORE = r"'\x" + "00" * 32 + "'::bytea"
NO_ID = "'00000000-0000-0000-0000-000000000000'::uuid"


def moment(column: str) -> str:
    """SQL: a moment in UTC, to the microsecond."""
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def identifier(column: str) -> str:
    """SQL: an id, nothing for none."""
    return f"coalesce({column}::text, '')"


def keyed(row: str) -> str:
    """SQL: the id of a stream for joins, which do not find NULL."""
    return f"coalesce({row}.stream_id, {NO_ID})"


def event_line(row: str, *, seq: str, previous: str) -> str:
    """SQL: the line of an event, of which its hash is the SHA-256."""
    parts = (
        "'waymark-event-1'",
        f"{row}.stream",
        identifier(f"{row}.stream_id"),
        f"({seq})::text",
        f"{row}.id::text",
        f"{row}.code",
        moment(f"{row}.at"),
        moment(f"{row}.recorded_at"),
        identifier(f"{row}.actor_id"),
        f"{row}.by_system::text",
        f"{row}.by_import::text",
        identifier(f"{row}.activity_id"),
        identifier(f"{row}.tracker_id"),
        f"encode({row}.digest, 'hex')",
        f"encode({previous}, 'hex')",
    )
    return f"concat_ws('|', {', '.join(parts)})"


def head_line(row: str) -> str:
    """SQL: the line of a stream's head, as a signing covers it."""
    parts = (
        "'waymark-head-1'",
        f"{row}.stream",
        identifier(f"{row}.stream_id"),
        f"{row}.seq::text",
        f"encode({row}.hash, 'hex')",
    )
    return f"concat_ws('|', {', '.join(parts)})"


def sum_of(text: str) -> str:
    """SQL: the SHA-256 of a text."""
    return f"sha256(convert_to({text}, 'UTF8'))"


# One statement finds or makes the head, locks it, and gives the event its place behind it.
LINK = f"""
    IF TG_RELID <> 'public.audit_event'::regclass THEN
        RAISE EXCEPTION 'only events are chained' USING ERRCODE = '23514';
    END IF;
    NEW.recorded_at := statement_timestamp();
    INSERT INTO public.audit_streamhead AS head
        (stream, stream_id, seq, previous, hash, changed_at)
    VALUES (
        NEW.stream, NEW.stream_id, 1, {NOTHING_BEFORE},
        {sum_of(event_line("NEW", seq="1", previous=NOTHING_BEFORE))}, NEW.recorded_at
    )
    ON CONFLICT (stream, stream_id) DO UPDATE SET
        seq = head.seq + 1,
        previous = head.hash,
        hash = {sum_of(event_line("NEW", seq="head.seq + 1", previous="head.hash"))},
        changed_at = NEW.recorded_at
    RETURNING seq, previous, hash INTO NEW.seq, NEW.previous, NEW.hash;
    RETURN NEW;
"""  # noqa: S608
