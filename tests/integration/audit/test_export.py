"""A stranger verifies an exported history with one small program; an earlier export shows what was
rewritten since.
"""

import gzip
import json
import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
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
    tamper,
)
from waymark.audit.comparing import NotAnExport, compare_with
from waymark.audit.events import record
from waymark.audit.exporting import export_chains
from waymark.audit.findings import Report
from waymark.audit.models import SignedHead
from waymark.audit.signing import sign_heads

PROGRAM = ROOT / "verifier" / "verify_export.py"
CHANGED = "its columns do not give its hash: it was changed"
pytestmark = pytest.mark.usefixtures("history")


@pytest.fixture
def export(tmp_path):
    """Write what is there to a file of that name."""

    def write(name="history.jsonl"):
        export_chains(tmp_path / name, now=MORNING)
        return tmp_path / name

    return write


def ask(*words):
    """What the program for strangers says, and its exit code: with Python alone, far from here."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *map(str, words)],
        cwd="/",
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def public(key):
    [path] = key.parent.glob("*.pub")
    return path


def rows_in(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def rewrite(path, change):
    """Somebody edits the file: each row goes through a function, which may drop it."""
    rows = [row for row in map(change, rows_in(path)) if row]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def is_event(row, seq, stream_id=GWEN):
    return (row["kind"], row.get("stream_id"), row.get("seq")) == ("event", str(stream_id), seq)


class TestTheFile:
    def test_holds_nothing_personal(self, export):
        text = export().read_text()
        assert not [word for word in ("Adam", "two", "actor_name", "salt", "body") if word in text]

    def test_holds_keys_signings_and_each_stream_with_head_and_signed_heads(self, export):
        sign_heads(now=MORNING)
        kinds = [row["kind"] for row in rows_in(export())]
        assert kinds == [
            *("waymark-history", "key", "signing"),
            *("event", "event", "event", "event", "head", "signed_head"),
            *("event", "event", "head", "signed_head"),
            "end",
        ]

    def test_can_be_compressed(self, export):
        path = export("history.jsonl.gz")
        assert gzip.decompress(path.read_bytes()).startswith(b'{"kind": "waymark-history"')
        assert ask(path)[0] == 0

    def test_of_a_folder_that_is_not_there_it_names_the_file_asked_for(self, tmp_path):
        with pytest.raises(FileNotFoundError) as missing:
            export_chains(tmp_path / "nope" / "x", now=MORNING)
        assert missing.value.filename == str(tmp_path / "nope" / "x")

    def test_takes_the_place_of_an_older_one_whole(self, export, tmp_path):
        export()
        export()
        assert [path.name for path in tmp_path.iterdir()] == ["history.jsonl"]


class TestAStranger:
    def test_finds_that_all_holds(self, export, key, cast):
        sign_heads(now=MORNING)
        record(cast.adam.actor, entries(GWEN, "five"))
        code, said, _ = ask(export(), "--key", public(key))
        assert code == 0
        assert said == [
            "Every chain in the file holds.",
            "Checked: 7 events, 2 heads, 2 signed heads, 1 signing.",
            (
                "Last signed at 2026-11-23T09:00:00.000000Z. "
                "1 stream went on since, or is not signed at all."
            ),
        ]

    def test_is_told_when_no_key_was_given(self, export):
        sign_heads(now=MORNING)
        code, said, _ = ask(export())
        assert code == 0
        assert said[-1].startswith("No key was given: signatures were checked with the keys in the")

    def test_who_hands_over_a_key_expects_a_signature(self, export, key):
        sign_heads(now=MORNING)
        handed_over = public(key)
        for table in ("audit_signing", "audit_signedhead"):
            tamper(f"DELETE FROM {table}")
        path = export()
        code, said, _ = ask(path)
        assert (code, "Nothing in it is signed." in said) == (0, True)
        code, said, _ = ask(path, "--key", handed_over)
        assert code == 3
        assert said[0] == "BROKEN: signings: a key was given, and nothing in the file is signed"

    def test_says_in_words_what_it_cannot_read(self, export, tmp_path):
        path, nowhere = export(), tmp_path / "nowhere"
        assert ask(nowhere)[::2] == (
            2,
            f"Could not verify: {nowhere}: No such file or directory\n",
        )
        assert ask(path, "--key", nowhere)[2] == (
            f"Could not verify: {nowhere}: No such file or directory\n"
        )
        assert ask(path, "--key", path)[2] == (
            f"Could not verify: {path} is not an Ed25519 public key\n"
        )
        other = tmp_path / "other"
        other.write_text("no json")
        assert ask(other)[2] == (
            f"Could not verify: {other} is not an export of a history, or not whole\n"
        )

    def test_stops_quietly_when_whoever_reads_has_had_enough(self, export):
        path = export()
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(PROGRAM), str(path)],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, "")

    def test_finds_a_changed_event(self, export):
        path = export()
        rewrite(path, lambda row: row | {"code": "participant.left"} if is_event(row, 2) else row)
        code, said, _ = ask(path)
        assert code == 3
        assert said[0] == f"BROKEN: {WHOSE_GWEN}, event 2 (id {event(GWEN, 2).id}): {CHANGED}"

    def test_finds_a_missing_event(self, export):
        path = export()
        rewrite(path, lambda row: None if is_event(row, 2) else row)
        code, _, error = ask(path)
        assert (code, "should hold 6 events, and holds 5" in error) == (2, True)
        rewrite(path, lambda row: row | {"events": 5} if row["kind"] == "end" else row)
        code, said, _ = ask(path)
        assert code == 3
        assert said[0] == (
            f"BROKEN: {WHOSE_GWEN}, event 3 (id {event(GWEN, 3).id}): "
            "event 2, which should be before it, is missing"
        )

    def test_finds_a_changed_head_and_a_changed_signed_head(self, export):
        sign_heads(now=MORNING)
        path = export()
        rewrite(path, lambda row: row | {"hash": "00" * 32} if "head" in row["kind"] else row)
        code, said, _ = ask(path)
        assert code == 3
        assert said[0] == (
            f"BROKEN: {WHOSE_GWEN}, event 4: the head has another hash than the last event"
        )
        assert (
            f"Also: {WHOSE_GWEN}, event 4: it is missing, or not the event that signing 1 has"
        ) in said
        assert "Also: signing 1: the heads in the file are not those it signed" in said

    def test_finds_a_changed_signing_and_a_false_signature(self, export, key):
        sign_heads(now=MORNING)
        path = export()
        rewrite(path, lambda row: row | {"signature": "00" * 64} if "signature" in row else row)
        assert ask(path)[1][0] == "BROKEN: signing 1: its signature is false"
        rewrite(path, lambda row: row | {"heads": 3} if row["kind"] == "signing" else row)
        said = ask(path, "--key", public(key))[1]
        assert said[0] == "BROKEN: signing 1: its columns do not give its digest: it was changed"

    def test_finds_a_history_that_somebody_made_up_and_signed_with_a_key_of_their_own(
        self, export, key, cast
    ):
        sign_heads(now=MORNING)
        handed_over = key.parent.parent / "handed-over.pub"
        handed_over.write_bytes(public(key).read_bytes())
        for one in (GWEN, IOAN):
            forget_stream(one)
        for table in ("audit_signing", "audit_signedhead"):
            tamper(f"DELETE FROM {table}")
        for one in key.parent.iterdir():
            one.unlink()
        record(cast.adam.actor, entries(GWEN, "forged"))
        forged = sign_heads(now=MORNING)
        assert found() == []
        path = export()
        assert ask(path)[0] == 0
        code, said, _ = ask(path, "--key", handed_over)
        assert code == 3
        assert said[0] == (
            f"BROKEN: signing 1: it is signed with the key {forged.key_id}, which was not given"
        )

    @pytest.mark.parametrize(
        "text",
        ["", "no json", "[]", "{}", '{"kind": "waymark-history", "version": 2}', "\x00"],
    )
    def test_refuses_what_is_no_export(self, tmp_path, text):
        path = tmp_path / "other"
        path.write_text(text)
        code, said, error = ask(path)
        assert (code, said) == (2, [])
        assert error.startswith("Could not verify: ")

    def test_refuses_a_file_that_ends_too_early_or_blurs_a_line(self, export):
        path = export()
        whole = path.read_text()
        path.write_text(whole[: whole.rindex('{"kind": "end"')])
        assert "ends too early" in ask(path)[2]
        path.write_text(whole.replace("participant.corrected", "participant|corrected"))
        assert "no value may hold the sign" in ask(path)[2]

    def test_that_something_was_rewritten_since_an_earlier_export(self, export, cast):
        before = export("before.jsonl")
        forget_stream(GWEN)
        record(cast.adam.actor, entries(GWEN, "one", "forged", "three", "four", "five"))
        forget_stream(IOAN)
        after = export("after.jsonl")
        assert ask(after)[0] == 0
        code, said, _ = ask(after, "--earlier", before)
        assert code == 3
        assert said[:2] == [
            f"BROKEN: {WHOSE_GWEN}, event 4: the earlier export has another",
            f"Also: {WHOSE_IOAN}: only the earlier export has it",
        ]


class TestAgainstAnEarlierExport:
    def compared(self, path):
        report = Report()
        compare_with(path, report)
        return [str(one) for one in report.breaks]

    def test_all_holds_when_only_more_was_recorded(self, export, cast):
        sign_heads(now=MORNING)
        path = export()
        record(cast.adam.actor, entries(GWEN, "five"))
        sign_heads(now=MORNING)
        assert self.compared(path) == []

    def test_a_rewriting_of_everything_with_heads_and_signings_is_found(self, export, cast):
        """Even by one who has the key too: nothing in the database tells."""
        sign_heads(now=MORNING)
        path = export()
        old = event(GWEN, 1).id
        forget_stream(GWEN)
        for table in ("audit_signing", "audit_signedhead"):
            tamper(f"DELETE FROM {table}")
        record(cast.adam.actor, entries(GWEN, "forged", "two", "three", "four"))
        sign_heads(now=MORNING)
        assert found() == []
        said = self.compared(path)
        assert said[:2] == [
            "signing 1: it is in the earlier export, and is another now",
            (
                f"{WHOSE_GWEN}, event 1 (id {old}): "
                "it is in the earlier export, and is missing or another now"
            ),
        ]
        assert len(said) == 5

    def test_a_deleted_last_event_and_signing_are_found(self, export):
        sign_heads(now=MORNING)
        path = export()
        forget_stream(IOAN)
        for table in ("audit_signing", "audit_signedhead"):
            tamper(f"DELETE FROM {table}")
        assert not SignedHead.objects.exists()
        assert found() == []
        assert (
            self.compared(path)[0] == "signing 1: it is in the earlier export, and is missing now"
        )
        assert len(self.compared(path)) == 3

    @pytest.mark.parametrize("text", ["", "no json", "{}", '{"kind": "waymark-history"}'])
    def test_what_is_no_whole_export_is_refused(self, tmp_path, text):
        path = tmp_path / "other"
        path.write_text(text)
        with pytest.raises(NotAnExport):
            self.compared(path)
