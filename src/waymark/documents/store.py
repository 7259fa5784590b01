"""The file store, a folder or S3-compatible: bytes under opaque keys.

What is infected lies apart, under a prefix of its own that nothing is ever served from.
"""

import errno
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage

log = logging.getLogger(__name__)
APART = "held-apart"
CHUNK = 1024 * 1024


class StoreUnreachable(Exception):
    """The store does not answer, or is full."""


class StoreFull(StoreUnreachable):
    """There is no room left in the store."""


@contextmanager
def _asking(what: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:
        if not isinstance(error, (OSError, *_what_a_bucket_raises())):
            raise
        log.warning(
            "The file store does not do it", extra={"kind": what, "error": type(error).__name__}
        )
        no_room = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (StoreFull if no_room else StoreUnreachable) from error


def _what_a_bucket_raises() -> tuple[type[Exception], ...]:
    from boto3.exceptions import Boto3Error  # noqa: PLC0415 - slow to import, mostly unused
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    return BotoCoreError, ClientError, Boto3Error


def apart(key: str) -> str:
    """Where the bytes of an infected file lie."""
    return f"{APART}/{key}"


def keep(key: str, content: BinaryIO) -> None:
    """Store what a stream holds."""
    content.seek(0)
    with _asking("take a file"):
        default_storage.save(key, File(content))


def opened(key: str) -> Any:
    """A stream of what is stored, from its beginning. Raises FileNotFoundError when it is not."""
    with _asking("give a file"):
        content = default_storage.open(key)
        content.seek(0)  # an S3 file is fetched now, so that it fails here and not half-way
        return content


def forget(key: str) -> None:
    """Throw stored bytes away; what is not there is gone already."""
    with _asking("delete a file"):
        default_storage.delete(key)


def sha256_of(content: Any) -> str:
    """The sum of a stream, which is at its beginning again afterwards."""
    digest = hashlib.sha256()
    content.seek(0)
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
