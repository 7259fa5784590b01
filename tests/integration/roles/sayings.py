"""Everything a session can say before it attacks, in the hope that a guard then looks away."""

TEMPORARY = "CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING IDENTITY)"
GUARDS = "tracker_final_stays,note_not_on_final,note_insert_only,event_insert_only,update_update"

SAYINGS = {
    "nothing": [],
    "triggers are to be ignored": [f"SET pgtrigger.ignore = '{{{GUARDS}}}'"],
    "I am a replica": ["SET session_replication_role = replica"],
    "I am the owner": ["SET ROLE {owner}"],
    "I was the owner all along": ["SET SESSION AUTHORIZATION {owner}"],
    "forget who I am": ["RESET ROLE", "RESET SESSION AUTHORIZATION", "DISCARD ALL"],
    "I own the guards": ["REASSIGN OWNED BY {owner} TO CURRENT_USER"],
    "make me a superuser": ["ALTER ROLE CURRENT_USER SUPERUSER"],
    "make me a replica for ever": [
        "ALTER ROLE CURRENT_USER SET session_replication_role = replica"
    ],
    "take me in": ["GRANT {owner} TO CURRENT_USER", "SET ROLE {owner}"],
    "give me everything": ["GRANT ALL ON ALL TABLES IN SCHEMA public TO CURRENT_USER"],
    "no row security": ["SET row_security = off"],
    "look elsewhere": ["SET search_path = pg_temp, public, pg_catalog"],
    "look nowhere": ["SET search_path = ''"],
    "look at my tables first": [
        TEMPORARY.format(table="trackers_tracker"),
        TEMPORARY.format(table="trackers_trackerrowhistory"),
        "SET search_path = pg_temp, public",
    ],
    "use my operators": [
        "CREATE FUNCTION pg_temp.no(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
        "CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.no)",
        "SET search_path = pg_temp, public, pg_catalog",
    ],
    "use my schema": [
        "CREATE SCHEMA mine",
        "CREATE TABLE mine.trackers_tracker (LIKE public.trackers_tracker)",
        "SET search_path = mine, public",
    ],
    "use my guard": [
        "CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    ],
    "no guard": ["DROP TRIGGER {guard} ON trackers_tracker", "DROP FUNCTION {guard}() CASCADE"],
    "guards off": [
        "ALTER TABLE trackers_tracker DISABLE TRIGGER ALL",
        "ALTER TABLE trackers_note DISABLE TRIGGER USER",
    ],
    "the guard may look elsewhere": ["ALTER FUNCTION {guard}() SET search_path = pg_temp"],
    "later": ["SET CONSTRAINTS ALL DEFERRED"],
    "one after the other": ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"],
    "null is equal": ["SET transform_null_equals = on"],
    "strings are otherwise": ["SET standard_conforming_strings = off"],
    "names mean columns": ["SET plpgsql.variable_conflict = use_column"],
    "load this": ["LOAD 'waymark_evil'", "SET local_preload_libraries = 'waymark_evil'"],
    "change the catalogue": [
        "SET allow_system_table_mods = on",
        "UPDATE pg_trigger SET tgenabled = 'D'",
        "UPDATE pg_proc SET prosrc = 'BEGIN RETURN NEW; END' WHERE proname LIKE 'pgtrigger%'",
    ],
}
