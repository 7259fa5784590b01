"""Chromium, which the browser journeys of the tests drive."""

import os
import shutil
from pathlib import Path

from . import apt
from .messages import say

NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def ensure() -> str | None:
    """Find a browser, or install one where we may, or say how to get it."""
    if found := find():
        return found
    if apt.may_install():
        say("Installing Chromium for the browser journeys …")
        apt.install("chromium", "fonts-liberation")
        if found := find():
            return found
    say(
        "The browser journeys need Chromium or Chrome. Debian: apt install chromium;"
        " macOS: brew install --cask chromium; or name its program in CHROMIUM."
    )
    return None


def find() -> str | None:
    """Look where CHROMIUM says, on PATH, and among the applications of a Mac."""
    if named := os.environ.get("CHROMIUM"):
        return named
    on_path = (shutil.which(name) for name in NAMES)
    of_a_mac = (app for app in MAC_APPS if Path(app).exists())
    return next((path for path in (*on_path, *of_a_mac) if path), None)
