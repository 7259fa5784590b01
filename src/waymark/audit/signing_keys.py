"""The key that signs the heads of the history: a file outside the database, and the public keys
beside it, which outlive it.
"""

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings


class NoSigningKey(Exception):
    """The key that a setting names cannot be used; the message says why."""


def key_id(key: Ed25519PublicKey) -> str:
    """Name a public key in few characters."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def signing_key() -> Ed25519PrivateKey:
    """The key to sign with. The first time, one is made; but not where a setting names a file,
    which must be there.
    """
    path = Path(settings.SIGNING_KEY)
    if not path.exists():
        if settings.SIGNING_KEY_IS_NAMED:
            raise NoSigningKey(f"WAYMARK_SIGNING_KEY names {path}, which is not there")
        _make(path)
    return _read(path)


def known_keys() -> dict[str, Ed25519PublicKey]:
    """Every public key that this installation knows of: the present one, and those that were."""
    path = Path(settings.SIGNING_KEY)
    found = [_read_public(one) for one in sorted(path.parent.glob("*.pub"))]
    if os.access(path, os.R_OK):
        found.append(_read(path).public_key())
    return {key_id(key): key for key in found}


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as problem:
        raise NoSigningKey(f"{path} cannot be read as a private key") from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSigningKey(f"{path} holds a key of another kind: it must be Ed25519")
    return key


def _read_public(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise NoSigningKey(f"{path} cannot be read as a public key") from problem
    if not isinstance(key, Ed25519PublicKey):
        raise NoSigningKey(f"{path} holds a key of another kind: it must be Ed25519")
    return key


def _make(path: Path) -> None:
    """Make a key that only we can read. Two who do so at once end with one: the first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()
    _publish(path.parent, key.public_key())


def _publish(folder: Path, key: Ed25519PublicKey) -> None:
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{key_id(key)}.pub").write_bytes(pem)
