"""What `./run` makes first: the environment, the home folder, the folder of the sockets."""

import os
import stat
from pathlib import Path

import pytest

from runner import environment, sockets
from runner.accounts import Account
from runner.messages import CannotGoOn
from runner.places import Home


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a lock file and an environment in which nothing was installed yet."""
    (tmp_path / "requirements.lock").write_text("django==5.2\n")
    packages = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    (packages / "pip").mkdir(parents=True)
    (tmp_path / ".venv" / "bin").mkdir()
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/bin/sh")
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "FOLDER", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the set-up would have run."""
    ran: list[list[str]] = []
    monkeypatch.setattr(environment, "_quietly", lambda command, _: ran.append(command))
    return ran


def test_a_lock_file_is_installed_once_and_again_when_it_changes(
    repository: Path, commands: list[list[str]]
) -> None:
    environment.ensure("requirements.lock")
    environment.ensure("requirements.lock")
    assert len(commands) == 1
    assert {"--require-hashes", "--only-binary=:all:"} <= {*commands[0]}
    assert not (repository / ".venv" / "unfinished").exists()
    (repository / "requirements.lock").write_text("django==5.2.1\n")
    environment.ensure("requirements.lock")
    assert len(commands) == 2


def test_what_another_lock_has_installed_is_not_installed_again(
    repository: Path, commands: list[list[str]]
) -> None:
    (repository / "requirements-test.lock").write_text("django==5.2\npytest==9.2\n")
    environment.ensure("requirements-test.lock")
    environment.ensure("requirements.lock")
    assert len(commands) == 1


@pytest.mark.parametrize("damage", ["unfinished", "python gone", "old python", "no pip"])
def test_an_environment_that_is_not_whole_is_made_afresh(
    repository: Path, commands: list[list[str]], damage: str
) -> None:
    venv = repository / ".venv"
    if damage == "unfinished":
        (venv / "unfinished").touch()
    elif damage == "python gone":
        (venv / "bin" / "python").unlink()
    elif damage == "old python":
        (venv / "pyvenv.cfg").write_text("version = 3.9.6\n")
    else:
        (venv / "lib" / "python3.11" / "site-packages" / "pip").rmdir()
    environment.ensure("requirements.lock")
    assert commands[0][1:3] == ["-m", "venv"]


def test_a_python_that_cannot_make_environments_is_told_of(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".venv" / "pyvenv.cfg").unlink()
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(environment.sysconfig, "get_config_var", lambda _: None)
    with pytest.raises(CannotGoOn, match="apt install python3-venv"):
        environment.ensure("requirements.lock")


def test_the_secret_key_is_made_once_for_its_owner_only(home: Home) -> None:
    key = home.secret_key()
    assert len(key) > 50
    assert home.secret_key() == key
    assert stat.S_IMODE((home.folder / "secret-key").stat().st_mode) == 0o600


def test_the_home_folder_is_closed_to_others(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "home")
    home.make()
    assert stat.S_IMODE(home.folder.stat().st_mode) & 0o066 == 0


def test_a_sockets_path_is_short_however_long_the_home_folders_is() -> None:
    near = Home(Path("/" + "very-long-name/" * 40))
    other = Home(near.folder / "other")
    path = sockets.folder_of(near) / ".s.PGSQL.5432"
    assert len(os.fsencode(path)) < 100
    assert sockets.folder_of(near) != sockets.folder_of(other)


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o1777])
def test_a_socket_folder_that_others_can_enter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setattr(sockets, "temporary", lambda: tmp_path)
    home, account = Home(tmp_path), Account("me", os.getuid(), os.getgid())
    sockets.make(home, account).chmod(mode)
    with pytest.raises(CannotGoOn, match="remove it"):
        sockets.make(home, account)


def test_a_link_in_place_of_the_socket_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "temporary", lambda: tmp_path)
    home, account = Home(tmp_path), Account("me", os.getuid(), os.getgid())
    (tmp_path / "trap").mkdir(mode=0o700)
    sockets.folder_of(home).symlink_to(tmp_path / "trap")
    with pytest.raises(CannotGoOn):
        sockets.check(home, account)
