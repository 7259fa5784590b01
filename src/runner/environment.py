"""The virtual environment: made once, and installed into again when a lock file has changed."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

from .messages import CannotGoOn, say
from .places import ROOT, locked
from .processes import tied

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
OLDEST_MINOR = 11  # Python 3.11
APPLICATION, TESTS, DATABASE = (
    "requirements.lock",
    "requirements-test.lock",
    "requirements-database.lock",
)


def ensure(lock: str) -> None:
    """Install what a lock file names, unless that was done already."""
    if not _is_installed(lock):
        with locked(ROOT / APPLICATION):  # one command installs, the others wait
            if not _is_installed(lock):
                _make()
                _install(lock)


def python() -> list[str]:
    """Begin a command line with our Python, which imports nothing from where the person stands."""
    return [str(PYTHON), "-P"]


def fingerprint(lock: str) -> str:
    """Name the contents of a lock file in few characters."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()[:16]


def site_packages() -> Path | None:
    """Find the folder that the installed packages are in."""
    return next(iter(sorted(FOLDER.glob("lib/python3.*/site-packages"))), None)


def _installed() -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads((FOLDER / "installed.json").read_text())
    except (OSError, ValueError):
        return {}
    return stamps


def _is_installed(lock: str) -> bool:
    """Look for the lock itself, or another that names all it does: the one of the tests."""
    current = [name for name, stamp in _installed().items() if stamp == fingerprint(name)]
    return _is_sound() and any(_pins(lock) <= _pins(name) for name in current)


def _pins(lock: str) -> set[str]:
    return {*re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE)}


def _unfinished() -> Path:
    return FOLDER / "unfinished"


def _is_sound() -> bool:
    """Tell whether the environment is whole: its Python may be gone, or we were cut short."""
    version = re.search(r"^version(?:_info)?\s*=\s*3\.(\d+)", _configuration(), re.MULTILINE)
    packages = site_packages()
    return (
        os.access(PYTHON, os.X_OK)
        and (version is not None and int(version[1]) >= OLDEST_MINOR)
        and (packages is not None and (packages / "pip").is_dir())
        and not _unfinished().exists()
    )


def _configuration() -> str:
    try:
        return (FOLDER / "pyvenv.cfg").read_text()
    except OSError:
        return ""


def _make() -> None:
    """Make the environment, in one process that ends with us; `ensurepip` would start another."""
    if _is_sound():
        return
    wheel = _wheel_of_pip()
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    FOLDER.mkdir()
    _unfinished().touch()
    command = [sys.executable, "-m", "venv", "--without-pip", str(FOLDER)]
    _quietly(command, "The virtual environment")
    with zipfile.ZipFile(wheel) as pip:  # to unpack it is to install it, but for its scripts
        pip.extractall(site_packages() or FOLDER)


def _wheel_of_pip() -> Path:
    """Find the pip that comes with Python, or that a distribution has put elsewhere."""
    ensurepip = importlib.util.find_spec("ensurepip")
    bundled = [Path(ensurepip.origin).parent / "_bundled"] if ensurepip and ensurepip.origin else []
    packaged = sysconfig.get_config_var("WHEEL_PKG_DIR")
    for folder in (*bundled, *([Path(packaged)] if packaged else [])):
        for wheel in folder.glob("pip-*.whl"):
            return wheel
    raise CannotGoOn(
        f"This Python ({sys.executable}) cannot make virtual environments."
        " On Debian: apt install python3-venv"
    )


def _install(lock: str) -> None:
    say(f"Installing what {lock} names …")
    _unfinished().touch()  # if this is cut short, the next start begins afresh
    _quietly(
        [
            *(*python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-input", "--no-deps", "--only-binary=:all:", "--require-hashes"),
            *("-r", str(ROOT / lock)),
        ],
        f"What {lock} names",
    )
    stamp = FOLDER / "installed.json"
    fresh = stamp.with_suffix(".new")
    fresh.write_text(json.dumps(_installed() | {lock: fingerprint(lock)}))
    fresh.replace(stamp)
    _unfinished().unlink()


def _quietly(command: list[str], what: str) -> None:
    """Run a command of the set-up, and show what it said only when it failed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=tied(signal.SIGKILL),
        check=False,
    )
    if done.returncode:
        say(done.stdout.rstrip())
        raise CannotGoOn(f"{what} could not be installed; the lines above say why.")
