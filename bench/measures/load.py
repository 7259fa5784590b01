"""The load client: sends requests over loopback, some at once, and measures each. Standard library
only, one thread, in a process of its own, so that it takes little of the cores that it measures;
how much it took it tells itself.

Reads what to do as JSON from standard input, writes what came of it as JSON to standard output.
"""

import gzip
import json
import selectors
import socket
import sys
import time
import zlib
from typing import Any

A_CONNECTION = 50  # requests before a new one: else two processes may share them unevenly for long
PATIENCE = 60.0
READ = 1 << 18
SIZED = 200  # answers of which the size is taken
BOUNDARY = "----------------bench"


class Connection:
    """One browser: asks, waits for the whole answer, asks again."""

    def __init__(self, load: "Load", number: int) -> None:
        self.load = load
        self.number = number
        self.asked = 0
        self.socket: socket.socket | None = None
        self.on_this_one = 0

    def ask_next(self) -> None:
        """Ask the next thing, or be done."""
        found = self.load.next_for(self)
        if found is None:
            self.close()
            return
        self.request = found
        self.asked += 1
        self.out = memoryview(bytes_of(found))
        self.answer = bytearray()
        self.begun = time.perf_counter()
        if self.socket is None or self.on_this_one >= A_CONNECTION:
            self.close()
            self._open()
        self.on_this_one += 1
        self.write()

    def write(self) -> None:
        """Send as much as fits; the rest when there is room again."""
        sock = self._opened()
        try:
            while self.out:
                self.out = self.out[sock.send(self.out) :]
        except BlockingIOError:
            pass
        except OSError:
            self.fail()
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.out else 0)
        self.load.selector.modify(sock, wanted, self)

    def read(self) -> None:
        """Take what is there, and go on when the answer is whole."""
        try:
            part = self._opened().recv(READ)
        except BlockingIOError:
            return
        except OSError:
            self.fail()
            return
        self.answer += part
        end = _whole(self.answer) if part else None
        if end is None and part:
            return
        if end is None:
            self.fail()
            return
        took = (time.perf_counter() - self.begun) * 1000
        head, body = end
        self.load.note(self.request, took, head, body)
        if b"\r\nconnection: close" in head.lower():
            self.close()
        self.load.go_on(self)

    def fail(self) -> None:
        """The server hung up on us: that is an error, and we go on."""
        self.close()
        self.load.note_broken(self.request)
        self.load.go_on(self)

    def close(self) -> None:
        if self.socket is not None:
            self.load.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None
            self.on_this_one = 0

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.load.port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.load.selector.register(self.socket, selectors.EVENT_READ, self)

    def _opened(self) -> socket.socket:
        assert self.socket is not None
        return self.socket


