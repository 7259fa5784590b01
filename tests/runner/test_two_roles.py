"""Two database roles: who is told which address, and both kinds of PostgreSQL for real."""

import os
import re
import subprocess
from collections.abc import Iterator

import psycopg
import pytest

from runner import database, sockets
from runner.commands import NEED_NO_TABLES
from runner.database import Database
from runner.installation import Installation
from runner.places import ROOT, Home
from runner.roles import is_the_owners

OPERATE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
TWO = Database("postgresql:///w?user=app", "", None, "postgresql:///w?user=owner")
ONE = Database("postgresql:///w?user=app", "")


@pytest.fixture(autouse=True)
def nobody_elses_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_OWNER_URL", "WAYMARK_AS_OWNER"):
        monkeypatch.delenv(name, raising=False)


def addresses(home: Home, used: Database, *, as_owner: bool) -> dict[str, str]:
    found = Installation(home, used).environment(as_owner=as_owner)
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "WAYMARK_AS_OWNER")
    return {name: found[name] for name in names if name in found}


def test_what_serves_never_learns_the_owners_address(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql:///w?user=owner")
    monkeypatch.setenv("WAYMARK_AS_OWNER", "1")
    for used in (ONE, TWO):
        assert addresses(home, used, as_owner=False) == {"DATABASE_URL": "postgresql:///w?user=app"}


def test_the_owners_work_is_told_both(home: Home) -> None:
    assert addresses(home, TWO, as_owner=True) == {
        "DATABASE_URL": "postgresql:///w?user=app",
        "DATABASE_OWNER_URL": "postgresql:///w?user=owner",
        "WAYMARK_AS_OWNER": "1",
    }
    assert addresses(home, ONE, as_owner=True) == {"DATABASE_URL": "postgresql:///w?user=app"}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("migrate", True),
        ("grant_rights", True),
        ("flush", True),
        ("backup", True),
        ("restore", True),
        ("remove_stale_contenttypes", True),
        ("work", False),
        ("import_caseload", False),
        ("export_trackers", False),
        ("load_demo", False),
        ("create_administrator", False),
        ("shell", False),
        ("dbshell", False),
        ("check", False),
        ("", False),
    ],
)
def test_only_what_changes_tables_or_rights_is_the_owners(command: str, expected: bool) -> None:
    assert is_the_owners(command) is expected


def test_what_needs_no_tables_does_not_need_the_applications_role_either() -> None:
    """It is made with the first migration."""
    assert {name for name in NEED_NO_TABLES if not is_the_owners(name)} == {
        *("check", "help", "--help", "-h")
    }


def test_a_database_of_ones_own_has_the_two_addresses_that_it_is_given(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///w?user=app")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql:///w?user=owner")
    with database.in_use(home) as used:
        assert (used.address, used.owner_address) == (TWO.address, TWO.owner_address)
    with database.for_one_run() as (_, used):
        assert used.owner_address == TWO.owner_address


def test_the_private_server_lets_both_in_by_their_names(home: Home) -> None:
    with database.in_use(home) as used:
        assert used.address == f"{sockets.address(home).removesuffix('waymark')}waymark_app"
        assert used.owner_address == sockets.address(home, "waymark")


class TestPostgresqlOfOnesOwn:
    """As docs/operate.md says it to whoever looks after the server."""

    @pytest.fixture(scope="class")
    @staticmethod
    def server() -> Iterator[str]:
        """A server with the roles and the database that the page tells to make."""
        [steps] = re.findall(r"```sql\n(CREATE ROLE .*?)```", OPERATE, re.DOTALL)
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("DATABASE_URL", raising=False)
            with database.for_one_run() as (home, _):
                address = sockets.address(home).replace("/waymark?", "/{}?").rpartition("=")[0]
                with psycopg.connect(
                    f"{address}=waymark".format("postgres"), autocommit=True
                ) as server:
                    server.execute("DROP DATABASE waymark")
                    for step in steps.split(";\n"):
                        server.execute(step.encode())
                yield f"{address.format('waymark')}="

    @staticmethod
    def run(home: Home, *words: str, **addresses: str) -> subprocess.CompletedProcess[str]:
        theirs = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
        return subprocess.run(
            [ROOT / "run", "manage", *words],
            env={**theirs, "WAYMARK_HOME": str(home.folder), **addresses},
            capture_output=True,
            text=True,
            check=False,
        )

    def test_the_owner_migrates_and_the_application_works(
        self, used_home: Home, server: str
    ) -> None:
        two = {
            "DATABASE_URL": f"{server}waymark_app",
            "DATABASE_OWNER_URL": f"{server}waymark_owner",
        }
        made = self.run(used_home, "create_administrator", "joanne@example.org", **two)
        assert (made.returncode, made.stderr) == (0, "Preparing the database …\n")
        assert "/set-password/" in made.stdout
        assert self.run(used_home, "grant_rights", "--check", **two).returncode == 0

    def test_where_it_serves_the_owners_address_is_not_needed(
        self, used_home: Home, server: str
    ) -> None:
        bound = self.run(used_home, "grant_rights", "--check", DATABASE_URL=f"{server}waymark_app")
        assert (bound.returncode, bound.stdout) == (0, "")

    def test_but_to_change_tables(self, used_home: Home, server: str) -> None:
        with psycopg.connect(f"{server}waymark_owner") as owner:
            owner.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        refused = self.run(
            used_home, "grant_rights", "--check", DATABASE_URL=f"{server}waymark_app"
        )
        assert refused.returncode == 2
        assert "DATABASE_OWNER_URL" in refused.stderr
        assert "Traceback" not in refused.stderr
        with psycopg.connect(f"{server}waymark_owner") as owner:
            owner.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('sessions', '0001_initial', now())"
            )

    def test_one_role_for_everything_is_told(self, used_home: Home, server: str) -> None:
        one = self.run(used_home, "grant_rights", "--check", DATABASE_URL=f"{server}waymark_owner")
        assert one.returncode == 2
        assert "owns the tables" in one.stderr

    def test_a_role_that_is_missing_is_asked_for(self, used_home: Home, server: str) -> None:
        two = {"DATABASE_URL": f"{server}missing", "DATABASE_OWNER_URL": f"{server}waymark_owner"}
        refused = self.run(used_home, "migrate", **two)
        assert refused.returncode == 2
        assert 'CREATE ROLE "missing" LOGIN' in refused.stderr
