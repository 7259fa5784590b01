"""Virus scanning by ClamAV's INSTREAM, when SCANNER_URL (tcp://host:port, unix:///path) is set."""

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from waymark.documents.models import ScanState

CHUNK = 64 * 1024
SECONDS = 30


def scan(content: BinaryIO) -> str:
    """What the scanner says. Not set: *not scanned*. Set but unreachable or unclear: *waiting*, the
    file is held.
    """
    if not settings.SCANNER_URL:
        return ScanState.NOT_SCANNED
    try:
        answer = _ask(content)
    except OSError:
        return ScanState.WAITING
    finally:
        content.seek(0)
    if answer.endswith("FOUND"):
        return ScanState.INFECTED
    return ScanState.CLEAN if answer.endswith("OK") else ScanState.WAITING


def _ask(content: BinaryIO) -> str:
    content.seek(0)
    with _connect() as connection:
        connection.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        return connection.recv(4096).rstrip(b"\0").decode(errors="replace").strip()


def _connect() -> socket.socket:
    address = urlsplit(settings.SCANNER_URL)
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection(
        (address.hostname or "localhost", address.port or 3310), timeout=SECONDS
    )
