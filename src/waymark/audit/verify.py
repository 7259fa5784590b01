"""Checking every chain: events, contents, heads and signings, at one moment of the database."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.db import connection, transaction

from waymark.audit import checks
from waymark.audit.events import EVENT_TYPES, HOLDS_NO_PERSON
from waymark.audit.findings import Break, Report, place
from waymark.audit.models import Signing
from waymark.audit.signing import NOTHING, SUM_OF_NONE, SUMS_OF_HEADS, signing_line
from waymark.audit.signing_keys import known_keys

Tell = Callable[[str], None]


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read within is as it was at one moment, whoever writes meanwhile; nothing is written.
    A caller that has a transaction open already keeps its own.
    """
    inside = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not inside:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def verify(tell: Tell = lambda _: None) -> Report:
    """Check every chain, and name each link that does not hold, the first one first."""
    report = Report()
    with one_moment():
        for what, check in CHECKS:
            tell(f"Checking {what} …")
            check(report)
        _count(report)
    return report


def _links(report: Report) -> None:
    _ask(report, checks.LINKS)


def _contents(report: Report) -> None:
    kept = [kind.code for kind in EVENT_TYPES.values() if kind.erasure == HOLDS_NO_PERSON]
    _ask(report, checks.CONTENTS, [kept])
    _ask(report, checks.CONTENTS_OF_NOTHING)


def _heads(report: Report) -> None:
    _ask(report, checks.HEADS)


def _signed_heads(report: Report) -> None:
    _ask(report, checks.SIGNED_HEADS)


def _ask(report: Report, question: str, values: list[Any] | None = None) -> None:
    rows = _rows(question, values)
    breaks = [
        Break(place(stream, stream_id, seq, event_id) if stream else f"event {event_id}", what)
        for _, stream, stream_id, seq, event_id, what in rows
    ]
    report.add(breaks, rows[0][0] if rows else 0)


def _signings(report: Report) -> None:
    """Each follows the one before, covers the heads that are noted for it, and is signed by a key
    that this installation knows of.
    """
    sums = {
        number: (heads, digest) for number, heads, digest in _rows(SUMS_OF_HEADS + " GROUP BY 1")
    }
    keys = known_keys() if Signing.objects.exists() else {}
    number, previous = 0, NOTHING
    for signing in Signing.objects.order_by("number"):
        found = sums.pop(signing.number, (0, SUM_OF_NONE))
        if wrong := _wrong_with(signing, number, previous, found, keys):
            report.add([Break(f"signing {signing.number}", wrong)])
        number, previous = signing.number, bytes(signing.digest)
        report.signed_at = signing.at
        report.signings += 1
    report.add([Break(f"signing {one}", "its heads are there, but it is missing") for one in sums])


def _wrong_with(
    signing: Signing, number: int, previous: bytes, found: tuple[Any, ...], keys: dict
) -> str:
    line = signing_line(signing).encode()
    if signing.number != number + 1:
        return "those that should be before it are missing"
    if bytes(signing.previous) != previous:
        return "it does not follow the signing that is before it"
    if (signing.heads, bytes(signing.heads_digest)) != found:
        return "the heads that are noted for it are not those that were signed"
    if hashlib.sha256(line).digest() != bytes(signing.digest):
        return "its columns do not give its digest: it was changed"
    if signing.key_id not in keys:
        return f"it is signed with the key {signing.key_id}, which is not among the known ones"
    return _wrong_signature(signing, line, keys)


def _wrong_signature(signing: Signing, line: bytes, keys: dict) -> str:
    try:
        keys[signing.key_id].verify(bytes(signing.signature), line)
    except InvalidSignature:
        return "its signature is false"
    return ""


def _count(report: Report) -> None:
    [(report.events, report.streams, report.contents)] = _rows(checks.SIZES)
    [(report.erased,)] = _rows(checks.ERASED)
    if report.signings:
        [(report.moved_since,)] = _rows(checks.MOVED_SINCE)


def _rows(question: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


CHECKS: tuple[tuple[str, Callable[[Report], None]], ...] = (
    ("the links of every stream", _links),
    ("contents against their digests", _contents),
    ("the heads", _heads),
    ("signings and signatures", _signings),
    ("what was signed against what is there", _signed_heads),
)
