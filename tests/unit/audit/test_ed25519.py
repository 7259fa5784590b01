"""The verifier's own Ed25519 agrees with the test vectors of RFC 8032, section 7.1, and with the
library that signs.
"""

import importlib.util
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PROGRAM = Path(__file__).parents[3] / "verifier" / "verify_export.py"
# Public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.fixture(scope="module")
def holds():
    specification = importlib.util.spec_from_file_location("verify_export", PROGRAM)
    program = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(program)
    return program.signature_holds


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc_hold_and_nothing_near_them(holds, public, message, signature):
    public, message, signature = map(bytes.fromhex, (public, message, signature))
    assert holds(public, message, signature)
    assert not holds(public, message + b"x", signature)
    for place in range(0, 64, 7):
        bent = bytearray(signature)
        bent[place] ^= 1
        assert not holds(public, message, bytes(bent))


def test_a_signature_is_not_taken_twice_with_the_order_added(holds):
    """Else one signature would have two spellings."""
    public, message, signature = map(bytes.fromhex, VECTORS[1])
    factor = int.from_bytes(signature[32:], "little") + ORDER
    assert not holds(public, message, signature[:32] + factor.to_bytes(32, "little"))


@pytest.mark.parametrize(
    "public", [b"", b"\xff" * 32, (2**255 - 18).to_bytes(32, "little"), (2).to_bytes(32, "little")]
)
def test_what_is_no_key_holds_nothing(holds, public):
    assert not holds(public, b"", bytes.fromhex(VECTORS[0][2]))


def test_it_agrees_with_the_library_that_signs(holds):
    for number in range(20):
        key, message = Ed25519PrivateKey.generate(), b"line " * number
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert holds(public, message, signature)
        assert not holds(public, message + b".", signature)
