"""Where things lie: the source tree, and the home folder of one installation."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"


@dataclass(frozen=True)
class Home:
    """The folder that holds everything of one installation."""

    folder: Path

    @classmethod
    def of_this_installation(cls) -> "Home":
        """Take the folder that WAYMARK_HOME names, else `var` beside the code."""
        return cls(Path(os.environ.get("WAYMARK_HOME") or ROOT / "var").expanduser().resolve())

    def make(self) -> None:
        """Create the folder, closed to everybody else."""
        if not self.folder.is_dir():
            # Root's PostgreSQL runs as another user, who has to pass through but not to look round.
            mode = 0o711 if os.geteuid() == 0 else 0o700
            self.folder.mkdir(mode=mode, parents=True, exist_ok=True)

    @property
    def mark(self) -> str:
        """Name this installation in few characters, so that two on one machine do not meet."""
        return hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]

    def secret_key(self) -> str:
        """Read the secret key, after making one up the first time."""
        path = self.folder / "secret-key"
        if not path.exists():
            # A link appears whole or not at all, and never replaces what another command wrote.
            fresh = self.folder / f"secret-key.{secrets.token_hex(4)}"
            write_privately(fresh, secrets.token_urlsafe(50))
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
            fresh.unlink()
        return path.read_text().strip()


def write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with open(descriptor, "w") as file:  # mkstemp opens with 0600
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock on a file or folder that exists; the kernel frees it whatever happens to us."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
