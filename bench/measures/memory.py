"""How much memory processes take, read from /proc (Linux): whole pages (RSS), and with each shared
page divided among those who share it (PSS). In megabytes.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MB = 1024  # kB
EVERY, A_SECOND = 0.25, 1.0


def family_of(pid: int) -> dict[int, str]:
    """A process and all below it, each with its command line."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(told[1])
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return {one: command for one in sorted(found) if (command := _command(one))}


def kept_by(pid: int) -> dict[str, float]:
    """RSS and PSS of one process."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return {}
    return {
        name.lower(): round(int(amount) / MB, 1)
        for name, amount in re.findall(r"^(Rss|Pss):\s+(\d+) kB", text, re.MULTILINE)
    }


def of_waymark(pid: int) -> dict[str, list[dict[str, float]]]:
    """The web processes (not the one that only starts them) and the worker under `./run`."""
    family = family_of(pid)
    masters = {one for one, command in family.items() if " -m gunicorn " in command}
    web = [one for one in masters if _parent(one) in masters]
    worker = [one for one, command in family.items() if command.rstrip().endswith(" work")]
    return {
        "web": [{"pid": one, **kept} for one in web if (kept := kept_by(one))],
        "worker": [{"pid": one, **kept} for one in worker if (kept := kept_by(one))],
    }


class Watched:
    """The memory of some processes over time: the largest of them at each look, in MB."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    @property
    def peak(self) -> float:
        return max(self.seen, default=0.0)

    @property
    def growth(self) -> float:
        """The peak of the last third as a multiple of that of the first: 1 is flat. The very
        beginning, when a process has only started, does not count.
        """
        settled = self.seen[len(self.seen) // 10 :]
        third = len(settled) // 3
        if not third:
            return 1.0
        return max(settled[-third:]) / max(settled[:third])


@contextmanager
def watching(pid: int, *, named: str = "") -> Iterator[Watched]:
    """Look at a process and those below it whose command line says this, four times a second."""
    watched = Watched()

    def look() -> None:
        kept = [
            kept_by(one).get("rss", 0.0)
            for one, command in family_of(pid).items()
            if named in command
        ]
        if kept:
            watched.seen.append(max(kept))

    with _again_and_again(look, EVERY):
        yield watched


@contextmanager
def watching_each(pid: int) -> Iterator[dict[str, Watched]]:
    """Look once a second at each web process and the worker under `./run`, by what it is and which;
    and, as `web` and `worker`, at the largest of each.
    """
    watched: dict[str, Watched] = {"web": Watched(), "worker": Watched()}

    def look() -> None:
        for kind, found in of_waymark(pid).items():
            for one in found:
                name = f"{kind} {one['pid']}"
                watched.setdefault(name, Watched()).seen.append(one["rss"])
            if found:
                watched[kind].seen.append(max(one["rss"] for one in found))

    with _again_and_again(look, A_SECOND):
        yield watched


@contextmanager
def _again_and_again(look: Callable[[], None], every: float) -> Iterator[None]:
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(every):
            look()

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def of_machine() -> dict[str, Any]:
    """Cores and memory, which is all that is said of the machine."""
    text = Path("/proc/meminfo").read_text()
    found = re.search(r"MemTotal:\s+(\d+)", text)
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(int(found[1]) / MB / MB) if found else None,
    }


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
