"""The chains as a file of JSON lines for somebody without Waymark: hashes, ids, codes and times,
nothing personal. docs/verify.md tells the format.
"""

import gzip
import heapq
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection

from waymark.audit.chain import moment
from waymark.audit.models import Signing
from waymark.audit.signing import signing_line
from waymark.audit.signing_keys import known_keys
from waymark.audit.verify import one_moment

_ORDER = "ORDER BY stream, stream_id"
EVENTS = f"""
    SELECT stream, stream_id, 1, json_build_object(
        'kind', 'event', 'stream', stream, 'stream_id', stream_id, 'seq', seq, 'id', id,
        'code', code, 'at', {moment("at")}, 'recorded_at', {moment("recorded_at")},
        'actor_id', actor_id, 'by_system', by_system, 'by_import', by_import,
        'activity_id', activity_id, 'tracker_id', tracker_id,
        'digest', encode(digest, 'hex'), 'previous', encode(previous, 'hex'),
        'hash', encode(hash, 'hex')
    )::text FROM audit_event {_ORDER}, seq
"""  # noqa: S608
HEADS = f"""
    SELECT stream, stream_id, 2, json_build_object(
        'kind', 'head', 'stream', stream, 'stream_id', stream_id, 'seq', seq,
        'hash', encode(hash, 'hex')
    )::text FROM audit_streamhead {_ORDER}
"""  # noqa: S608
SIGNED_HEADS = f"""
    SELECT stream, stream_id, 3, json_build_object(
        'kind', 'signed_head', 'signing', signing, 'stream', stream, 'stream_id', stream_id,
        'seq', seq, 'hash', encode(hash, 'hex')
    )::text FROM audit_signedhead {_ORDER}, signing
"""  # noqa: S608
KINDS = {1: "events", 2: "heads", 3: "signed_heads"}


def open_text(path: Path, mode: str) -> IO[str]:
    """A file of text, compressed when its name says so."""
    if path.suffix == ".gz":
        packed = gzip.open(path, f"{mode}t", encoding="utf-8", compresslevel=5)  # noqa: SIM115
        return cast("IO[str]", packed)
    return path.open(mode, encoding="utf-8")


def export_chains(path: Path, *, now: datetime) -> int:
    """Write every chain as it is at one moment, whole or not at all; and give how many events."""
    fresh = path.with_name(f".new.{path.name}")
    try:
        file = open_text(fresh, "w")
    except OSError as problem:
        problem.filename = str(path)  # the one that was asked for
        raise
    with file, one_moment():
        counts = _write(file, now)
    fresh.replace(path)
    return counts["events"]


def _write(file: IO[str], now: datetime) -> dict[str, int]:
    signings = [_signing(one) for one in Signing.objects.order_by("number")]
    counts = dict.fromkeys(KINDS.values(), 0) | {"signings": len(signings)}
    for row in (_header(now), *_keys(), *signings):
        file.write(json.dumps(row) + "\n")
    for kind, line in _stream_by_stream():
        file.write(line + "\n")
        counts[KINDS[kind]] += 1
    file.write(json.dumps({"kind": "end"} | counts) + "\n")
    return counts


def _header(now: datetime) -> dict[str, Any]:
    return {"kind": "waymark-history", "version": 1, "made_at": now.isoformat()}


def _keys() -> Iterator[dict[str, str]]:
    for name, key in known_keys().items():
        yield {"kind": "key", "key_id": name, "public_key": key.public_bytes_raw().hex()}


def _signing(signing: Signing) -> dict[str, Any]:
    return {
        "kind": "signing",
        "number": signing.number,
        "at": signing_line(signing).split("|")[2],
        "heads": signing.heads,
        "heads_digest": bytes(signing.heads_digest).hex(),
        "previous": bytes(signing.previous).hex(),
        "digest": bytes(signing.digest).hex(),
        "key_id": signing.key_id,
        "signature": bytes(signing.signature).hex(),
    }


def _stream_by_stream() -> Iterator[tuple[int, str]]:
    """Of each stream its events, its head, and where it stood at each signing."""
    rows = heapq.merge(*(_rows(one) for one in (EVENTS, HEADS, SIGNED_HEADS)), key=_place)
    return ((kind, line) for _, _, kind, line in rows)


def _place(row: tuple[Any, ...]) -> tuple[Any, ...]:
    stream, stream_id, kind, _ = row
    return stream, stream_id is None, stream_id or 0, kind


def _rows(question: str) -> Iterator[tuple[Any, ...]]:
    """Read in portions, so that a million rows are never in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(question)
        while rows := cursor.fetchmany(5000):
            yield from rows
