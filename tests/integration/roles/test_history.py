"""History only grows, whatever is sent over the application's own connection."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.integration.roles.intruder import DONE, NO_RIGHT, Intruder
from tests.integration.roles.sayings import SAYINGS
from waymark.config.rights import ADD, rights_by_table

# Typed by hand: a table that is missing here would not be attacked.
HISTORIES = [
    "audit_accessrecord",
    "audit_event",
    "audit_eventcontent",
    "audit_signedhead",
    "audit_signing",
    "participants_nameword",
    "participants_participantrowhistory",
    "people_staffrowhistory",
    "plans_activityrowhistory",
    "plans_noticetemplate",
    "programmes_holidaycorrection",
    "programmes_limitversion",
    "programmes_programmerowhistory",
    "sanctions_letter",
    "sanctions_sanctionentry",
    "trackers_contact",
    "trackers_evaluation",
    "trackers_failurekind",
    "trackers_note",
    "trackers_question",
    "trackers_readinessrecord",
    "trackers_reasondecision",
    "trackers_reply",
    "trackers_secondlook",
    "trackers_trackerrowhistory",
    "trackers_transition",
]
# {table}, one of its columns, its key, a guard of it and that guard's function; {owner}, {me}.
ATTACKS = {
    "change": "UPDATE public.{table} SET {column} = {column}",
    "change one": "UPDATE public.{table} SET {column} = NULL WHERE {key} IS NOT NULL",
    "delete": "DELETE FROM public.{table}",
    "delete only": "DELETE FROM ONLY public.{table} WHERE true",
    "in a branch": "WITH gone AS (DELETE FROM public.{table} RETURNING 1) SELECT * FROM gone",
    "merge": "MERGE INTO public.{table} a USING public.{table} b ON a.{key} = b.{key}"
    " WHEN MATCHED THEN DELETE",
    "upsert": "INSERT INTO public.{table} SELECT * FROM public.{table}"
    " ON CONFLICT ({key}) DO UPDATE SET {column} = EXCLUDED.{column}",
    "in a block": "DO $$ BEGIN DELETE FROM public.{table}; END $$",
    "built in a block": "DO $$ BEGIN EXECUTE 'DELETE FROM public.{table}'; END $$",
    "under a cursor": "DO $$ DECLARE c CURSOR FOR SELECT * FROM public.{table}; r record; BEGIN"
    " OPEN c; FETCH c INTO r; DELETE FROM public.{table} WHERE CURRENT OF c; END $$",
    "lock rows": "SELECT * FROM public.{table} FOR UPDATE",
    "lock the table": "LOCK TABLE public.{table} IN ACCESS EXCLUSIVE MODE",
    "truncate": "TRUNCATE public.{table}",
    "truncate with others": "TRUNCATE public.{table} RESTART IDENTITY CASCADE",
    "triggers off": "ALTER TABLE public.{table} DISABLE TRIGGER ALL",
    "guard off": "ALTER TABLE public.{table} DISABLE TRIGGER {guard}",
    "drop the guard": "DROP TRIGGER {guard} ON public.{table}",
    "rename the guard": "ALTER TRIGGER {guard} ON public.{table} RENAME TO x",
    "another guard": "CREATE OR REPLACE FUNCTION public.{guard}() RETURNS trigger"
    " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "drop its function": "DROP FUNCTION public.{guard}() CASCADE",
    "its function elsewhere": "ALTER FUNCTION public.{guard}() SET search_path = pg_temp",
    "its function is mine": "ALTER FUNCTION public.{guard}() OWNER TO {me}",
    "a trigger before it": "CREATE TRIGGER a BEFORE UPDATE ON public.{table} FOR EACH ROW"
    " EXECUTE FUNCTION public.{guard}()",
    "a rule instead": "CREATE RULE r AS ON INSERT TO public.{table} DO INSTEAD NOTHING",
    "a policy": "CREATE POLICY p ON public.{table} USING (false)",
    "row security": "ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY",
    "a column": "ALTER TABLE public.{table} DROP COLUMN {column} CASCADE",
    "a child": "CREATE TABLE public.x () INHERITS (public.{table})",
    "rename it": "ALTER TABLE public.{table} RENAME TO x",
    "another in its place": "CREATE TABLE public.{table}_x (LIKE public.{table})",
    "drop it": "DROP TABLE public.{table} CASCADE",
    "it is mine": "ALTER TABLE public.{table} OWNER TO {me}",
    "move it": "ALTER TABLE public.{table} SET SCHEMA pg_temp",
    "a view": "CREATE VIEW public.v AS SELECT * FROM public.{table}",
    "a reference": "CREATE TABLE public.r (id bigint REFERENCES public.{table} ON DELETE CASCADE)",
    "copy out": "COPY public.{table} TO '/tmp/x'",
    "copy in": "COPY public.{table} FROM '/tmp/x'",
    "copy from a program": "COPY public.{table} FROM PROGRAM 'id'",
}
# Of the whole server: what would lead round all of it.
SESSIONS = {
    "a superuser": "ALTER ROLE {me} SUPERUSER",
    "past row security": "ALTER ROLE {me} BYPASSRLS",
    "a role": "CREATE ROLE another SUPERUSER",
    "into the owner": "SET ROLE {owner}",
    "be the owner": "SET SESSION AUTHORIZATION {owner}",
    "taken in": "GRANT {owner} TO {me}",
    "what the owner has": "REASSIGN OWNED BY {owner} TO {me}",
    "drop what it has": "DROP OWNED BY {owner}",
    "a replica": "SET session_replication_role = replica",
    "for ever": "ALTER ROLE {me} SET session_replication_role = replica",
    "the catalogue": "UPDATE pg_catalog.pg_trigger SET tgenabled = 'D'",
    "its functions": "UPDATE pg_catalog.pg_proc SET prosrc = ''",
    "its rights": "UPDATE pg_catalog.pg_class SET relacl = NULL",
    "a temporary table": "CREATE TEMP TABLE trackers_tracker (id uuid)",
    "one from a query": "SELECT 1 AS id INTO TEMP trackers_tracker",
    "a temporary view": "CREATE TEMP VIEW trackers_tracker AS SELECT 1 AS id",
    "a temporary function": "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a type": "CREATE DOMAIN pg_temp.jsonb AS text",
    "a function": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "the owner's function": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql"
    " SECURITY DEFINER AS 'SELECT 1'",
    "an operator": "CREATE OPERATOR public.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = uuid_ne)",
    "a schema": "CREATE SCHEMA mine",
    "an extension": "CREATE EXTENSION btree_gist",
    "an event trigger": "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()",
    "a publication": "CREATE PUBLICATION p FOR ALL TABLES",
    "the search": "ALTER FUNCTION public.waymark_search_text(text[]) RENAME TO x",
    "a file": "SELECT pg_read_file('/etc/passwd')",
    "write a file": "SELECT lo_export(1, '/tmp/x')",
    "migrations": "INSERT INTO public.django_migrations (app, name, applied)"
    " VALUES ('trackers', '0999', now())",
    "forget migrations": "DELETE FROM public.django_migrations",
    "numbers again": "SELECT setval('public.tracker_number', 1)",
    "numbers of events": "SELECT setval(pg_get_serial_sequence('public.audit_event', 'id'), 1)",
    "call a guard": "SELECT public.{a_guard}()",
}
KEPT = "SELECT count(*) FROM trackers_trackerrowhistory"
CHANGE = "UPDATE trackers_tracker SET version = 9 WHERE id = %s"
ALONE = {
    "a database": "CREATE DATABASE another",
    "for the whole server": "ALTER SYSTEM SET session_replication_role = replica",
}


@pytest.fixture(scope="module")
def words(records: Any, application: str, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """What the statements leave open, for each table."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, min(t.tgname), min(quote_ident(k.attname)),"
            " min(quote_ident(a.attname))"
            " FROM pg_class c"
            " JOIN pg_trigger t ON tgrelid = c.oid AND tgname LIKE '%%insert_only%%'"
            " JOIN pg_index i ON indrelid = c.oid AND indisprimary"
            " JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = indkey[0]"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 1 AND NOT a.attisdropped"
            " AND a.attname <> k.attname WHERE c.relname = ANY(%s) GROUP BY 1",
            [HISTORIES],
        )
        tables = {
            table: {"table": table, "guard": guard, "key": key, "column": column}
            for table, guard, key, column in cursor.fetchall()
        }
        cursor.execute("SELECT quote_ident(current_user)")
        [owner] = cursor.fetchone()
    a_guard = tables["audit_event"]["guard"]
    return {"tables": tables, "owner": owner, "me": f'"{application}"', "a_guard": a_guard}


