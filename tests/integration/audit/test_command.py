"""`./run verify`: what it says, where, and with which exit code."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories import MORNING
from tests.integration.audit.chains import GWEN, WHOSE_GWEN, event, tamper
from waymark.audit.models import Signing
from waymark.audit.signing import sign_heads

pytestmark = pytest.mark.usefixtures("history")


def test_the_result_alone_is_on_standard_output(capsys):
    call_command("verify")
    said = capsys.readouterr()
    assert said.out == (
        "Every chain holds: 6 events in 2 streams, 6 contents (0 erased), 0 signings.\n"
        "Nothing is signed yet: ./run manage sign_history signs now.\n"
    )
    assert said.err.startswith("Checking the links of every stream")


def test_it_says_until_when_it_is_signed(capsys):
    sign_heads(now=MORNING)
    call_command("verify")
    assert capsys.readouterr().out.endswith(
        "6 contents (0 erased), 1 signing.\n"
        "Last signed on 23 November 2026 at 9am; 0 streams went on since.\n"
    )


def test_a_broken_link_is_named_and_ends_with_three(capsys):
    tamper("UPDATE audit_event SET by_system = true WHERE stream_id = %s AND seq > 2", GWEN)
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 3
    first, second, last = capsys.readouterr().out.splitlines()
    where, what = f"{WHOSE_GWEN}, event", "its columns do not give its hash: it was changed"
    assert first == f"BROKEN: {where} 3 (id {event(GWEN, 3).id}): {what}"
    assert second == f"Also: {where} 4 (id {event(GWEN, 4).id}): {what}"
    assert last.startswith("Checked: 6 events")


def test_an_export_is_written_even_of_what_is_broken_and_can_be_compared_with(tmp_path, capsys):
    path = tmp_path / "history.jsonl"
    call_command("verify", "--export", str(path))
    tamper(
        "UPDATE audit_event SET by_system = true, hash = sha256('x') WHERE id = %s",
        event(GWEN, 4).id,
    )
    with pytest.raises(SystemExit):
        call_command("verify", "--against", str(path), "--export", str(tmp_path / "broken.jsonl"))
    assert "it is in the earlier export, and is missing or another now" in capsys.readouterr().out
    assert (tmp_path / "broken.jsonl").exists()


@pytest.mark.parametrize("option", ["--export", "--against"])
def test_a_file_that_cannot_be_had_is_said_and_ends_with_two(tmp_path, option):
    with pytest.raises(CommandError, match="Could not verify") as refused:
        call_command("verify", option, str(tmp_path / "nowhere" / "file"))
    assert refused.value.returncode == 2


def test_signing_by_hand(capsys, settings):
    call_command("sign_history")
    signing = Signing.objects.get()
    assert capsys.readouterr().out == (
        f"Signing 1 with the key {signing.key_id}: 2 heads, digest {bytes(signing.digest).hex()}\n"
    )
    settings.SIGNING_KEY_IS_NAMED = True
    settings.SIGNING_KEY = "/nowhere/key"
    with pytest.raises(CommandError, match="Could not sign") as refused:
        call_command("sign_history")
    assert refused.value.returncode == 2
