"""Programs that only the tests need, from Debian, where we may install them."""

import os
import shutil
import subprocess

from .messages import say


def may_install() -> bool:
    """Tell whether this is Debian or its like, and we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install packages with what they need and no more."""
    _apt("update")
    _apt("install", "-y", "--no-install-recommends", *packages)


def _apt(*words: str) -> None:
    """Run apt-get, and show what it says only when it fails."""
    done = subprocess.run(
        ["apt-get", "-q", *words],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        say(done.stdout.rstrip())
