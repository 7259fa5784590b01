"""Virus scanning by ClamAV's INSTREAM, when SCANNER_URL (tcp://host:port, unix:///path) is set."""

import logging
import socket
import struct
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from waymark.documents.models import ScanState

log = logging.getLogger(__name__)
CHUNK = 64 * 1024
SECONDS_TO_CONNECT = 5
SECONDS = 60
FOUND_LIMIT = 100
ANSWER_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner says of a file, and by what name it knows what it found."""

    state: str
    found: str = ""


class Scanner:
    """Asked about several files in turn. Once it did not answer it is not waited for again: the
    others are held too.
    """

    def __init__(self) -> None:
        self.is_out_of_reach = False

    def scan(self, content: Any) -> Scan:
        """Not set: *not scanned*. Set but unreachable or unclear: *waiting*, the file is held."""
        if not settings.SCANNER_URL:
            return Scan(ScanState.NOT_SCANNED)
        if self.is_out_of_reach:
            return Scan(ScanState.WAITING)
        try:
            answer = _ask(content)
        except OSError as error:
            log.warning("The virus scanner does not answer", extra={"error": type(error).__name__})
            self.is_out_of_reach = True
            return Scan(ScanState.WAITING)
        finally:
            content.seek(0)
        return _understood(answer)


def _understood(answer: str) -> Scan:
    if answer.endswith(" FOUND"):
        found = answer.removeprefix("stream: ").removesuffix(" FOUND")
        return Scan(ScanState.INFECTED, found[:FOUND_LIMIT])
    if answer.endswith("OK"):
        return Scan(ScanState.CLEAN)
    log.warning("The virus scanner gave no clear answer about a file")
    return Scan(ScanState.WAITING)


def _ask(content: Any) -> str:
    content.seek(0)
    with _connect() as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            return _answer(connection)
        except ConnectionError:
            return ""  # it hung up on this file: larger than its StreamMaxLength, perhaps


def _answer(connection: socket.socket) -> str:
    """All of the answer, in however many pieces it comes."""
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < ANSWER_LIMIT:
        piece = connection.recv(ANSWER_LIMIT)
        if not piece:
            break
        heard += piece
    return heard.rstrip(b"\0").decode(errors="replace").strip()


def _connect() -> socket.socket:
    address = urlsplit(settings.SCANNER_URL)
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS_TO_CONNECT)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
    else:
        connection = socket.create_connection(
            (address.hostname or "localhost", address.port or 3310), timeout=SECONDS_TO_CONNECT
        )
    connection.settimeout(SECONDS)
    return connection
