"""What the virus scanner says, asked as ClamAV is asked."""

import io
import socket
import struct
import threading

import pytest

from waymark.documents.scanning import Scanner

CONTENT = b"%PDF-1.7\n" + b"x" * 100_000


@pytest.fixture
def scanner(settings):
    """A scanner that gives one answer; what it was sent is in `heard`."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.SCANNER_URL = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    heard = bytearray()
    threads = []

    def answers(answer: bytes):
        def serve():
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while size := struct.unpack("!L", stream.read(4))[0]:
                    heard.extend(stream.read(size))
                connection.sendall(answer)

        threads.append(threading.Thread(target=serve))
        threads[-1].start()
        return heard

    yield answers
    for thread in threads:
        thread.join(5)
    listening.close()


def test_without_a_scanner_it_says_not_scanned(settings):
    settings.SCANNER_URL = ""
    assert Scanner().scan(io.BytesIO(CONTENT)).state == "not_scanned"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"stream: OK\0", "clean"),
        (b"stream: Eicar-Test-Signature FOUND\0", "infected"),
        (b"INSTREAM size limit exceeded. ERROR\0", "waiting"),
        (b"", "waiting"),
        (b"\xff\xfe", "waiting"),
    ],
)
def test_what_it_answers(scanner, answer, state):
    heard = scanner(answer)
    content = io.BytesIO(CONTENT)
    assert Scanner().scan(content).state == state
    assert bytes(heard) == CONTENT
    assert content.tell() == 0


@pytest.mark.parametrize(
    "url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock", "tcp://scanner.invalid:3310"]
)
def test_out_of_reach_the_file_is_held(settings, url):
    settings.SCANNER_URL = url
    assert Scanner().scan(io.BytesIO(CONTENT)).state == "waiting"
