#!/usr/bin/env python3
"""Verify an exported history of Waymark: with this file and Python 3.9 or later, nothing else.

    python3 verify_export.py EXPORT --key PUBLIC.pub [--key …] [--earlier EXPORT]

Imports nothing of Waymark, asks no database and no network. docs/verify.md says what is proved.
Exit code: 0 everything holds, 3 a link is broken, or a key is given and nothing is signed, 2 the
file could not be read.
"""

import argparse
import base64
import gzip
import hashlib
import json
import os
import sys

NOTHING = "00" * 32
SHOWN = 20
KINDS = {"key", "signing", "event", "head", "signed_head", "end"}


class Unreadable(Exception):
    """The file is not an export, or not whole."""


# Ed25519, verification only, by the formulas of RFC 8032, section 5.1.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _added(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor, point):
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _added(total, point)
        point, factor = _added(point, point), factor >> 1
    return total


def _x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(encoded):
    number = int.from_bytes(encoded, "little")
    y = number & ((1 << 255) - 1)
    x = _x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(public, message, signature):
    """Tell whether an Ed25519 signature is that of a public key of 32 bytes."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = _point(public), _point(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if key is None or point is None or factor >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(factor, BASE)
    right = _added(point, _times(int.from_bytes(digest, "little") % ORDER, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


# The lines that are hashed and signed.


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _word(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    if "|" in text:
        raise Unreadable(f"no value may hold the sign that stands between values: {text}")
    return text


def _words(*values):
    return "|".join(_word(value) for value in values)


def event_line(row):
    names = (
        *("stream", "stream_id", "seq", "id", "code", "at", "recorded_at", "actor_id"),
        *("by_system", "by_import", "activity_id", "tracker_id", "digest", "previous"),
    )
    return _words("waymark-event-1", *(row[name] for name in names))


def head_line(row):
    return _words("waymark-head-1", *(row[name] for name in ("stream", "stream_id", "seq", "hash")))


def signing_line(row):
    names = ("number", "at", "heads", "heads_digest", "previous", "key_id")
    return _words("waymark-signing-1", *(row[name] for name in names))


def key_id(public):
    return hashlib.sha256(public).hexdigest()[:16]


def stream_of(row):
    return row["stream"], row["stream_id"]


def place(row):
    whose = row["stream"] + (f" {row['stream_id']}" if row["stream_id"] else "")
    return f"{whose}, event {row['seq']}" + (f" (id {row['id']})" if "id" in row else "")


class Verifier:
    """Goes through an export once, line by line; keeps one stream, and a sum for each signing."""

    def __init__(self, trusted, earlier):
        self.trusted, self.earlier = trusted, earlier
        self.found, self.broken = [], 0
        self.counts = dict.fromkeys(("events", "heads", "signed_heads", "signings"), 0)
        self.signings, self.sums, self.own_keys = {}, {}, {}
        self.last_signing = None
        self.stream, self.hashes, self.last, self.head = None, {}, (0, NOTHING), None
        self.past, self.unsigned, self.has_signed, self.end = None, 0, 0, None

    def note(self, where, what):
        self.broken += 1
        if len(self.found) < SHOWN:
            self.found.append(f"{where}: {what}")

    def read(self, rows):
        for row in rows:
            if self.end is not None:
                raise Unreadable("there is something after its end")
            if row["kind"] not in KINDS:
                raise Unreadable(f"it has a line of an unknown kind: {row['kind']}")
            getattr(self, "_" + row["kind"])(row)
        if self.end is None:
            raise Unreadable("it ends too early")
        self._leave_stream()
        self._finish()

    def _key(self, row):
        self.own_keys[row["key_id"]] = bytes.fromhex(row["public_key"])

    def _signing(self, row):
        self.counts["signings"] += 1
        where, last = f"signing {row['number']}", self.last_signing
        if row["number"] != (last["number"] + 1 if last else 1):
            self.note(where, "those that should be before it are missing")
        elif row["previous"] != (last["digest"] if last else NOTHING):
            self.note(where, "it does not follow the signing that is before it")
        elif sha256(signing_line(row)) != row["digest"]:
            self.note(where, "its columns do not give its digest: it was changed")
        else:
            self._check_signature(where, row)
        self.signings[row["number"]] = self.last_signing = row
        self.sums[row["number"]] = [0, hashlib.sha256()]

    def _check_signature(self, where, row):
        keys = self.trusted or self.own_keys
        if row["key_id"] not in keys:
            self.note(where, f"it is signed with the key {row['key_id']}, which was not given")
        elif not signature_holds(
            keys[row["key_id"]], signing_line(row).encode(), bytes.fromhex(row["signature"])
        ):
            self.note(where, "its signature is false")

    def _event(self, row):
        self.counts["events"] += 1
        self._enter_stream(row)
        last, before = self.last
        if row["seq"] != last + 1:
            many = f" to {row['seq'] - 1}" if row["seq"] > last + 2 else ""
            what = f"event {last + 1}{many}, which should be before it, is missing"
            self.note(place(row), what)
        elif sha256(event_line(row)) != row["hash"]:
            self.note(place(row), "its columns do not give its hash: it was changed")
        elif row["previous"] != before:
            self.note(place(row), "it does not follow the event that is before it")
        self.last = row["seq"], row["hash"]
        self.hashes[row["seq"]] = row["hash"]

    def _head(self, row):
        self.counts["heads"] += 1
        self._enter_stream(row)
        self.head = row
        if row["seq"] != self.last[0]:
            what = f"the head says that it is the last event, but that is {self.last[0]}"
            self.note(place(row), what)
        elif self.last[1] != row["hash"]:
            self.note(place(row), "the head has another hash than the last event")

    def _signed_head(self, row):
        self.counts["signed_heads"] += 1
        self._enter_stream(row)
        self.has_signed = row["seq"]
        if self.hashes.get(row["seq"]) != row["hash"]:
            self.note(
                place(row), f"it is missing, or not the event that signing {row['signing']} has"
            )
        if row["signing"] not in self.sums:
            self.note(place(row), f"signing {row['signing']} has it, but that signing is missing")
            return
        total = self.sums[row["signing"]]
        total[1].update((b"\n" if total[0] else b"") + head_line(row).encode())
        total[0] += 1

    def _end(self, row):
        self.end = row

    def _enter_stream(self, row):
        if self.stream == stream_of(row):
            return
        self._leave_stream()
        place_now = (row["stream"], row["stream_id"] is None, row["stream_id"] or "")
        if self.past is not None and place_now <= self.past:
            raise Unreadable("its streams are not in order")
        self.past = place_now
        self.stream, self.hashes, self.last = stream_of(row), {}, (0, NOTHING)
        self.head, self.has_signed = None, 0

    def _leave_stream(self):
        if self.stream is None:
            return
        whose = self.stream[0] + (f" {self.stream[1]}" if self.stream[1] else "")
        if self.head is None:
            self.note(whose, "it has no head")
        self.unsigned += self.last[0] > self.has_signed
        then = self.earlier["heads"].pop(self.stream, None)
        if then and self.hashes.get(then[0]) != then[1]:
            self.note(f"{whose}, event {then[0]}", "the earlier export has another")
        self.stream = None

    def _finish(self):
        if self.trusted and not self.signings:
            self.note("signings", "a key was given, and nothing in the file is signed")
        for number, (heads, total) in self.sums.items():
            row = self.signings[number]
            if (heads, total.hexdigest()) != (row["heads"], row["heads_digest"]):
                self.note(f"signing {number}", "the heads in the file are not those it signed")
        for name, count in self.counts.items():
            if self.end[name] != count:
                raise Unreadable(f"it should hold {self.end[name]} {name}, and holds {count}")
        for stream in self.earlier["heads"]:
            self.note(" ".join(part for part in stream if part), "only the earlier export has it")
        for number, digest in self.earlier["signings"].items():
            if self.signings.get(number, {}).get("digest") != digest:
                self.note(f"signing {number}", "the earlier export has another")


def rows_of(name):
    """Read an export line by line."""
    opener = gzip.open if name.endswith(".gz") else open
    try:
        with opener(name, "rt", encoding="utf-8") as file:
            first = json.loads(file.readline() or "{}")
            if first.get("kind") != "waymark-history" or first.get("version") != 1:
                raise Unreadable(f"{name} is not an export of a history that this program knows")
            for line in file:
                yield json.loads(line)
    except OSError as problem:
        raise Unreadable(f"{name}: {problem.strerror or problem}") from problem
    except EOFError as problem:
        raise Unreadable(f"{name} ends too early") from problem
    except (ValueError, AttributeError) as problem:
        raise Unreadable(f"{name} is not an export of a history, or not whole") from problem


def state_of(name):
    """What an earlier export says of heads and signings."""
    state = {"heads": {}, "signings": {}}
    for row in rows_of(name) if name else ():
        if row["kind"] == "head":
            state["heads"][stream_of(row)] = row["seq"], row["hash"]
        elif row["kind"] == "signing":
            state["signings"][row["number"]] = row["digest"]
    return state


def public_key(name):
    """Read a public key from a PEM file."""
    try:
        with open(name, encoding="ascii") as file:
            body = "".join(line for line in file.read().splitlines() if not line.startswith("-"))
        der = base64.b64decode(body)
    except OSError as problem:
        raise Unreadable(f"{name}: {problem.strerror or problem}") from problem
    except ValueError as problem:
        raise Unreadable(f"{name} is not an Ed25519 public key") from problem
    if der[:12].hex() != "302a300506032b6570032100" or len(der) != 44:
        raise Unreadable(f"{name} is not an Ed25519 public key")
    return der[12:]


def counted(number, plural):
    return f"{number:,} {plural if number != 1 else plural[:-1]}"


def tell(verifier):
    """Print the result, the first broken link first."""
    many = ", ".join(counted(count, name) for name, count in verifier.counts.items())
    for at, one in enumerate(verifier.found):
        print(("Also: " if at else "BROKEN: ") + one)
    if verifier.broken > len(verifier.found):
        print(f"… and {verifier.broken - len(verifier.found):,} more.")
    if not verifier.broken:
        print("Every chain in the file holds.")
    print(f"Checked: {many.replace('_', ' ')}.")
    if verifier.last_signing:
        print(f"Last signed at {verifier.last_signing['at']}.", end=" ")
        many, verb = (
            counted(verifier.unsigned, "streams"),
            "is" if verifier.unsigned == 1 else "are",
        )
        print(f"{many} went on since, or {verb} not signed at all.")
    else:
        print("Nothing in it is signed.")
    if verifier.signings and not verifier.trusted:
        print(
            "No key was given: signatures were checked with the keys in the file itself, which"
            " whoever wrote it chose. Give the public key that you were handed, with --key."
        )


def main():
    about = "Verify an exported history of Waymark."
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("export", help="the file that ./run verify --export wrote")
    parser.add_argument("--key", action="append", default=[], help="a public key that you trust")
    parser.add_argument("--earlier", help="an earlier export: what was in it must be there still")
    asked = parser.parse_args()
    try:
        keys = [public_key(name) for name in asked.key]
        verifier = Verifier({key_id(key): key for key in keys}, state_of(asked.earlier))
        verifier.read(rows_of(asked.export))
    except (Unreadable, OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        known = isinstance(problem, Unreadable)
        what = problem if known else f"{asked.export} has a line that is not as it should be"
        print(f"Could not verify: {what}", file=sys.stderr)
        return 2
    try:
        tell(verifier)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has had enough, as with `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 3 if verifier.broken else 0


if __name__ == "__main__":
    sys.exit(main())
