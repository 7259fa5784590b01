"""What the tests of `./run` share: they need neither Django nor its database."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner.places import Home


@contextlib.contextmanager
def empty_home() -> Iterator[Home]:
    """An empty home folder, which the user of PostgreSQL can enter as it could not pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="waymark test ", dir="/tmp")).resolve()
    folder.chmod(0o711)
    yield Home(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Home]:
    with empty_home() as home:
        yield home


@pytest.fixture(scope="module")
def used_home() -> Iterator[Home]:
    """A home folder that the tests of a file use one after the other, as a person would."""
    with empty_home() as home:
        yield home


def nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the surroundings say of an installation."""
    for name in ("DATABASE_URL", "PORT", "HOST", "WAYMARK_HOME", "WAYMARK_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def nobody_elses_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_elses(monkeypatch)
