"""Supervising what serves: start it, start it again when it dies, and stop it in time."""

import contextlib
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .messages import say
from .places import ROOT
from .processes import tied

LONGEST_PAUSE = 30
CANNOT_START = 2  # a setting is wrong, and the process said which
LONG_ENOUGH = 60  # whatever ran for so long has not failed to start


@dataclass
class Service:
    """A process that should run all the time."""

    name: str
    command: list[str]
    patience: float  # seconds between asking it to stop and making it
    pass_fds: tuple[int, ...] = ()
    is_up: bool = True  # if not, a death means that it cannot start at all
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    changed_at: float = 0

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def due_at(self) -> float:
        """Wait longer after each failure in a row: 0, 1, 2, 4 … seconds."""
        pause = 2 ** (self.failures - 1) if self.failures else 0
        return self.changed_at + min(pause, LONGEST_PAUSE)

    def start(self, environment: dict[str, str]) -> int:
        self.process = subprocess.Popen(
            self.command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=2,  # standard output holds results only
            pass_fds=self.pass_fds,
            # A group of its own: Ctrl-C reaches us alone, and a kill its children as well.
            process_group=0,
            preexec_fn=tied(signal.SIGKILL),
        )
        self.changed_at = time.monotonic()
        return self.process.pid

    def note_death(self) -> None:
        ran_for = time.monotonic() - self.changed_at
        self.failures = 1 if ran_for > LONG_ENOUGH else self.failures + 1
        self.changed_at = time.monotonic()
        self.process = None

    def signal(self, number: int) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Runs services until a signal comes, or until there is no point any more."""

    def __init__(
        self,
        services: list[Service],
        environment: dict[str, str],
        note_child: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.services = services
        self.environment = environment
        self.note_child = note_child
        self.signals = 0
        self.hopeless = ""
        self.selector = selectors.DefaultSelector()

    def when(self, readable: int | socket.socket, act: Callable[[], None]) -> None:
        """Do something once when there is something to read, or nothing any more."""

        def once() -> None:
            self.selector.unregister(readable)
            act()

        self.selector.register(readable, selectors.EVENT_READ, once)

    def give_up(self, reason: str) -> None:
        """Stop everything for a reason that nobody asked for."""
        self.hopeless = reason

    def run(self) -> str:
        """Run everything until we are to stop, and give the reason if that was not our wish."""
        with self._signals():
            try:
                while not self.signals and not self.hopeless:
                    self._look_after_all()
                    self._wait()
            finally:
                self._stop()
        return self.hopeless

    def _look_after_all(self) -> None:
        for service in self.services:
            if service.process and not service.runs:
                self._mourn(service, service.process.returncode)
            if not service.process and time.monotonic() >= service.due_at and not self.hopeless:
                self.note_child(service.start(self.environment))

    def _mourn(self, service: Service, status: int) -> None:
        service.note_death()
        if not service.is_up or status == CANNOT_START:
            self.give_up(f"The {service.name} does not start")
            return
        pause = max(0, round(service.due_at - time.monotonic()))
        say(f"The {service.name} ended ({status}); it starts again in {pause} s.")

    def _wait(self) -> None:
        for key, _ in self.selector.select(timeout=0.5):
            key.data()

    def _stop(self) -> None:
        """Ask all to stop; make those that have not done so in time, or at a second Ctrl-C."""
        began, heard = time.monotonic(), self.signals
        for service in self.services:
            service.signal(signal.SIGTERM)
        while any(service.runs for service in self.services):
            for service in self.services:
                if self.signals > heard or time.monotonic() - began > service.patience:
                    service.signal(signal.SIGKILL)
            time.sleep(0.03)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Be woken by signals; a terminal that closes stops us as Ctrl-C does."""
        ours, wakeup = socket.socketpair()
        with ours, wakeup:
            for end in (ours, wakeup):
                end.setblocking(False)
            self.selector.register(ours, selectors.EVENT_READ, lambda: ours.recv(64))
            signal.set_wakeup_fd(wakeup.fileno(), warn_on_full_buffer=False)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self._note_stop)
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
                signal.signal(signal.SIGHUP, self._note_stop)
            signal.signal(signal.SIGCHLD, lambda *_: None)
            try:
                yield
            finally:
                signal.set_wakeup_fd(-1)

    def _note_stop(self, *_: object) -> None:
        self.signals += 1


def in_the_foreground(
    command: list[str], environment: dict[str, str], cwd: Path | None = None
) -> int:
    """Run a command as if it were us: same terminal, same streams; and give its exit code."""
    process = subprocess.Popen(command, env=environment, cwd=cwd, preexec_fn=tied(signal.SIGKILL))
    # The terminal sends Ctrl-C to both of us, so we leave that to the command, and wait for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: process.send_signal(number))
    code = process.wait()
    return code if code >= 0 else 128 - code
