"""Real servers for tests, each a process of its own on this machine, stopped with the test."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runner import scanner

CLAMD = scanner.find()
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
PATIENCE = 30


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def process(command: list[str]) -> Iterator[subprocess.Popen]:
    """A process that is gone afterwards."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@contextmanager
def s3_server() -> Iterator[tuple[str, subprocess.Popen]]:
    """A server that speaks S3, with its address."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with process(command) as started:
        _until(lambda: socket.create_connection(("127.0.0.1", port), 1).close(), started)
        yield f"http://127.0.0.1:{port}", started


@contextmanager
def clamd(folder: Path, *, stream_limit: str = "25M") -> Iterator[tuple[str, subprocess.Popen]]:
    """ClamAV's own server, which knows one virus: the one that is made for trying scanners."""
    known = folder / "signatures"
    known.mkdir(exist_ok=True)
    (known / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    at = folder / "clamd.sock"
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {known}\nLocalSocket {at}\nForeground yes\nAlertExceedsMax yes\n"
        f"StreamMaxLength {stream_limit}\nTemporaryDirectory {folder}\nMaxThreads 2\n"
    )
    assert CLAMD
    with process([CLAMD, "--config-file", str(folder / "clamd.conf")]) as started:
        _until(lambda: _ping(at), started)
        yield f"unix://{at}", started


def _ping(at: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(at))
        connection.sendall(b"zPING\0")
        if not connection.recv(16).startswith(b"PONG"):
            raise OSError


def _until(tried, started: subprocess.Popen) -> None:  # type: ignore[no-untyped-def]
    """Wait until it answers."""
    ends = time.monotonic() + PATIENCE
    while True:
        assert started.poll() is None, "it stopped by itself"
        try:
            return tried()
        except OSError:
            assert time.monotonic() < ends, "it does not answer"
            time.sleep(0.05)
