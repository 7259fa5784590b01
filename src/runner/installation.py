"""One installation: the environment of its processes, and what was prepared for it already."""

import hashlib
import json
import os
import signal
import subprocess
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from . import environment
from .database import Database
from .messages import CannotGoOn, say
from .places import ROOT, SOURCE, Home, locked, write_privately
from .processes import tied
from .roles import AS_OWNER, OWNERS_ADDRESS

LOADING, LOADED = "loading", "loaded"


@dataclass(frozen=True)
class Installation:
    """A home folder and the database that goes with it."""

    home: Home
    database: Database

    def environment(self, *, as_owner: bool = False, **more: str) -> dict[str, str]:
        """Give what a child process finds in its environment: the owner's address if it is the
        owner's work, else not.
        """
        ours = {
            "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "waymark.config.settings",
            "DATABASE_URL": self.database.address,
            "WAYMARK_HOME": str(self.home.folder),
            "WAYMARK_SECRET_KEY": os.environ.get("WAYMARK_SECRET_KEY") or self.home.secret_key(),
        }
        if as_owner and self.database.owner_address:
            ours |= {OWNERS_ADDRESS: self.database.owner_address, AS_OWNER: "1"}
        # What the person has set for another PostgreSQL or another Python must not leak into ours.
        foreign = ("PG", "PYTHON") if self.database.is_private else ("PYTHON",)
        foreign += (OWNERS_ADDRESS, AS_OWNER)
        theirs = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return theirs | ours | more

    def prepare(self, *, demo: bool = False, static: bool = False) -> "State":
        """Migrate, collect static files and load the demo where that is still to do."""
        if static:
            self.collect_static()
        state, wanted = self.state(), tables_fingerprint()
        is_current = self.database.is_private and state.migrated == wanted
        if is_current and state.has_people:
            return state
        if is_current:
            empty = self._run("look")
        else:
            say("Preparing the database …")
            asks = static and not self.database.owner_address  # once, when it begins to serve
            empty = self._run("migrate", "look", *(["roles"] if asks else []))
        if empty and demo:
            self._load_demo()
            empty = False
        elif empty:
            self._note(demo="")
        elif self.state().demo == LOADING:
            self._note(demo=LOADED)  # we were cut short after the demo was there
        self._note(migrated=wanted, has_people=not empty)
        return self.state()

    def forget(self) -> None:
        """Look at the database afresh next time."""
        self._note(migrated="", has_people=False)

    def state(self) -> "State":
        """Read the notes; those about another database do not count."""
        try:
            notes = json.loads(self._notes.read_text())
        except (OSError, ValueError):
            notes = {}
        if notes.get("database") != self.database.identity:
            notes = {"static": notes.get("static", "")}
        known = {field.name: notes[field.name] for field in fields(State) if field.name in notes}
        return State(**(known | {"database": self.database.identity}))

    @property
    def _notes(self) -> Path:
        return self.home.folder / "prepared.json"

    def _note(self, **changes: Any) -> None:
        """Change some notes, and keep what another command notes meanwhile."""
        with locked(self.home.folder):
            write_privately(self._notes, json.dumps(asdict(replace(self.state(), **changes))))

    def collect_static(self) -> None:
        """Collect style sheets and scripts, if they have changed since the last time."""
        wanted = static_fingerprint()
        manifest = self.home.folder / "static" / "staticfiles.json"
        if self.state().static != wanted or not manifest.exists():
            say("Collecting style sheets and scripts …")
            self._run("static")
            self._note(static=wanted)

    def _load_demo(self) -> None:
        """Note first that we load: else, cut short, we leave people whom nobody can sign in as."""
        say("Loading the demo caseload …")
        self._note(demo=LOADING)
        was_empty = self._run("look", "demo")
        # Another command may have filled the database before our turn came: then it is no demo.
        self._note(demo=LOADED if was_empty else "")

    def _run(self, *steps: str) -> bool:
        """Do steps that need Django, and tell whether the database was empty before the demo."""
        done = subprocess.run(
            [*environment.python(), "-m", "runner.prepare", *steps],
            env=self.environment(as_owner="migrate" in steps),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            preexec_fn=tied(signal.SIGKILL),
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotGoOn("The set-up did not succeed; the lines above say why.")
        return bool(json.loads(done.stdout)["was_empty"])


@dataclass(frozen=True)
class State:
    """What was done for an installation, noted in its home folder.

    The file may be deleted: all but the note of the demo is found out again.
    """

    database: str
    migrated: str = ""
    has_people: bool = False
    demo: str = ""
    static: str = ""


def tables_fingerprint() -> str:
    """Name in few characters all that decides what the tables look like, and who may what."""
    rights = SOURCE / "waymark" / "config" / "rights.py"
    return _fingerprint([*SOURCE.glob("waymark/**/migrations/*.py"), rights, *_settings()])


def static_fingerprint() -> str:
    """Name in few characters everything that decides what the static files are."""
    files = [path for path in SOURCE.glob("waymark/**/static/**/*") if path.is_file()]
    return _fingerprint([*files, *_settings()])


def _settings() -> list[Path]:
    return [ROOT / environment.APPLICATION, SOURCE / "waymark" / "config" / "settings.py"]


def _fingerprint(files: list[Path]) -> str:
    contents = hashlib.sha256()
    for path in sorted(files):
        contents.update(f"{path.relative_to(ROOT)}\0".encode())
        contents.update(hashlib.sha256(path.read_bytes()).digest())
    return contents.hexdigest()[:16]
