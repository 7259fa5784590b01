"""Where every stream stands is signed, by a key that is not in the database."""

import os
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.db import IntegrityError, transaction

from tests.factories import MORNING
from tests.integration.at_once import at_once
from tests.integration.audit.chains import GWEN, entries, found, live, owner, tamper
from waymark.audit.events import record
from waymark.audit.models import SignedHead, Signing
from waymark.audit.signing import sign_heads, signing_line
from waymark.audit.signing_keys import NoSigningKey, key_id
from waymark.jobs.tasks import sign_history


@pytest.mark.usefixtures("history")
class TestSigning:
    def test_the_first_covers_every_head(self):
        signing = sign_heads(now=MORNING)
        assert (signing.number, signing.heads, bytes(signing.previous)) == (1, 2, bytes(32))
        assert sorted(SignedHead.objects.values_list("signing", "seq")) == [(1, 2), (1, 4)]
        assert found() == []

    def test_the_next_covers_what_moved_and_the_one_before(self, cast):
        first = sign_heads(now=MORNING)
        record(cast.adam.actor, entries(GWEN, "five"))
        second = sign_heads(now=MORNING)
        assert (second.number, second.heads, second.previous) == (2, 1, first.digest)
        assert SignedHead.objects.get(signing=2).seq == 5
        assert found() == []

    def test_a_day_on_which_nothing_happened_is_signed_too(self):
        sign_heads(now=MORNING)
        assert sign_heads(now=MORNING).heads == 0
        assert found() == []

    def test_the_worker_signs(self):
        sign_history(0)
        assert Signing.objects.get().number == 1

    @pytest.mark.parametrize("table", ["audit_signing", "audit_signedhead"])
    @pytest.mark.parametrize("act", ["UPDATE {} SET seq = 1", "DELETE FROM {}"])
    def test_no_signing_changes(self, table, act):
        sign_heads(now=MORNING)
        act = act.replace("seq", "heads") if table == "audit_signing" else act
        with pytest.raises(IntegrityError, match="history only grows"), transaction.atomic():
            owner(act.format(table))


@pytest.mark.usefixtures("history")
class TestTheKey:
    def test_is_made_the_first_time_for_us_alone(self, key):
        os.umask(0o022)
        sign_heads(now=MORNING)
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
        private = load_pem_private_key(key.read_bytes(), password=None)
        assert [one.name for one in key.parent.glob("*.pub")] == [
            f"{key_id(private.public_key())}.pub"
        ]

    def test_is_used_again(self):
        assert sign_heads(now=MORNING).key_id == sign_heads(now=MORNING).key_id

    def test_that_a_setting_names_must_be_there(self, settings):
        settings.SIGNING_KEY_IS_NAMED = True
        with pytest.raises(NoSigningKey, match="which is not there"):
            sign_heads(now=MORNING)
        assert not Signing.objects.exists()

    def test_of_another_kind_or_torn_is_refused(self, key):
        key.parent.mkdir()
        key.write_text("no key")
        with pytest.raises(NoSigningKey, match="cannot be read as a private key"):
            sign_heads(now=MORNING)

    def test_put_aside_is_followed_by_a_new_one_and_both_verify(self, key):
        first = sign_heads(now=MORNING)
        key.unlink()
        second = sign_heads(now=MORNING)
        assert first.key_id != second.key_id
        assert found() == []

    def test_whose_public_half_is_gone_is_named(self, key):
        first = sign_heads(now=MORNING)
        for one in (key, *key.parent.glob("*.pub")):
            one.unlink()
        assert found() == [
            (
                f"signing 1: it is signed with the key {first.key_id}, "
                "which is not among the known ones"
            )
        ]


@pytest.mark.usefixtures("history")
class TestTampering:
    @pytest.fixture(autouse=True)
    def _two_signings(self, history, cast):
        sign_heads(now=MORNING)
        record(cast.adam.actor, entries(GWEN, "five"))
        sign_heads(now=MORNING)

    @pytest.mark.parametrize("change", ["at = at + interval '1 day'", "digest = sha256('x')"])
    def test_a_changed_signing(self, change):
        tamper(f"UPDATE audit_signing SET {change} WHERE number = 1")
        assert found()[0] == "signing 1: its columns do not give its digest: it was changed"

    def test_a_false_signature(self):
        tamper("UPDATE audit_signing SET signature = decode(repeat('00', 64), 'hex')")
        assert found() == ["signing 1: its signature is false", "signing 2: its signature is false"]

    def test_a_deleted_signing(self):
        tamper("DELETE FROM audit_signing WHERE number = 1")
        first, *others = found()
        assert first == "signing 2: those that should be before it are missing"
        assert others == ["signing 1: its heads are there, but it is missing"]

    @pytest.mark.parametrize(
        "act",
        [
            "DELETE FROM audit_signedhead WHERE signing = 2",
            "UPDATE audit_signedhead SET hash = sha256('x') WHERE signing = 2",
            "UPDATE audit_signedhead SET seq = 4 WHERE signing = 2",
            "INSERT INTO audit_signedhead (signing, stream, seq, hash) "  # noqa: ISC004
            "VALUES (2, 'staff', 1, '')",
        ],
    )
    def test_changed_heads_of_a_signing(self, act):
        tamper(act)
        assert found()[0] == (
            "signing 2: the heads that are noted for it are not those that were signed"
        )

    def test_one_forged_with_another_key(self):
        forger = Ed25519PrivateKey.generate()
        signing = Signing.objects.get(number=2)
        signing.key_id = key_id(forger.public_key())
        line = signing_line(signing)
        tamper(
            "UPDATE audit_signing SET key_id = %s, digest = sha256(convert_to(%s, 'UTF8')), "
            "signature = %s WHERE number = 2",
            *(signing.key_id, line, forger.sign(line.encode())),
        )
        assert found() == [
            (
                f"signing 2: it is signed with the key {signing.key_id}, "
                "which is not among the known ones"
            )
        ]


def test_two_who_sign_at_once_make_two_signings(everybody):
    live(everybody.adam.actor)

    def sign():
        return sign_heads(now=MORNING).number

    assert sorted(at_once(sign, sign)) == [1, 2]
    assert found() == []
