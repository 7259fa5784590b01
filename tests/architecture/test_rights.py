"""The application's database role can do what the table of rights says, and nothing else."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from waymark.config import rights
from waymark.config.granting import grant
from waymark.config.holes import actual_rights, holes
from waymark.config.rights import ADD, KEEP, Undecided, rights_by_table

pytestmark = pytest.mark.django_db
PINNED = re.compile(r"search_path=([\w, ]+), pg_temp")
OURS = (
    "{0} = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {1}.oid AND d.deptype = 'e')"
)


@pytest.fixture(autouse=True)
def granted(application: str) -> None:
    """The rights are given."""


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def as_superuser_only() -> None:
    if not rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0]:
        pytest.skip("the role of DATABASE_URL may not make such a hole")


def test_every_table_is_decided_on():
    tables = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND "
    there = {name for (name,) in rows(tables + OURS.format("relnamespace", "pg_class"))}
    undecided = there - set(rights_by_table())
    assert not undecided, f"Say in waymark/config/rights.py what may be done with: {undecided}"


def test_a_table_that_nobody_decided_on_is_refused(monkeypatch):
    monkeypatch.delitem(rights.OF_LIBRARIES, "sessions")
    with pytest.raises(Undecided, match=r"rights\.py what .* with the table django_session"):
        rights_by_table()


def test_what_it_may_do_is_what_is_written(application):
    written = rights_by_table()
    there = actual_rights(application)
    assert there == {table: written[table] for table in there}
    assert len(there) > 30


def test_nobody_may_empty_a_table_or_hang_anything_on_it():
    assert set().union(*rights_by_table().values()) == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_it_can_do_nothing_else(application):
    assert holes(application) == []


def test_the_owner_could():
    assert "owns the tables" in holes()


HOLES = {
    "GRANT DELETE ON audit_event TO {app}": "may DELETE on audit_event",
    "GRANT UPDATE (code) ON audit_event TO {app}": "may UPDATE on audit_event",
    "GRANT TRUNCATE ON trackers_tracker TO PUBLIC": "may TRUNCATE on trackers_tracker",
    "GRANT TRIGGER ON trackers_note TO {app}": "may TRIGGER on trackers_note",
    "CREATE TABLE found (); GRANT SELECT ON found TO {app}": "may SELECT on found",
    "CREATE ROLE waymark_x NOLOGIN; GRANT DELETE ON audit_event TO waymark_x;"
    " ALTER ROLE {app} NOINHERIT; GRANT waymark_x TO {app}": "may DELETE on audit_event",
    "GRANT CREATE ON SCHEMA public TO PUBLIC": "may make objects in a schema",
    "GRANT TEMPORARY ON DATABASE {database} TO PUBLIC": "may make temporary tables",
    "GRANT CREATE ON DATABASE {database} TO {app}": "may make schemas in the database",
    "GRANT UPDATE ON SEQUENCE tracker_number TO {app}": "may set the numbers of a sequence",
    "ALTER ROLE {app} CREATEROLE": "may make roles or databases, replicate, or pass over row"
    " security",
    "ALTER ROLE {app} SUPERUSER": "is a superuser",
    "ALTER TABLE audit_event OWNER TO {app}": "owns the tables",
    "ALTER DATABASE {database} OWNER TO {app}": "owns the database",
    "ALTER FUNCTION waymark_search_text OWNER TO {app}": "owns functions of the guards",
    "GRANT SET ON PARAMETER session_replication_role TO {app}": "may switch triggers off"
    " (session_replication_role)",
    "GRANT pg_write_server_files TO {app}": "may run programs or touch files of the server",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": "may call"
    " functions that run with their owner's rights",
}


@pytest.mark.parametrize("statement", HOLES)
def test_a_hole_is_found(application, statement):
    as_superuser_only()
    database = connection.settings_dict["NAME"]
    run(statement.format(app=f'"{application}"', database=f'"{database}"'))
    assert HOLES[statement] in holes(application)


def test_giving_rights_anew_takes_what_is_too_much_and_gives_what_is_missing(application):
    run(
        f'GRANT DELETE, TRUNCATE ON audit_event TO "{application}"',
        "GRANT ALL ON trackers_tracker TO PUBLIC",
        f'REVOKE INSERT ON audit_event FROM "{application}"',
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
    )
    grant(application)
    assert holes(application) == []
    assert actual_rights(application)["audit_event"] == {"SELECT", "INSERT"}


def test_one_role_for_everything_is_told(settings):
    settings.DATABASE_APPLICATION_URL = ""
    with pytest.raises(CommandError, match=r"could do more than it should: it\n  "):
        call_command("grant_rights", "--check")
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL is the other one's address"):
        call_command("grant_rights")


def test_the_role_of_the_applications_address_gets_its_rights(application, settings):
    settings.DATABASE_APPLICATION_URL = f"postgresql:///x?user={application}"
    run(f'GRANT DELETE ON audit_event TO "{application}"')
    with pytest.raises(CommandError, match="may DELETE on audit_event"):
        call_command("grant_rights", "--check")
    call_command("migrate", verbosity=0)
    call_command("grant_rights", "--check")


def test_nothing_is_everybodys():
    """What everybody may do is what the application may do."""
    granted = rows(
        "SELECT relname FROM pg_class, aclexplode(relacl) WHERE grantee = 0 AND "
        + OURS.format("relnamespace", "pg_class")
    )
    assert granted == []
    functions = rows(
        "SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))"
        " WHERE grantee = 0 AND " + OURS.format("pronamespace", "pg_proc")
    )
    assert functions == []


def test_what_runs_with_the_owners_rights_looks_where_it_was_told():
    """As do all our triggers: a session's temporary tables come last, and cannot stand before."""
    functions = rows(
        "SELECT proname, array_to_string(proconfig, ';') FROM pg_proc"
        " WHERE (prosecdef OR proname LIKE 'pgtrigger%') AND "
        + OURS.format("pronamespace", "pg_proc")
    )
    assert len(functions) > 30
    assert [name for name, told in functions if not PINNED.search(told or "")] == []


def test_no_deletion_elsewhere_reaches_what_stays():
    """A foreign key that cascades would act with the rights of the tables' owner."""
    stays = [table for table, may in rights_by_table().items() if may in (ADD, KEEP)]
    keys = rows(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'f' AND (confdeltype <> 'a' OR confupdtype <> 'a')"
    )
    assert [name for table, name in keys if table in stays] == []
