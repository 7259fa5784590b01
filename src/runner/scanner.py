"""ClamAV's server, which the tests of virus scanning ask."""

import os
import shutil

from . import apt
from .messages import say

PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"


def ensure() -> None:
    """Find it, or install it where we may, or say that its tests will be skipped."""
    if find():
        return
    if apt.may_install():
        say("Installing ClamAV for the tests of virus scanning …")
        apt.install("clamav-daemon")
    if not find():
        say(
            "clamd is not here, so its tests are skipped."
            " Debian: apt install clamav-daemon; macOS: brew install clamav."
        )


def find() -> str | None:
    """Look on PATH, and where servers lie that are not on it."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:{PLACES}")
