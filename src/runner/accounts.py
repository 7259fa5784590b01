"""Which user the private PostgreSQL runs as: it refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .messages import CannotGoOn


@dataclass(frozen=True)
class Account:
    """A user of this machine, and whether we have to become that user."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def options(self) -> dict[str, Any]:
        """Give what `subprocess` needs to start a child as this user."""
        if self.is_ours:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Hand a file or folder that we made to this user."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Try it as that user, for only the kernel knows all permissions."""
        return self._succeeds(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)])

    def can_run(self, program: Path) -> bool:
        """Try to start a program as that user."""
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        try:
            tried = subprocess.run(command, **self.options(), capture_output=True, check=False)
        except OSError:
            return False
        return tried.returncode == 0


def for_database(home: Path) -> Account:
    """Choose ourselves; as root who owns the data or the home folder, `postgres`, or `nobody`."""
    if os.geteuid() != 0:
        return _owner(os.geteuid())
    for path in (home / "database", home):
        if path.exists() and (owner := path.stat().st_uid) != 0:
            return _owner(owner)
    for name in ("postgres", "_postgres", "nobody"):
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise CannotGoOn("PostgreSQL does not run as root, and there is neither postgres nor nobody.")


def _owner(uid: int) -> Account:
    try:
        return _account(pwd.getpwuid(uid))
    except KeyError:
        raise CannotGoOn(
            f"The user {uid} has no name on this machine, and PostgreSQL needs one."
        ) from None


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
