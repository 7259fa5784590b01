"""Where files are kept, and which kinds are taken: read from the environment by settings.py."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from waymark.documents.kinds import KINDS, unknown_kinds

SPOOLED = 1024 * 1024  # what is larger is fetched to a temporary file, not into memory
SECONDS_TO_CONNECT, SECONDS = 5, 30


def file_kinds(named: str) -> list[str]:
    """The kinds of file that are taken: all that Waymark knows, or those that are named."""
    codes = named.lower().replace(",", " ").split()
    if unknown := unknown_kinds(codes):
        raise ImproperlyConfigured(
            f"WAYMARK_FILE_KINDS names {', '.join(unknown)}. Known are: {' '.join(KINDS)}"
        )
    return codes or list(KINDS)


def file_store(environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """A folder, or a bucket of an S3-compatible store when one is named."""
    if not environment.get("WAYMARK_S3_BUCKET"):
        return {
            "BACKEND": "waymark.documents.folder.Folder",
            "OPTIONS": {"location": folder},
        }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket(environment)}


def _bucket(environment: Mapping[str, str]) -> dict[str, Any]:
    """Without a key and its secret boto3 looks for them itself, such as the role of a machine.

    It waits seconds and not minutes, since somebody is waiting for the page.
    """
    from boto3.s3.transfer import TransferConfig  # noqa: PLC0415 - slow to import, mostly unused
    from botocore.config import Config  # noqa: PLC0415

    endpoint = environment.get("WAYMARK_S3_ENDPOINT") or None
    return {
        "bucket_name": environment["WAYMARK_S3_BUCKET"],
        "endpoint_url": endpoint,
        "region_name": environment.get("WAYMARK_S3_REGION") or None,
        "access_key": environment.get("WAYMARK_S3_KEY") or None,
        "secret_key": environment.get("WAYMARK_S3_SECRET") or None,
        "max_memory_size": SPOOLED,
        "transfer_config": TransferConfig(use_threads=False),  # one part in memory at a time
        "client_config": Config(
            connect_timeout=SECONDS_TO_CONNECT,
            read_timeout=SECONDS,
            retries={"total_max_attempts": 2, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
