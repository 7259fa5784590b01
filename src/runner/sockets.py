"""The folder of an installation's sockets: a temporary one, for a socket's path must be short."""

import os
import stat
import tempfile
from pathlib import Path

from .accounts import Account
from .messages import CannotGoOn
from .places import Home
from .roles import OWNER

PRIVATE = 0o700
PORT = 5432  # part of the socket's name only: nothing listens on the network


def temporary() -> Path:
    """Choose the temporary folder. Not TMPDIR, in which two commands that share may differ."""
    usual = Path("/tmp")  # noqa: S108 - the folders in it are made, or checked, to be ours alone
    return usual if os.access(usual, os.W_OK) else Path(tempfile.gettempdir())


def folder_of(home: Home) -> Path:
    """Name the folder of an installation's sockets."""
    return temporary() / f"waymark-{home.mark}"


def keeper_socket(home: Home) -> Path:
    """Name the socket by which commands reach the keeper of the server."""
    return folder_of(home) / "keeper"


def address(home: Home, role: str = OWNER) -> str:
    """Give the address of the private server for one of the two roles."""
    return f"postgresql:///waymark?host={folder_of(home)}&port={PORT}&user={role}"


def make(home: Home, account: Account) -> Path:
    """Create the folder for the server's user alone, or make sure that it is so."""
    folder = folder_of(home)
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    if folder.lstat().st_uid == os.geteuid():  # made just now, or by a start that was cut short
        account.own(folder)
    check(home, account)
    return folder


def check(home: Home, account: Account) -> None:
    """Refuse a folder that somebody else could have put there, or could look into."""
    folder = folder_of(home)
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return
    if (
        not stat.S_ISDIR(found.st_mode)
        or found.st_uid != account.uid
        or stat.S_IMODE(found.st_mode) != PRIVATE
    ):
        raise CannotGoOn(
            f"{folder} should be a folder that only {account.name} can enter, and is not."
            " If you know why it is there, remove it and try again."
        )
