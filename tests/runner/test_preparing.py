"""Which steps are taken before a command, and when an installation counts as a demo."""

import socket
from collections.abc import Iterator

import pytest

from runner import installation
from runner.database import Database
from runner.installation import LOADED, LOADING, Installation
from runner.places import Home


class Django:
    """Stands in for the steps that need Django: notes them, and plays a database."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, ...]] = []
        self.empty = True
        self.killed_in_the_demo = False

    def run(self, *steps: str) -> bool:
        self.steps.append(steps)
        was_empty = self.empty
        if "demo" in steps:
            self.empty = False
            if self.killed_in_the_demo:
                raise KeyboardInterrupt
        return was_empty


@pytest.fixture
def django(monkeypatch: pytest.MonkeyPatch) -> Django:
    django = Django()
    monkeypatch.setattr(Installation, "_run", lambda _, *steps: django.run(*steps))
    return django


@pytest.fixture
def here(home: Home) -> Iterator[Installation]:
    with socket.socket() as keeper:
        yield Installation(home, Database("postgresql:///waymark", "this one", keeper))


def test_an_empty_database_is_filled_once(here: Installation, django: Django) -> None:
    assert here.prepare(demo=True).demo == LOADED
    assert django.steps == [("migrate", "look"), ("look", "demo")]
    assert here.prepare(demo=True).demo == LOADED
    assert len(django.steps) == 2  # a warm start asks Django nothing


def test_no_other_command_loads_the_demo(here: Installation, django: Django) -> None:
    assert here.prepare().demo == ""
    assert django.steps == [("migrate", "look")]


def test_a_database_with_people_is_no_demo(here: Installation, django: Django) -> None:
    django.empty = False
    assert here.prepare(demo=True).demo == ""
    assert django.steps == [("migrate", "look")]


def test_a_demo_that_was_cut_short_after_it_was_loaded_is_known_as_one(
    here: Installation, django: Django
) -> None:
    django.killed_in_the_demo = True
    with pytest.raises(KeyboardInterrupt):
        here.prepare(demo=True)
    assert here.state().demo == LOADING
    assert here.prepare(demo=True).demo == LOADED


def test_a_demo_that_was_cut_short_before_does_not_open_what_is_imported_later(
    here: Installation, django: Django
) -> None:
    here._note(demo=LOADING)
    assert here.prepare().demo == ""  # as before an import
    django.empty = False
    assert here.prepare(demo=True).demo == ""


def test_a_management_command_makes_it_look_afresh(here: Installation, django: Django) -> None:
    django.empty = False
    here.prepare()
    here.forget()
    here.prepare()
    assert django.steps == [("migrate", "look"), ("migrate", "look")]


def test_new_migrations_are_applied(
    here: Installation, django: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    django.empty = False
    here.prepare()
    monkeypatch.setattr(installation, "tables_fingerprint", lambda: "another")
    here.prepare()
    assert len(django.steps) == 2


def test_notes_about_another_database_do_not_count(here: Installation, django: Django) -> None:
    here.prepare(demo=True)
    other = Installation(here.home, Database("postgresql:///x", "another", here.database.keeper))
    assert other.state().demo == ""
    assert other.state().migrated == ""


def test_a_database_of_ones_own_is_looked_at_each_time(home: Home, django: Django) -> None:
    django.empty = False
    elsewhere = Installation(home, Database("postgresql://elsewhere/x", "that one"))
    elsewhere.prepare()
    elsewhere.prepare()
    assert len(django.steps) == 2


def test_static_files_are_collected_again_only_when_they_change(
    here: Installation, django: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here.home.folder / "static").mkdir()
    (here.home.folder / "static" / "staticfiles.json").touch()
    here.collect_static()
    here.collect_static()
    assert django.steps == [("static",)]
    monkeypatch.setattr(installation, "static_fingerprint", lambda: "another")
    here.collect_static()
    assert django.steps == [("static",)] * 2


def test_children_find_our_settings_and_not_those_of_another_postgresql(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("WAYMARK_SECRET_KEY", "from outside")
    found = here.environment(WAYMARK_DEMO="1")
    assert {"PGPORT", "PYTHONHOME"}.isdisjoint(found)
    assert found["LANG"] == "C.UTF-8"
    assert found["DATABASE_URL"] == "postgresql:///waymark"
    assert found["WAYMARK_SECRET_KEY"] == "from outside"
    assert found["WAYMARK_HOME"] == str(here.home.folder)
    assert found["WAYMARK_DEMO"] == "1"