def test_every_history_is_attacked() -> None:
    assert (
        sorted(table for table, rights in rights_by_table().items() if rights == ADD) == HISTORIES
    )


@pytest.mark.parametrize("table", HISTORIES)
def test_a_history_cannot_be_rewritten(
    intruder: Intruder, words: dict[str, Any], table: str
) -> None:
    names = {**words, **words["tables"][table]}
    assert intruder.tries(f"SELECT 1 / count(*) FROM public.{table}") == DONE  # it has rows
    found = {name: intruder.tries(attack.format(**names)) for name, attack in ATTACKS.items()}
    assert found == dict.fromkeys(ATTACKS, NO_RIGHT)


@pytest.mark.parametrize("saying", SAYINGS)
def test_nothing_that_is_said_before_helps(
    intruder: Intruder, words: dict[str, Any], saying: str
) -> None:
    before = [
        one.replace("{owner}", words["owner"]).replace("{guard}", words["a_guard"])
        for one in SAYINGS[saying]
    ]
    for table in HISTORIES:
        names = {**words, **words["tables"][table]}
        for name in ("change", "delete", "truncate", "triggers off"):
            attack = ATTACKS[name].format(**names)
            assert intruder.tries(attack, after=before) == NO_RIGHT, attack


@pytest.mark.parametrize("name", SESSIONS)
def test_no_way_leads_round(intruder: Intruder, words: dict[str, Any], name: str) -> None:
    assert intruder.tries(SESSIONS[name].format(**words)) == NO_RIGHT


@pytest.mark.parametrize("name", ALONE)
def test_nor_what_no_transaction_can_hold(
    intruder: Intruder, words: dict[str, Any], name: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        intruder.connection.execute(ALONE[name].encode())


def test_rights_that_it_gives_itself_are_none(intruder: Intruder, words: dict[str, Any]) -> None:
    """PostgreSQL only warns that nothing was granted."""
    for whom in (words["me"], "PUBLIC"):
        granted = f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {whom}"
        assert intruder.tries(granted, "DELETE FROM public.audit_event") == NO_RIGHT


def test_rows_are_added_and_what_changes_is_kept(intruder: Intruder, records: Any) -> None:
    """The rights are not so few that the application could not work."""
    with intruder.connection.transaction(force_rollback=True):
        [before] = intruder.connection.execute(KEPT).fetchone() or [0]
        intruder.connection.execute(CHANGE, [records.open])
        [after] = intruder.connection.execute(KEPT).fetchone() or [0]
    assert after == before + 1


def test_the_intruder_is_logged_in_as_the_application(intruder: Intruder, application: str) -> None:
    asked = intruder.connection.execute("SELECT session_user, current_user").fetchone()
    assert asked == (application, application)
