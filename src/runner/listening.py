"""The address that Waymark serves on, taken before anything else: a busy one is told at once."""

import contextlib
import errno
import os
import socket

from .messages import CannotGoOn

LAST_PORT = 65535
Address = tuple[str, int] | tuple[str, int, int, int]


def take() -> tuple[list[socket.socket], str]:
    """Listen on HOST and PORT, and name the address to open in a browser."""
    host, port = os.environ.get("HOST") or "localhost", _port()
    listeners: list[socket.socket] = []
    for family, address in _addresses(host, port):
        with contextlib.suppress(_NotOnThisMachine):
            whole: Address = (address, port, 0, 0) if ":" in address else (address, port)
            listeners.append(_listen(family, whole))
            port = listeners[0].getsockname()[1]  # with PORT=0 the system has chosen one
    if not listeners:
        raise CannotGoOn(f"HOST={host} is no address of this machine.")
    return listeners, f"http://{_shown(host)}:{port}"


class _NotOnThisMachine(Exception):
    """The name has such an address, but this machine has not: IPv6 is often switched off."""


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise CannotGoOn(f"PORT={text} is no port: it is a number up to 65535.")
    return int(text)


def _addresses(host: str, port: int) -> list[tuple[int, str]]:
    """List what a name stands for: `localhost` is 127.0.0.1 to one browser and ::1 to another."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise CannotGoOn(f"HOST={host} is no address of this machine.") from None
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def _listen(family: int, address: Address) -> socket.socket:
    taken = CannotGoOn(
        f"Port {address[1]} is in use by another program."
        " Stop that, or choose another port: PORT=8001 ./run"
    )
    if _is_ours(family, address) and _somebody_answers(family, address):
        raise taken
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    try:
        listener.bind(address)
        listener.listen(512)
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            raise taken from None
        if problem.errno == errno.EACCES:
            raise CannotGoOn(
                f"Only root may use port {address[1]}: choose one over 1023."
            ) from None
        raise _NotOnThisMachine from None
    return listener


def _is_ours(family: int, address: Address) -> bool:
    """Tell whether this machine has the address: another one is not to be called."""
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address[0], 0, *address[2:]))
        except OSError:
            return False
    return True


def _somebody_answers(family: int, address: Address) -> bool:
    """Ask before binding: macOS lets two programs have one port when their addresses differ."""
    if address[1] == 0:
        return False
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as caller:
        caller.settimeout(1)
        caller.connect(address)
        return True
    return False


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - everybody's address is nobody's to visit
        return "localhost"
    return f"[{host}]" if ":" in host else host