class Load:
    """All connections, what they are to ask, and what came of it."""

    wait = 1.0  # seconds, for something to come

    def __init__(self, told: dict[str, Any]) -> None:
        self.port: int = told["port"]
        self.lanes: list[list[dict]] = told["lanes"]
        self.once: bool = told["once"]
        self.until = time.perf_counter() + told["seconds"]
        self.selector = selectors.DefaultSelector()
        self.connections = [self.connection(number) for number in range(told["at_once"])]
        self.queue = [one for lane in self.lanes for one in lane] if self.once else []
        self.durations: list[float] = []
        self.statuses: dict[str, int] = {}
        self.sizes: list[tuple[int, int]] = []
        self.told: list[tuple[str, int, str]] = []
        self.broken = 0
        self.done = 0

    def connection(self, number: int) -> Connection:
        return Connection(self, number)

    def next_for(self, connection: Connection) -> dict | None:
        """A person's requests go round; what can be done once only is done once, by whoever is
        free.
        """
        if time.perf_counter() >= self.until:
            return None
        if self.once:
            return self.queue.pop(0) if self.queue else None
        lane = self.lanes[connection.number % len(self.lanes)]
        return lane[(connection.asked + connection.number // len(self.lanes)) % len(lane)]

    def note(self, request: dict, took: float, head: bytes, body: bytes) -> None:
        """Keep duration, status and size; of what is done once also where it led."""
        status = head[9:12].decode()
        self.durations.append(took)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if len(self.sizes) < SIZED:
            self.sizes.append((_plain_size(head, body), len(head) + len(body)))
        if self.once:
            self.told.append((request.get("key", ""), int(status), header_of(head, b"location")))

    def note_broken(self, _request: dict) -> None:
        self.broken += 1

    def go_on(self, connection: Connection) -> None:
        """What a connection does when an answer has come."""
        connection.ask_next()

    def begin(self) -> None:
        for connection in self.connections:
            connection.ask_next()

    def is_going_on(self) -> bool:
        """Whether anything is still to be waited for; who waits to ask is let ask."""
        return bool(self.selector.get_map())

    def run(self) -> dict[str, Any]:
        """Ask until there is nothing left or the time is over."""
        begun, cpu = time.perf_counter(), time.process_time()
        self.begin()
        while self.is_going_on():
            for key, events in self.selector.select(timeout=self.wait):
                connection = key.data
                if events & selectors.EVENT_WRITE and connection.socket is key.fileobj:
                    connection.write()
                if events & selectors.EVENT_READ and connection.socket is key.fileobj:
                    connection.read()
            if time.perf_counter() > self.until + PATIENCE:
                for one in self.connections:
                    if one.socket is not None:
                        self.note_broken(one.request)
                break
        return {
            "seconds": time.perf_counter() - begun,
            "cpu": time.process_time() - cpu,
            "durations": self.durations,
            "statuses": self.statuses,
            "broken": self.broken,
            "size": max((one for one, _ in self.sizes), default=0),
            "sent": max((one for _, one in self.sizes), default=0),
            "told": self.told,
        }


def bytes_of(request: dict) -> bytes:
    """The request as it goes over the wire; made before the clock starts."""
    head, body = [f"{request.get('method', 'GET')} {request['path']} HTTP/1.1"], b""
    if "fields" in request:
        body = _form(request)
        head.append(f"Content-Type: multipart/form-data; boundary={BOUNDARY}")
        head.append(f"Content-Length: {len(body)}")
    head += ["Host: localhost", "Accept-Encoding: gzip", f"Cookie: {request['cookie']}"]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def _form(request: dict) -> bytes:
    parts = []
    for name, value in request["fields"].items():
        named = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        parts.append(f"{named}\r\n\r\n{value}\r\n".encode())
    for name, path in request.get("files", {}).items():
        named = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        kind = 'filename="letter.pdf"\r\nContent-Type: application/pdf'
        with open(path, "rb") as file:
            parts.append(f"{named}; {kind}\r\n\r\n".encode() + file.read() + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _whole(answer: bytearray) -> tuple[bytes, bytes] | None:
    """Head and body when all of it has come; in pieces (streams) or of a length that is told."""
    at = answer.find(b"\r\n\r\n")
    if at < 0:
        return None
    head = bytes(answer[:at])
    rest = len(answer) - at - 4
    if length := header_of(head, b"content-length"):
        return (head, bytes(answer[at + 4 :])) if rest >= int(length) else None
    if header_of(head, b"transfer-encoding"):
        return (head, bytes(answer[at + 4 :])) if answer.endswith(b"0\r\n\r\n") else None
    return head, b""


def header_of(head: bytes, name: bytes) -> str:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip().decode("latin-1")
    return ""


def _plain_size(head: bytes, body: bytes) -> int:
    if header_of(head, b"content-encoding") != "gzip":
        return len(body)
    try:
        return len(gzip.decompress(body))
    except (OSError, zlib.error):
        return len(body)


if __name__ == "__main__":
    json.dump(Load(json.load(sys.stdin)).run(), sys.stdout)
