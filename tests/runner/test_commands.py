"""What a person can type after `./run`, and what comes back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner import browser, commands, environment, scanner
from runner.messages import CannotGoOn
from runner.places import ROOT


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What `./run` would have gone on to do."""
    did: list[tuple[object, ...]] = []

    def note(*words: object, **named: object) -> int:
        did.append((*words, *named.items()))
        return 0

    for name in ("serve", "manage", "test", "bench"):
        monkeypatch.setattr(commands, name, note)
    monkeypatch.setattr(commands.signal, "signal", lambda *_: None)
    return did


@pytest.mark.parametrize(
    ("arguments", "done"),
    [
        ([], (("demo", True),)),
        (["--no-demo"], (("demo", False),)),
        (["test", "-x", "tests/unit"], (["-x", "tests/unit"],)),
        (["import", "a b", "--dry-run"], ("import_caseload", "a b", "--dry-run")),
        (["export", "trackers", "--as", "a@b"], ("export_trackers", "--as", "a@b")),
        (["export", "--help"], ("export_trackers", "--help")),
        (["verify", "--export", "a b"], ("verify", "--export", "a b")),
        (["backup", "a b"], ("backup", "a b")),
        (["restore", "--help"], ("restore", "--help")),
        (["manage", "migrate", "--plan"], ("migrate", "--plan")),
        (["bench", "--only", "home"], (["--only", "home"],)),
    ],
)
def test_each_command_does_its_own(
    asked: list[tuple[object, ...]], arguments: list[str], done: tuple[object, ...]
) -> None:
    assert commands.main(arguments) == 0
    assert asked == [done]


def test_setting_up_installs_and_does_nothing_else(
    asked: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(commands.environment, "ensure", installed.append)
    assert commands.main(["set-up"]) == 0
    assert (installed, asked) == (["requirements.lock"], [])


@pytest.mark.parametrize(
    ("arguments", "run"),
    [
        (["--only", "home"], ["bench.measures", "--only", "home"]),
        (["measures", "--help"], ["bench.measures", "--help"]),
    ],
)
def test_a_benchmark_is_a_folder(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], run: list[str]
) -> None:
    did: list[list[str]] = []
    monkeypatch.setattr(commands.environment, "ensure", lambda _: None)
    monkeypatch.setattr(commands, "in_the_foreground", lambda words, _: did.append(words) or 3)
    assert commands.bench(arguments) == 3
    [words] = did
    assert words[-len(run) :] == run


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--demo"], ["export"], ["export", "people"], ["--no-demo", "x"]]
)
def test_an_unknown_command_is_answered_with_the_usage(
    asked: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert commands.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage: ./run" in said.err
    assert asked == []


def test_what_stands_in_the_way_is_told_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise CannotGoOn("The port is in use.")

    monkeypatch.setattr(commands, "serve", fail)
    monkeypatch.setattr(commands.signal, "signal", lambda *_: None)
    assert commands.main([]) == 2
    assert capsys.readouterr() == ("", "The port is in use.\n")


def test_help_is_a_result_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "run"), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ./run")


def test_what_runs_first_needs_nothing_installed() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "run"), "--help"], capture_output=True, check=False
    )
    assert done.returncode == 0


def test_paths_mean_what_they_mean_where_the_person_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_x.py").touch()
    monkeypatch.chdir(tmp_path)
    words = ["-k", "name", "test_x.py::test_one[a/b]", "tests/unit"]
    there = f"{Path.cwd()}/test_x.py::test_one[a/b]"
    assert commands._from_the_root(words) == ["-k", "name", there, "tests/unit"]
    monkeypatch.chdir(ROOT)
    assert commands._from_the_root(["tests"]) == ["tests"]


def test_the_browser_that_chromium_names_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/my/browser")
    assert browser.find() == "/my/browser"


def test_without_a_browser_and_without_root_it_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert browser.ensure() is None
    assert "apt install chromium" in capsys.readouterr().err


def test_without_clamd_and_without_root_it_says_that_its_tests_are_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scanner, "find", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    scanner.ensure()
    assert "clamd is not here, so its tests are skipped" in capsys.readouterr().err


def test_the_environments_python_does_not_import_from_where_the_person_stands() -> None:
    assert environment.python()[1:] == ["-P"]
