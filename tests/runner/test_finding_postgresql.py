"""Which PostgreSQL programs are taken, and what is said when none fits."""

from pathlib import Path

import pytest

from runner import binaries
from runner.binaries import Binaries
from runner.messages import CannotGoOn


def make_programs(folder: Path, version: str) -> Path:
    """Write programs that can tell their version, and nothing else."""
    folder.mkdir(parents=True)
    for name in binaries.NEEDED:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only programs are those that a test puts there."""
    monkeypatch.delenv("PG_BINDIR", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(binaries, "USUAL_PLACES", (f"{tmp_path}/lib/postgresql/*/bin",))
    monkeypatch.setattr(binaries, "_of_the_wheel", lambda: Binaries(Path("/wheel"), 18))
    monkeypatch.setattr(binaries, "_major_of_the_wheel", lambda: 18)
    return tmp_path / "lib" / "postgresql"


def test_the_newest_of_the_usual_places_is_taken(machine: Path) -> None:
    make_programs(machine / "15" / "bin", "15.9")
    newest = make_programs(machine / "17" / "bin", "17.1 (Debian 17.1-1)")
    assert binaries.choose() == Binaries(newest, 17)


def test_what_is_on_path_comes_first_and_links_are_followed(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_programs(machine / "17" / "bin", "17.1")
    real = make_programs(machine.parent / "own" / "bin", "16.4")
    links = machine.parent / "links"
    links.mkdir()
    (links / "pg_ctl").symlink_to(real / "postgres")
    monkeypatch.setenv("PATH", str(links))
    assert binaries.choose() == Binaries(real, 16)


def test_an_old_one_is_passed_over_for_the_wheel(machine: Path) -> None:
    make_programs(machine / "14" / "bin", "14.2")
    assert binaries.choose() == Binaries(Path("/wheel"), 18)


def test_a_folder_that_lacks_a_program_is_passed_over(machine: Path) -> None:
    (make_programs(machine / "16" / "bin", "16.1") / "initdb").unlink()
    assert binaries.choose() == Binaries(Path("/wheel"), 18)


def test_data_ask_for_the_version_that_wrote_them(machine: Path) -> None:
    fitting = make_programs(machine / "15" / "bin", "15.9")
    make_programs(machine / "17" / "bin", "17.1")
    assert binaries.choose(15) == Binaries(fitting, 15)
    assert binaries.choose(18) == Binaries(Path("/wheel"), 18)


def test_data_of_a_version_that_is_not_there_name_the_way_out(machine: Path) -> None:
    make_programs(machine / "17" / "bin", "17.1")
    with pytest.raises(CannotGoOn, match=r"PostgreSQL 16.*at hand are: 17.*pg_dump of 16"):
        binaries.choose(16)


def test_pg_bindir_is_taken_before_all_others(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_programs(machine / "17" / "bin", "17.1")
    named = make_programs(machine.parent / "named", "16.0")
    monkeypatch.setenv("PG_BINDIR", str(named))
    assert binaries.choose() == Binaries(named, 16)
    with pytest.raises(CannotGoOn, match="pg_dump of 17"):
        binaries.choose(17)


@pytest.mark.parametrize("version", ["14.1", "nonsense"])
def test_pg_bindir_with_nothing_of_use_is_refused(
    machine: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setenv("PG_BINDIR", str(make_programs(machine.parent / "named", version)))
    with pytest.raises(CannotGoOn, match="PG_BINDIR"):
        binaries.choose()
