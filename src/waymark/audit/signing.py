"""Signing the heads of all streams: what was recorded until then can no longer be rewritten by
whoever has the database and not the key.
"""

import hashlib
from datetime import UTC, datetime

from django.db import connection, transaction

from waymark.audit.chain import head_line, keyed, sum_of
from waymark.audit.models import Signing
from waymark.audit.signing_keys import key_id, signing_key

NOTHING = bytes(32)

NOTE_MOVED_HEADS = f"""
    INSERT INTO audit_signedhead (signing, stream, stream_id, seq, hash)
    SELECT %s, head.stream, head.stream_id, head.seq, head.hash
    FROM audit_streamhead head
    LEFT JOIN (
        SELECT DISTINCT ON (stream, stream_id) stream, stream_id, seq, hash
        FROM audit_signedhead ORDER BY stream, stream_id, signing DESC
    ) signed ON signed.stream = head.stream AND {keyed("signed")} = {keyed("head")}
    WHERE (signed.seq, signed.hash) IS DISTINCT FROM (head.seq, head.hash)
"""  # noqa: S608

_LINE = head_line("signed")
_LINES = f"""string_agg({_LINE}, chr(10) ORDER BY {_LINE} COLLATE "C")"""
# Of each signing: how many heads, and the SHA-256 of their lines, one under the other, sorted.
SUMS_OF_HEADS = f"SELECT signing, count(*), {sum_of(_LINES)} FROM audit_signedhead signed"  # noqa: S608
SUM_OF_NONE = hashlib.sha256(b"").digest()


def sign_heads(*, now: datetime) -> Signing:
    """Sign where every stream stands that moved since the signing before, and that signing with
    it. One at a time.
    """
    key = signing_key()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('waymark: sign heads'))")
        last = Signing.objects.order_by("-number").first()
        number = last.number + 1 if last else 1
        cursor.execute(NOTE_MOVED_HEADS, [number])
        cursor.execute(f"{SUMS_OF_HEADS} WHERE signing = %s GROUP BY signing", [number])
        _, heads, heads_digest = cursor.fetchone() or (number, 0, SUM_OF_NONE)
        signing = Signing(
            number=number,
            at=now,
            heads=heads,
            heads_digest=heads_digest,
            previous=last.digest if last else NOTHING,
            key_id=key_id(key.public_key()),
        )
        line = signing_line(signing).encode()
        signing.digest, signing.signature = hashlib.sha256(line).digest(), key.sign(line)
        signing.save(force_insert=True)
        return signing


def signing_line(signing: Signing) -> str:
    """What is signed, as docs/verify.md tells it."""
    at = signing.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return "|".join(
        (
            "waymark-signing-1",
            str(signing.number),
            at,
            str(signing.heads),
            signing.heads_digest.hex(),
            signing.previous.hex(),
            signing.key_id,
        )
    )
